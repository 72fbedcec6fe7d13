"""Fetches updates, for a bot without a public address."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Sequence

from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.refusals import waiting_time
from bot.channels.telegram.taking import Event, Handle, event_in, take
from bot.domain.inbound import PersonRef
from bot.errors import StoreBusy

log = logging.getLogger(__name__)

Pause = Callable[[float], Awaitable[object]]

LONGEST_PAUSE = 60.0
BUSY_PAUSE = 1.0
# Telegram waits for an update before it answers. A server that does not wait must not be asked in a tight loop.
EMPTY_PAUSE = 0.05


async def poll(channel: TelegramChannel, handle: Handle, *, pause: Pause = asyncio.sleep) -> None:
    """Take updates until cancelled.

    A batch is confirmed by the next request, after all of it is durably kept: what a crash interrupts comes again, and
    what was kept already is known by its delivery id.
    """
    begun, failures, offset = False, 0, None
    while True:
        try:
            if not begun:
                await channel.begin_polling()
            begun = True
            batch = await channel.updates(offset)
        except TelegramError as error:
            failures += 1
            log.warning("%s; it is asked again (%s)", _plainly(error), type(error).__name__)
            await pause(_pause_after(error, failures))
            continue
        failures = 0
        if batch:
            await _take_all(batch, channel, handle, pause)
            offset = max(update.update_id for update in batch) + 1
        else:
            await pause(EMPTY_PAUSE)


async def _take_all(batch: Sequence[Update], channel: TelegramChannel, handle: Handle, pause: Pause) -> None:
    """One person's events in their order, different people at the same time."""
    lanes: dict[PersonRef, list[Event]] = {}
    for update in batch:
        event = event_in(update, channel)
        if event is not None:
            lanes.setdefault(event.person, []).append(event)
    await asyncio.gather(*(_take_in_order(lane, handle, pause) for lane in lanes.values()))


async def _take_in_order(lane: Sequence[Event], handle: Handle, pause: Pause) -> None:
    for event in lane:
        while True:
            try:
                await take(handle, event)
                break
            except StoreBusy:
                log.warning("the database is busy; an event waits")
                await pause(BUSY_PAUSE)


def _pause_after(error: TelegramError, failures: int) -> float:
    if isinstance(error, RetryAfter):
        return waiting_time(error)
    return min(LONGEST_PAUSE, 2.0 ** min(failures, 10)) * random.uniform(0.5, 1.0)


def _plainly(error: TelegramError) -> str:
    match error:
        case InvalidToken():
            return "Telegram does not accept the token (check TELEGRAM_TOKEN)"
        case Conflict():
            return "another program fetches this bot's messages (run only one)"
        case _:
            return "Telegram does not answer"
