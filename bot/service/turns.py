"""One turn at a time for each person; different people at the same time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.domain.inbound import PersonRef


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
