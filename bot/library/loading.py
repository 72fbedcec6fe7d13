"""Reads `content/` into a `Library`, and notes everything that keeps it from being one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.domain.cues import CueBook
from bot.domain.facts import Library, Office, Stage
from bot.errors import ContentError
from bot.library.addresses import read_address_words, read_addresses
from bot.library.clock import read_day_parts
from bot.library.contacts import read_contacts, read_warnings
from bot.library.cues import read_cues
from bot.library.documents import Document, Files, Problem
from bot.library.offices import read_office
from bot.library.pay import read_bands, read_currencies, read_lures, read_pay_words
from bot.library.places import read_countries, read_hosts, read_hotspots
from bot.library.records import Notes
from bot.library.signs import read_combinations, read_signs
from bot.library.tips import read_tips

Fact = TypeVar("Fact")


@dataclass(frozen=True, slots=True)
class Shelf:
    """A library, and every problem met on the way."""

    library: Library
    problems: tuple[Problem, ...]


def load_library(root: Path) -> Library:
    """Every fact below `root/content`. Raises ContentError that lists all problems, with file and line."""
    shelf = read_library(Files(root))
    if shelf.problems:
        raise ContentError([str(problem) for problem in sorted(shelf.problems)])
    return shelf.library


def load_cues(root: Path) -> tuple[CueBook, ...]:
    """The cues of every language below `root/content/cues`. Raises ContentError that lists all problems."""
    notes = Notes()
    reader = _Reader(Files(root), notes)
    books = tuple(reader.many("cues", _one_book))
    notes.refuse()
    return books


def read_library(files: Files) -> Shelf:
    """The library as far as it can be read, with all problems; what one spoils holds a stand-in value."""
    reader = _Reader(files, Notes())
    bands = reader.one("pay/bands.yaml", read_bands)
    domains = reader.one("addresses/hosts.yaml", read_addresses)
    hosts = reader.one("places/hosts.yaml", read_hosts)
    stages = [stage.value for stage in Stage]
    signs = reader.many("checklist", read_signs, without="combinations")
    library = Library(
        contacts=tuple(reader.many("hotlines", read_contacts)),
        signs=tuple(sorted(signs, key=lambda sign: stages.index(sign.stage))),
        combinations=tuple(reader.one("checklist/combinations.yaml", read_combinations)),
        places=tuple(reader.one("places/hotspots.yaml", read_hotspots)),
        hosts=hosts.hosts,
        first_hosts=hosts.first,
        countries={country.code: country for country in reader.one("places/countries.yaml", read_countries)},
        offices={office.country: office for office in reader.many("offices", _one_office)},
        pay_bands=bands.bands,
        minimum_pay=bands.minimum_pay,
        pay_thresholds=bands.thresholds,
        lures=tuple(reader.one("pay/lures.yaml", read_lures)),
        currencies={money.code: money for money in reader.one("pay/currencies.yaml", read_currencies)},
        pay_words=reader.one("pay/words.yaml", read_pay_words),
        day_parts=tuple(reader.one("clock.yaml", read_day_parts)),
        addresses=reader.one("addresses/words.yaml", partial(read_address_words, book=domains)),
        tips=tuple(reader.many("tips", read_tips)),
        warnings=reader.one("warnings.yaml", read_warnings),
    )
    return Shelf(library, tuple(reader.notes.problems))


def _one_office(document: Document, notes: Notes) -> list[Office]:
    return [read_office(document, notes)]


def _one_book(document: Document, notes: Notes) -> list[CueBook]:
    return [read_cues(document, notes)]


class _Reader:
    def __init__(self, files: Files, notes: Notes) -> None:
        self.files, self.notes = files, notes

    def many(self, folder: str, read: Callable[[Document, Notes], Iterable[Fact]], *, without: str = "") -> list[Fact]:
        facts: list[Fact] = []
        for document in self.files.below(folder):
            if document.file.stem != without:
                facts.extend(read(document, self._noted(document)))
        return facts

    def one(self, path: str, read: Callable[[Document, Notes], Fact]) -> Fact:
        document = self.files.one(path)
        return read(document, self._noted(document))

    def _noted(self, document: Document) -> Notes:
        if document.broken is None:
            return self.notes
        # One problem for a file that is no YAML at all; what its reader misses on top would only hide it.
        self.notes.problems.append(document.broken)
        return Notes()
