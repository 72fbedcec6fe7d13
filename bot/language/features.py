"""What the statistics count: groups of letters inside words, and the edges of words, as numbers."""

import re
import unicodedata

import numpy as np
from numpy.typing import NDArray

# Enough to know a language by; the rest of a long text would only cost time.
READ_LETTERS = 300
LONGEST = 6

_NO_LANGUAGE = re.compile(r"https?://\S+|www\.\S+|\S*@\S+")
_STRETCHED = re.compile(r"(.)\1{2,}")
_NUMBERS = re.compile(r"(?<!\S)\d+(?!\S)")
_FACTOR, _SEED = np.uint32(16777619), np.uint32(2166136261)


class _Letters(dict[int, int | str]):
    """For `str.translate`: letters, their marks and digits stay, everything else becomes a space."""

    def __missing__(self, code: int) -> int | str:
        kind = unicodedata.category(chr(code))
        kept = code if kind[0] in "LM" or kind == "Nd" else " "
        # Only the scripts that statistics decide on are remembered, so that no text can fill the memory.
        if code < 0x1400:
            self[code] = kept
        return kept


_LETTERS = _Letters()


def clean(text: str) -> str:
    """The words of a text in lower case with one space between them: no links, names of accounts, numbers or signs."""
    text = _NO_LANGUAGE.sub(" ", text[:READ_LETTERS])
    text = unicodedata.normalize("NFC", text.lower()).translate(_LETTERS)
    return " ".join(_STRETCHED.sub(r"\1\1", _NUMBERS.sub(" ", text)).split())


def features(cleaned: str) -> NDArray[np.uint32]:
    """Groups of 1 to 6 letters inside the words of a cleaned text, sorted, as numbers. A word's edges count as letters."""
    codes = _codes(f" {cleaned} ")
    before = np.cumsum(codes == 32)
    rows, hashed = [], np.full(len(codes), _SEED)
    for length in range(1, min(LONGEST, len(codes)) + 1):
        count = len(codes) - length + 1
        hashed = (hashed[:count] ^ codes[length - 1 :]) * _FACTOR
        if length < 3:
            rows.append(hashed)
        else:
            # No space may stand inside: first and last letter may be edges.
            inside = before[length - 2 : len(codes) - 1] == before[:count]
            rows.append(hashed[inside])
    hashes = np.sort(np.concatenate(rows))
    # What np.unique would do, in a fifth of its time.
    first = np.empty(len(hashes), np.bool_)
    first[0] = True
    np.not_equal(hashes[1:], hashes[:-1], out=first[1:])
    return hashes[first]


def number(group: str) -> int:
    """The number of one letter group."""
    hashed = np.full(1, _SEED)
    for code in _codes(group):
        hashed = (hashed ^ code) * _FACTOR
    return int(hashed[0])


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
