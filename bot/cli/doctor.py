"""`waypost doctor`: what is configured, what is missing, what is stale; in plain words, for the operator."""

import argparse
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime

from bot.cli.registry import in_words
from bot.domain.languages import Language
from bot.errors import ContentError
from bot.library.assets import find_root, locales_folder
from bot.library.lint import lint
from bot.library.loading import load_library
from bot.library.register import load_languages, spoken
from bot.library.sentences import load_sentences
from bot.reading.packs import installed, missing, tesseract
from bot.rendering.progress import progress
from bot.settings import TRANSLATORS, Settings
from bot.store.engine import connect
from bot.store.registries import SqlRegistries
from bot.store.sealing import KEY_FILE
from bot.understanding.rankers import load_model

OK, NOTE, BAD = "ok     ", "note   ", "MISSING"


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """It has none."""


def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the findings; exit code 1 when something that is needed is missing."""
    findings = list(examine(settings, datetime.now(UTC).date()))
    for mark, text in findings:
        sys.stdout.write(f"{mark} {text}\n")
    return 1 if any(mark is BAD for mark, _ in findings) else 0


def examine(settings: Settings, today: date) -> Iterator[tuple[str, str]]:
    """Findings, each with its mark."""
    yield from _channels(settings)
    yield from _database(settings)
    yield from _registries(settings, today)
    yield (
        (OK, f"People can hand offers to {settings.operator}; “waypost reports list” shows them.")
        if settings.operator
        else (NOTE, "Nobody can hand offers to you: WAYPOST_OPERATOR is not set. See docs/reports.md.")
    )
    yield from _understanding(settings)
    yield from _content(settings, today)


def _channels(settings: Settings) -> Iterator[tuple[str, str]]:
    if settings.phone:
        yield OK, f"The web phone answers at http://{settings.host}:{settings.port}/ when “waypost serve” runs."
    if not settings.on_loopback:
        yield NOTE, "The server can be reached from outside. Put HTTPS in front of it."
    if settings.telegram_token is None:
        yield NOTE, "Telegram is not configured. Get a token from @BotFather and set TELEGRAM_TOKEN."
    elif settings.telegram_webhook_url:
        yield OK, "Telegram is configured, by webhook."
    else:
        yield OK, "Telegram is configured, by polling."
    if settings.helpers is not None:
        yield OK, f"People can talk to the team of {settings.helpers.name}. The bot must be an administrator of its group."
    if settings.rest:
        yield OK, "The REST channel is on" + (" with a token." if settings.rest_token else ", for this machine only.")


def _database(settings: Settings) -> Iterator[tuple[str, str]]:
    if settings.database_url is None:
        yield OK, f"The embedded database is used ({settings.data}/waypost.db)."
    try:
        engine = connect(settings.database)
        with engine.begin():
            yield OK, "The database answers."
        engine.dispose()
    except Exception as error:
        yield BAD, f"The database does not answer ({type(error).__name__}). Check DATABASE_URL and whether it runs."
    key_there = settings.key is not None or (settings.data / KEY_FILE).exists()
    yield (
        OK if key_there else NOTE,
        (
            "The key for sealed fields is there. Keep a copy: without it nothing stored can be read."
            if key_there
            else "The key for sealed fields is made at the first start. Keep a copy of it then."
        ),
    )


def _registries(settings: Settings, today: date) -> Iterator[tuple[str, str]]:
    try:
        engine = connect(settings.database)
        registries = SqlRegistries(engine)
        loaded = registries.registries() if registries.has_tables() else ()
        engine.dispose()
    except Exception:
        return  # that the database does not answer was said already
    if not loaded:
        yield NOTE, "No register of companies is loaded: names are not checked. See docs/registries.md."
    for registry in loaded:
        old = registry.is_old(today)
        yield (
            (NOTE if old else OK),
            f"Register: {in_words(registry)}" + (", older than a year: load a new one." if old else "."),
        )


def _understanding(settings: Settings) -> Iterator[tuple[str, str]]:
    if load_model() is None:
        yield BAD, "The trained model is missing or broken: only the safety net and the buttons work. See nlu/README.md."
    else:
        yield OK, "The trained model is there."
    if settings.rasa_url:
        yield OK, "A Rasa server is asked first; the model in this process answers when it is down or slow."
    if settings.translator:
        name = TRANSLATORS[settings.translator]
        yield OK, f"{name} translates what is written in other languages, for those who agree. People are told its name."


def pictures(settings: Settings, languages: Mapping[str, Language]) -> Iterator[tuple[str, str]]:
    if not settings.ocr:
        yield NOTE, "Pictures are not read (WAYPOST_OCR is off). People are asked for the words."
        return
    if (program := tesseract()) is None:
        yield NOTE, "Pictures are not read: Tesseract is missing. Install it with: apt-get install tesseract-ocr"
        return
    packs = missing(languages, installed(program))
    if packs:
        yield NOTE, f"Pictures are read, but not in all languages. Install: apt-get install {' '.join(packs)}"
    else:
        yield OK, "Pictures are read in all languages."


def _content(settings: Settings, today: date) -> Iterator[tuple[str, str]]:
    try:
        root = find_root(settings.assets)
        languages = spoken(load_languages(locales_folder(root)))
        library = load_library(root)
        sentences = load_sentences(root, library)
    except ContentError as error:
        for problem in error.problems:
            yield BAD, f"Content: {problem}"
        return
    yield from pictures(settings, languages)
    problems = lint(root, today=today)
    yield (
        (NOTE if problems else OK),
        (
            f"Content has {len(problems)} problems; “waypost content lint” lists them."
            if problems
            else "Content is in order."
        ),
    )
    overdue = [c.id for c in library.contacts if c.review_by is not None and c.review_by < today]
    if overdue:
        yield (
            NOTE,
            f"{len(overdue)} contacts are past their review date and are no longer shown as verified: {', '.join(overdue)}.",
        )
    recalled = sum(1 for c in library.contacts if c.confidence == "recalled")
    yield NOTE, f"{recalled} contacts are only recalled; people never see them. Call them, then correct the content."
    for status in progress(sentences, languages, locales_folder(root)):
        if status.tag == "en":
            continue
        text = (
            f"{status.tag}: {status.current} of {status.total} sentences translated, {status.reviewed} reviewed by a person"
        )
        yield (
            (OK if status.current == status.total else NOTE),
            text + (f", {status.stale} out of date." if status.stale else "."),
        )
