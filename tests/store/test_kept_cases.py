"""Cases change with the turns of their people, and are erased in time; on both databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.cases import DELETED_LIFE, Case
from bot.domain.inbound import PersonRef
from bot.domain.outgoing import Outgoing
from bot.domain.state import State
from bot.errors import StoreBusy
from bot.ports import Record, Topic
from bot.store.engine import connect, migrate
from bot.store.memory import SqlStore
from bot.store.sealing import Sealer
from tests.fakes import NOON

ANA, BEN = PersonRef("telegram", "1001"), PersonRef("telegram", "1002")
CASE = Case(ANA, NOON, "en", "KH", waits_since=NOON, remind_at=NOON + timedelta(minutes=15))


def record(delivery: str, version: int, case: Case = CASE, *posts: str, **more: object) -> Record:
    words = tuple(Outgoing(text) for text in posts)
    return Record(case.person, delivery, NOON, State(), version, case=case, posts=words, **more)  # type: ignore[arg-type]


async def test_a_new_case_gets_the_next_number_and_its_posts_go_out_under_it(open_store: Callable[[], SqlStore]) -> None:
    store = open_store()
    await store.keep(record("1", 0, CASE, "opened"))
    await store.keep(record("2", 0, replace(CASE, person=BEN), "opened"))
    again = open_store()
    assert await again.cases.open_case(ANA) == replace(CASE, number=1)
    assert await again.cases.open_case(BEN) == replace(CASE, person=BEN, number=2)
    waiting = [(queued.person.channel, queued.person.address) for queued in await again.unsent(["staff", "telegram"])]
    assert waiting == [("staff", "1"), ("staff", "2")]


async def test_what_the_person_reads_and_what_the_team_reads_are_kept_apart(store: SqlStore) -> None:
    kept = await store.keep(replace(record("1", 0, CASE, "for the team"), messages=(Outgoing("for the person"),)))
    assert kept is not None
    assert [queued.message.text for queued in kept.queued] == ["for the person"]
    assert [queued.message.text for queued in kept.posts] == ["for the team"]


async def test_a_turn_that_is_not_kept_changes_no_case(store: SqlStore) -> None:
    await store.keep(record("1", 0))
    claimed = replace(CASE, number=1, claimed=True)
    assert await store.keep(record("1", 1, claimed, "again")) is None
    with pytest.raises(StoreBusy):
        await store.keep(record("2", 0, claimed, "late"))
    assert await store.cases.open_case(ANA) == replace(CASE, number=1)
    assert await store.unsent(["staff"]) == ()


async def test_a_case_is_found_by_its_topic_as_long_as_it_is_kept(store: SqlStore) -> None:
    await store.keep(record("1", 0))
    assert await store.cases.case_in(70) is None
    await store.cases.note_topic(1, 70)
    closed = replace(CASE, number=1, remind_at=None, gone_at=NOON + timedelta(days=30))
    await store.keep(record("2", 1, closed))
    assert await store.cases.case_in(70) == closed
    assert await store.cases.open_case(ANA) is None
    assert await store.cases.topic(1) == Topic(1, 70, closed)
    assert await store.cases.topic(2) == Topic(2)


async def test_the_team_is_reminded_when_it_is_time(store: SqlStore) -> None:
    await store.keep(record("1", 0))
    assert await store.cases.unanswered(NOON + timedelta(minutes=14), 9) == ()
    assert await store.cases.unanswered(NOON + timedelta(minutes=15), 9) == (replace(CASE, number=1),)


async def test_a_deleted_person_leaves_a_topic_without_a_name_for_a_day(store: SqlStore) -> None:
    long_closed = replace(CASE, remind_at=None, gone_at=NOON + timedelta(hours=1))
    await store.keep(record("1", 0, long_closed))
    await store.keep(record("2", 1))
    for number in (1, 2):
        await store.cases.note_topic(number, 70 + number)
    kept = await store.keep(record("3", 2, replace(CASE, number=2), "deleted", forget=True))
    assert kept is not None
    assert [queued.person.address for queued in kept.posts] == ["2"]
    assert (await store.cases.open_case(ANA), await store.cases.case_in(72)) == (None, None)
    assert await store.cases.topic(2) == Topic(2, 72)
    assert await store.cases.outlived(NOON + timedelta(hours=1), 9) == (Topic(1, 71),)
    await store.cases.drop(1)
    assert await store.cases.outlived(NOON + DELETED_LIFE, 9) == (Topic(2, 72),)


async def test_no_planted_word_of_a_case_stands_in_the_file_or_its_journal(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'waypost.db'}")
    migrate(engine)
    store = SqlStore(engine, Sealer(b"k" * 32))
    marks = ("MarkedAddress77", "MarkedHolder88", "MarkedWords99")
    case = replace(CASE, person=PersonRef("telegram", marks[0]), holder=marks[1])
    await store.keep(record("1", 0, case, marks[2]))
    store.close()
    stolen = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert len(stolen) > 1000
    assert [mark for mark in marks if mark.encode() in stolen] == []
