"""Stand-ins for what a test must hold in its hand: the clock, a channel that only listens, a house in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.domain.outgoing import Capabilities, Outgoing
from bot.errors import SendError

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
class ListeningChannel:
    """A channel that remembers what it was asked to send. `errors` are raised first, one for each sending."""

    name: str = "listening"
    surface: Capabilities = Capabilities(text_length=4096, body_length=4096, buttons=12, button_length=40, can_unsend=True)
    sent: list[tuple[str, Outgoing]] = field(default_factory=list)
    unsent: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    errors: list[SendError] = field(default_factory=list)

    async def send(self, address: str, message: Outgoing) -> str | None:
        if self.errors:
            raise self.errors.pop(0)
        self.sent.append((address, message))
        return f"m{len(self.sent)}"

    async def unsend(self, address: str, provider_ids: Sequence[str]) -> None:
        self.unsent.append((address, tuple(provider_ids)))
