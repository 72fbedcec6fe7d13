"""Everything that is configured, running: in which order it starts and stops."""

import asyncio
import contextlib
import errno
import gc
import logging
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import uvicorn

from bot.app import House, build_house
from bot.channels.phone.channel import PhoneChannel
from bot.channels.phone.looks import LOOKS
from bot.errors import WaypostError
from bot.settings import Settings
from bot.web import Ways, web_app

if TYPE_CHECKING:
    from bot.channels.telegram import TelegramChannel

log = logging.getLogger(__name__)

SETTLE_SECONDS = 5.0
DRAIN_SECONDS = 3
TELEGRAM_PAUSE = 15.0
MOST_CONNECTIONS = 1000


def open_port(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises WaypostError with a sentence that says what to do."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=512)
    except OSError as error:
        problem = {
            errno.EADDRINUSE: f"Port {port} is in use by another program. Stop it, or choose another port with --port.",
            errno.EACCES: f"Port {port} needs special rights. Choose one above 1023 with --port.",
        }.get(error.errno or 0, f"This machine cannot be reached at {host}. Check WAYPOST_HOST.")
        raise WaypostError(problem) from None


def build(settings: Settings) -> tuple[House, Ways]:
    """The house with all its ways. Telegram's library is loaded only where there is a token."""
    telegram, staff = None, None
    if settings.telegram_token is not None:
        from bot.channels.telegram import StaffChannel, TelegramChannel

        telegram = TelegramChannel(settings.telegram_token, settings.telegram_api_url, staff_chat=settings.staff_chat)
        staff = partial(StaffChannel, telegram, settings.staff_chat) if settings.staff_chat else None
    ways = Ways(tuple(PhoneChannel(look) for look in LOOKS) if settings.phone else (), telegram)
    return build_house(settings, [*ways.phones, *([telegram] if telegram else [])], staff=staff), ways


async def serve(settings: Settings, listening: socket.socket, ready: Callable[[], None]) -> None:
    """Run everything until SIGTERM or SIGINT; `ready` is called when people can be answered."""
    house, ways = build(settings)
    # What was built stays until the end. The collector would look through all of it again and again, and people wait then.
    gc.collect()
    gc.freeze()
    config = uvicorn.Config(
        web_app(house, ways),
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )
    with _signals_survived():
        async with running(house, ways):
            ready()
            await uvicorn.Server(config).serve([listening])


@contextlib.asynccontextmanager
async def running(house: House, ways: Ways) -> AsyncIterator[None]:
    """The house at work: what a former run left goes out, then events come in. At the end no more come in, what is on its
    way is given a moment, and the rest waits in the store for the next run."""
    from bot.scheduling.clockwork import Clockwork

    desk = house.conversation.desk

    async def tidy() -> None:
        for phone in ways.phones:
            phone.chats.tidy()
        await house.store.purge(datetime.now(UTC))
        if desk is not None:
            await desk.tidy()

    async with contextlib.AsyncExitStack() as stopping:
        stopping.callback(house.store.close)
        if ways.telegram is not None:
            await ways.telegram.open()
            stopping.push_async_callback(ways.telegram.close)
        await house.outbox.recover()
        stopping.push_async_callback(_settle, house)
        if ways.telegram is not None:
            stopping.push_async_callback(_cancel, asyncio.create_task(_hear_telegram(house, ways.telegram)))
        clockwork = Clockwork(
            each_minute=(house.conversation.give_due_tips, *([desk.remind] if desk is not None else [])), each_hour=tidy
        )
        clockwork.start()
        stopping.callback(clockwork.stop)
        yield


async def _settle(house: House) -> None:
    if house.conversation.pictures is not None:
        await house.conversation.pictures.close()
    if house.conversation.desk is not None:
        await house.conversation.desk.close()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(house.outbox.settle(), SETTLE_SECONDS)
    await house.outbox.close()


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _hear_telegram(house: House, telegram: "TelegramChannel") -> None:
    """Take Telegram's updates, by webhook or by polling. While Telegram cannot be reached, the rest of the house lives."""
    from bot.channels.telegram import poll

    settings = house.settings
    while True:
        try:
            if settings.telegram_webhook_url:
                await telegram.set_webhook(settings.telegram_webhook_url, settings.telegram_webhook_secret or "")
                return
            await poll(telegram, house.conversation.handle)
        except Exception as error:
            log.error("Telegram cannot be heard; it is tried again soon (%s)", type(error).__name__)
            await asyncio.sleep(TELEGRAM_PAUSE)


@contextlib.contextmanager
def _signals_survived() -> Iterator[None]:
    """uvicorn stops at a signal and raises it once more when it is done; that second one must not end us before the rest
    has been put away."""
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
