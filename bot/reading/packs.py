"""Tesseract's language packs: which are needed, which are there."""

import shutil
import subprocess
from collections.abc import Collection, Mapping

from bot.domain.languages import Language

# English stands beside the language of every advert: names, addresses, "HR", "URGENT".
ENGLISH = "eng"
_ANSWER_SECONDS = 10


def tesseract() -> str | None:
    """Where Tesseract's program lies; None where it is not installed."""
    return shutil.which("tesseract")


def installed(program: str) -> frozenset[str]:
    """The packs that this Tesseract has; none when it cannot tell."""
    try:
        listed = subprocess.run(
            [program, "--list-langs"], capture_output=True, text=True, timeout=_ANSWER_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(listed.stdout.split("\n")[1:]) - {""}


def missing(languages: Mapping[str, Language], there: Collection[str]) -> tuple[str, ...]:
    """Debian packages of the packs that the languages need and that are not there."""
    wanted = dict.fromkeys((ENGLISH, *(language.ocr for language in languages.values())))
    return tuple(debian_package(pack) for pack in wanted if pack not in there)


def debian_package(pack: str) -> str:
    """The Debian package that brings a pack."""
    return f"tesseract-ocr-{pack.replace('_', '-')}"


def packs_for(language: str | None, languages: Mapping[str, Language], there: Collection[str]) -> tuple[str, ...]:
    """What to read with first: the person's language and English, as far as they are there."""
    own = languages[language].ocr if language is not None and language in languages else ENGLISH
    return with_english(own if own in there else ENGLISH)


def with_english(pack: str) -> tuple[str, ...]:
    """The pack and English. The packs for Chinese know Latin letters, and beside English too much is taken for these."""
    return (pack,) if pack.startswith("chi") else tuple(dict.fromkeys((pack, ENGLISH)))


def one_for_each_script(languages: Mapping[str, Language], there: Collection[str]) -> tuple[str, ...]:
    """What to try where the first reading fails: one pack for each way of writing."""
    by_script: dict[str, str] = {}
    for language in languages.values():
        if language.ocr in there:
            by_script.setdefault(language.script, language.ocr)
    return tuple(by_script.values())
