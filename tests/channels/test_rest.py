"""The REST channel speaks as Rasa's does, so that widgets made for Rasa work, and is shut where nobody opened it."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.app import House, Mind, build_house
from bot.channels.rest import LARGEST_BODY, rest_routes
from bot.errors import StoreBusy
from bot.settings import Settings

HELD = "they took my passport and I can't leave"
PATH = "/webhooks/rest/webhook"


@pytest.fixture
async def house(settings: Settings, mind: Mind) -> AsyncIterator[House]:
    house = build_house(settings, mind=mind)
    yield house
    house.store.close()


def talking(house: House, *, token: str | None = None, open_to_all: bool = False, address: str = "127.0.0.1") -> Any:
    routes = rest_routes(house.conversation.handle, house.store.sent, token=token, open_to_all=open_to_all)
    transport = httpx.ASGITransport(Starlette(routes=routes), client=(address, 5000))
    return httpx.AsyncClient(transport=transport, base_url="http://localhost")


async def test_a_message_is_answered_in_rasas_shape(house: House) -> None:
    async with talking(house) as client:
        answer = await client.post(PATH, json={"sender": "ana", "message": HELD})
    (reply,) = answer.json()
    assert (answer.status_code, reply["recipient_id"]) == (200, "ana")
    assert reply["text"].startswith("Hello, I am here.")
    assert {"title": "Yes", "payload": "/help.safe:yes"} in reply["buttons"]


async def test_a_payload_taps_its_button(house: House) -> None:
    async with talking(house) as client:
        await client.post(PATH, json={"sender": "ben", "message": HELD})
        answer = await client.post(PATH, json={"sender": "ben", "message": "/help.safe:yes"})
    assert answer.json()[0]["text"].startswith("Which country are you in now?")


async def test_what_was_fetched_is_not_kept(house: House) -> None:
    async with talking(house) as client:
        await client.post(PATH, json={"sender": "cho", "message": HELD})
    assert await house.store.unsent(["rest"]) == ()


async def test_a_repeated_message_id_changes_nothing(house: House) -> None:
    async with talking(house) as client:
        message = {"sender": "dan", "message": HELD, "message_id": "m-1"}
        first, again = [(await client.post(PATH, json=message)).json() for _ in range(2)]
    assert (len(first), again) == (1, [])


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"hello", 400),
        (b'{"sender": "eva"}', 400),
        (b'{"sender": 5, "message": "hi"}', 400),
        (b'{"sender": "", "message": "hi"}', 400),
        (b'{"sender": "' + b"e" * 257 + b'", "message": "hi"}', 400),
        (b'{"sender": "eva", "message": "' + b"x" * LARGEST_BODY + b'"}', 413),
    ],
)
async def test_what_cannot_be_read_is_refused_in_words(house: House, body: bytes, status: int) -> None:
    async with talking(house) as client:
        answer = await client.post(PATH, content=body)
    assert (answer.status_code, answer.json()["error"][-1]) == (status, ".")


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("203.0.113.7", {}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.7"}, 403),
        ("127.0.0.1", {"Forwarded": "for=203.0.113.7"}, 403),
    ],
)
async def test_only_this_machine_is_answered_unless_opened(
    house: House, address: str, headers: dict[str, str], status: int
) -> None:
    async with talking(house, address=address) as client:
        answer = await client.post(PATH, json={"sender": "fay", "message": "hello"}, headers=headers)
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("query", "headers", "status"),
    [("", {}, 403), ("?token=wrong", {}, 403), ("?token=right", {}, 200), ("", {"Authorization": "Bearer right"}, 200)],
)
async def test_a_token_is_asked_for_everywhere(house: House, query: str, headers: dict[str, str], status: int) -> None:
    async with talking(house, token="right", open_to_all=True) as client:
        answer = await client.post(PATH + query, json={"sender": "gus", "message": "hello"}, headers=headers)
    assert answer.status_code == status


async def test_a_busy_database_asks_for_the_message_again(house: House) -> None:
    async def busy(_inbound: object) -> None:
        raise StoreBusy("locked")

    app = Starlette(routes=rest_routes(busy, house.store.sent, token=None, open_to_all=True))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
        answer = await client.post(PATH, json={"sender": "hal", "message": "hello"})
    assert answer.status_code == 503
