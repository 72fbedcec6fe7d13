"""Offices that verify employers: `content/offices/<CC>.yaml`."""

from bot.domain.facts import Confidence, Office, OfficeFact
from bot.library.documents import Document
from bot.library.records import Notes, Record


def read_office(document: Document, notes: Notes) -> Office:
    """The office of one country."""
    record = Record(notes, document, (), document.data)
    office = Office(
        country=record.text("country"),
        body=record.text("body"),
        checks=record.maybe_text("checks"),
        url=record.maybe_text("url"),
        url_confidence=_confidence(record, "url_confidence"),
        phones=record.texts("phones"),
        short_codes=record.texts("short_codes"),
        phone_confidence=_confidence(record, "phone_confidence"),
        steps=record.texts("steps"),
        facts=tuple(_fact(fact) for fact in record.records("facts")),
        sources=record.texts("sources"),
        verified=record.day("verified"),
        review_by=record.day("review_by"),
        confidence=record.choice("confidence", Confidence),
        note=record.maybe_text("note"),
    )
    record.finish()
    return office


def _confidence(record: Record, key: str) -> Confidence:
    # What nobody vouched for counts as recalled: then it is not shown.
    return record.choice(key, Confidence) if record.has(key) else Confidence.RECALLED


def _fact(record: Record) -> OfficeFact:
    fact = OfficeFact(record.text("text"), record.choice("confidence", Confidence), record.maybe_text("source"))
    record.finish()
    return fact
