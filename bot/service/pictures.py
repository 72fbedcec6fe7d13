"""Has pictures fetched and read beside the conversation, and brings what they say back as an event of its own."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.domain.inbound import Inbound, PictureRead, Trouble
from bot.errors import StoreBusy, Unavailable
from bot.ports import Channel, PictureReader

log = logging.getLogger(__name__)

# Telegram's own limit for what bots fetch is 20 MB.
LARGEST = 10 * 1024 * 1024
# Of so many pictures the bytes are in memory at a time: one is read, and the next one is fetched meanwhile.
AT_ONCE = 2
MOST_WAITING = 30


class Pictures:
    """Reads with `reader` what the channels fetch. `answer` handles the event that comes of it."""

    def __init__(
        self, reader: PictureReader, channels: Mapping[str, Channel], answer: Callable[[Inbound], Awaitable[object]]
    ) -> None:
        self._reader, self._channels, self._answer = reader, channels, answer
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()

    def take(self, inbound: Inbound, media: str, language: str | None) -> None:
        """Have a picture read. Nobody waits for it."""
        waits = len(self._tasks) < MOST_WAITING
        task = asyncio.ensure_future(self._run(inbound, media if waits else None, language))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settle(self) -> None:
        """Wait until nothing is being read."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """Stop reading. Who waits for it is asked to send the picture again."""
        for task in self._tasks:
            task.cancel()
        await self.settle()

    async def _run(self, inbound: Inbound, media: str | None, language: str | None) -> None:
        read = PictureRead(trouble=Trouble.FAILED)
        if media is not None:
            try:
                read = await self._read(inbound.person.channel, media, language)
            except asyncio.CancelledError:
                pass
            except Unavailable as problem:
                log.warning("a picture could not be fetched: %s", problem)
        try:
            await self._answer(replace(inbound, delivery=f"{inbound.delivery}:read", content=read, message=None))
        except StoreBusy:
            log.error("what stands in a picture could not be kept")

    async def _read(self, channel: str, media: str, language: str | None) -> PictureRead:
        async with self._slots:
            data = await self._channels[channel].fetch(media, LARGEST)
            return await self._reader.read(data, language) if data is not None else PictureRead(trouble=Trouble.TOO_LARGE)
