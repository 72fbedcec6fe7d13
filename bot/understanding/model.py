"""Keeps the intent model that Rasa trained, evaluated with NumPy alone.

The numbers are those of Rasa 3.6.21 with the components in `nlu/`. `tests/slow/test_parity.py` proves it. One
thing is left out on purpose: Rasa reads "/intent" as a command to itself, and a stranger's text must not command.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from bot.domain.heard import Scored
from bot.understanding.encoder import Encoder, mapped, places_among
from bot.understanding.ngrams import Alphabet, Keys, meaning_keys, unit_keys
from bot.understanding.tokens import Tokenizer, units

__all__ = ["IntentModel", "Scored"]

MOST_READ = 4096  # the longest text a messenger delivers; Rasa's patterns take quadratic time beyond


@dataclass(frozen=True, slots=True)
class Table:
    """Known features in the order of their keys, and what each says for every intent, in steps of its own."""

    keys: Keys
    weights: npt.NDArray[np.int8]
    steps: npt.NDArray[np.float16]

    @classmethod
    def of(cls, name: str, folder: Path) -> Self:
        """The table that the exporter wrote under this name. It stays on disk; only what a text needs is read."""
        return cls(*(mapped(folder / f"{name}_{part}.npy") for part in ("keys", "weights", "steps")))

    def votes(self, keys: Keys) -> tuple[npt.NDArray[np.float64], int]:
        """The sum over those of these keys that are known, each counted once, and how many they are."""
        known = places_among(self.keys, keys)
        votes: npt.NDArray[np.float64] = self.steps[known].astype(np.float64) @ self.weights[known].astype(np.float64)
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
    encoder: Encoder
    meaning: npt.NDArray[np.float32]  # what each number of the encoder's vector says for every intent

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Opens what the exporter wrote. Raises OSError or ValueError when it cannot be used."""
        about = json.loads((folder / "model.json").read_text("utf-8"))
        try:
            model = cls(
                intents=tuple(about["intents"]),
                fingerprint=about["fingerprint"],
                tokenizer=Tokenizer.with_word_characters(about["word_characters"]),
                alphabet=Alphabet.of(about["alphabet"]),
                lengths=(about["shortest"], about["longest"]),
                most_units=about["most_units"],
                units=Table.of("unit", folder),
                grams=Table.of("gram", folder),
                intercept=np.load(folder / "intercept.npy", allow_pickle=False),
                encoder=Encoder.load(folder / "encoder"),
                meaning=np.load(folder / "meaning.npy", allow_pickle=False),
            )
        except KeyError as missing:
            raise ValueError(f"the model in {folder} lacks {missing}") from missing
        if model.meaning.shape != (model.encoder.width, len(model.intents)):
            raise ValueError(f"the model in {folder} was made with another encoder")
        return model

    def vector(self, text: str) -> npt.NDArray[np.float32]:
        """The encoder's vector of a text: near that of a text which means the same in another language."""
        folded, written, words = self._cut(text)
        return self.encoder.vector(meaning_keys(folded, written, words))

    def rank(self, text: str) -> tuple[Scored, ...]:
        """All intents, best first; the confidences sum to 1. Any string will do, even an empty one."""
        folded, written, words = self._cut(text)
        votes, known = self.units.votes(unit_keys(folded, self.most_units))
        if words:
            more, others = self.grams.votes(self.alphabet.keys(words, *self.lengths))
            votes, known = votes + more, known + others
        vector = self.encoder.vector(meaning_keys(folded, written, words))
        scores = self.intercept + votes / max(known, 1) ** 0.5 + vector @ self.meaning
        likely = np.exp(scores - scores.max())
        likely /= likely.sum()
        best_first = np.argsort(-likely, kind="stable").tolist()
        confidences = likely.tolist()
        return tuple(Scored(self.intents[place], confidences[place]) for place in best_first)

    def _cut(self, text: str) -> tuple[list[str], list[str], list[str]]:
        """The units folded and as written, and the words."""
        read = text[:MOST_READ].strip()
        cleaned = self.tokenizer.clean(read)
        return units(cleaned), self.tokenizer.written(read), cleaned.split()
