"""Which countries to put on buttons first. Every other one can be typed, sent as a flag, a number or a place."""

from bot.domain.facts import Library
from bot.domain.reply import Choice, CountryName

MOST = 7


def host_choices(question: str, language: str | None, library: Library) -> tuple[Choice, ...]:
    """Buttons with the countries where people are most reported to be held; ids are `<question>:<code>`."""
    codes = dict.fromkeys((*library.first_hosts.get(language or "", ()), *library.hosts))
    return tuple(Choice(f"{question}:{code}", CountryName(code)) for code in list(codes)[:MOST])


def home_choices(question: str, language: str | None, library: Library) -> tuple[Choice, ...]:
    """Buttons with the countries where speakers of this language mostly come from: an order of convenience."""
    return tuple(Choice(f"{question}:{code}", CountryName(code)) for code in homes_of(language, library)[:MOST])


def homes_of(language: str | None, library: Library) -> tuple[str, ...]:
    """The countries where speakers of this language mostly come from; those of English when it is not known."""
    return (library.languages.get(language or "en") or library.languages["en"]).homes
