"""What the house needs from outside, as protocols. Adapters implement them; `app.py` wires them together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.cases import Case, Post
from bot.domain.fingerprints import Fingerprint
from bot.domain.heard import Guess, Heard, Scored
from bot.domain.inbound import Content, PersonRef, PictureRead
from bot.domain.outgoing import Capabilities, Outgoing
from bot.domain.registries import Entry, LookUp, Registry
from bot.domain.reply import Reply
from bot.domain.reports import Report
from bot.domain.state import State


class Clock(Protocol):
    """The time, aware and in UTC."""

    def now(self) -> datetime: ...


class Detector(Protocol):
    """Which language is this? Never raises, whatever the text."""

    def guess(self, text: str) -> Guess: ...


class IntentRanker(Protocol):
    """The trained model, in process or behind a server. All intents, best first; empty when there is no model."""

    async def rank(self, text: str) -> tuple[Scored, ...]: ...


class Listener(Protocol):
    """Turns an event's content into what was understood. The safety net inside it always runs."""

    async def hear(self, content: Content, *, language_hint: str | None) -> Heard: ...


class Translator(Protocol):
    """Somebody outside who translates. Only texts of people who agreed may come here."""

    async def to_english(self, text: str) -> str:
        """The text in English. Raises Unavailable when none comes within a few seconds."""

    async def into(self, language: str, text: str) -> str:
        """The text in a served language. Raises Unavailable likewise."""


class PictureReader(Protocol):
    """Reads the words in what people send as a picture."""

    async def read(self, data: bytes, language: str | None) -> PictureRead:
        """The words in a file; `language` is the person's. Never raises, and ends within a time."""


class Renderer(Protocol):
    """Semantic reply → words for one surface; splits what is too long and numbers choices a surface has no button for."""

    def render(self, reply: Reply, *, language: str, surface: Capabilities) -> tuple[Outgoing, ...]: ...

    def post(self, post: Post, *, surface: Capabilities) -> tuple[Outgoing, ...]:
        """A post for the helpers' team, which is in words already."""


@dataclass(frozen=True, slots=True, repr=False)
class Queued:
    """A message in the outbox. `urgent` goes ahead of everything else; `attempt` counts from 0.

    `in_doubt`: it was being sent when the process died, so it may have arrived already.
    """

    id: int
    person: PersonRef
    message: Outgoing
    urgent: bool = False
    attempt: int = 0
    in_doubt: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """What a committed turn left to do: messages to send, the provider's ids of messages to take back, and posts for the
    helpers' team."""

    queued: tuple[Queued, ...]
    unsend: tuple[str, ...] = ()
    posts: tuple[Queued, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Record:
    """A finished turn, ready to be kept in one transaction.

    `delivery` is unique on the person's channel; `version` is the one that `load` gave; `message` is the channel's id
    of what the person sent. `forget` erases the person, `unsend` asks for the ids of the chat's messages; `asked_about` is
    counted as an offer that the person asked about. `report` is kept without them; whoever has its `receipt` can
    `withdraw` it. `posts` go into the topic of `case`, which gets its number here when it is new.
    """

    person: PersonRef
    delivery: str
    at: datetime
    state: State
    version: int
    messages: tuple[Outgoing, ...] = ()
    message: str | None = None
    urgent: bool = False
    forget: bool = False
    unsend: bool = False
    asked_about: Fingerprint | None = None
    report: Report | None = None
    receipt: str | None = None
    withdraw: str | None = None
    case: Case | None = None
    posts: tuple[Outgoing, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """Where the team talks about a case. `thread` is None until Telegram made it; `case` None once the person is erased."""

    number: int
    thread: int | None = None
    case: Case | None = None


class Cases(Protocol):
    """Cases as they are kept; they change with the turns of their people, by `Store.keep`. All raise `StoreBusy`."""

    async def open_case(self, person: PersonRef) -> Case | None:
        """The person's case that is not closed."""

    async def case_in(self, thread: int) -> Case | None:
        """The case of a topic, open or closed; None for a topic of something else."""

    async def topic(self, number: int) -> Topic:
        """Where to post for a case."""

    async def note_topic(self, number: int, thread: int) -> None:
        """Remember the topic that was made for a case."""

    async def unanswered(self, now: datetime, limit: int) -> tuple[Case, ...]:
        """Cases whose team is to be reminded, longest waiting first."""

    async def outlived(self, now: datetime, limit: int) -> tuple[Topic, ...]:
        """Cases that are past their lifetime."""

    async def drop(self, number: int) -> None:
        """Erase a case."""


class Store(Protocol):
    """Durable memory. Each method is one transaction; all raise `StoreBusy` when the database cannot take it now."""

    async def load(self, person: PersonRef) -> tuple[State, int]:
        """The person's state and its version; a fresh state with version 0 for somebody new."""

    async def keep(self, record: Record) -> Kept | None:
        """Keep the delivery id, the state and the messages together. None: this delivery was handled before.

        Raises StoreBusy when the person's version has moved on.
        """

    async def unsent(self, channels: Sequence[str]) -> tuple[Queued, ...]:
        """Messages that a former run left behind, oldest first."""

    async def claim(self, message: int) -> None:
        """Note that sending begins, so that a crash leaves the message marked as in doubt."""

    async def sent(self, message: int, provider_id: str | None) -> None:
        """Note that the provider took it. Its text is erased; the id is kept for 48 hours so that it can be unsent."""

    async def failed(self, message: int, *, reason: str, retry_at: datetime | None, gone: bool) -> None:
        """Note a failure: try again at `retry_at`, or set it aside; `gone` also stops tips to that person."""

    async def due_tips(self, now: datetime, limit: int) -> tuple[PersonRef, ...]:
        """Whose tip is due, longest waiting first; never somebody at risk, hidden or gone."""

    async def others(self, person: PersonRef, fingerprint: Fingerprint, *, reviewed: bool) -> int:
        """How many other people asked about the same offer lately; with `reviewed` 0, unless somebody reported it and an
        NGO confirmed the report."""

    async def purge(self, now: datetime) -> None:
        """Drop everything that is past its lifetime."""


class Registers(Protocol):
    """What the registers that were loaded say about names."""

    async def look_up(self, text: str, *, asked: bool = False, is_name: bool = False) -> LookUp:
        """Look up the names of companies in a text. `asked`: somebody wants to know about a name in it; `is_name`: a short
        text is a name, whatever it looks like.

        Raises Unavailable when they cannot be read now.
        """


class RegistryStore(Protocol):
    """Where registers are kept. Reads do not wait for anybody who writes."""

    def registries(self) -> tuple[Registry, ...]:
        """The registers that are loaded, by country."""

    def with_keys(self, keys: Sequence[int], most: int) -> tuple[tuple[Registry, Entry], ...]:
        """Entries that have any of these keys, those with most of them first; the first key counts more than all others.

        A key that very many entries have finds none.
        """


class Sender(Protocol):
    """What the outbox sends with."""

    name: str
    surface: Capabilities

    async def send(self, address: str, message: Outgoing) -> str | None:
        """Send one message; returns the provider's id for it, if it has one. Raises SendError."""

    async def unsend(self, address: str, provider_ids: Sequence[str]) -> None:
        """Delete messages where the provider allows it; silently leaves the rest."""


class Channel(Sender, Protocol):
    """A way out. Inbound events come through the channel's own listener (webhook, polling, terminal)."""

    async def fetch(self, media: str, most: int) -> bytes | None:
        """A picture or document that came in, by its `media` id; None when it has more than `most` bytes.

        Raises Unavailable.
        """


class StaffRoom(Sender, Protocol):
    """Where the helpers' team works: a topic for each case. Addresses are the numbers of cases."""

    async def discard(self, thread: int) -> None:
        """Delete a topic with everything in it, or find it gone. Raises SendError."""
