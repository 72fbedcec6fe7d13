"""One update, brought to the conversation; the same for polling and webhook."""

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from telegram import Update

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.inbound import inbound
from bot.channels.telegram.staff import from_staff
from bot.domain.inbound import FromStaff, Inbound
from bot.errors import StoreBusy
from bot.ports import Kept

log = logging.getLogger(__name__)

Event = Inbound | FromStaff
Handle = Callable[[Event], Awaitable[Kept | None]]


def event_in(update: Update, channel: TelegramChannel) -> Event | None:
    """What a person or the team did, if this update tells of anything; a tapped button stops waiting at once."""
    if channel.staff_chat is not None and (said := from_staff(update, channel.staff_chat)):
        return said
    event = inbound(update, datetime.now(UTC))
    if event is not None and update.callback_query is not None:
        channel.acknowledge(update.callback_query.id)
    return event


async def take(handle: Handle, event: Event) -> None:
    """Returns when the event is durably kept. Raises StoreBusy when it was not, and may be brought again.

    An event that a bug keeps from being handled is let go: brought again and again it would hold up everybody else.
    """
    try:
        await handle(event)
    except StoreBusy:
        raise
    except Exception as error:
        # Only the kind and the place: the text of an error may repeat what somebody wrote.
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
        log.error("an event could not be handled: %s at %s", type(error).__name__, where)
