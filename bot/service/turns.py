"""One turn at a time for each person; different people at the same time. A turn waits for the database."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from bot.domain.inbound import PersonRef
from bot.errors import StoreBusy

_Done = TypeVar("_Done")

# A locked database is tried again for about ten seconds; then the provider keeps the message and brings it again.
PAUSES = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 3.0, 3.0)


async def insist(turn: Callable[[], Awaitable[_Done]]) -> _Done:
    """Take a turn, again from its beginning while the database is busy. Raises StoreBusy when it stays so."""
    for pause in PAUSES:
        try:
            return await turn()
        except StoreBusy:
            await asyncio.sleep(pause)
    return await turn()


class Turns:
    """Hands out turns. Whoever came first goes first; nothing is kept about people who are not being answered."""

    def __init__(self) -> None:
        self._locks: dict[PersonRef, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def of(self, person: PersonRef) -> AsyncIterator[None]:
        """Wait for this person's turn."""
        lock, waiting = self._locks.get(person, (asyncio.Lock(), 0))
        self._locks[person] = (lock, waiting + 1)
        try:
            async with lock:
                yield
        finally:
            lock, waiting = self._locks[person]
            if waiting == 1:
                del self._locks[person]
            else:
                self._locks[person] = (lock, waiting - 1)
