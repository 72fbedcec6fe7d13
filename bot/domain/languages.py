"""The languages understood, as `locales/languages.yaml` registers them, and how they are named and put on buttons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.reply import Choice, LanguageName


@dataclass(frozen=True, slots=True)
class Language:
    """A language that is understood.

    `fallback`: what its readers can most likely read instead, in this order; English is always last. `homes` are ISO
    codes of the countries its speakers mostly write from: they come first on buttons.
    """

    tag: str
    name: str
    """What its speakers call it."""
    script: str
    direction: str
    fallback: tuple[str, ...]
    homes: tuple[str, ...]
    replies: bool = True
    """There are words to answer in it. Where not, its people are asked which other language they read."""
    ocr: str = "eng"
    """Tesseract's pack for it."""


def language_name(tag: str, languages: Mapping[str, Language]) -> LanguageName:
    """A language by the name in the register; one that is not there is looked up by its tag."""
    return LanguageName(tag, languages[tag].name) if tag in languages else LanguageName(tag)


def language_choices(tags: Iterable[str], languages: Mapping[str, Language]) -> tuple[Choice, ...]:
    """Buttons with these languages, each in its own words; ids are `language:<tag>`."""
    return tuple(Choice(f"language:{tag}", language_name(tag, languages)) for tag in tags)
