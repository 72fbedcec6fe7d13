"""Which language of a script: weights of letter groups (`profiles.npz`, made by `build.py`), summed over a text."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

# What the statistics tell apart and people do not: Nigerian Pidgin is answered in English. A tag with `-Latn` is the same
# language in Latin letters.
SAME = {"pcm": "en"}

ARTEFACT = Path(__file__).with_name("profiles.npz")


class Weights(NamedTuple):
    """What is known of the languages of one script. `languages` are ISO codes, some of them twice; `keys` are sorted."""

    languages: tuple[str, ...]
    keys: NDArray[np.uint32]
    weights: NDArray[np.int8]
    bias: NDArray[np.float32]
    scale: float

    def chances(self, found: NDArray[np.uint32]) -> NDArray[np.float64]:
        """How likely each language is, for the numbers that `features` gives of a text; they sum to one."""
        at = np.minimum(self.keys.searchsorted(found), len(self.keys) - 1)
        rows = at[self.keys[at] == found]
        scores = self.weights.take(rows, 0).sum(axis=0, dtype=np.int32) * self.scale + self.bias
        chances: NDArray[np.float64] = np.exp(scores - scores.max())
        chances /= chances.sum()
        return chances


class Known(NamedTuple):
    """Everything in the artefact. `twins` share out what `scripts` give to two languages that are nearly the same."""

    scripts: dict[str, Weights]
    twins: dict[str, tuple[Weights, ...]]
    simplified: str
    traditional: str


@cache
def known() -> Known:
    """The artefact, read once."""
    with np.load(ARTEFACT, allow_pickle=False) as arrays:
        names = [name.removesuffix(".keys") for name in arrays.files if name.endswith(".keys")]
        learnt = {name: _weights(name, arrays) for name in names}
        scripts = {name: weights for name, weights in learnt.items() if "." not in name}
        return Known(
            scripts,
            {
                script: tuple(weights for name, weights in learnt.items() if name.startswith(f"{script}."))
                for script in scripts
            },
            str(arrays["HAN.simplified"]),
            str(arrays["HAN.traditional"]),
        )


def _weights(name: str, arrays: Mapping[str, NDArray[Any]]) -> Weights:
    heard = arrays[f"{name}.languages"].tolist()
    return Weights(
        tuple(SAME.get(language, language.split("-")[0]) for language in heard),
        arrays[f"{name}.keys"],
        arrays[f"{name}.weights"],
        arrays[f"{name}.bias"],
        float(arrays[f"{name}.scale"]),
    )
