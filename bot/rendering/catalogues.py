"""Looks sentences up in a language. What is missing or out of date falls back as the register says."""

import logging
import os
from collections.abc import Iterable, Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from hashlib import blake2b
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.domain.languages import Language
from bot.domain.sentences import Sentence

log = logging.getLogger(__name__)

SOURCE = "en"
FILE = Path("LC_MESSAGES", "waypost.po")


class Catalogues:
    """All sentences in all served languages. English is the original and needs no catalogue.

    A catalogue is read when its language is first spoken: most processes never speak most of them.
    """

    def __init__(
        self, sentences: Iterable[Sentence], languages: Mapping[str, Language], folder: Path, compiled: Path
    ) -> None:
        self._sentences = {sentence.key: sentence for sentence in sentences}
        self._languages = languages
        self._read = cache(lambda tag: _load(folder / tag / FILE, compiled) if tag != SOURCE and tag in languages else None)

    def text(self, key: str, language: str, count: int | None = None) -> tuple[str, str]:
        """The sentence and the language it really is in. An unknown key is shown as nothing, and told to the operator."""
        sentence = self._sentences.get(key)
        if sentence is None:
            log.error("no sentence for a key", extra={"key": key})
            return "", SOURCE
        for tag in self._chain(language):
            found = self._translated(sentence, tag, count)
            if found is not None:
                return found, tag
        return (sentence.one if count == 1 and sentence.one else sentence.text), SOURCE

    def _chain(self, language: str) -> tuple[str, ...]:
        known = self._languages.get(language)
        return (language, *known.fallback) if known else ()

    def _translated(self, sentence: Sentence, tag: str, count: int | None) -> str | None:
        translations = self._read(tag)
        if translations is None:
            return None
        if sentence.one is not None:
            single, many = sentence.one, sentence.text
            return translations.npgettext(sentence.key, single, many, count if count is not None else 2) or None
        return translations.pgettext(sentence.key, sentence.text) or None


def _load(po: Path, compiled: Path) -> GNUTranslations | None:
    """The catalogue, through a compiled copy: reading a .po takes a hundred times longer than a .mo."""
    if not po.exists():
        return None
    source = po.read_bytes()
    mo = compiled / f"{po.parent.parent.name}-{blake2b(source, digest_size=8).hexdigest()}.mo"
    if not mo.exists():
        compiled.mkdir(parents=True, exist_ok=True)
        # Two processes may start at the same time: each writes a file of its own, and the last one stays.
        unfinished = mo.with_suffix(f".{os.getpid()}")
        with unfinished.open("wb") as out:
            # Entries marked fuzzy speak for an older original: they stay out, so the fallback is said instead.
            write_mo(out, _finished(read_po(BytesIO(source))), use_fuzzy=False)
        unfinished.replace(mo)
    with mo.open("rb") as file:
        translations = GNUTranslations(file)
    translations.add_fallback(_Missing())
    return translations


def _finished(catalogue: Catalog) -> Catalog:
    """The catalogue without half-translated plurals: Babel would fill their empty forms with the English."""
    for message in catalogue:
        if isinstance(message.string, tuple | list) and not all(message.string):
            message.string = ""
    return catalogue


class _Missing(NullTranslations):
    """What gettext answers for a sentence without translation: nothing, so that the fallback language is asked."""

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002
        return ""

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002
        return ""
