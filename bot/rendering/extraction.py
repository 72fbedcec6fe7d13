"""Writes gettext catalogues from the sentences, in the form that Weblate, Poedit and Crowdin open as it is."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from bot.domain.sentences import Sentence
from bot.rendering.catalogues import FILE
from bot.rendering.progress import id_of, read_catalogue

TEMPLATE = "waypost.pot"
# A fixed moment: a catalogue whose sentences did not change stays the same to the byte.
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def template(sentences: Iterable[Sentence]) -> Catalog:
    """The template of all catalogues: every sentence with its context and what a translator has to know."""
    catalogue = Catalog(charset="utf-8")
    _head(catalogue)
    for sentence in sentences:
        comments = [sentence.note] if sentence.note else []
        if sentence.longest:
            comments.append(f"At most {sentence.longest} characters.")
        if sentence.safety:
            comments.append("Safety message: it goes out only while its translation is up to date.")
        catalogue.add(id_of(sentence), context=sentence.key, auto_comments=comments)
    return catalogue


def update(sentences: Iterable[Sentence], folder: Path, tags: Iterable[str]) -> None:
    """Bring the template and every catalogue up to date. A changed original leaves its old translation, marked fuzzy."""
    newest = template(sentences)
    _write(newest, folder / TEMPLATE)
    for tag in tags:
        catalogue = read_catalogue(folder, tag)
        catalogue.update(newest, no_fuzzy_matching=True, update_creation_date=False)
        _mark_changed(catalogue)
        _head(catalogue)
        _write(catalogue, folder / tag / FILE)


def _mark_changed(catalogue: Catalog) -> None:
    """A sentence keeps its key when its English changes: carry the old translation over, as fuzzy, with the old original."""
    old_by_key = {message.context: message for message in catalogue.obsolete.values() if message.string}
    for message in catalogue:
        old = old_by_key.get(message.context)
        if message.id and old is not None and not message.string and type(old.id) is type(message.id):
            message.string = old.string
            message.previous_id = [old.id] if isinstance(old.id, str) else list(old.id)
            message.flags.add("fuzzy")
    catalogue.obsolete.clear()


def _head(catalogue: Catalog) -> None:
    """The head of the file: no placeholders, and nothing that changes from run to run."""
    catalogue.project, catalogue.version, catalogue.fuzzy = "waypost", "0.1", False
    catalogue.header_comment = "# Sentences of Waypost. An entry with the comment “reviewed” was read by a native speaker."
    catalogue.last_translator, catalogue.language_team, catalogue.msgid_bugs_address = "none yet", "none yet", "none yet"
    catalogue.creation_date = catalogue.revision_date = _EPOCH


def _write(catalogue: Catalog, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=0, omit_header=False, include_previous=True, ignore_obsolete=True)
