"""The languages understood and spoken: `locales/languages.yaml`."""

from collections.abc import Mapping
from pathlib import Path

from bot.domain.languages import Language
from bot.errors import ContentError
from bot.library.documents import Document
from bot.library.records import Notes, Record


def load_languages(locales: Path) -> dict[str, Language]:
    """The register, English first. Raises ContentError that lists all problems."""
    notes = Notes()
    document = Document(locales.parent, locales / "languages.yaml")
    if document.broken is not None:
        raise ContentError([str(document.broken)])
    file = Record(notes, document, (), document.data)
    listed = file.record("languages")
    languages = {tag: _language(tag, listed.record(tag)) for tag in listed.keys()}  # noqa: SIM118
    likely = {tag: language.fallback for tag, language in languages.items()}
    for where, read in ((listed, likely), (file.record("others"), _others(file))):
        for tag, tags in read.items():
            for other in tags:
                if other not in languages:
                    where.problem(f'"{other}" is not a language of the register', tag)
    if "en" not in languages:
        file.problem("English (en) must be there: it is the original of every sentence")
    file.finish()
    if notes.problems:
        raise ContentError([str(problem) for problem in sorted(notes.problems)])
    return languages


def load_readable(locales: Path) -> dict[str, tuple[str, ...]]:
    """What those most likely read who write a language that there are no words in: its tag → tags, likeliest first.

    Only languages that there are words in, English last. Raises ContentError as `load_languages` does.
    """
    languages = load_languages(locales)
    document = Document(locales.parent, locales / "languages.yaml")
    others = _others(Record(Notes(), document, (), document.data))
    others |= {tag: language.fallback for tag, language in languages.items() if not language.replies}
    return {
        tag: (*(other for other in likely if other != "en" and languages[other].replies), "en")
        for tag, likely in others.items()
    }


def spoken(languages: Mapping[str, Language]) -> dict[str, Language]:
    """Those of them that there are words to answer in."""
    return {tag: language for tag, language in languages.items() if language.replies}


def _others(file: Record) -> dict[str, tuple[str, ...]]:
    listed = file.record("others")
    return {tag: listed.texts(tag) for tag in listed.keys()}  # noqa: SIM118


def _language(tag: str, record: Record) -> Language:
    language = Language(
        tag,
        record.text("name"),
        record.text("script"),
        record.text("direction"),
        record.texts("fallback"),
        record.texts("homes"),
        record.maybe_flag("replies") is not False,
    )
    record.finish()
    return language
