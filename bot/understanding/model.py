"""Keeps the intent model that Rasa trained, evaluated with NumPy alone.

The numbers are those of Rasa 3.6.21: WhitespaceTokenizer, CountVectorsFeaturizer for words and for
characters inside words, LogisticRegressionClassifier. `tests/slow/test_parity.py` proves it. One thing is
left out on purpose: Rasa reads "/intent" as a command to itself, and a stranger's text must not command.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from bot.domain.heard import Scored
from bot.understanding.ngrams import Alphabet, Keys, word_keys
from bot.understanding.tokens import WORD, Tokenizer

__all__ = ["IntentModel", "Scored"]

MOST_READ = 4096  # the longest text a messenger delivers; Rasa's patterns take quadratic time beyond


@dataclass(frozen=True, slots=True)
class Table:
    """Known features in the order of their keys, and what each says for every intent."""

    keys: Keys
    weights: npt.NDArray[np.float32]

    @classmethod
    def of(cls, name: str, arrays: Mapping[str, npt.NDArray[Any]]) -> Self:
        """The table that the exporter wrote under this name."""
        return cls(arrays[f"{name}_keys"], arrays[f"{name}_weights"])

    def votes(self, keys: Keys) -> npt.NDArray[np.float64]:
        """The sum over all of these keys that are known, each as often as it occurs."""
        places = np.minimum(self.keys.searchsorted(keys), len(self.keys) - 1)
        known = places[self.keys[places] == keys]
        votes: npt.NDArray[np.float64] = self.weights[known].sum(axis=0, dtype=np.float64)
        return votes


@dataclass(frozen=True, slots=True)
class IntentModel:
    """Says for a text how likely each intent is. Holds no text and logs nothing."""

    intents: tuple[str, ...]
    fingerprint: str
    tokenizer: Tokenizer
    alphabet: Alphabet
    lengths: tuple[int, int]
    words: Table
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
                    words=Table.of("word", weights),
                    grams=Table.of("gram", weights),
                    intercept=weights["intercept"],
                )
        except KeyError as missing:
            raise ValueError(f"the model in {folder} lacks {missing}") from missing

    def rank(self, text: str) -> tuple[Scored, ...]:
        """All intents, best first; the confidences sum to 1. Any string will do, even an empty one."""
        cleaned = self.tokenizer.clean(text[:MOST_READ].strip())
        votes = self.intercept + self.words.votes(word_keys(WORD.findall(cleaned)))
        if parts := cleaned.split():
            votes += self.grams.votes(self.alphabet.keys(parts, *self.lengths))
        likely = np.exp(votes - votes.max())
        likely /= likely.sum()
        best_first = np.argsort(-likely, kind="stable").tolist()
        confidences = likely.tolist()
        return tuple(Scored(self.intents[place], confidences[place]) for place in best_first)
