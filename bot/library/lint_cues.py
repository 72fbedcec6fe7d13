"""Checks of cues: ids that exist, phrases that can be read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from bot.domain.cues import CueBook
from bot.domain.facts import ROLES, Library
from bot.library.cues import read_cues
from bot.library.documents import Files, Step
from bot.library.lint_common import readable
from bot.library.records import Notes

_ALTERNATIVE = re.compile(r"(?<=[(|])[^()|]+(?=[|)])")
_GAP_INSIDE = re.compile(r"\([^()]*(\.\.\.|…)")


def check_cues(files: Files, notes: Notes, library: Library) -> None:
    """Every cue book."""
    notes.problems.extend(document.broken for document in files.below("cues") if document.broken is not None)
    for document in readable(files, "cues"):
        book = read_cues(document, notes)
        if book.language != document.file.stem:
            notes.add(document, ("language",), f"the file is named {document.file.stem}, not {book.language}")
        for sign_id in book.signs:
            if library.sign(sign_id) is None:
                notes.add(document, ("signs", sign_id), f'"{sign_id}" is not a known sign')
        for role in book.roles:
            if role not in ROLES:
                notes.add(document, ("roles", role), f'"{role}" is not a known job')
        for where, phrase in _phrases(book):
            if fault := phrase_fault(phrase):
                notes.add(document, where, f'"{phrase}": {fault}')


def phrase_fault(phrase: str) -> str | None:
    """What keeps a phrase from being read, or None."""
    depth = 0
    for character in phrase:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return "a ) has no ( before it"
        if character == "|" and depth == 0:
            return "| works only inside of ( )"
    if depth:
        return "a ( is never closed"
    if _GAP_INSIDE.search(phrase):
        return "a gap ... inside of ( ) cannot be read"
    if unread := next(filter(_is_not_compared, _ALTERNATIVE.findall(phrase)), None):
        return (
            f"{unread.strip()} is not compared, so all of its ( ) may be missing: drop it, or write (a|b|) if that is meant"
        )
    return None


def _is_not_compared(alternative: str) -> bool:
    """Whether nothing is left of an alternative once punctuation has become a space."""
    kept = any(unicodedata.category(char)[0] in "LMN" or char in "$*🆘" for char in alternative)
    return bool(alternative.strip()) and not kept


def _phrases(book: CueBook) -> Iterator[tuple[tuple[Step, ...], str]]:
    for kind, items in book.urgent.items():
        for number, item in enumerate(items):
            yield from _numbered(("danger", "urgent", kind.value, number), item.say, item.unless)
    for number, item in enumerate(book.concern):
        yield from _numbered(("danger", "concern", number), item.say, item.unless)
    for sign, items in book.signs.items():
        for number, item in enumerate(items):
            yield from _numbered(("signs", sign, number), item.say, item.unless)
    for step, phrases in book.done.items():
        yield from ((("done", step.value, number), phrase) for number, phrase in enumerate(phrases))
    for role, names in book.roles.items():
        yield from ((("roles", role, number), name) for number, name in enumerate(names))
    yield from ((("here", number), phrase) for number, phrase in enumerate(book.here))
    yield from ((("offer", number), phrase) for number, phrase in enumerate(book.offer))


def _numbered(
    where: tuple[Step, ...], say: tuple[str, ...], unless: tuple[str, ...]
) -> Iterator[tuple[tuple[Step, ...], str]]:
    yield from (((*where, "say", number), phrase) for number, phrase in enumerate(say))
    yield from (((*where, "unless", number), phrase) for number, phrase in enumerate(unless))
