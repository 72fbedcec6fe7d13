"""The web phone: what it posts is answered once, what it draws keeps to each messenger's limits, and nobody else sees it."""

import asyncio
import json
import logging
import re
import secrets
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.app import House, Mind, build_house
from bot.channels.phone.channel import MOST_UPLOADS, PhoneChannel
from bot.channels.phone.chats import LIFETIME, MOST_CHATS, MOST_EVENTS, Chat, Chats
from bot.channels.phone.looks import TELEGRAM, WHATSAPP
from bot.channels.phone.routes import LARGEST_BODY, LARGEST_PICTURE, phone_routes
from bot.domain.outgoing import Outgoing
from bot.errors import StoreBusy, Unavailable
from bot.settings import Settings

ADVERT = (
    "URGENT HIRING customer service in Thailand, salary 1500 USD a month, no experience needed, free flight and "
    "accommodation, company will pick you up in Mae Sot. Only 2 slots left, contact HR on Telegram."
)
ID = b"00112233445566778899aabbccddeeff"
HELD = "they took my passport and I can't leave"


class Phone:
    """Somebody with the page open, in one look."""

    def __init__(self, client: httpx.AsyncClient, house: House, channel: PhoneChannel) -> None:
        self.client, self.house, self.channel = client, house, channel
        self.session = secrets.token_hex(16)

    async def post(
        self, kind: str, /, *, message: str | None = None, language: str = "en", **fields: object
    ) -> httpx.Response:
        body = {"session": self.session, "id": message or secrets.token_hex(16), "kind": kind, **fields}
        answer = await self.client.post(
            f"/phone/{self.channel.look.name}/messages",
            content=json.dumps(body),
            headers={"Content-Type": "application/json", "Accept-Language": language},
        )
        await self.house.outbox.settle()
        return answer

    def screen(self) -> list[dict[str, Any]]:
        """The bubbles, oldest first."""
        drawings = [json.loads(drawing) for drawing in reversed(self.channel.chats.of(self.session).drawings())]
        return [drawing for drawing in drawings if "removed" not in drawing]

    def said(self) -> list[dict[str, Any]]:
        return [bubble for bubble in self.screen() if not bubble["mine"]]


@pytest.fixture
def channels() -> tuple[PhoneChannel, PhoneChannel]:
    return PhoneChannel(TELEGRAM), PhoneChannel(WHATSAPP)


@pytest.fixture
async def house(settings: Settings, mind: Mind, channels: tuple[PhoneChannel, ...]) -> AsyncIterator[House]:
    house = build_house(settings, channels, mind=mind)
    yield house
    house.store.close()


@pytest.fixture
async def phones(house: House, channels: tuple[PhoneChannel, ...]) -> AsyncIterator[tuple[Phone, Phone]]:
    app = Starlette(routes=phone_routes(channels, house.conversation.handle, {"en": "English"}))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
        telegram, whatsapp = (Phone(client, house, channel) for channel in channels)
        yield telegram, whatsapp


@pytest.fixture
def telegram(phones: tuple[Phone, Phone]) -> Phone:
    return phones[0]


@pytest.fixture
def whatsapp(phones: tuple[Phone, Phone]) -> Phone:
    return phones[1]


# --- pictures ---------------------------------------------------------------------------------------------------


async def upload(phone: Phone, data: bytes, **changed: str) -> httpx.Response:
    headers = {"Content-Type": "application/octet-stream", "X-Phone-Session": phone.session, "X-Phone-Message": "ab" * 16}
    answer = await phone.client.post(
        f"/phone/{phone.channel.look.name}/pictures",
        content=data,
        headers=headers | {name.replace("_", "-"): value for name, value in changed.items()},
    )
    if (pictures := phone.house.conversation.pictures) is not None:
        await pictures.settle()
    await phone.house.outbox.settle()
    return answer


async def test_an_uploaded_picture_is_answered_and_given_away_once(telegram: Phone) -> None:
    answer = await upload(telegram, b"not a picture at all")
    own, *answers = telegram.screen()
    assert (answer.status_code, own["kind"], own["mine"]) == (200, "picture", True)
    assert answers
    media = f"{telegram.session}:{'ab' * 16}"
    telegram.channel.uploaded(media, b"once more")
    assert await telegram.channel.fetch(media, 100) == b"once more"
    with pytest.raises(Unavailable):
        await telegram.channel.fetch(media, 100)


@pytest.mark.parametrize(
    ("data", "changed", "status"),
    [
        (b"x", {"Content_Type": "text/plain"}, 415),
        (b"x", {"X_Phone_Session": "short"}, 400),
        (b"x", {"X_Phone_Message": "../" + "a" * 29}, 400),
        (bytes(LARGEST_PICTURE + 1), {}, 413),
    ],
)
async def test_what_the_page_would_not_upload_is_refused(
    telegram: Phone, data: bytes, changed: dict[str, str], status: int
) -> None:
    assert (await upload(telegram, data, **changed)).status_code == status
    assert telegram.screen() == []


async def test_uploads_that_nobody_fetches_make_room(telegram: Phone) -> None:
    for number in range(MOST_UPLOADS + 1):
        telegram.channel.uploaded(str(number), b"x")
    assert await telegram.channel.fetch("1", 1) == b"x"
    with pytest.raises(Unavailable):
        await telegram.channel.fetch("0", 1)


# --- posting ----------------------------------------------------------------------------------------------------


async def test_a_message_stands_before_its_answer(telegram: Phone) -> None:
    answer = await telegram.post("text", text=HELD)
    own, reply = telegram.screen()
    assert answer.status_code == 200
    assert (own["mine"], own["text"]) == (True, HELD)
    assert reply["text"].startswith("Hello, I am here.")
    assert (reply["silent"], reply["protected"]) == (True, True)
    assert "hide" in [button["id"] for button in reply["buttons"]]


async def test_the_same_id_again_is_acknowledged_without_a_second_turn(telegram: Phone) -> None:
    message = secrets.token_hex(16)
    first = await telegram.post("text", message=message, text=HELD)
    before = telegram.screen()
    again = await telegram.post("text", message=message, text=HELD)
    assert (again.status_code, again.json()) == (200, first.json())
    assert telegram.screen() == before


async def test_a_tap_is_a_message_in_whatsapp_only(telegram: Phone, whatsapp: Phone) -> None:
    for phone in (telegram, whatsapp):
        await phone.post("text", text=HELD)
        await phone.post("choice", choice="help.safe:yes")
    assert [bubble["text"] for bubble in telegram.screen() if bubble["mine"]] == [HELD]
    assert [bubble["text"] for bubble in whatsapp.screen() if bubble["mine"]] == [HELD, "Yes"]


async def test_hiding_empties_telegram_and_cannot_empty_whatsapp(telegram: Phone, whatsapp: Phone) -> None:
    for phone in (telegram, whatsapp):
        await phone.post("text", text=HELD)
        await phone.post("choice", choice="hide")
    cover = whatsapp.said()[-1]["text"]
    assert [bubble["text"] for bubble in telegram.screen()] == [cover]
    assert whatsapp.screen()[0]["text"] == HELD


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("voice", {}, "I cannot listen to voice messages."),
        ("picture", {}, "I cannot read pictures yet."),
        ("sticker", {}, "I only understand words"),
        ("text", {"text": "/start"}, "Hello! I am an automatic assistant"),
        ("location", {"latitude": 11.55, "longitude": 104.92}, "Which country are you from?"),
        ("contact", {"phone": "+855 12 345 678"}, "What would you like to do?"),
        ("text", {"text": ADVERT, "forwarded": True}, "I noticed"),
        ("text", {"text": "they took my passport and I can't leave \ud83d"}, "Can you write now"),
        ("text", {"text": "\u202e\u200b"}, "Sorry, I did not understand that."),
    ],
)
async def test_every_kind_is_answered(telegram: Phone, kind: str, fields: dict[str, object], expected: str) -> None:
    answer = await telegram.post(kind, **fields)
    assert answer.status_code == 200
    assert expected in "\n".join(bubble["text"] for bubble in telegram.said())


async def test_the_browser_says_which_language_the_phone_has(telegram: Phone) -> None:
    await telegram.post("text", text="/start", language="es-419,es;q=0.9,en;q=0.5")
    assert telegram.said()[0]["language"] == "es"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[" * 50_000,
        b'{"session": "x"}',
        b"\xff\xfe",
        b'{"session": 7, "id": "%s", "kind": "text"}' % ID,
        b'{"session": "%s", "id": "%s", "kind": "bomb"}' % (ID, ID),
        b'{"session": "%s", "id": "1", "kind": "text", "text": "hi"}' % ID,
        b'{"session": "%s\\n", "id": "%s", "kind": "voice"}' % (ID, ID),
        b'{"session": "%s", "id": "%s", "kind": "location", "latitude": 91}' % (ID, ID),
    ],
)
async def test_what_the_page_would_never_send_is_refused_in_words(telegram: Phone, body: bytes) -> None:
    answer = await telegram.client.post(
        "/phone/telegram/messages", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")


async def test_a_form_of_another_site_is_refused(telegram: Phone) -> None:
    body = json.dumps({"session": telegram.session, "id": secrets.token_hex(16), "kind": "text", "text": "hi"})
    answer = await telegram.client.post("/phone/telegram/messages", content=body, headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415
    assert telegram.screen() == []


@pytest.mark.parametrize("length", [LARGEST_BODY, 1_000_000, 6_000_000])
async def test_what_is_too_long_is_refused_in_words(telegram: Phone, length: int) -> None:
    answer = await telegram.post("text", text="x" * length)
    assert (answer.status_code, "too long" in answer.text) == (413, True)
    assert telegram.screen() == []


async def test_a_busy_database_asks_for_the_message_again(telegram: Phone) -> None:
    async def busy(_inbound: object) -> None:
        raise StoreBusy("locked")

    app = Starlette(routes=phone_routes((telegram.channel,), busy, {}))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
        answer = await Phone(client, telegram.house, telegram.channel).post("text", text="hello")
    assert answer.status_code == 503


async def test_what_is_drawn_stays_within_the_messengers_limits(telegram: Phone, whatsapp: Phone) -> None:
    for phone in (telegram, whatsapp):
        await phone.post("text", text=ADVERT)
        await phone.post("choice", choice="offer.home:PH")
        await phone.post("choice", choice="language:ask")
        await phone.post("text", text=HELD)
        for choice in ("help.safe:yes", "help.country:KH", "help.nationality:PH", "help:next", "help:next"):
            await phone.post("choice", choice=choice)
        surface = phone.channel.surface
        for bubble in phone.said():
            buttons = [button["title"] for button in bubble["buttons"]]
            as_list = bubble["list_title"] is not None
            assert 0 < len(bubble["text"]) <= (surface.body_length if buttons else surface.text_length)
            assert len(buttons) <= (surface.list_rows if as_list else surface.buttons)
            assert all(0 < len(title) <= (surface.row_length if as_list else surface.button_length) for title in buttons)


# --- the stream -------------------------------------------------------------------------------------------------


class Watching:
    """A page that reads the stream, as an ASGI server would drive it."""

    def __init__(self, app: Starlette, path: str, headers: dict[str, str]) -> None:
        self.status, self._gone, self._chunks = 0, asyncio.Event(), asyncio.Queue[bytes]()
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": raw, "root_path": ""}
        self._task = asyncio.ensure_future(app(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif message["body"]:
            self._chunks.put_nowait(message["body"])

    async def event(self) -> tuple[str, dict[str, Any]]:
        while True:
            found = re.fullmatch(rb"id: (\S+)\ndata: (.*)\n\n", await asyncio.wait_for(self._chunks.get(), 5), re.DOTALL)
            if found:
                return found[1].decode(), json.loads(found[2])

    async def leave(self) -> None:
        self._gone.set()
        await self._task


@pytest.fixture
def app(house: House, channels: tuple[PhoneChannel, ...]) -> Starlette:
    return Starlette(routes=phone_routes(channels, house.conversation.handle, {}))


async def test_the_stream_brings_what_was_missed_and_then_what_comes(
    app: Starlette, channels: tuple[PhoneChannel, ...]
) -> None:
    session = secrets.token_hex(16)
    await channels[0].send(session, Outgoing("one"))
    await channels[0].send(session, Outgoing("two"))
    first = Watching(app, "/phone/telegram/events", {"X-Phone-Session": session})
    number, _ = await first.event()
    await first.leave()

    back = Watching(app, "/phone/telegram/events", {"X-Phone-Session": session, "Last-Event-ID": number})
    missed = await back.event()
    await channels[0].send(session, Outgoing("three\n\nwith a gap"))
    fresh = await back.event()
    await back.leave()
    assert [missed[1]["text"], fresh[1]["text"]] == ["two", "three\n\nwith a gap"]


@pytest.mark.parametrize("seen", ["deadbeef-1", "nonsense", "-", "²"])
async def test_a_number_of_another_run_brings_everything(
    app: Starlette, channels: tuple[PhoneChannel, ...], seen: str
) -> None:
    session = secrets.token_hex(16)
    await channels[0].send(session, Outgoing("one"))
    page = Watching(app, "/phone/telegram/events", {"X-Phone-Session": session, "Last-Event-ID": seen})
    assert (await page.event())[1]["text"] == "one"
    await page.leave()


async def test_taking_away_reaches_pages_that_have_it_on_the_screen(
    app: Starlette, channels: tuple[PhoneChannel, ...]
) -> None:
    session = secrets.token_hex(16)
    bubble = await channels[0].send(session, Outgoing("one"))
    page = Watching(app, "/phone/telegram/events", {"X-Phone-Session": session})
    await page.event()
    await channels[0].unsend(session, [bubble, "from an earlier run"])
    assert (await page.event())[1] == {"removed": [bubble, "from an earlier run"]}
    await page.leave()


@pytest.mark.parametrize("session", ["", "guess", "0" * 31, "0" * 33, "G" * 32])
async def test_without_a_session_there_is_no_stream(telegram: Phone, session: str) -> None:
    answer = await telegram.client.get("/phone/telegram/events", headers={"X-Phone-Session": session})
    assert answer.status_code == 400


async def test_one_session_sees_nothing_of_another(telegram: Phone) -> None:
    await telegram.post("text", text=HELD)
    assert telegram.channel.chats.of(secrets.token_hex(16)).drawings() == []


async def test_no_log_at_any_level_holds_a_word(app: Starlette, telegram: Phone, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    page = Watching(app, "/phone/telegram/events", {"X-Phone-Session": telegram.session})
    await telegram.post("text", text="heliotrope 4711")
    await page.event()
    await page.event()
    await page.leave()
    logged = "\n".join(str(record.__dict__) + record.getMessage() for record in caplog.records)
    assert [word for word in ("heliotrope", "4711", "Sorry, I did not", telegram.session) if word in logged] == []


# --- memory -----------------------------------------------------------------------------------------------------


async def test_a_conversation_is_forgotten_after_a_day_unless_somebody_looks_on() -> None:
    now = [1_000_000.0]
    chats = Chats(lambda: now[0])
    left, watched = chats.of("left"), chats.of("watched")
    watched.show("a", "{}")
    following = watched.follow(0)
    await anext(following)
    now[0] += LIFETIME + 1
    chats.tidy()
    assert (chats.known("left"), chats.known("watched")) == (None, watched)
    await following.aclose()
    chats.tidy()
    assert chats.known("watched") is None
    assert left.drawings() == []


def test_memory_is_bounded() -> None:
    chats = Chats(lambda: 0.0)
    for number in range(MOST_CHATS + 5):
        chats.of(str(number))
    assert (chats.known("4"), chats.known("5") is None) == (None, False)

    chat = Chat()
    for number in range(MOST_EVENTS + 5):
        chat.show(str(number), "{}")
    assert len(chat.drawings()) == MOST_EVENTS
    chat.show("long", "x" * 500_000)
    assert len(chat.drawings()) == 1


# --- the page ---------------------------------------------------------------------------------------------------


async def test_the_page_is_whole_in_itself(telegram: Phone) -> None:
    answer = await telegram.client.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.count("'sha256-") == 2
    assert "unsafe" not in policy
    assert '<option value="en">English</option>' in answer.text
    # Nothing is loaded from elsewhere, and nothing is kept but what ends with the tab.
    assert re.findall(r'(?:src|href)="(?!data:|#)[^"]*"|@import|localStorage|document\.cookie|style="', answer.text) == []
    assert "set-cookie" not in answer.headers
