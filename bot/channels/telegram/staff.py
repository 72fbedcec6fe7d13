"""The helpers' team: a Telegram group with a topic for each case."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from babel import Locale
from telegram import Message, Update
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.channels.telegram.channel import SURFACE, TelegramChannel
from bot.channels.telegram.inbound import SLASH
from bot.channels.telegram.refusals import send_error, waiting_time
from bot.domain.inbound import STAFF, Act, FromStaff
from bot.domain.outgoing import Outgoing
from bot.errors import SendError, StoreBusy
from bot.ports import Cases, Topic

log = logging.getLogger(__name__)

_Answer = TypeVar("_Answer")

COMMANDS = {act.value: act for act in (Act.CLAIM, Act.NOTE, Act.CLOSE, Act.URGENT, Act.TRANSFER)}
NOTE_MARK = "//"


def from_staff(update: Update, chat: int) -> FromStaff | None:
    """What somebody did in a topic of the team's group; None for everything else."""
    message = update.message or update.edited_message
    if message is None or message.chat.id != chat or message.message_thread_id is None:
        return None
    act, words = _act(message)
    if act is None:
        return None
    if update.message is None and act is not Act.NOTE:
        act = Act.WORDLESS
    return FromStaff(message.message_thread_id, str(update.update_id), act, words)


def _act(message: Message) -> tuple[Act | None, str]:
    text = message.text
    if text is None:
        # Notices of Telegram's own, such as a renamed topic, hold none of these.
        return (Act.WORDLESS if message.effective_attachment is not None else None), ""
    if text.lstrip().startswith(NOTE_MARK):
        return Act.NOTE, ""
    if slash := SLASH.fullmatch(text.strip()):
        return COMMANDS.get(slash["name"].lower(), Act.UNKNOWN), (slash["rest"] or "").strip()
    # Whatever else begins so was meant to be a command.
    return (Act.UNKNOWN if text.lstrip().startswith("/") else Act.SAY), text


class StaffChannel:
    """`bot.ports.StaffRoom` in a group on Telegram. A case's topic is made when there is something to say in it."""

    name = STAFF
    surface = SURFACE

    def __init__(self, telegram: TelegramChannel, chat: int, cases: Cases) -> None:
        self._telegram, self._chat, self._cases = telegram, chat, cases
        # Telegram takes few messages a minute in one group: whoever has to wait keeps the others waiting.
        self._one_at_a_time = asyncio.Lock()

    async def send(self, address: str, message: Outgoing) -> str | None:
        try:
            async with self._one_at_a_time:
                await self._send(int(address), message)
        except TelegramError as error:
            raise send_error(error) from None
        except StoreBusy:
            raise SendError("the database is busy") from None
        return None

    async def _send(self, number: int, message: Outgoing) -> None:
        topic = await self._cases.topic(number)
        thread = topic.thread or await self._make(topic)
        try:
            await _patiently(lambda: self._telegram.say(self._chat, message, thread))
        except BadRequest as error:
            if "thread not found" not in error.message.lower():
                raise
            # Somebody deleted the topic, and the person still writes.
            thread = await self._make(topic)
            await _patiently(lambda: self._telegram.say(self._chat, message, thread))
        if message.last:
            with contextlib.suppress(TelegramError):
                await self._telegram.bot.close_forum_topic(self._chat, thread)

    async def _make(self, topic: Topic) -> int:
        if topic.case is None:
            raise SendError("the person of this case is erased", refused=True)
        language = _in_english(topic.case.language)
        title = " · ".join(filter(None, (f"Case {topic.number}", topic.case.country, language)))
        try:
            made = await _patiently(lambda: self._telegram.bot.create_forum_topic(self._chat, title))
        except BadRequest:
            log.error(
                "Telegram did not make a topic: the bot must be an administrator of the team's group who manages topics"
            )
            # Not "refused": it is tried again for some minutes, in which the group may be put right.
            raise SendError("no topic can be made") from None
        await self._cases.note_topic(topic.number, made.message_thread_id)
        return made.message_thread_id

    async def discard(self, thread: int) -> None:
        try:
            with contextlib.suppress(BadRequest):
                await self._telegram.bot.delete_forum_topic(self._chat, thread)
        except TelegramError as error:
            raise send_error(error) from None

    async def unsend(self, address: str, provider_ids: Sequence[str]) -> None:
        """Nothing: what the team has read stays until the case is erased."""


async def _patiently(call: Callable[[], Awaitable[_Answer]]) -> _Answer:
    while True:
        try:
            return await call()
        except RetryAfter as error:
            await asyncio.sleep(waiting_time(error))


def _in_english(tag: str | None) -> str | None:
    return Locale.parse(tag, sep="-").get_display_name("en") if tag else None
