"""What the page can be shown again: the newest bubbles of each conversation, in memory only, and who is looking at them."""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import dataclass

# A day after the last sign of life a conversation is forgotten here; what the bot remembers is the store's matter.
LIFETIME = 24 * 3600.0
MOST_CHATS = 500
MOST_EVENTS = 200
MOST_CHARACTERS = 200_000


@dataclass(frozen=True, slots=True, repr=False)
class Event:
    """Something to draw. `bubble` is the id of the message it shows; None when it takes messages away."""

    number: int
    bubble: str | None
    drawing: str


class Chat:
    """One conversation. Older bubbles make room for newer ones."""

    def __init__(self) -> None:
        self.watchers = 0
        self._events: deque[Event] = deque()
        self._last = 0
        self._closed = False
        self._changed = asyncio.Event()

    def show(self, bubble: str, drawing: str) -> None:
        """Add a bubble."""
        self._add(bubble, drawing)

    def take_away(self, bubbles: Collection[str], drawing: str) -> None:
        """Forget these bubbles; `drawing` tells the pages that show them to drop them too."""
        self._events = deque(event for event in self._events if event.bubble not in bubbles)
        self._add(None, drawing)

    def drawings(self) -> list[str]:
        """All that is still kept, newest first."""
        return [event.drawing for event in reversed(self._events)]

    def close(self) -> None:
        """End what follows this conversation: the server stops."""
        self._closed = True
        self._changed.set()

    async def follow(self, after: int) -> AsyncIterator[Event]:
        """Events later than number `after`, and then each new one as it comes."""
        self.watchers += 1
        try:
            while not self._closed:
                changed = self._changed
                for event in [event for event in self._events if event.number > after]:
                    after = event.number
                    yield event
                await changed.wait()
        finally:
            self.watchers -= 1

    def _add(self, bubble: str | None, drawing: str) -> None:
        self._last += 1
        self._events.append(Event(self._last, bubble, drawing))
        while len(self._events) > MOST_EVENTS or (len(self._events) > 1 and self._characters() > MOST_CHARACTERS):
            self._events.popleft()
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    def _characters(self) -> int:
        return sum(len(event.drawing) for event in self._events)


class Chats:
    """All conversations of one look, by session id. A conversation that somebody is looking at is never dropped."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._chats: OrderedDict[str, tuple[Chat, float]] = OrderedDict()

    def of(self, session: str) -> Chat:
        """The conversation with this session id, begun if it is new."""
        chat, _ = self._chats.get(session, (None, 0.0))
        chat = chat or Chat()
        self._chats[session] = (chat, self._monotonic())
        self._chats.move_to_end(session)
        self.tidy()
        return chat

    def known(self, session: str) -> Chat | None:
        """The conversation with this session id if there is one."""
        return self._chats.get(session, (None, 0.0))[0]

    def tidy(self) -> None:
        """Drop what is past its lifetime or too much."""
        oldest = self._monotonic() - LIFETIME
        spare = len(self._chats) - MOST_CHATS
        for session, (chat, used) in list(self._chats.items()):
            if used >= oldest and spare <= 0:
                break
            if not chat.watchers:
                del self._chats[session]
                spare -= 1
