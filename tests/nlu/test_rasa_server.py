"""The Rasa server as a backend: believed when it answers well, never waited for when it does not."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import pytest

from bot.domain.heard import Scored
from bot.errors import Unavailable
from bot.understanding.breaker import Breaker
from bot.understanding.rasa_server import PATIENCE, RasaServer, WithFallback, as_plain_text

pytestmark = pytest.mark.enable_socket

MARK = "MARK-7f3a secret words"
RANKING = [{"name": "greet", "confidence": 0.9}, {"name": "hide", "confidence": 0.1}]
GOOD = {"text": "hi", "intent_ranking": RANKING}


@dataclass
class Server:
    """A small HTTP server on loopback that answers each request with what it was told."""

    answer: Callable[[], Awaitable[bytes]]
    url: str = ""
    requests: list[tuple[str, bytes]] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            length = int(head.lower().partition("content-length: ")[2].split("\r\n")[0])
            self.requests.append((head.split("\r\n")[0], await reader.readexactly(length)))
            writer.write(await self.answer())
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def serving(answer: Callable[[], Awaitable[bytes]]) -> AsyncIterator[Server]:
    server = Server(answer)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    async with listening:
        yield server


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False) as opened:
        yield opened


class Embedded:
    """Stands in for the model in the process."""

    async def rank(self, text: str) -> tuple[Scored, ...]:  # noqa: ARG002
        return (Scored("thanks", 1.0),)


@dataclass
class SetClock:
    now: float = 100.0

    def __call__(self) -> float:
        return self.now


def http(status: str, body: bytes) -> bytes:
    return f"HTTP/1.1 {status}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n".encode() + body


def saying(status: str, body: bytes) -> Callable[[], Awaitable[bytes]]:
    async def answer() -> bytes:
        return http(status, body)

    return answer


async def hanging() -> bytes:
    await asyncio.sleep(1.0)
    return b""


async def test_a_good_answer_is_believed(client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with serving(saying("200 OK", json.dumps(GOOD).encode())) as server:
        ranked = await RasaServer(client, server.url + "/", token="s&t").rank("ครับ \ud800")
    assert "s%26t" not in caplog.text
    assert ranked == (Scored("greet", 0.9), Scored("hide", 0.1))
    assert server.requests == [
        ("POST /model/parse?token=s%26t HTTP/1.1", b'{"text": "\\u0e04\\u0e23\\u0e31\\u0e1a \\ud800"}')
    ]


RUBBISH = {
    "an error": ("500 Internal Server Error", json.dumps(GOOD).encode()),
    "no entry": ("401 Unauthorized", b"{}"),
    "no JSON": ("200 OK", b"<html>"),
    "no text": ("200 OK", b"\xff\xfe"),
    "a list": ("200 OK", b"[]"),
    "no ranking": ("200 OK", b'{"intent": {"name": "greet"}}'),
    "an empty ranking": ("200 OK", b'{"intent_ranking": []}'),
    "a nameless intent": ("200 OK", b'{"intent_ranking": [{"name": null, "confidence": 0.5}]}'),
    "a confidence above one": ("200 OK", b'{"intent_ranking": [{"name": "greet", "confidence": 7}]}'),
    "no number": ("200 OK", b'{"intent_ranking": [{"name": "greet", "confidence": NaN}]}'),
    "an intent twice": ("200 OK", json.dumps({"intent_ranking": 2 * RANKING}).encode()),
    "depth": ("200 OK", b"[" * 200_000),
    "endless": ("200 OK", b" " * 2_000_000),
}


@pytest.mark.parametrize("said", RUBBISH.values(), ids=RUBBISH.keys())
async def test_nonsense_is_not_believed(
    client: httpx.AsyncClient, said: tuple[str, bytes], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with serving(saying(*said)) as server:
        rasa = RasaServer(client, server.url)
        with pytest.raises(Unavailable) as raised:
            await rasa.rank(MARK)
        assert await WithFallback(rasa, Embedded()).rank(MARK) == (Scored("thanks", 1.0),)
    assert len(server.requests) == 1
    assert MARK not in caplog.text
    assert MARK not in str(raised.value)
    assert raised.value.__cause__ is None


async def test_a_hanging_server_is_left_within_half_a_second(client: httpx.AsyncClient) -> None:
    async with serving(hanging) as server:
        ranker = WithFallback(RasaServer(client, server.url), Embedded())
        began = time.perf_counter()
        assert await ranker.rank("hi") == (Scored("thanks", 1.0),)
        assert time.perf_counter() - began < 0.5
        began = time.perf_counter()
        for _ in range(100):
            await ranker.rank("hi")
        assert time.perf_counter() - began < 0.2
        assert len(server.requests) == 1


async def test_a_server_that_trickles_is_left_too(client: httpx.AsyncClient) -> None:
    async def trickling() -> bytes:
        return b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{"

    async with serving(trickling) as server:
        with pytest.raises(Unavailable):
            await RasaServer(client, server.url).rank("hi")


async def test_nobody_listening_and_an_impossible_address(client: httpx.AsyncClient) -> None:
    async with serving(hanging) as server:
        pass
    for url in (server.url, "http://[::1", "nonsense"):
        with pytest.raises(Unavailable):
            await RasaServer(client, url).rank("hi")


async def test_a_server_that_comes_back_is_used_again(client: httpx.AsyncClient) -> None:
    said = [http("500 Internal Server Error", b""), http("200 OK", json.dumps(GOOD).encode())]

    async def answer() -> bytes:
        return said.pop(0)

    clock = SetClock()
    async with serving(answer) as server:
        rasa = RasaServer(client, server.url, breaker=Breaker(PATIENCE, clock))
        for _ in range(3):
            with pytest.raises(Unavailable):
                await rasa.rank("hi")
        assert len(server.requests) == 1
        clock.now += 1.0
        assert (await rasa.rank("hi"))[0].intent == "greet"


def test_the_breaker_rests_longer_each_time_and_lets_one_try() -> None:
    clock = SetClock()
    breaker = Breaker(PATIENCE, clock)
    rests = []
    for _ in range(8):
        assert breaker.lets_through()
        breaker.failed()
        breaker.failed()  # another call that had begun at the same time
        began = clock.now
        while not breaker.lets_through():
            clock.now += 0.25
        assert not breaker.lets_through()
        rests.append(clock.now - began)
        clock.now += 0.5
    assert rests == [1, 2, 4, 8, 16, 32, 60, 60]
    breaker.worked()
    assert breaker.lets_through()
    assert breaker.lets_through()


def test_no_text_is_a_command() -> None:
    assert as_plain_text(" /trapped") == "\u200b/trapped"
    assert as_plain_text("and/or") == "and/or"
    assert len(as_plain_text("x" * 9999)) == 4096
