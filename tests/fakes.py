"""Stand-ins for what a test must hold in its hand: the clock, a channel that only listens, a house in memory."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.domain.inbound import PictureRead
from bot.domain.outgoing import Capabilities, Outgoing
from bot.errors import SendError, Unavailable

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@dataclass
class SetClock:
    """A clock that stands until it is moved."""

    time: datetime = NOON

    def now(self) -> datetime:
        return self.time

    def forward(self, by: timedelta) -> None:
        self.time += by


@dataclass
class ScriptedReader:
    """Reads in a file what the test says; with `at_once` False it takes until the test lets it go on."""

    reads: dict[bytes, PictureRead] = field(default_factory=dict)
    languages: list[str | None] = field(default_factory=list)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    at_once: bool = True

    async def read(self, data: bytes, language: str | None) -> PictureRead:
        self.languages.append(language)
        if not self.at_once:
            await self.go_on.wait()
        return self.reads[data]


@dataclass
class ScriptedTranslator:
    """Translates what the test says, and nothing else. `asked` are the languages and texts that came."""

    knows: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    async def to_english(self, text: str) -> str:
        return await self.into("en", text)

    async def into(self, language: str, text: str) -> str:
        self.asked.append((language, text))
        if text not in self.knows:
            raise Unavailable("does not answer")
        return self.knows[text]


@dataclass
class ListeningChannel:
    """A channel that remembers what it was asked to send. `errors` are raised first, one for each sending."""

    name: str = "listening"
    surface: Capabilities = Capabilities(text_length=4096, body_length=4096, buttons=12, button_length=40, can_unsend=True)
    sent: list[tuple[str, Outgoing]] = field(default_factory=list)
    unsent: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    errors: list[SendError] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)

    async def send(self, address: str, message: Outgoing) -> str | None:
        if self.errors:
            raise self.errors.pop(0)
        self.sent.append((address, message))
        return f"m{len(self.sent)}"

    async def fetch(self, media: str, most: int) -> bytes | None:
        if media not in self.media:
            raise Unavailable("gone")
        return self.media[media] if len(self.media[media]) <= most else None

    async def unsend(self, address: str, provider_ids: Sequence[str]) -> None:
        self.unsent.append((address, tuple(provider_ids)))
