"""Checks that more than one kind of content needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

import phonenumbers

from bot.domain.facts import WORLD, Confidence
from bot.library.documents import Document, Files, Step
from bot.library.records import Notes

_WRITTEN_NUMBER = re.compile(r"[+(]*\d(?:[\d() +-]*\d)?")

COUNTRIES = frozenset(phonenumbers.SUPPORTED_REGIONS)


def readable(files: Files, folder: str) -> Iterator[Document]:
    """The files of a folder that can be read at all; the others are reported by the loader."""
    return (document for document in files.below(folder) if document.broken is None)


class Once:
    """Notes each id that was there before."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._seen: dict[str, str] = {}

    def see(self, notes: Notes, document: Document, where: tuple[Step, ...], name: str) -> None:
        """Remember the id; note a problem when it is taken."""
        if name and name in self._seen:
            notes.add(document, where, f'{self._what} "{name}" is taken already, in {self._seen[name]}')
        self._seen.setdefault(name, document.path)


def check_country(
    notes: Notes, document: Document, where: tuple[Step, ...], code: str | None, *, world: bool = False
) -> None:
    """A country code must be a country's; `world` allows ZZ too."""
    if code is not None and code not in COUNTRIES and not (world and code == WORLD):
        notes.add(document, where, f'"{code}" is not a country code')


def check_trust(
    note: Callable[[str, str], None],
    *,
    confidence: Confidence,
    verified: date | None,
    review_by: date | None,
    sourced: bool,
    today: date,
) -> None:
    """What is vouched for has a source and its days, what is recalled has none; no review is overdue."""
    if confidence is Confidence.RECALLED:
        if verified is not None:
            note("verified", "what is recalled cannot be verified: drop the day, or give a source")
        return
    if verified is None or review_by is None:
        note("confidence", f'"{confidence}" needs the days "verified" and "review_by"')
    elif review_by <= verified:
        note("review_by", "the review day must be after the day it was verified")
    if not sourced:
        note("confidence", f'"{confidence}" needs a source')
    if verified is not None and verified > today:
        note("verified", f"{verified} has not come yet")
    if review_by is not None and review_by < today:
        note("review_by", f"the review was due on {review_by}: check the source again")


def _numbers_in(quotes: str) -> set[str]:
    # Whole numbers only: a number with its last digit lost must not pass as part of the one that is quoted.
    return {re.sub(r"\D", "", written) for written in _WRITTEN_NUMBER.findall(quotes)}


def number_fault(number: str, quotes: str) -> str | None:
    """What is wrong with an international number, or None.

    A number that the numbering plans do not know, or a toll-free one (mostly dead from abroad), is accepted
    only when the quoted source prints it in full.
    """
    if not (number.startswith("+") and number[1:].isdigit()):
        return f'"{number}" must be written as + and digits only'
    if number[1:] in _numbers_in(quotes):
        return None
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return f'"{number}" is not an international number'
    if not phonenumbers.is_valid_number(parsed):
        return f'"{number}" is not a valid number, and the quote does not print it'
    if phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.TOLL_FREE:
        return f'"{number}" is toll-free, mostly dead from abroad: write it under short_code'
    return None


def hidden_words(text: str, words: Iterable[str]) -> list[str]:
    """Which of the words stand in the text, in any case."""
    lowered = text.casefold()
    return [word for word in words if word in lowered]
