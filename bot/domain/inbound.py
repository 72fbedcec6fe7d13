"""What a person did, whichever channel it came through."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A person on one channel. `address` is what the channel needs to reach them; it never enters a log."""

    channel: str
    address: str

    def __repr__(self) -> str:
        return f"PersonRef({self.channel})"


@dataclass(frozen=True, slots=True, repr=False)
class Text:
    """Words: typed, forwarded from somebody else, under something that is not read, or an edit of an earlier message.

    `to_check`: sent with /check, so they are an offer, or the name of a company.
    """

    text: str
    forwarded: bool = False
    edited: bool = False
    to_check: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """A tapped button, by the id that the reply gave it."""

    choice: str


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command the channels share: start, help, check, language, stop, data, delete."""

    name: str


@dataclass(frozen=True, slots=True, repr=False)
class Located:
    """A shared place, in degrees. It is turned into a country at once and then forgotten."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, repr=False)
class SharedPhone:
    """A shared contact card. Only the dialling prefix is looked at."""

    phone: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something without words: `kind` is picture, voice, sticker, video, file or other."""

    kind: str


@dataclass(frozen=True, slots=True, repr=False)
class Pictured:
    """A picture or document that can be read, and the words under it. `media` is the id by which its channel fetches it."""

    media: str
    kind: str = "picture"
    caption: str = ""
    forwarded: bool = False


class Trouble(StrEnum):
    """Why a picture or document gave no words."""

    NO_WORDS = "no_words"
    TOO_LARGE = "too_large"
    LOCKED = "locked"
    """It asks for a password."""
    UNKNOWN = "unknown"
    """Damaged, or of a kind that is not read."""
    FAILED = "failed"
    """Not now: too much else to do, too slow, or a fault of ours."""


@dataclass(frozen=True, slots=True, repr=False)
class PictureRead:
    """What stands in a picture or document that somebody sent before: words, or why there are none.

    `partly`: it has more pages than were read.
    """

    text: str = ""
    trouble: Trouble | None = None
    partly: bool = False


class Act(StrEnum):
    """What somebody of the helpers' team does in a case's topic."""

    SAY = "say"
    NOTE = "note"
    CLAIM = "claim"
    TRANSFER = "transfer"
    URGENT = "urgent"
    CLOSE = "close"
    UNKNOWN = "unknown"
    """A command that there is not. It is not passed on: a mistyped /note must stay where it is."""
    WORDLESS = "wordless"
    """A picture, a voice message, or a change to what was passed on already."""


STAFF = "staff"


@dataclass(frozen=True, slots=True, repr=False)
class FromStaff:
    """One event in the topic of a case. `words` are what stands behind the command, or the whole message; `translation` is
    a machine's, into the person's language."""

    topic: int
    delivery: str
    act: Act
    words: str = ""
    translation: str = ""

    @property
    def person(self) -> PersonRef:
        """Whose events are taken in their order."""
        return PersonRef(STAFF, str(self.topic))


Content = Text | Chosen | Command | Located | SharedPhone | Pictured | PictureRead | Unreadable


@dataclass(frozen=True, slots=True)
class Inbound:
    """One event. `delivery` is the channel's own id for it; the same id again changes nothing.

    `message` is the channel's id of the person's message, where there is one, so that it can be unsent later.
    `language_hint` is what the person's app is set to: a hint, never a decision.
    """

    person: PersonRef
    delivery: str
    content: Content
    at: datetime
    message: str | None = None
    language_hint: str | None = None
