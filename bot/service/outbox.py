"""The only way out: sends what was committed, in order for each person, and notes what became of it.

A message is marked before it is handed to the provider and erased after the provider took it. If the process dies in
between, the message is found again marked as in doubt. It is then sent once more: a number that arrives twice does no
harm, a number that never arrives may cost a life.
"""

import asyncio
import contextlib
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import timedelta
from typing import Any

from bot.domain.inbound import PersonRef
from bot.errors import SendError, StoreBusy
from bot.ports import Clock, Kept, Queued, Sender, Store

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 8
LONGEST_PAUSE = 300.0
AT_ONCE = 25


class Outbox:
    """Sends for the channels in `channels`; other channels fetch their messages themselves (terminal, REST).

    `lost` is told of each message that is about to be set aside.
    """

    def __init__(self, store: Store, channels: Mapping[str, Sender], clock: Clock) -> None:
        self._store, self._channels, self._clock = store, channels, clock
        self._waiting: dict[PersonRef, deque[Queued]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._too_late: set[int] = set()
        self.lost: Callable[[Queued], Awaitable[object]] | None = None
        self._slots = {name: asyncio.Semaphore(AT_ONCE) for name in channels}

    async def recover(self) -> int:
        """Take up what a former run left behind; returns how many messages."""
        left = await self._store.unsent(tuple(self._channels))
        for queued in left:
            if queued.in_doubt:
                log.warning("a message was in flight when the last run ended; it is sent again", extra={"outbox": queued.id})
            self._enqueue(queued)
        return len(left)

    def push(self, kept: Kept, person: PersonRef) -> None:
        """Send a committed turn's messages and take back what it asks to take back."""
        for post in kept.posts:
            if post.person.channel in self._channels:
                self._enqueue(post)
        if person.channel not in self._channels:
            return
        if kept.unsend:
            # What was waiting for this person was erased with the turn; it must not slip out from here. The first of
            # the lane is on its way already: it is taken back as soon as it has arrived.
            lane = self._waiting.get(person)
            while lane and len(lane) > 1:
                lane.pop()
            if lane:
                self._too_late.add(lane[0].id)
            self._start(self._unsend(person, kept.unsend))
        for queued in kept.queued:
            self._enqueue(queued)

    async def settle(self) -> None:
        """Wait until nothing is being sent."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """Stop sending. What is left is taken up by the next run."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _enqueue(self, queued: Queued) -> None:
        lane = self._waiting.get(queued.person)
        if lane is None:
            self._waiting[queued.person] = deque([queued])
            self._start(self._run(queued.person))
        else:
            lane.append(queued)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, person: PersonRef) -> None:
        lane = self._waiting[person]
        while lane:
            queued = lane[0]
            try:
                # An alarm waits for nobody's slot.
                async with contextlib.nullcontext() if queued.urgent else self._slots[person.channel]:
                    await self._deliver(queued)
            except Exception as error:
                # A fault of ours must not silence this person: the message stays in the store, the next ones go out.
                log.error("a message could not be handled", extra={"error": type(error).__name__})
            lane.popleft()
        del self._waiting[person]

    async def _deliver(self, queued: Queued) -> None:
        attempt = queued.attempt
        while queued.id not in self._too_late:
            try:
                await self._patiently(self._store.claim, queued.id)
                provider_id = await self._channels[queued.person.channel].send(queued.person.address, queued.message)
            except SendError as error:
                attempt += 1
                if not await self._failed(queued, error, attempt):
                    break
            else:
                await self._patiently(self._store.sent, queued.id, provider_id)
                if queued.id in self._too_late and provider_id is not None:
                    await self._unsend(queued.person, (provider_id,))
                break
        self._too_late.discard(queued.id)

    async def _failed(self, queued: Queued, error: SendError, attempt: int) -> bool:
        """Note a failure and wait; False when the message is not to be tried again."""
        pause = self._pause(error, attempt)
        again = not (error.gone or error.refused) and attempt < MOST_ATTEMPTS
        retry_at = self._clock.now() + timedelta(seconds=pause) if again else None
        if not again and self.lost is not None:
            await self.lost(queued)
        await self._store.failed(queued.id, reason=str(error), retry_at=retry_at, gone=error.gone)
        if again:
            await asyncio.sleep(pause)
        else:
            log.warning("a message was set aside", extra={"channel": queued.person.channel, "gone": error.gone})
        return again

    @staticmethod
    def _pause(error: SendError, attempt: int) -> float:
        if error.retry_after is not None:
            return error.retry_after
        return min(LONGEST_PAUSE, 2.0**attempt) * random.uniform(0.5, 1.0)

    @staticmethod
    async def _patiently(note: Callable[..., Awaitable[None]], *values: object) -> None:
        """A note about a message that is on its way has to get into the database, however long that is locked."""
        while True:
            try:
                return await note(*values)
            except StoreBusy:
                await asyncio.sleep(0.5)

    async def _unsend(self, person: PersonRef, provider_ids: tuple[str, ...]) -> None:
        try:
            await self._channels[person.channel].unsend(person.address, provider_ids)
        except SendError:
            log.warning("messages could not be taken back", extra={"channel": person.channel})
