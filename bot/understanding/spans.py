"""Where things stand in a text: whole words, and what stays of those that overlap."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Protocol, TypeVar

from bot.understanding.normalise import is_unspaced


class Span(Protocol):
    """Stands in a text from `start` to before `end`."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


Meaning = TypeVar("Meaning")
Found = TypeVar("Found", bound=Span)


def starts_word(text: str, start: int) -> bool:
    """Whether a word may start here; in a script without spaces it may anywhere."""
    return start == 0 or text[start - 1] == " " or is_unspaced(text[start])


def ends_word(text: str, end: int) -> bool:
    """Whether a word may end before here."""
    return end >= len(text) or text[end] == " " or is_unspaced(text[end - 1])


def in_whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """From where to where to quote, so that no word is cut; in a script without spaces, so that no syllable is."""
    first, last = max(0, start - LONGEST_WORD), min(len(text), end + LONGEST_WORD)
    while first < start < end and _goes_on(text[start - 1], text[start]):
        start -= 1
    while 0 < end < last and _goes_on(text[end - 1], text[end]):
        end += 1
    return start, end


# A wall of letters is no word.
LONGEST_WORD = 60
# Khmer: the next letter stands below, in the same syllable.
_COENG = "\u17d2"


def _goes_on(before: str, after: str) -> bool:
    """Whether these two stand in one word, or in one syllable of a script without spaces."""
    if unicodedata.category(after)[0] == "M" or before == _COENG:
        return True
    return all(unicodedata.category(char)[0] in "LMN" and not is_unspaced(char) for char in (before, after))


def longest_words(text: str, found: Iterable[tuple[int, int, Meaning]]) -> list[tuple[int, int, Meaning]]:
    """The (start, end, meaning) that are whole words, in the text's order; the longest where they overlap.

    They have to come as an automaton finds them: by their ends, the longer first.
    """
    kept: list[tuple[int, int, Meaning]] = []
    for start, end, meaning in found:
        if not (starts_word(text, start) and ends_word(text, end)):
            continue
        while kept and kept[-1][0] >= start:
            kept.pop()
        if not kept or kept[-1][1] <= start:
            kept.append((start, end, meaning))
    return kept


def longest_apart(found: Iterable[Found], most: int | None = None) -> list[Found]:
    """The longest of those that overlap, in the text's order. Only the `most` longest are looked at."""
    kept: list[Found] = []
    for span in sorted(found, key=lambda span: (span.start - span.end, span.start))[:most]:
        if not any(overlap(span, other) for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def overlap(one: Span, other: Span) -> bool:
    """Whether they have a character in common."""
    return one.start < other.end and other.start < one.end


def any_of(words: Iterable[str], flags: "int | re.RegexFlag" = 0, *, before: str = r"\s,(.") -> re.Pattern[str]:
    """Any of these words, whole, the longest first. `before`: what may stand in front of one, as in a character class."""
    options = []
    for word in sorted(words, key=len, reverse=True):
        edge = "" if is_unspaced(word[0]) else rf"(?<![^{before}])"
        behind = "" if is_unspaced(word[-1]) else r"(?!\w)"
        options.append(edge + re.escape(word) + behind)
    # A list that is empty finds nothing.
    return re.compile("|".join(options) or r"(?!)", flags)
