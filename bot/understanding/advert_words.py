"""Cuts an English advert into the words that the second reader counts, and tells where each stands.

`nlu/second_reader/` trains with this file; it therefore also runs in Rasa's Python 3.10, and knows no other module.
"""

import re
from typing import NamedTuple

LONGEST = 10_000  # characters that are read; longer adverts say nothing new
# Addresses say who writes, not how: they are left out, and so are the marks that a published corpus put in their place.
_PIECE = re.compile(
    r"#(?:EMAIL|URL|PHONE)_\w{1,100}#|https?://\S{1,300}|www\.\S{1,300}|[\w.+-]{1,64}@\S{1,200}|&(?:[a-z]{1,10}|#\d{1,6});"
    r"|(?P<money>[$£€]\s?\d[\d,.]*)|(?P<number>\d[\d,.]*)|(?P<word>[A-Z]+[a-z'’]*|[a-z][a-z'’]*)"
)
_APOSTROPHES = str.maketrans("", "", "'’")


class Word(NamedTuple):
    """A word as it is counted, and its place in the text."""

    counted: str
    start: int
    end: int


def advert_words(text: str) -> list[Word]:
    """The words in order: small letters without apostrophes; every number is "0", every sum of money "$0"."""
    found = []
    for piece in _PIECE.finditer(text[:LONGEST]):
        if piece["word"]:
            found.append(Word(piece["word"].lower().translate(_APOSTROPHES), *piece.span()))
        elif piece["money"] or piece["number"]:
            found.append(Word("$0" if piece["money"] else "0", *piece.span()))
    return found
