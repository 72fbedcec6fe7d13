"""Where things stand in a text: whole words, and what stays of those that overlap."""

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
