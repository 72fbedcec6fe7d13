"""Fetching updates: confirmed only when kept, in order for each person, through every kind of trouble."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from bot.channels.telegram import TelegramChannel, poll
from bot.domain.inbound import Chosen, Inbound, Text
from bot.errors import StoreBusy
from bot.ports import Kept
from tests.channels.telegram.bot_api import BotApi, Refused
from tests.channels.telegram.payloads import FROM, GROUP, PRIVATE, edited, message, tap

BEN = 99


@dataclass
class Ear:
    """A conversation that only listens. `errors` are raised first, one for each event."""

    heard: list[Inbound] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)

    async def __call__(self, event: Inbound) -> Kept | None:
        if self.errors:
            raise self.errors.pop(0)
        self.heard.append(event)
        return Kept(())


@dataclass
class Pauses:
    """Pauses that are noted and not made."""

    made: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.made.append(seconds)
        await asyncio.sleep(0)


async def polled(
    api: BotApi,
    channel: TelegramChannel,
    handle: Callable[[Inbound], Awaitable[Kept | None]],
    pauses: Pauses | None = None,
    *,
    until: asyncio.Event | None = None,
) -> None:
    """Poll until the server has nothing more to tell and has been told what was taken."""
    task = asyncio.create_task(poll(channel, handle, pause=pauses or Pauses()))
    waiting = asyncio.create_task((until or api.drained).wait())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    assert not task.done(), "polling ended by itself"
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


def from_ben(number: int, text: str) -> dict[str, object]:
    return message(number, text=text, chat=PRIVATE | {"id": BEN}, **{"from": FROM | {"id": BEN}})


async def test_events_arrive_and_are_confirmed_by_the_next_request(api: BotApi, channel: TelegramChannel) -> None:
    api.batches = [[message(7, text="one"), edited(8, text="two")], [tap("hide", 9)]]
    ear = Ear()
    await polled(api, channel, ear)
    assert [event.content for event in ear.heard] == [Text("one"), Text("two", edited=True), Chosen("hide")]
    assert api.offsets == [None, 9, 10]
    assert [method for method, _ in api.calls][:2] == ["deleteWebhook", "setMyCommands"]


async def test_only_what_is_read_is_asked_for(api: BotApi, channel: TelegramChannel) -> None:
    await polled(api, channel, Ear())
    asked = api.called("getUpdates")[0]
    assert asked["allowed_updates"] == ["message", "edited_message", "callback_query"]
    assert asked["timeout"] == 30


async def test_a_tap_is_acknowledged_without_words(api: BotApi, channel: TelegramChannel) -> None:
    api.batches = [[tap("hide", 9)]]
    await polled(api, channel, Ear(), until=api.acknowledged)
    assert api.called("answerCallbackQuery") == [{"callback_query_id": 77}]


async def test_what_nobody_said_and_what_cannot_be_read_is_confirmed_too(api: BotApi, channel: TelegramChannel) -> None:
    strange = {"update_id": 4, "message": {"message_id": 1, "text": "x"}}
    api.batches = [[strange, message(5, chat=GROUP, text="x"), {"update_id": 6}], [message(7, text="after")]]
    ear = Ear()
    await polled(api, channel, ear)
    assert [event.content for event in ear.heard] == [Text("after")]
    assert api.offsets == [None, 7, 8]


async def test_a_busy_database_holds_the_batch_back_and_loses_no_order(api: BotApi, channel: TelegramChannel) -> None:
    api.batches = [[message(7, text="one"), message(8, text="two")]]
    ear, pauses = Ear(errors=[StoreBusy("locked"), StoreBusy("locked")]), Pauses()
    offsets_while_busy = []

    async def handle(event: Inbound) -> Kept | None:
        offsets_while_busy.append(list(api.offsets))
        return await ear(event)

    await polled(api, channel, handle, pauses)
    assert [event.content for event in ear.heard] == [Text("one"), Text("two")]
    assert offsets_while_busy == [[None]] * 4
    assert pauses.made.count(1.0) == 2


async def test_a_bug_in_one_turn_stops_nobody_else_and_its_text_is_not_logged(
    api: BotApi, channel: TelegramChannel, caplog: pytest.LogCaptureFixture
) -> None:
    api.batches = [[message(7, text="MarkedText"), message(8, text="two")]]
    ear = Ear(errors=[ValueError("MarkedText")])
    await polled(api, channel, ear)
    assert [event.content for event in ear.heard] == [Text("two")]
    assert api.offsets == [None, 9]
    assert "ValueError at " in caplog.text
    assert "MarkedText" not in caplog.text


async def test_people_do_not_wait_for_each_other_but_each_ones_words_stay_in_order(
    api: BotApi, channel: TelegramChannel
) -> None:
    api.batches = [[message(1, text="ana 1"), from_ben(2, "ben 1"), message(3, text="ana 2"), from_ben(4, "ben 2")]]
    ben_is_done = asyncio.Event()
    order = []

    async def handle(event: Inbound) -> Kept | None:
        assert isinstance(event.content, Text)
        if event.content.text == "ana 1":  # answers only after all of Ben's: would hang if they were one queue
            await ben_is_done.wait()
        order.append(event.content.text)
        if event.content.text == "ben 2":
            ben_is_done.set()
        return Kept(())

    await polled(api, channel, handle)
    assert order == ["ben 1", "ben 2", "ana 1", "ana 2"]


async def test_telegram_being_down_is_waited_out_ever_more_patiently(api: BotApi, channel: TelegramChannel) -> None:
    api.troubles = [Refused(502, "Bad Gateway") for _ in range(12)]
    api.batches = [[message(7, text="one")]]
    ear, pauses = Ear(), Pauses()
    await polled(api, channel, ear, pauses)
    assert [event.content for event in ear.heard] == [Text("one")]
    waits = pauses.made[:12]
    assert all(2.0**n / 2 <= wait <= min(60.0, 2.0**n) for n, wait in enumerate(waits[:5], 1))
    assert max(waits) <= 60.0


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (Refused(401, "Unauthorized"), "TELEGRAM_TOKEN"),
        (Refused(409, "Conflict: terminated by other getUpdates request"), "run only one"),
        (Refused(500, "Internal Server Error"), "Telegram does not answer"),
    ],
)
async def test_the_operator_is_told_what_is_wrong(
    api: BotApi, channel: TelegramChannel, caplog: pytest.LogCaptureFixture, trouble: Refused, said: str
) -> None:
    api.troubles = [trouble]
    await polled(api, channel, Ear())
    assert said in caplog.text
    assert "MarkedToken" not in caplog.text


async def test_a_flood_is_waited_out_as_long_as_telegram_asks(api: BotApi, channel: TelegramChannel) -> None:
    api.troubles = [Refused(429, "Too Many Requests: retry after 7", retry_after=7)]
    pauses = Pauses()
    await polled(api, channel, Ear(), pauses)
    assert pauses.made[0] == 7.0


async def test_what_was_being_handled_when_it_ends_comes_again(api: BotApi, channel: TelegramChannel) -> None:
    api.batches = [[message(7, text="one")]]
    begun = asyncio.Event()

    async def never_ends(_event: Inbound) -> Kept | None:
        begun.set()
        await asyncio.Event().wait()
        return None

    task = asyncio.create_task(poll(channel, never_ends, pause=Pauses()))
    await begun.wait()
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert api.offsets == [None]
