"""The team's group: which of its messages do what, and how a case gets its topic."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.channels.telegram import StaffChannel, TelegramChannel
from bot.channels.telegram.parsing import parsed
from bot.channels.telegram.staff import from_staff
from bot.domain.cases import Case
from bot.domain.inbound import Act, FromStaff, PersonRef
from bot.domain.outgoing import Outgoing
from bot.domain.state import State
from bot.errors import SendError
from bot.ports import Record
from bot.store.engine import connect, migrate
from bot.store.memory import SqlStore
from bot.store.sealing import Sealer
from tests.channels.telegram.bot_api import FORUM, BotApi, Refused
from tests.channels.telegram.payloads import GROUP, PHOTO, VOICE, edited, message
from tests.fakes import NOON

IN_TOPIC = {"chat": GROUP | {"id": FORUM, "is_forum": True}, "message_thread_id": 70, "is_topic_message": True}


def read(raw: dict[str, Any]) -> FromStaff | None:
    update = parsed(raw)
    assert update is not None
    return from_staff(update, FORUM)


@pytest.mark.parametrize(
    ("text", "act", "words"),
    [
        ("We can call you at five.", Act.SAY, "We can call you at five."),
        ("see http://x.org/a and /b", Act.SAY, "see http://x.org/a and /b"),
        ("/claim", Act.CLAIM, ""),
        ("/Claim@WaypostBot", Act.CLAIM, ""),
        ("/note he sounds young", Act.NOTE, "he sounds young"),
        ("// he sounds young", Act.NOTE, ""),
        (" //he sounds young", Act.NOTE, ""),
        ("/transfer  Sok Dara ", Act.TRANSFER, "Sok Dara"),
        ("/urgent", Act.URGENT, ""),
        ("/close", Act.CLOSE, ""),
        ("/clsoe", Act.UNKNOWN, ""),
        ("/ note he sounds young", Act.UNKNOWN, "/ note he sounds young"),
    ],
)
def test_what_a_message_in_a_topic_does(text: str, act: Act, words: str) -> None:
    said = read(message(**IN_TOPIC, text=text))
    assert said is not None
    assert (said.topic, said.delivery, said.act, said.words) == (70, "501", act, words)


def test_what_is_no_new_message_in_words_is_not_passed_on() -> None:
    for raw in (message(**IN_TOPIC, photo=PHOTO, caption="map"), message(**IN_TOPIC, voice=VOICE)):
        assert (said := read(raw)) is not None
        assert said.act is Act.WORDLESS
    assert (said := read(edited(**IN_TOPIC, text="at six"))) is not None
    assert said.act is Act.WORDLESS
    assert (said := read(edited(**IN_TOPIC, text="// not at six"))) is not None
    assert said.act is Act.NOTE


@pytest.mark.parametrize(
    "raw",
    [
        message(text="hello"),
        message(**IN_TOPIC | {"chat": GROUP}, text="hello"),
        message(chat=IN_TOPIC["chat"], text="in the general topic"),
        message(**IN_TOPIC, forum_topic_edited={"name": "x"}),
    ],
)
def test_other_chats_and_notices_are_not_the_team(raw: dict[str, Any]) -> None:
    assert read(raw) is None


# --- out --------------------------------------------------------------------------------------------------------------


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    engine = connect("sqlite://")
    migrate(engine)
    store = SqlStore(engine, Sealer(b"k" * 32))
    person = PersonRef("telegram", "4815162")
    await store.keep(Record(person, "1", NOON, State(), 0, case=Case(person, NOON, "zh-Hans", "KH")))
    yield store
    store.close()


@pytest.fixture
def room(channel: TelegramChannel, store: SqlStore) -> StaffChannel:
    return StaffChannel(channel, FORUM, store.cases)


async def test_the_topic_is_made_once_and_its_title_names_nobody(api: BotApi, room: StaffChannel) -> None:
    for text in ("one", "two"):
        await room.send("1", Outgoing(text))
    assert [topic["name"] for topic in api.topics.values()] == ["Case 1 · KH · Chinese (Simplified)"]
    assert api.in_topic(70) == ["one", "two"]


async def test_after_the_last_message_the_topic_is_closed(api: BotApi, room: StaffChannel) -> None:
    await room.send("1", Outgoing("ended", last=True))
    assert (api.in_topic(70), api.topics[70]["closed"]) == (["ended"], True)


async def test_a_topic_that_the_team_deleted_is_made_again(api: BotApi, room: StaffChannel, store: SqlStore) -> None:
    await room.send("1", Outgoing("one"))
    api.topics[90] = api.topics.pop(70)
    await room.send("1", Outgoing("two"))
    assert api.in_topic(71) == ["two"]
    assert (await store.cases.topic(1)).thread == 71


async def test_without_the_right_to_make_topics_a_message_waits(
    api: BotApi, room: StaffChannel, caplog: pytest.LogCaptureFixture
) -> None:
    api.may_manage_topics = False
    with pytest.raises(SendError) as caught:
        await room.send("1", Outgoing("MarkedWords"))
    assert (caught.value.refused, caught.value.gone) == (False, False)
    assert "administrator" in caplog.text
    assert "MarkedWords" not in caplog.text


async def test_a_group_that_takes_no_more_for_now_is_waited_for(api: BotApi, room: StaffChannel) -> None:
    await room.send("1", Outgoing("one"))
    api.troubles.append(Refused(429, "Too Many Requests: retry after 1", retry_after=1))
    await room.send("1", Outgoing("two"))
    assert api.in_topic(70) == ["one", "two"]


async def test_no_topic_is_made_for_somebody_who_is_erased(api: BotApi, room: StaffChannel) -> None:
    with pytest.raises(SendError) as caught:
        await room.send("2", Outgoing("deleted"))
    assert (caught.value.refused, api.topics) == (True, {})


async def test_a_topic_is_deleted_or_was_gone_already(api: BotApi, room: StaffChannel) -> None:
    await room.send("1", Outgoing("one"))
    for _ in range(2):
        await room.discard(70)
    assert api.topics == {}
    api.troubles.append(Refused(502, "Bad Gateway"))
    with pytest.raises(SendError):
        await room.discard(70)
