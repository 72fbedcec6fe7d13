"""The way out to Telegram, and the calls that its two ways in need."""

import asyncio
import contextlib
import logging
import os
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from telegram import Bot, BotCommand, LinkPreviewOptions, Update
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.channels.telegram.inbound import NAME
from bot.channels.telegram.keyboard import keyboard
from bot.channels.telegram.refusals import send_error, waiting_time
from bot.channels.telegram.requests import DiscreetRequest, UpdatesRequest, quiet_libraries
from bot.channels.telegram.wellformed import wellformed
from bot.domain.outgoing import Capabilities, Outgoing
from bot.errors import Unavailable

log = logging.getLogger(__name__)

SURFACE = Capabilities(text_length=4096, body_length=4096, buttons=30, button_length=40, can_unsend=True)
WEBHOOK_PATH = "/telegram/webhook"

# Nothing else is asked for, so nothing else reaches this machine.
ASKED_FOR = ("message", "edited_message", "callback_query")
# Neutral on purpose: the menu is on the screen of whoever holds the phone.
MENU = (
    BotCommand("start", "Start"),
    BotCommand("help", "Menu"),
    BotCommand("language", "Language"),
    BotCommand("stop", "Stop tips"),
    BotCommand("delete", "Delete my data"),
)
# A preview would put the linked page on the screen.
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
MOST_AT_ONCE = 100
LONG_POLL_SECONDS = 30
ANSWER_SECONDS = 20.0
CONNECT_SECONDS = 10.0
# Taking messages back is tried this often: a chat that was to vanish must not stay because of one lost packet.
PAUSES = (1.0, 3.0, 10.0)


class TelegramChannel:
    """`bot.ports.Channel` for a bot with `token`. `api_url` is another Bot API server than Telegram's own; `staff_chat` is
    the group of the helpers' team."""

    name = NAME
    surface = SURFACE

    def __init__(
        self,
        token: str,
        api_url: str | None = None,
        *,
        staff_chat: int | None = None,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self.staff_chat = staff_chat
        self._requests = (
            UpdatesRequest(connection_pool_size=1, read_timeout=ANSWER_SECONDS, connect_timeout=CONNECT_SECONDS),
            DiscreetRequest(read_timeout=ANSWER_SECONDS, connect_timeout=CONNECT_SECONDS),
        )
        server = api_url or "https://api.telegram.org"
        listening, sending = self._requests
        self.bot = Bot(
            token,
            base_url=f"{server}/bot",
            base_file_url=f"{server}/file/bot",
            request=sending,
            get_updates_request=listening,
        )
        self._pauses = pauses
        self._taps: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Make ready. Telegram is not asked for anything yet, so that the house starts while Telegram is down."""
        quiet_libraries()
        # The library's own switch: waiting times as they will be in its next version, without a warning at each.
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        for request in self._requests:
            await request.initialize()

    async def close(self) -> None:
        """Let go of the connections."""
        for task in self._taps:
            task.cancel()
        await asyncio.gather(*self._taps, return_exceptions=True)
        for request in self._requests:
            await request.shutdown()

    # --- out --------------------------------------------------------------------------------------------------------

    async def send(self, address: str, message: Outgoing) -> str | None:
        try:
            return await self.say(int(address), message)
        except TelegramError as error:
            raise send_error(error) from None

    async def say(self, chat: int, message: Outgoing, thread: int | None = None) -> str | None:
        """Send one message, into a topic where `thread` names one. Raises TelegramError."""
        text, choices = wellformed(message.text), keyboard(message.buttons)
        try:
            sent = await self.bot.send_message(
                chat,
                text,
                reply_markup=choices,
                disable_notification=message.silent,
                protect_content=message.sensitive,
                link_preview_options=_NO_PREVIEW,
                message_thread_id=thread,
            )
        except TelegramError:
            raise
        except Exception as error:
            # The library could not read the answer to a message that Telegram took; sent again it would arrive twice.
            log.warning("Telegram's answer to a message could not be read (%s)", type(error).__name__)
            return None
        return str(sent.message_id)

    async def unsend(self, address: str, provider_ids: Sequence[str]) -> None:
        chat = int(address)
        ids = [int(given) for given in provider_ids if given.isdecimal()]
        for start in range(0, len(ids), MOST_AT_ONCE):
            group = ids[start : start + MOST_AT_ONCE]
            try:
                try:
                    await self._insist(partial(self.bot.delete_messages, chat, group))
                except BadRequest:
                    await self._unsend_each(chat, group)
            except TelegramError as error:
                raise send_error(error) from None

    async def _unsend_each(self, chat: int, group: Sequence[int]) -> None:
        """One message that is too old makes Telegram refuse the whole group; the others can still go."""
        for message in group:
            with contextlib.suppress(BadRequest):
                await self._insist(partial(self.bot.delete_message, chat, message))

    async def _insist(self, call: Callable[[], Awaitable[object]]) -> None:
        for pause in (*self._pauses, None):
            try:
                await call()
                return
            except BadRequest:
                raise
            except TelegramError as error:
                if pause is None or isinstance(error, Forbidden):
                    raise
                await asyncio.sleep(waiting_time(error) if isinstance(error, RetryAfter) else pause)

    async def fetch(self, media: str, most: int) -> bytes | None:
        try:
            file = await self.bot.get_file(media)
            if file.file_size is not None and file.file_size > most:
                return None
            data = bytes(await file.download_as_bytearray())
        except BadRequest as error:
            if "too big" in error.message.lower():
                return None
            raise Unavailable("Telegram does not have it any more") from None
        except TelegramError as error:
            raise Unavailable(f"Telegram did not give it ({type(error).__name__})") from None
        return data if len(data) <= most else None

    # --- in ---------------------------------------------------------------------------------------------------------

    def acknowledge(self, query: str) -> None:
        """Stop the waiting mark on a tapped button, at once and without words. Whether it works changes nothing."""
        task = asyncio.ensure_future(self._acknowledge(query))
        self._taps.add(task)
        task.add_done_callback(self._taps.discard)

    async def _acknowledge(self, query: str) -> None:
        with contextlib.suppress(TelegramError):
            await self.bot.answer_callback_query(query)

    async def begin_polling(self) -> None:
        """Have updates kept for us to fetch; what waits is not dropped. Raises TelegramError."""
        await self.bot.delete_webhook(drop_pending_updates=False)
        await self._show_menu()

    async def updates(self, offset: int | None) -> tuple[Update, ...]:
        """The next updates, which confirms those before `offset`. Waits for some; raises TelegramError."""
        return await self.bot.get_updates(offset, timeout=LONG_POLL_SECONDS, allowed_updates=ASKED_FOR)

    async def set_webhook(self, url: str, secret: str) -> None:
        """Have updates brought to the server at `url`, signed with `secret`. Raises Unavailable."""
        address = url if url.endswith(WEBHOOK_PATH) else url.rstrip("/") + WEBHOOK_PATH
        try:
            await self.bot.set_webhook(address, secret_token=secret, allowed_updates=ASKED_FOR)
        except TelegramError as error:
            raise Unavailable(f"Telegram did not take the webhook ({type(error).__name__}).") from None
        await self._show_menu()

    async def _show_menu(self) -> None:
        try:
            await self.bot.set_my_commands(MENU)
        except TelegramError as error:
            log.warning("Telegram did not take the menu of commands (%s)", type(error).__name__)
