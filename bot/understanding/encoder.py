"""Keeps the sentence encoder: texts that mean the same in different languages get vectors that lie close together.

`nlu/encoder/` trains it; docs/encoder.md tells how and from what. A Rasa featurizer runs this file too, in Rasa's
Python 3.10. The large arrays stay on disk and only the rows that a text needs are read.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Encoder:
    """One vector for each text. Holds no text."""

    keys: npt.NDArray[np.uint32]  # the known features, in order
    order: npt.NDArray[np.uint32]  # where the vector of each stands: the often needed ones together, on few pages
    rows: npt.NDArray[np.uint8]  # the vectors, two numbers a byte, from 0 to 15 and meaning 8 less
    steps: npt.NDArray[np.float16]  # what one such number is worth in each vector
    gain: Floats
    shift: Floats
    widen: Floats
    bias: Floats
    narrow: Floats

    @classmethod
    def load(cls, folder: Path) -> "Encoder":
        """Maps the arrays that `train_encoder.py` wrote. Raises OSError or ValueError when they cannot be used."""
        tables = {name: mapped(folder / f"{name}.npy") for name in ("keys", "order", "rows", "steps")}
        with np.load(folder / "block.npz", allow_pickle=False) as block:
            names = ("gain", "shift", "widen", "bias", "narrow")
            if missing := set(names) - set(block.files):
                raise ValueError(f"the encoder in {folder} lacks {sorted(missing)}")
            return cls(**tables, **{name: block[name] for name in names})

    @property
    def width(self) -> int:
        """How many numbers a vector has."""
        return len(self.gain)

    def vector(self, found: npt.NDArray[np.uint64]) -> Floats:
        """A vector of length 1, or of length 0 when nothing in the text is known."""
        known = self.order[places_among(self.keys, short(found))]
        if not len(known):
            return np.zeros(self.width, np.float32)
        steps, rows = self.steps[known].astype(np.float32), self.rows[known]
        halves = [steps @ half.astype(np.float32) for half in (rows & 15, rows >> 4)]
        summed = (np.concatenate(halves) - 8 * steps.sum()) / np.float32(len(known) ** 0.5)
        middle = summed - summed.sum() / np.float32(self.width)
        level = middle / np.sqrt(middle @ middle / np.float32(self.width) + np.float32(1e-5)) * self.gain + self.shift
        wide = level @ self.widen + self.bias
        vector: Floats = summed + (wide / (1 + np.exp(np.minimum(-wide, 60)))) @ self.narrow
        vector /= np.maximum(np.sqrt(vector @ vector), np.float32(1e-6))
        return vector


def short(keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint32]:
    """The upper half of each key: among so few features hardly two share it."""
    return (keys >> np.uint64(32)).astype(np.uint32)


def places_among(keys: npt.NDArray[Any], found: npt.NDArray[Any]) -> npt.NDArray[np.intp]:
    """Where those that are found stand among the keys, which are in order; each once."""
    found = np.sort(found)  # neighbours lie on the same pages
    places = np.minimum(keys.searchsorted(found), len(keys) - 1)
    known: npt.NDArray[np.intp] = places[keys[places] == found]
    first = np.ones(len(known), np.bool_)
    np.not_equal(known[1:], known[:-1], out=first[1:])
    return known[first]


def mapped(file: Path) -> npt.NDArray[Any]:
    """An array that stays on disk: the system reads the pages that are looked at, and may let them go again."""
    array: npt.NDArray[Any] = np.load(file, mmap_mode="r", allow_pickle=False).view(np.ndarray)
    return array
