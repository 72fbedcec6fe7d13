"""Keeps the intent model that Rasa trained, evaluated with NumPy alone.

The numbers are those of Rasa 3.6.21 with the components in `nlu/`. `tests/slow/test_parity.py` proves it. One
thing is left out on purpose: Rasa reads "/intent" as a command to itself, and a stranger's text must not command.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from bot.domain.heard import Scored
from bot.understanding.ngrams import Alphabet, Keys, unit_keys
from bot.understanding.tokens import Tokenizer, units

__all__ = ["IntentModel", "Scored"]

MOST_READ = 4096  # the longest text a messenger delivers; Rasa's patterns take quadratic time beyond


@dataclass(frozen=True, slots=True)
class Table:
    """Known features in the order of their keys, and what each says for every intent, in steps of its own."""

    keys: Keys
    weights: npt.NDArray[np.int16]
    steps: npt.NDArray[np.float32]

    @classmethod
    def of(cls, name: str, arrays: Mapping[str, npt.NDArray[Any]]) -> Self:
        """The table that the exporter wrote under this name."""
        return cls(arrays[f"{name}_keys"], arrays[f"{name}_weights"], arrays[f"{name}_steps"])

    def votes(self, keys: Keys) -> tuple[npt.NDArray[np.float64], int]:
        """The sum over those of these keys that are known, each counted once, and how many they are."""
        places = np.minimum(self.keys.searchsorted(keys), len(self.keys) - 1)
        known = np.sort(places[self.keys[places] == keys])
        known = known[np.diff(known, prepend=-1) > 0]
        votes: npt.NDArray[np.float64] = self.steps[known].astype(np.float64) @ self.weights[known]
        return votes, len(known)


@dataclass(frozen=True, slots=True)
class IntentModel:
    """Says for a text how likely each intent is. Holds no text and logs nothing."""

    intents: tuple[str, ...]
    fingerprint: str
    tokenizer: Tokenizer
    alphabet: Alphabet
    lengths: tuple[int, int]
    most_units: int
    units: Table
    grams: Table
    intercept: npt.NDArray[np.float64]

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Reads `model.json` and `weights.npz`. Raises OSError or ValueError when they cannot be used."""
        about = json.loads((folder / "model.json").read_text("utf-8"))
        try:
            with np.load(folder / "weights.npz", allow_pickle=False) as weights:
                return cls(
                    intents=tuple(about["intents"]),
                    fingerprint=about["fingerprint"],
                    tokenizer=Tokenizer.with_word_characters(about["word_characters"]),
                    alphabet=Alphabet.of(about["alphabet"]),
                    lengths=(about["shortest"], about["longest"]),
                    most_units=about["most_units"],
                    units=Table.of("unit", weights),
                    grams=Table.of("gram", weights),
                    intercept=weights["intercept"],
                )
        except KeyError as missing:
            raise ValueError(f"the model in {folder} lacks {missing}") from missing

    def rank(self, text: str) -> tuple[Scored, ...]:
        """All intents, best first; the confidences sum to 1. Any string will do, even an empty one."""
        cleaned = self.tokenizer.clean(text[:MOST_READ].strip())
        votes, known = self.units.votes(unit_keys(units(cleaned), self.most_units))
        if parts := cleaned.split():
            more, others = self.grams.votes(self.alphabet.keys(parts, *self.lengths))
            votes, known = votes + more, known + others
        scores = self.intercept + votes / max(known, 1) ** 0.5
        likely = np.exp(scores - scores.max())
        likely /= likely.sum()
        best_first = np.argsort(-likely, kind="stable").tolist()
        confidences = likely.tolist()
        return tuple(Scored(self.intents[place], confidences[place]) for place in best_first)
