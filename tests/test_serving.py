"""Serving: who is answered by what name, what stands in the log of a failure, and that stopping loses nothing."""

import logging
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.app import House, Mind, build_house
from bot.channels.phone.channel import PhoneChannel
from bot.channels.phone.looks import TELEGRAM
from bot.channels.telegram import TelegramChannel
from bot.cli.main import main
from bot.domain.inbound import PersonRef
from bot.domain.outgoing import Outgoing
from bot.domain.state import State
from bot.errors import StoreBusy, WaypostError
from bot.ports import Record
from bot.serving import build, open_port, running
from bot.settings import Settings
from bot.web import Discreet, Ways, web_app

SESSION = "00112233445566778899aabbccddeeff"


@pytest.fixture
async def house(settings: Settings, mind: Mind) -> AsyncIterator[House]:
    house = build_house(settings, mind=mind)
    yield house
    house.store.close()


def visiting(house: House, ways: Ways, *, host: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(web_app(house, ways))  # type: ignore[arg-type]
    return httpx.AsyncClient(transport=transport, base_url=f"http://{host}")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8765", 200),
        ("localhost", 200),
        ("[::1]:8765", 200),
        ("attacker.example", 400),
        ("127.0.0.1.attacker.example", 400),
    ],
)
async def test_on_loopback_the_page_answers_to_its_own_names_only(house: House, host: str, status: int) -> None:
    async with visiting(house, Ways((PhoneChannel(TELEGRAM),)), host=host) as client:
        assert (await client.get("/")).status_code == status
        # The same door for what the page and the REST channel take.
        posted = await client.post("/webhooks/rest/webhook", json={"sender": "a", "message": "hello"})
        assert posted.status_code == status


async def test_outside_every_name_is_ours_and_rest_is_off(house: House) -> None:
    outside = replace(house, settings=replace(house.settings, host="0.0.0.0"))
    async with visiting(outside, Ways((PhoneChannel(TELEGRAM),)), host="help.example.org") as client:
        assert (await client.get("/")).status_code == 200
        assert (await client.post("/webhooks/rest/webhook", json={})).status_code == 404


async def test_without_a_phone_there_is_no_page(house: House) -> None:
    async with visiting(house, Ways(), host="localhost") as client:
        assert (await client.get("/")).status_code == 404
        assert (await client.get("/healthz")).text == "ok\n"


async def test_health_is_the_databases_health(house: House) -> None:
    house.store.close()
    with pytest.raises(StoreBusy):
        await house.store.load(PersonRef("rest", "a"))
    async with visiting(house, Ways(), host="localhost") as client:
        assert (await client.get("/healthz")).status_code == 503


async def test_a_failure_is_logged_without_a_word_of_what_was_said(caplog: pytest.LogCaptureFixture) -> None:
    async def fail(_request: Request) -> Response:
        raise ValueError("heliotrope 4711")

    caplog.set_level(logging.DEBUG)
    app = Discreet(Starlette(routes=[Route("/", fail)]))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as client:  # type: ignore[arg-type]
        answer = await client.get("/")
    assert (answer.status_code, "heliotrope" in answer.text) == (500, False)
    assert "ValueError at" in caplog.text
    assert "heliotrope" not in caplog.text


async def test_what_a_former_run_left_goes_out_and_stopping_puts_all_away(
    settings: Settings, mind: Mind, tmp_path: Path
) -> None:
    on_disk = replace(settings, database_url=f"sqlite:///{tmp_path / 'waypost.db'}")
    phone, person = PhoneChannel(TELEGRAM), PersonRef("phone-telegram", SESSION)
    # The former run committed a turn and ended before anything was sent.
    former = build_house(on_disk, mind=mind)
    await former.store.keep(Record(person, "d1", datetime.now(UTC), State(), 0, (Outgoing("left behind"),)))
    former.store.close()

    house = build_house(on_disk, [phone], mind=mind)
    async with running(house, Ways((phone,))):
        await house.outbox.settle()
        assert ["left behind" in drawing for drawing in phone.chats.of(SESSION).drawings()] == [True]
    with pytest.raises(StoreBusy):
        await house.store.load(person)


@pytest.mark.parametrize("chat", [None, -1009])
def test_a_team_is_there_only_where_the_operator_has_one(settings: Settings, chat: int | None) -> None:
    house, _ = build(replace(settings, telegram_token="1:token", staff_chat=chat, operator="Hope"))
    assert (house.conversation.desk is not None, house.mind.library.helpers is not None) == (chat is not None,) * 2
    house.store.close()


async def test_telegram_that_cannot_be_reached_does_not_stop_the_rest(settings: Settings, mind: Mind) -> None:
    nowhere = TelegramChannel("1:token", "http://127.0.0.1:9")
    house = build_house(settings, [nowhere], mind=mind)
    ways = Ways(telegram=nowhere)
    async with running(house, ways), visiting(house, ways, host="localhost") as client:
        assert (await client.get("/healthz")).text == "ok\n"


def test_an_occupied_port_is_said_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 2
    assert capsys.readouterr().err == (
        f"Port {port} is in use by another program. Stop it, or choose another port with --port.\n"
    )


def test_an_address_that_is_not_this_machines_is_said_in_one_sentence() -> None:
    with pytest.raises(WaypostError, match=r"cannot be reached at 192\.0\.2\.1\. Check WAYPOST_HOST"):
        open_port("192.0.2.1", 0)


def test_port_zero_takes_a_free_one() -> None:
    with open_port("127.0.0.1", 0) as listening:
        assert listening.getsockname()[1] > 0


def test_what_is_not_used_is_not_loaded() -> None:
    check = "import sys, bot.serving; print({'telegram', 'httpx', 'apscheduler', 'alembic', 'psycopg'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True).stdout == "set()\n"
