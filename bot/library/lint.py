"""`waypost content lint`: everything that is wrong in the facts, all at once, in plain words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.library.documents import Files, Problem
from bot.library.entities import read_entity_words
from bot.library.lint_contacts import check_contacts, check_offices
from bot.library.lint_cues import check_cues
from bot.library.lint_facts import check_checklist, check_pay, check_places, check_tips
from bot.library.loading import read_library
from bot.library.records import Notes
from bot.library.registries import read_registry_words


def lint(root: Path, *, today: date) -> list[Problem]:
    """Every problem of the facts and cues below `root/content`, by file and line. Empty: all is well."""
    files, notes = Files(root), Notes()
    shelf = read_library(files)
    check_contacts(files, notes, today)
    check_offices(files, notes, today)
    check_checklist(files, notes, shelf.library)
    check_places(files, notes)
    check_pay(files, notes, shelf.library)
    check_tips(files, notes)
    check_cues(files, notes, shelf.library)
    read_entity_words(files, notes)
    read_registry_words(files, notes)
    doubled = [
        problem
        for folder in (
            "hotlines",
            "checklist",
            "places",
            "offices",
            "pay",
            "tips",
            "cues",
            "entities",
            "addresses",
            "registries",
        )
        for document in files.below(folder)
        for problem in document.doubled_keys()
    ]
    return sorted({*shelf.problems, *notes.problems, *doubled})
