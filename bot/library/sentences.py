"""Every sentence that can be said: `content/messages/` and the sentences that stand inside the facts."""

from collections.abc import Iterator
from pathlib import Path

from bot.domain.facts import Library
from bot.domain.sentences import Sentence
from bot.library.documents import Document, documents
from bot.library.records import Notes, Record


def load_sentences(root: Path, library: Library) -> tuple[Sentence, ...]:
    """All sentences below `root/content`, messages first. Raises ContentError that lists all problems."""
    messages, problems = read_messages(root)
    problems.refuse()
    return (*messages, *fact_sentences(library))


def read_messages(root: Path) -> tuple[list[Sentence], Notes]:
    """The sentences of `content/messages/`, and all problems met."""
    notes = Notes()
    messages: dict[str, Sentence] = {}
    for document in documents(root, "messages"):
        if document.broken is not None:
            notes.problems.append(document.broken)
            continue
        notes.problems.extend(document.doubled_keys())
        for message in _messages(document, notes):
            if message.key in messages:
                notes.add(document, (message.key,), f'"{message.key}" stands in another file already')
            messages[message.key] = message
    return list(messages.values()), notes


def _messages(document: Document, notes: Notes) -> Iterator[Sentence]:
    file = Record(notes, document, (), document.data)
    for key in file.keys():  # noqa: SIM118
        record = file.record(key)
        one: str | None = None
        if record.is_text("text"):
            text = record.text("text")
        else:
            forms = record.record("text")
            one, text = forms.text("one"), forms.text("other")
            forms.finish()
        longest = record.number("max")
        yield Sentence(
            key,
            text,
            one=one,
            count=record.maybe_text("count"),
            note=record.maybe_text("note"),
            longest=int(longest) if longest else None,
            safety=record.flag("safety"),
        )
        record.finish()


def fact_sentences(library: Library) -> Iterator[Sentence]:
    """The sentences inside the facts, under the keys that the domain uses."""
    for sign in library.signs:
        key = f"sign/{sign.id}"
        yield Sentence(f"{key}/title", sign.title, note="A warning sign of a job offer, as said to the person.")
        yield Sentence(f"{key}/why", sign.why, note="Why this sign matters.")
        if sign.asked:
            answer = "No" if sign.warns_on_no else "Yes"
            note = f"A question about a job offer. The answer {answer} means that the warning sign is there."
            yield Sentence(f"{key}/question", sign.question, note=note)
        if sign.says_what_is_good:
            note = "How a real job offer is, in the matter of a warning sign."
            yield Sentence(f"{key}/good_answer", sign.good_answer, note=note)
    for combination in library.combinations:
        note = "Several warning signs of an offer together. Calm, clear, no blame."
        yield Sentence(f"combination/{combination.id}", combination.message, note=note)
    for warning, text in library.warnings.items():
        yield Sentence(f"warning/{warning}", text, note="What to know before using a contact.", safety=True)
    for contact in library.contacts:
        note = (
            f"Name of a contact, run by: {contact.operator}. Keep numbers. Names may be translated if people know them so."
        )
        yield Sentence(f"contact/{contact.id}/name", contact.name, note=note)
    for code, office in library.offices.items():
        if office.checks is None:
            continue
        yield Sentence(f"office/{code}/body", office.body, note="Name of an office that checks employers.")
        yield Sentence(f"office/{code}/checks", office.checks, note="What this office can check.")
        for number, step in enumerate(office.steps):
            yield Sentence(f"office/{code}/step/{number}", step, note="One step of checking an employer there.")
    for tip in library.tips:
        note = "A tip. The first line is what a lock screen shows: neutral."
        yield Sentence(f"tip/{tip.id}", tip.text, note=note)
