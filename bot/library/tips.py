"""Tips: `content/tips/<theme>.yaml`."""

from bot.domain.facts import Tip
from bot.library.documents import Document
from bot.library.records import Notes, Record


def read_tips(document: Document, notes: Notes) -> list[Tip]:
    """The tips of one theme."""
    file = Record(notes, document, (), document.data)
    tips = [_tip(record) for record in file.records("tips")]
    file.finish()
    return tips


def _tip(record: Record) -> Tip:
    whom = record.record("for")
    tip = Tip(
        id=record.text("id"),
        theme=record.text("theme"),
        text=record.text("text"),
        origins=frozenset(whom.texts("from")),
        destinations=frozenset(whom.texts("going")),
        source=record.text("source"),
    )
    whom.finish()
    record.finish()
    return tip
