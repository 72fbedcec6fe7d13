"""Checks of contacts and offices: numbers, sources, days, places."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

from bot.domain.facts import Contact
from bot.library.contacts import read_contacts
from bot.library.documents import Document, Files, Step
from bot.library.lint_common import Once, check_country, check_trust, number_fault, readable
from bot.library.offices import read_office
from bot.library.records import Notes

_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LOCAL = re.compile(r"[#*\d][\d\s#*-]*")


def check_contacts(files: Files, notes: Notes, today: date) -> None:
    """Every contact of every file."""
    ids = Once("contact")
    for document in readable(files, "hotlines"):
        for place, contact in enumerate(read_contacts(document, Notes())):
            where: tuple[Step, ...] = ("contacts", place)
            ids.see(notes, document, (*where, "id"), contact.id)
            _check_place(notes, document, where, contact)
            _check_reach(notes, document, (*where, "reach"), contact)
            for number, tag in enumerate(contact.languages):
                if not _TAG.fullmatch(tag):
                    notes.add(document, (*where, "languages", number), f'"{tag}" is not a language tag')
            check_trust(
                partial(_note, notes, document, where),
                confidence=contact.confidence,
                verified=contact.verified,
                review_by=contact.review_by,
                sourced=bool(contact.source),
                today=today,
            )


def check_offices(files: Files, notes: Notes, today: date) -> None:
    """Every office: one file a country."""
    for document in readable(files, "offices"):
        office = read_office(document, Notes())
        check_country(notes, document, ("country",), office.country)
        if office.country != document.file.stem:
            notes.add(
                document,
                ("country",),
                f"the file is named {document.file.stem}, the country is {office.country}",
            )
        for place, number in enumerate(office.phones):
            if fault := number_fault(number, office.note or ""):
                notes.add(document, ("phones", place), fault)
        for place, number in enumerate(office.short_codes):
            if not _LOCAL.fullmatch(number):
                notes.add(document, ("short_codes", place), f'"{number}" is not a number as dialled there')
        if office.url is not None and not office.url.startswith(("https://", "http://")):
            notes.add(document, ("url",), f'"{office.url}" is not a web address')
        check_trust(
            partial(_note, notes, document, ()),
            confidence=office.confidence,
            verified=office.verified,
            review_by=office.review_by,
            sourced=bool(office.sources),
            today=today,
        )


def _check_place(notes: Notes, document: Document, where: tuple[Step, ...], contact: Contact) -> None:
    check_country(notes, document, (*where, "country"), contact.country, world=True)
    check_country(notes, document, (*where, "nationality"), contact.nationality)
    abroad = document.file.parent.name == "abroad"
    home = contact.nationality if abroad else contact.country
    if home != document.file.stem or (abroad and contact.country is not None):
        notes.add(document, (*where, "country"), f"{contact.id} does not belong into this file")


def _check_reach(notes: Notes, document: Document, where: tuple[Step, ...], contact: Contact) -> None:
    reach, quote = contact.reach, contact.quote or ""
    for place, number in enumerate(reach.phone):
        if fault := number_fault(number, quote):
            notes.add(document, (*where, "phone", place), fault)
    for place, number in enumerate(reach.short_code):
        if not _LOCAL.fullmatch(number):
            notes.add(document, (*where, "short_code", place), f'"{number}" is not a number as dialled there')
    for key, value in (("sms", reach.sms), ("whatsapp", reach.whatsapp), ("telegram", reach.telegram)):
        # A text may go to a local code; a chat handle is a word.
        local = key == "sms" and value is not None and _LOCAL.fullmatch(value)
        handle = key == "telegram" and value is not None and value.startswith("@")
        if value is not None and not local and not handle and (fault := number_fault(value, quote)):
            notes.add(document, (*where, key), fault)
    if reach.email is not None and not _EMAIL.fullmatch(reach.email):
        notes.add(document, (*where, "email"), f'"{reach.email}" is not an e-mail address')
    if reach.url is not None and not reach.url.startswith(("https://", "http://")):
        notes.add(document, (*where, "url"), f'"{reach.url}" is not a web address')


def _note(notes: Notes, document: Document, where: tuple[Step, ...], key: str, message: str) -> None:
    notes.add(document, (*where, key), message)
