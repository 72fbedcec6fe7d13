"""The languages understood and spoken: `locales/languages.yaml`."""

from collections.abc import Mapping
from pathlib import Path

from bot.domain.languages import Language
from bot.errors import ContentError
from bot.library.documents import Document
from bot.library.records import Notes, Record


def load_languages(locales: Path) -> dict[str, Language]:
    """Every language that is understood, English first. Raises ContentError that lists all problems."""
    return load_register(locales)[0]


def load_register(locales: Path) -> tuple[dict[str, Language], dict[str, tuple[str, ...]]]:
    """The languages, as `load_languages` gives them, and what those most likely read who write one without words in it.

    The latter: a tag → tags that there are words in, likeliest first, English last. Raises ContentError.
    """
    notes = Notes()
    document = Document(locales.parent, locales / "languages.yaml")
    if document.broken is not None:
        raise ContentError([str(document.broken)])
    file = Record(notes, document, (), document.data)
    listed, others = file.record("languages"), file.record("others")
    languages = {tag: _language(tag, listed.record(tag)) for tag in listed.keys()}  # noqa: SIM118
    likely = {tag: others.texts(tag) for tag in others.keys()}  # noqa: SIM118
    fallbacks = {tag: language.fallback for tag, language in languages.items()}
    for where, read in ((listed, fallbacks), (others, likely)):
        for tag, tags in read.items():
            for other in tags:
                if other not in languages:
                    where.problem(f'"{other}" is not a language of the register', tag)
    if "en" not in languages:
        file.problem("English (en) must be there: it is the original of every sentence")
    file.finish()
    notes.refuse()
    likely |= {tag: tags for tag, tags in fallbacks.items() if not languages[tag].replies}
    readable = {
        tag: (*(other for other in tags if other != "en" and languages[other].replies), "en") for tag, tags in likely.items()
    }
    return languages, readable


def spoken(languages: Mapping[str, Language]) -> dict[str, Language]:
    """Those of them that there are words to answer in."""
    return {tag: language for tag, language in languages.items() if language.replies}


def _language(tag: str, record: Record) -> Language:
    language = Language(
        tag,
        record.text("name"),
        record.text("script"),
        record.text("direction"),
        record.texts("fallback"),
        record.texts("homes"),
        record.maybe_flag("replies") is not False,
        record.maybe_text("ocr") or "eng",
    )
    record.finish()
    return language
