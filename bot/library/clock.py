"""Words for the parts of the day: `content/clock.yaml`."""

from __future__ import annotations

from bot.domain.facts import DayPart
from bot.library.documents import Document
from bot.library.records import Notes, Record


def read_day_parts(document: Document, notes: Notes) -> list[DayPart]:
    """The parts of the day and how people name them."""
    file = Record(notes, document, (), document.data)
    parts = [_part(record) for record in file.records("parts")]
    file.finish()
    return parts


def _part(record: Record) -> DayPart:
    first, before = int(record.needed_number("from")), int(record.needed_number("before"))
    part = DayPart(first, before, int(record.number("shift") or 0), record.texts("words"))
    if not 0 <= first < before <= first + 24:
        record.problem('"from" must lie before "before", and not more than a day', "from")
    record.finish()
    return part
