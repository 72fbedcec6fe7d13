"""Whole conversations with planted names, numbers and words: none of them stands in what a thief or an operator can read."""

import base64
import json
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from bot.app import House, Mind, build_house
from bot.domain.inbound import Chosen, Command, Content, Inbound, Located, PersonRef, SharedPhone, Text, Unreadable
from bot.errors import SendError
from bot.settings import Settings
from bot.store.tables import metadata
from bot.web import Ways, web_app
from tests.fakes import NOON, ListeningChannel

ADDRESSES = ("4477123456789", "@quillfeather", "9977000111")
PLANTED = (
    *ADDRESSES,
    "Zanzibarina",
    "မဇွန်ဇံဘာ",
    "张伟强",
    "66812345670",
    "066811122",
    "Quixotic Placements",
    "Marked Lane",
    "bluebird",
    "8642 USD",
    "13.6512",
)
VETTING: tuple[Content, ...] = (
    Command("start"),
    Text(
        "URGENT HIRING by Quixotic Placements: customer service for Thailand, no experience, bluebird free flight, send "
        "your passport to Zanzibarina, pay 8642 USD visa fee to +66812345670, driver picks you up at Marked Lane in Mae Sot"
    ),
    Chosen("sign:upfront_fee:yes"),
    Chosen("offer:judge"),
    Chosen("offer.home:PH"),
    Text("Quixotic Placements", to_check=True),
    Command("data"),
    Text("URGENT: 张伟强 招聘客服，去泰国，月薪 1500 美元，包机票，护照交给我们，先交押金", forwarded=True),
)
QUIET: tuple[Content, ...] = (
    Text("my name is Zanzibarina, they took my passport, Marked Lane 5, I cannot leave, the word is bluebird"),
    Chosen("help.safe:yes"),
    Located(13.6512, 102.5601),
    SharedPhone("+66812345670"),
    Chosen("help.nationality:MM"),
    Chosen("help:next"),
    Text("မဇွန်ဇံဘာ ကို ဖမ်းထားတယ် ကူညီပါ 066811122"),
    Unreadable("voice"),
    Chosen("data:show"),
    Chosen("word:ask"),
    Text("bluebird"),
    Text("hide"),
    Text("bluebird, where is Zanzibarina?"),
)
TIPS: tuple[Content, ...] = (
    Command("start"),
    Chosen("tips:every:1"),
    Chosen("tips:at:1:18"),
    Chosen("tips:in:1:18:KE"),
    Text("I am Zanzibarina, what do you keep about 066811122?"),
)


def written_ways(word: str) -> Iterator[bytes]:
    """A word as it may stand in a file: raw, in UTF-16, as JSON escapes it, in base64 wherever it begins, in hexadecimal."""
    for form in {word, word.lower(), word.upper()}:
        raw = form.encode()
        yield from (
            raw,
            form.encode("utf-16-le"),
            form.encode("utf-16-be"),
            json.dumps(form)[1:-1].encode(),
            raw.hex().encode(),
        )
        for before in range(3):
            # The first and last characters depend on the neighbours.
            yield base64.b64encode(bytes(before) + raw + bytes(3))[4 if before else 0 : -8]


def leaks(haystack: bytes) -> set[str]:
    return {word for word in PLANTED if any(form in haystack for form in written_ways(word))}


def stored(folder: Path) -> bytes:
    return b"\n".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


@pytest.fixture
def channel() -> ListeningChannel:
    return ListeningChannel()


@pytest.fixture
async def house(mind: Mind, tmp_path: Path, channel: ListeningChannel) -> AsyncIterator[House]:
    house = build_house(Settings(data=tmp_path), [channel], mind=mind)
    yield house
    await house.outbox.close()
    house.store.close()


async def live(house: House, address: str, *contents: Content) -> None:
    for number, content in enumerate(contents):
        delivery = f"{address}:{number}:{type(content).__name__}"
        await house.conversation.handle(
            Inbound(PersonRef("listening", address), delivery, content, NOON, message=f"p{number}")
        )


@pytest.mark.parametrize("word", PLANTED)
def test_the_search_finds_a_word_in_every_way_it_may_be_written(word: str) -> None:
    for before in range(3):
        assert leaks(b"x" + base64.b64encode(b"-" * before + word.encode() + b"--")) == leaks(word.encode())
    assert word in leaks(word.encode()) & leaks(f"-{word}-".encode("utf-16-le")) & leaks(json.dumps({"w": word}).encode())


async def test_no_planted_word_is_in_the_files_the_logs_or_on_the_web(
    house: House, channel: ListeningChannel, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    vetting, quiet, tips = ADDRESSES
    channel.errors = [SendError("refused", refused=True) for _ in range(3)]
    await live(house, vetting, *VETTING)
    await live(house, tips, *TIPS)
    await live(house, quiet, *QUIET)
    files = stored(tmp_path)
    await house.outbox.settle()
    files += stored(tmp_path)
    # What is searched for is there, sealed.
    assert "8642 USD" in set_aside(house)
    assert (await house.store.load(PersonRef("listening", vetting)))[0].offer is not None
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(web_app(house, Ways())),  # type: ignore[arg-type]
        base_url="http://localhost",
    ) as client:
        shown = [await client.get(path) for path in ("/healthz", "/metrics")]
    logged = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert caplog.records
    assert leaks(files) == set()
    assert leaks(logged.encode()) == set()
    assert leaks(b"".join(answer.content + repr(answer.headers).encode() for answer in shown)) == set()


async def test_after_delete_only_digests_of_deliveries_and_the_farewells_id_are_left(house: House) -> None:
    await live(house, ADDRESSES[0], *VETTING, *QUIET[:-2])
    await house.outbox.settle()
    before = rows(house, ADDRESSES[0])
    await house.conversation.handle(Inbound(PersonRef("listening", ADDRESSES[0]), "delete", Command("delete"), NOON))
    await house.outbox.settle()
    assert (before["person"], before["trace"] > 1) == (1, True)
    after = rows(house, ADDRESSES[0])
    assert after.pop("trace") == 1
    assert set(after.values()) == {0}


def set_aside(house: House) -> str:
    outbox = metadata.tables["outbox"]
    with house.store._engine.begin() as connection:
        rows = connection.execute(select(outbox).where(outbox.c.set_aside.is_not(None))).all()
    return "".join(house.store._queued(row).message.text for row in rows)


def rows(house: House, address: str) -> dict[str, int]:
    """How many rows of each table belong to somebody: those that bear their digest."""
    key = house.store._key(PersonRef("listening", address))
    columns = [metadata.tables["person"].c.id] + [t.c.person for t in metadata.sorted_tables if "person" in t.c]
    with house.store._engine.begin() as connection:
        return {c.table.name: connection.scalar(select(func.count()).where(c == key)) or 0 for c in columns}
