"""What is said, as meaning: a message key with values. Words come in the renderer, buttons in the channel."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType


def _none() -> "Mapping[str, Value]":
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence by its key in `content/messages/` or by its path in the facts, and the values it speaks of."""

    key: str
    values: Mapping[str, "Value"] = field(default_factory=_none)
    language: str | None = None
    """Say it in this language, whatever the rest is said in."""


# An empty line: what stands below it is something else.
BREAK = Phrase("")


@dataclass(frozen=True, slots=True, repr=False)
class Quote:
    """The person's own words, shown back in quotation marks and shortened if they are long."""

    text: str


@dataclass(frozen=True, slots=True, repr=False)
class Words:
    """Somebody's message, passed on as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class CountryName:
    """An ISO 3166 code, shown as the country's name in the reader's language."""

    code: str


@dataclass(frozen=True, slots=True)
class Symbol:
    """A sign that needs no language."""

    sign: str


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A reported place, shown in the reader's script where a way to write it so is known. The first is the usual one."""

    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LanguageName:
    """A language, shown by the name that its speakers give it, so that whoever needs it can read it.

    Without a name it is looked up by its tag.
    """

    tag: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Dial:
    """A number (E.164 or a local short code), shown as it is dialled from `country`."""

    number: str
    country: str | None


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of day, mostly a full hour, in the reader's way of telling the time."""

    hour: int
    minute: int = 0


Value = str | int | date | Phrase | Quote | Words | CountryName | PlaceName | LanguageName | Symbol | Dial | Hour


@dataclass(frozen=True, slots=True)
class Choice:
    """A button. `id` comes back as `Chosen(id)`; at most 64 bytes (Telegram's limit)."""

    id: str
    label: Phrase | CountryName | LanguageName | Symbol | Hour


@dataclass(frozen=True, slots=True)
class Reply:
    """One message. The first line is what a lock screen shows, so it is always neutral.

    `silent`: no sound, no preview. `sensitive`: may not be forwarded or saved, and is unsent on hiding.
    """

    lines: tuple[Phrase, ...]
    choices: tuple[Choice, ...] = ()
    silent: bool = False
    sensitive: bool = False


def say(key: str, /, **values: Value) -> Phrase:
    """A phrase by its key."""
    return Phrase(key, values)
