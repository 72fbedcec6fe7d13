"""Contacts: `content/hotlines/**` and the sentences of their warnings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time

from bot.domain.facts import (
    Confidence,
    Contact,
    ContactKind,
    ContactWarning,
    EmergencyNumbers,
    OpenHours,
    Reach,
    Topic,
)
from bot.library.documents import Document
from bot.library.records import Notes, Record

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def read_contacts(document: Document, notes: Notes) -> list[Contact]:
    """The contacts of one file."""
    file = Record(notes, document, (), document.data)
    contacts = [_contact(record) for record in file.records("contacts")]
    file.finish()
    return contacts


def read_warnings(document: Document, notes: Notes) -> Mapping[ContactWarning, str]:
    """The sentence of each contact warning; each must have one."""
    file = Record(notes, document, (), document.data)
    record = file.record("warnings")
    sentences = {warning: record.text(warning.value) for warning in ContactWarning}
    record.finish()
    file.finish()
    return sentences


def _contact(record: Record) -> Contact:
    contact = Contact(
        id=record.text("id"),
        name=record.text("name"),
        operator=record.text("operator"),
        kind=record.choice("kind", ContactKind),
        country=record.maybe_text("country"),
        nationality=record.maybe_text("nationality"),
        topics=frozenset(record.choices("topics", Topic)),
        national_line=record.flag("national_line"),
        reach=_reach(record.record("reach")),
        hours=_hours(record),
        languages=record.texts("languages"),
        interpreters=record.flag("interpreters"),
        free=record.maybe_flag("free"),
        warnings=record.choices("warnings", ContactWarning),
        source=record.maybe_text("source"),
        quote=record.maybe_text("quote"),
        verified=record.day("verified"),
        review_by=record.day("review_by"),
        confidence=record.choice("confidence", Confidence),
        note=record.maybe_text("note"),
        emergency=_emergency(record),
    )
    record.finish()
    return contact


def _reach(record: Record) -> Reach:
    reach = Reach(
        phone=record.texts("phone"),
        short_code=record.texts("short_code"),
        sms=record.maybe_text("sms"),
        whatsapp=record.maybe_text("whatsapp"),
        telegram=record.maybe_text("telegram"),
        email=record.maybe_text("email"),
        url=record.maybe_text("url"),
    )
    record.finish()
    return reach


def _emergency(record: Record) -> EmergencyNumbers | None:
    if not record.has("emergency_services"):
        record.record("emergency_services")
        return None
    services = record.record("emergency_services")

    def numbers(key: str) -> tuple[str, ...]:
        number = services.maybe_text(key)
        return () if number is None else (number,)

    found = EmergencyNumbers(numbers("police"), numbers("ambulance"), numbers("fire"))
    services.finish()
    return found


def _hours(record: Record) -> OpenHours | None:
    if not record.has("hours"):
        record.record("hours")
        return None
    if record.is_text("hours"):
        if record.text("hours") != "24/7":
            record.problem('hours are "24/7", or days with from and to', "hours")
        return OpenHours()
    hours = record.record("hours")
    open_hours = OpenHours(_days(hours), _clock(hours, "from"), _clock(hours, "to"))
    hours.finish()
    return open_hours


def _days(hours: Record) -> frozenset[int]:
    text = hours.text("days")
    found: set[int] = set()
    for part in re.split(r"\s*,\s*", text):
        first, _, last = part.partition("-")
        if first not in DAYS or (last or first) not in DAYS:
            hours.problem(f'"{text}" must be days such as "mon-fri" or "mon, wed"', "days")
            break
        start, end = DAYS.index(first), DAYS.index(last or first)
        found.update(day % 7 for day in range(start, end + 1 if end >= start else end + 8))
    return frozenset(found)


def _clock(hours: Record, key: str) -> time | None:
    text = hours.maybe_text(key)
    if text is None:
        return None
    match = _CLOCK.fullmatch(text)
    if match is None:
        hours.problem(f'"{text}" must be a time such as "08:30"', key)
        return None
    return time(int(match[1]), int(match[2]))
