"""Cues: `content/cues/<tag>.yaml`."""

from __future__ import annotations

from bot.domain.cues import CueBook, CueItem, Done, ShortAnswer, Urgency
from bot.library.documents import Document
from bot.library.records import Notes, Record


def read_cues(document: Document, notes: Notes) -> CueBook:
    """The cues of one language."""
    file = Record(notes, document, (), document.data)
    danger = file.record("danger")
    urgent = danger.record("urgent")
    signs, roles, done, names = (file.record(key) for key in ("signs", "roles", "done", "names"))
    words = file.record("words").with_yes_and_no()
    book = CueBook(
        language=file.text("language"),
        urgent={kind: _items(urgent, kind.value) for kind in Urgency if urgent.has(kind.value)},
        concern=_items(danger, "concern"),
        signs={sign: _items(signs, sign) for sign in signs},
        roles={role: roles.texts(role) for role in roles},
        done={step: done.texts(step.value) for step in Done if done.has(step.value)},
        here=file.texts("here"),
        offer=file.texts("offer"),
        words={answer: words.texts(answer.value) for answer in ShortAnswer if words.has(answer.value)},
        names={tag: names.texts(tag) for tag in names},
    )
    _allow_empty(urgent, Urgency)
    _allow_empty(words, ShortAnswer)
    _allow_empty(done, Done)
    for record in (urgent, danger, signs, roles, done, words, names, file):
        record.finish()
    return book


def _items(record: Record, key: str) -> tuple[CueItem, ...]:
    items = []
    for item in record.records(key):
        items.append(CueItem(item.texts("say"), item.texts("unless")))
        item.finish()
    return tuple(items)


def _allow_empty(record: Record, kind: type[Urgency] | type[Done] | type[ShortAnswer]) -> None:
    # A section may be there without anything in it yet.
    for member in kind:
        if not record.has(member.value):
            record.texts(member.value)
