"""Which language of a script: weights of letter groups (`profiles.npz`, made by `build.py`), summed over a text."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.language.features import features

ARTEFACT = Path(__file__).with_name("profiles.npz")

# Ways of writing that the statistics tell apart and that are one language to everybody else.
VARIANTS = {"pcm": "en"}


class Weights(NamedTuple):
    """What is known of the languages of one script. `languages` are ISO codes; `keys` are sorted."""

    languages: tuple[str, ...]
    keys: NDArray[np.uint32]
    weights: NDArray[np.int8]
    bias: NDArray[np.float32]
    scale: float

    def chances(self, cleaned: str) -> NDArray[np.float64]:
        """How likely each language is, for a text that `features.clean` has cleaned; they sum to one."""
        found = features(cleaned)
        at = np.minimum(self.keys.searchsorted(found), len(self.keys) - 1)
        rows = at[self.keys[at] == found]
        scores = self.weights.take(rows, 0).sum(axis=0, dtype=np.int32) * self.scale + self.bias
        chances: NDArray[np.float64] = np.exp(scores - scores.max())
        return chances / chances.sum()


class Known(NamedTuple):
    """Everything in the artefact."""

    scripts: dict[str, Weights]
    simplified: frozenset[str]
    traditional: frozenset[str]


@cache
def known() -> Known:
    """The artefact, read once."""
    with np.load(ARTEFACT, allow_pickle=False) as arrays:
        names = [name.removesuffix(".keys") for name in arrays.files if name.endswith(".keys")]
        return Known(
            {
                name: Weights(
                    tuple(arrays[f"{name}.languages"].tolist()),
                    arrays[f"{name}.keys"],
                    arrays[f"{name}.weights"],
                    arrays[f"{name}.bias"],
                    float(arrays[f"{name}.scale"]),
                )
                for name in names
            },
            frozenset(str(arrays["HAN.simplified"])),
            frozenset(str(arrays["HAN.traditional"])),
        )
