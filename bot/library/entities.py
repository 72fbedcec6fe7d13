"""Words by which counts, times and organisations are recognised: `content/entities`."""

from __future__ import annotations

from pathlib import Path

from bot.domain.entities import EntityWords, OrganisationWords, Unit
from bot.library.documents import Document, Files
from bot.library.records import Notes, Record

FOLDER = "entities"


def load_entity_words(root: Path) -> EntityWords:
    """The words below `root/content/entities`. Raises ContentError that lists all problems."""
    notes = Notes()
    words = read_entity_words(Files(root), notes)
    notes.refuse()
    return words


def read_entity_words(files: Files, notes: Notes) -> EntityWords:
    """The words as far as they can be read; notes every problem."""
    counts, times, organisations = (_file(files, notes, name) for name in ("counts", "times", "organisations"))
    words = EntityWords(
        people=_patterns(counts, "people"),
        numbers=tuple((int(record.needed_number("number")), _said(record, "words")) for record in counts.records("numbers")),
        spans=tuple((record.choice("unit", Unit), _said(record, "say", "#")) for record in times.records("spans")),
        days=tuple((record.text("value"), _said(record, "say")) for record in times.records("days")),
        months=tuple((int(record.needed_number("month")), _said(record, "say")) for record in times.records("months")),
        organisations=OrganisationWords(
            after=organisations.texts("after"),
            before=organisations.texts("before"),
            around=_pairs(organisations),
            trades=organisations.texts("trades"),
            not_in_names=frozenset(word.casefold() for word in organisations.texts("not_in_names")),
        ),
    )
    for record in (counts, times, organisations):
        record.finish()
    return words


def _file(files: Files, notes: Notes, name: str) -> Record:
    document: Document = files.one(f"{FOLDER}/{name}.yaml")
    if document.broken is not None:
        notes.problems.append(document.broken)
        # What its reader misses on top would only hide the one problem.
        notes = Notes()
    return Record(notes, document, (), document.data)


def _said(record: Record, key: str, mark: str = "") -> tuple[str, ...]:
    words = _patterns(record, key) if mark else record.texts(key)
    record.finish()
    return words


def _patterns(record: Record, key: str) -> tuple[str, ...]:
    patterns = record.texts(key)
    for place, pattern in enumerate(patterns):
        if pattern.count("#") != 1 or not pattern.replace("#", "").strip():
            record.problem(f'"{pattern}" needs one # for the number, and words', key, place)
    return tuple(pattern for pattern in patterns if pattern.count("#") == 1)


def _pairs(record: Record) -> tuple[tuple[str, ...], ...]:
    pairs = record.lists("around")
    for place, pair in enumerate(pairs):
        if len(pair) != 2:
            record.problem("here stand what is before a name and what is behind it", "around", place)
    return tuple(pair for pair in pairs if len(pair) == 2)
