"""Keeps the numbers that stand for words and character n-grams: exporter and model must agree on them.

The exporter and the cross-validation run this file too, in Rasa's Python 3.10.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]
BREAK = " \0 "  # parts two words, each with the space that `char_wb` pads it with
STEP = np.uint64(0x9E3779B97F4A7C15)  # odd, and its bits look like chance
MIX = np.uint64(0xBF58476D1CE4E5B9)  # likewise


def unit_keys(units: Sequence[str], most: int) -> Keys:
    """64-bit keys of all units and of up to `most` in a row. The exporter proves that no two known ones share one."""
    hashed = b"".join(blake2b(unit.encode("utf-8", "surrogatepass"), digest_size=8).digest() for unit in units)
    single = np.frombuffer(hashed, np.dtype("<u8")).astype(np.uint64)
    found = [single]
    rows = single
    for length in range(2, most + 1):
        rows = rows[:-1] * STEP + single[length - 1 :]
        found.append(rows)
    return np.concatenate(found)


def hashed_grams(words: Iterable[str], shortest: int, longest: int) -> Keys:
    """64-bit keys of all character n-grams inside each word and the space on its either side, of any alphabet."""
    padded = f" {BREAK.join(words)} "
    codes = np.frombuffer(padded.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    word = np.cumsum(codes == 0)
    mixed = (codes + np.uint64(1)) * MIX
    mixed ^= mixed >> np.uint64(29)
    mixed *= STEP
    found = []
    rows = mixed
    for length in range(2, longest + 1):
        rows = rows[:-1] * STEP + mixed[length - 1 :]
        if length >= shortest:
            within = word[: len(rows)] == word[length - 1 :]
            found.append(rows[within & (codes[: len(rows)] != 0)])
    return np.concatenate(found)


def meaning_keys(folded: Sequence[str], written: Sequence[str], words: Iterable[str]) -> Keys:
    """What the sentence encoder looks up: units folded and as written, alone and in a row; characters inside words."""
    return np.concatenate([unit_keys(folded, 3), unit_keys(written, 2), hashed_grams(words, 3, 5)])


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The characters that the model knows, numbered from 1; every other character is 0.

    An n-gram's key is these numbers as the digits of one number behind a leading 1. Two n-grams therefore
    never share a key, and one with an unknown character equals no known one.
    """

    numbers: npt.NDArray[np.uint16]
    base: int

    @classmethod
    def of(cls, characters: str) -> "Alphabet":
        """Numbers the characters in the order given. None may be NUL, which parts words."""
        codes = np.frombuffer(characters.encode("utf-32-le", "surrogatepass"), np.uint32)
        numbers = np.zeros(int(codes.max(initial=0)) + 2, np.uint16)
        numbers[codes] = np.arange(1, len(codes) + 1)
        return cls(numbers, len(codes) + 1)

    def holds(self, longest: int) -> bool:
        """Whether keys of n-grams of this length still fit into 64 bits."""
        return longest * math.log2(self.base) < 63

    def keys(self, words: Iterable[str], shortest: int, longest: int) -> Keys:
        """The keys of all character n-grams inside each word and its two spaces, repetitions included."""
        padded = f" {BREAK.join(words)} "
        codes = np.frombuffer(padded.encode("utf-32-le", "surrogatepass"), np.uint32)
        digits = self.numbers[np.minimum(codes, len(self.numbers) - 1)].astype(np.uint64)
        base = np.uint64(self.base)
        grams = digits + base
        found = [grams] if shortest == 1 else []
        for length in range(2, longest + 1):
            grams = grams[:-1] * base + digits[length - 1 :]
            if length >= shortest:
                found.append(grams)
        return np.concatenate(found)
