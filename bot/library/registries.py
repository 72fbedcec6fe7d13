"""How registers of companies and the names in them are written: `content/registries/words.yaml`."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from bot.domain.registries import Entry, RegistryWords
from bot.library.documents import Files
from bot.library.records import Notes, Record

FILE = "registries/words.yaml"


def load_registry_words(root: Path) -> RegistryWords:
    """The words below `root/content/registries`. Raises ContentError that lists all problems."""
    notes = Notes()
    words = read_registry_words(Files(root), notes)
    notes.refuse()
    return words


def read_registry_words(files: Files, notes: Notes) -> RegistryWords:
    """The words as far as they can be read; notes every problem."""
    document = files.one(FILE)
    if document.broken is not None:
        notes.problems.append(document.broken)
        return RegistryWords()
    file = Record(notes, document, (), document.data)
    columns = file.record("columns")
    words = RegistryWords(
        columns={field.name: columns.texts(field.name) for field in fields(Entry)},
        forms=file.texts("forms"),
        common=file.texts("common"),
        standing=file.texts("standing"),
        beside=file.texts("beside"),
        licence=file.texts("licence"),
    )
    columns.finish()
    file.finish()
    return words
