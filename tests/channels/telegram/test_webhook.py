"""What Telegram brings, and what others bring who are not Telegram."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.types import Message

from bot.app import Mind, SystemClock
from bot.channels.telegram import TelegramChannel, webhook_routes
from bot.domain.inbound import Chosen, Inbound, Text
from bot.errors import StoreBusy
from bot.ports import Kept
from bot.service.conversation import Conversation
from bot.service.outbox import Outbox
from bot.store.engine import connect, migrate
from bot.store.memory import SqlStore
from bot.store.sealing import Sealer
from tests.channels.telegram.bot_api import BotApi
from tests.channels.telegram.payloads import GROUP, message, tap

SECRET = "s3cret_of-this-test"
PATH = "/telegram/webhook"
SIGNED = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


class Door:
    """The webhook with a conversation behind it that only listens."""

    def __init__(self, channel: TelegramChannel, secret: str = SECRET) -> None:
        self.heard: list[Inbound] = []
        self.errors: list[Exception] = []
        self.app = Starlette(routes=webhook_routes(channel, self._handle, secret))

    async def _handle(self, event: Inbound) -> Kept | None:
        if self.errors:
            raise self.errors.pop(0)
        self.heard.append(event)
        return Kept(())

    async def knock(self, content: Any, headers: dict[str, str] | None = None) -> int:
        """Bring something; the status that comes back."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        given = SIGNED if headers is None else headers
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="https://bot.example") as client:
            return (await client.post(PATH, content=body, headers=given)).status_code


@pytest.fixture
def door(channel: TelegramChannel) -> Door:
    return Door(channel)


async def test_a_signed_update_is_heard(door: Door) -> None:
    assert await door.knock(message(text="hello")) == 200
    assert [event.content for event in door.heard] == [Text("hello")]


async def test_a_tap_is_heard_and_acknowledged(door: Door, api: BotApi) -> None:
    assert await door.knock(tap("hide")) == 200
    assert [event.content for event in door.heard] == [Chosen("hide")]
    await api.acknowledged.wait()
    assert api.called("answerCallbackQuery") == [{"callback_query_id": 77}]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Telegram-Bot-Api-Secret-Token": ""},
        {"X-Telegram-Bot-Api-Secret-Token": "wrong"},
        {"X-Telegram-Bot-Api-Secret-Token": SECRET[:-1]},
        {"X-Telegram-Bot-Api-Secret-Token": SECRET + "x"},
        {"X-Telegram-Bot-Api-Secret-Token": SECRET.upper()},
        {"Authorization": f"Bearer {SECRET}"},
    ],
)
async def test_a_forged_update_is_turned_away(door: Door, headers: dict[str, str]) -> None:
    assert await door.knock(message(text="/delete"), headers) == 403
    assert door.heard == []


async def test_nothing_of_a_forged_request_is_read(door: Door) -> None:
    async def receive() -> Message:
        raise AssertionError("the body was read")

    answers: list[Message] = []

    async def send(answer: Message) -> None:
        answers.append(answer)

    scope = {"type": "http", "method": "POST", "path": PATH, "headers": [], "query_string": b"", "root_path": ""}
    await door.app(scope, receive, send)
    assert answers[0]["status"] == 403


async def test_without_a_secret_nobody_gets_in(channel: TelegramChannel) -> None:
    door = Door(channel, secret="")
    assert await door.knock(message(text="x"), {"X-Telegram-Bot-Api-Secret-Token": ""}) == 403
    assert await door.knock(message(text="x"), {}) == 403


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"null", b"[]", b"\xff\xfe", b"MarkedText", b'"MarkedText"', b"[" * 100_000,
        b'{"message": {"text": "MarkedText"}}',
        b'{"update_id": 1, "message": {"text": "MarkedText"}}',
        b'{"update_id": 1, "new_kind": {"text": "MarkedText"}}',
        json.dumps(message(chat=GROUP, text="MarkedText")).encode(),
    ],
)  # fmt: skip
async def test_what_is_of_no_use_is_taken_so_that_it_does_not_come_for_ever(
    door: Door, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    assert await door.knock(body) == 200
    assert door.heard == []
    assert "MarkedText" not in caplog.text


async def test_an_update_with_half_an_emoji_is_heard(door: Door) -> None:
    assert await door.knock(json.dumps(message(text="help \ud83d me")).encode()) == 200
    assert [event.content for event in door.heard] == [Text("help  me")]


async def test_a_body_beyond_a_megabyte_is_not_taken_in(door: Door) -> None:
    assert await door.knock(message(text="x" * (1024 * 1024))) == 413
    assert await door.knock(message(text="x" * 1_000_000)) == 200
    assert len(door.heard) == 1


async def test_a_busy_database_makes_telegram_bring_it_again(door: Door) -> None:
    door.errors = [StoreBusy("locked")]
    assert await door.knock(message(text="hello")) == 503
    assert await door.knock(message(text="hello")) == 200
    assert [event.content for event in door.heard] == [Text("hello")]


async def test_a_bug_is_told_by_its_kind_and_does_not_come_for_ever(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    door.errors = [ValueError("MarkedText")]
    assert await door.knock(message(text="MarkedText")) == 200
    assert "ValueError at " in caplog.text
    assert "MarkedText" not in caplog.text


async def test_only_posting_is_answered(door: Door) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(door.app), base_url="https://bot.example") as client:
        assert (await client.get(PATH, headers=SIGNED)).status_code == 405


# --- with the whole conversation behind it ----------------------------------------------------------------------------


@pytest.fixture
async def house(channel: TelegramChannel, mind: Mind) -> AsyncIterator[tuple[Starlette, Outbox]]:
    engine = connect("sqlite://")
    migrate(engine)
    store = SqlStore(engine, Sealer(b"k" * 32))
    outbox = Outbox(store, {channel.name: channel}, SystemClock())
    conversation = Conversation(
        store=store,
        listener=mind.ear,
        renderer=mind.renderer,
        outbox=outbox,
        library=lambda: mind.library,
        clock=SystemClock(),
        surfaces={channel.name: channel.surface},
    )
    yield Starlette(routes=webhook_routes(channel, conversation.handle, SECRET)), outbox
    await outbox.close()
    store.close()


async def test_a_repeated_update_is_answered_once(house: tuple[Starlette, Outbox], api: BotApi) -> None:
    app, outbox = house
    update = message(text="They took my passport and I can't leave")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://bot.example") as client:
        for _ in range(3):
            assert (await client.post(PATH, json=update, headers=SIGNED)).status_code == 200
    await outbox.settle()
    (sent,) = api.called("sendMessage")
    assert (sent["disable_notification"], sent["protect_content"]) == (True, True)


async def test_hiding_takes_back_what_was_said_on_both_sides(house: tuple[Starlette, Outbox], api: BotApi) -> None:
    app, outbox = house
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://bot.example") as client:
        await client.post(PATH, json=message(1, text="They took my passport", message_id=42), headers=SIGNED)
        await outbox.settle()
        said = list(api.messages)
        await client.post(PATH, json=tap("hide", 2), headers=SIGNED)
        await outbox.settle()
    taken_back = {number for call in api.called("deleteMessages") for number in call["message_ids"]}
    assert said
    assert taken_back == {42, *said}
    assert len(api.messages) == 1
