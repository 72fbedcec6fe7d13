"""Splits a text into parts that fit, at paragraphs, lines, sentences or words; never inside a written character."""

import unicodedata
from collections.abc import Iterator

_BREAKS = ("\n\n", "\n", ". ", "။ ", "। ", "。", " ")


def split(text: str, longest: int) -> Iterator[str]:
    """Parts of at most `longest` characters. Joined, they are the text again, but for white space at the seams."""
    while len(text) > longest:
        cut = _cut(text, longest)
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
    if text:
        yield text


def _cut(text: str, longest: int) -> int:
    for mark in _BREAKS:
        at = text.rfind(mark, longest // 3, longest)
        if at > 0:
            return at + len(mark)
    cut = longest
    while cut > 1 and _belongs_to_previous(text, cut):
        cut -= 1
    return cut if cut > 1 else longest


def _belongs_to_previous(text: str, at: int) -> bool:
    """Whether the character at `at` only completes the one before: a vowel sign, an accent, a joined emoji."""
    char, before = text[at], text[at - 1]
    joiners = "\u200d\ufe0f"
    return unicodedata.category(char)[0] == "M" or char in joiners or before in "\u200d\u1039\u17d2"
