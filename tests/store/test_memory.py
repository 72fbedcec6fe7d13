"""What the store promises, on both databases."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.inbound import PersonRef
from bot.domain.lifetimes import LONGEST_CHAT_IDS, Lifetimes
from bot.domain.outgoing import Button, Outgoing
from bot.domain.state import Help, Offer, Situation, State, TipPlan
from bot.domain.vetting import Answer, FoundSign
from bot.errors import StoreBusy
from bot.ports import Record
from bot.store.ageing import aged_tables
from bot.store.engine import connect, migrate
from bot.store.memory import SqlStore
from bot.store.sealing import Sealer
from bot.store.tables import metadata
from tests.fakes import NOON
from tests.store.conftest import KEY

ANA = PersonRef("telegram", "1001")
FULL = State(
    language="zh-Hans",
    language_chosen=True,
    country="KH",
    nationality="CN",
    asked="sign:upfront_fee",
    at_risk=True,
    hidden=True,
    offer=Offer((FoundSign("upfront_fee", "交押金", 3, 6),), ("mae_sot",), "TH", {"x": Answer.YES}, True),
    help=Help(Situation.OTHER, ("trapped_other",), 3),
    tips=TipPlan(7, 18, NOON, ("tip_a",)),
)


def record(delivery: str, state: State, version: int, *messages: str, **more: object) -> Record:
    words = tuple(Outgoing(text, (Button("menu", "Menu"),)) for text in messages)
    return Record(ANA, delivery, NOON, state, version, words, **more)  # type: ignore[arg-type]


async def test_somebody_new_is_blank(store: SqlStore) -> None:
    assert await store.load(ANA) == (State(), 0)


async def test_everything_comes_back_after_a_restart(open_store: Callable[[], SqlStore]) -> None:
    await open_store().keep(record("1", FULL, 0, "one", "two"))
    again = open_store()
    assert await again.load(ANA) == (FULL, 1)
    waiting = await again.unsent(["telegram"])
    assert [queued.message.text for queued in waiting] == ["one", "two"]
    assert {queued.person for queued in waiting} == {ANA}


async def test_a_delivery_changes_something_only_once(store: SqlStore) -> None:
    assert await store.keep(record("1", State(language="en"), 0, "hello")) is not None
    assert await store.keep(record("1", State(language="th"), 1, "again")) is None
    assert (await store.load(ANA))[0].language == "en"
    assert [queued.message.text for queued in await store.unsent(["telegram"])] == ["hello"]


async def test_the_same_delivery_twice_at_the_same_time_is_one(store: SqlStore) -> None:
    kept = await asyncio.gather(*(store.keep(record("1", State(), 0, "hello")) for _ in range(20)), return_exceptions=True)
    assert sum(result is not None and not isinstance(result, Exception) for result in kept) == 1
    assert len(await store.unsent(["telegram"])) == 1


async def test_the_same_delivery_id_on_two_channels_is_two(store: SqlStore) -> None:
    assert await store.keep(record("1", State(), 0)) is not None
    assert await store.keep(replace(record("1", State(), 0), person=PersonRef("phone-telegram", "1001"))) is not None


async def test_a_person_who_moved_on_is_not_overwritten_and_the_delivery_stays_open(store: SqlStore) -> None:
    await store.keep(record("1", State(language="en"), 0))
    with pytest.raises(StoreBusy):
        await store.keep(record("2", State(language="th"), 0, "late"))
    assert await store.unsent(["telegram"]) == ()
    assert await store.keep(record("2", State(language="th"), 1, "now")) is not None


async def test_a_sent_message_is_gone_and_a_claimed_one_is_in_doubt(open_store: Callable[[], SqlStore]) -> None:
    first = open_store()
    kept = await first.keep(record("1", State(), 0, "one", "two", "three"))
    assert kept is not None
    one, two, _ = kept.queued
    await first.sent(one.id, "m1")
    await first.claim(two.id)
    left = await open_store().unsent(["telegram"])
    assert [(queued.message.text, queued.in_doubt) for queued in left] == [("two", True), ("three", False)]


async def test_a_failed_message_comes_again_or_is_set_aside(store: SqlStore) -> None:
    kept = await store.keep(record("1", State(), 0, "one", "two"))
    assert kept is not None
    one, two = kept.queued
    await store.failed(one.id, reason="busy", retry_at=NOON, gone=False)
    await store.failed(two.id, reason="refused", retry_at=None, gone=False)
    assert [(queued.message.text, queued.attempt) for queued in await store.unsent(["telegram"])] == [("one", 1)]


async def test_hiding_gives_the_chat_back_and_drops_what_was_not_said_yet(store: SqlStore) -> None:
    kept = await store.keep(record("1", State(), 0, "a number", "another", message="p1"))
    assert kept is not None
    await store.sent(kept.queued[0].id, "b1")
    hidden = await store.keep(record("2", State(hidden=True), 1, "study tip", message="p2", unsend=True))
    assert hidden is not None
    assert set(hidden.unsend) == {"p1", "b1", "p2"}
    assert [queued.message.text for queued in await store.unsent(["telegram"])] == ["study tip"]


async def test_messages_too_old_to_delete_are_not_asked_for(store: SqlStore) -> None:
    await store.keep(record("1", State(), 0, message="old"))
    late = replace(
        record("2", State(hidden=True), 1, unsend=True, message="new"), at=NOON + LONGEST_CHAT_IDS + timedelta(seconds=1)
    )
    kept = await store.keep(late)
    assert kept is not None
    assert kept.unsend == ("new",)


async def test_forgetting_leaves_only_the_farewell(store: SqlStore) -> None:
    await store.keep(record("1", FULL, 0, "secret", message="p1"))
    kept = await store.keep(record("2", State(), 1, "forgotten", forget=True))
    assert kept is not None
    assert kept.unsend == ("p1",)
    assert await store.load(ANA) == (State(), 0)
    assert [queued.message.text for queued in await store.unsent(["telegram"])] == ["forgotten"]


@pytest.mark.parametrize(
    ("state", "due"),
    [
        (State(tips=TipPlan(1, 8, NOON)), True),
        (State(tips=TipPlan(1, 8, NOON + timedelta(seconds=1))), False),
        (State(tips=TipPlan(1, 8, NOON), at_risk=True), False),
        (State(tips=TipPlan(1, 8, NOON), hidden=True), False),
        (State(), False),
    ],
)
async def test_tips_are_due_for_those_who_want_them_and_for_nobody_at_risk(store: SqlStore, state: State, due: bool) -> None:
    await store.keep(record("1", state, 0))
    assert await store.due_tips(NOON, 10) == ((ANA,) if due else ())


async def test_somebody_who_blocked_us_gets_no_more_tips_until_they_write(store: SqlStore) -> None:
    state = State(tips=TipPlan(1, 8, NOON))
    kept = await store.keep(record("1", state, 0, "tip"))
    assert kept is not None
    await store.failed(kept.queued[0].id, reason="blocked", retry_at=None, gone=True)
    assert await store.due_tips(NOON, 10) == ()
    await store.keep(record("2", state, 1))
    assert await store.due_tips(NOON, 10) == (ANA,)


async def test_the_purge_drops_what_is_past_its_lifetime_only(store: SqlStore) -> None:
    kept = await store.keep(record("1", FULL, 0, "one", message="p1"))
    assert kept is not None
    await store.failed(kept.queued[0].id, reason="refused", retry_at=None, gone=False)
    await store.purge(NOON + timedelta(days=1))
    assert await store.keep(record("1", State(), 1)) is None
    await store.purge(NOON + timedelta(days=30))
    assert await store.keep(record("1", FULL, 1)) is not None
    assert (await store.load(ANA))[0] == FULL


@pytest.mark.parametrize(("table", "lifetime"), [(aged.table.name, aged.lifetime) for aged in aged_tables(Lifetimes())])
async def test_every_row_is_there_until_its_lifetime_ends_and_then_gone(
    store: SqlStore, table: str, lifetime: timedelta
) -> None:
    kept = await store.keep(record("1", FULL, 0, "one", message="p1"))
    assert kept is not None
    await store.failed(kept.queued[0].id, reason="refused", retry_at=None, gone=False)
    # Of people the day is kept, not the hour: counted from its beginning, they go up to a day early.
    since = NOON.replace(hour=0) if table == "person" else NOON
    await store.purge(since + lifetime)
    assert rows(store, table) == 1
    await store.purge(since + lifetime + timedelta(seconds=1))
    assert rows(store, table) == 0


async def test_the_operator_says_how_long_things_stay(database: str) -> None:
    engine = connect(database)
    migrate(engine)
    store = SqlStore(engine, Sealer(KEY), Lifetimes(people=timedelta(days=2)))
    await store.keep(record("1", FULL, 0, message="p1"))
    await store.purge(NOON + timedelta(days=2))
    assert (rows(store, "person"), rows(store, "delivery")) == (0, 1)
    store.close()


async def test_silence_is_counted_from_the_last_turn(store: SqlStore) -> None:
    await store.keep(record("1", FULL, 0))
    await store.keep(replace(record("2", FULL, 1), at=NOON + timedelta(days=60)))
    await store.purge(NOON + timedelta(days=149))
    assert (await store.load(ANA))[0] == FULL
    await store.purge(NOON + timedelta(days=151))
    assert await store.load(ANA) == (State(), 0)


def rows(store: SqlStore, table: str) -> int:
    with store._engine.begin() as connection:
        return connection.scalar(select(func.count()).select_from(metadata.tables[table])) or 0


async def test_hostile_texts_and_addresses_survive(store: SqlStore) -> None:
    person = PersonRef("telegram", "'; DROP TABLE person;--\x00\u202e")
    for number, text in enumerate(["\x00", "a" * 1_000_000, "🏴‍☠️" * 2000, "\u202egnp"]):
        state, version = await store.load(person)
        offer = Offer((FoundSign("upfront_fee", text, 0, 1),))
        await store.keep(Record(person, f"d{number}{text[:9]}", NOON, replace(state, offer=offer), version))
        assert (await store.load(person))[0].offer is not None


async def test_hundreds_at_once_are_all_kept(store: SqlStore) -> None:
    people = [PersonRef("telegram", str(number)) for number in range(300)]
    await asyncio.gather(*(store.keep(Record(p, p.address, NOON, State(asked=p.address), 0)) for p in people))
    loaded = await asyncio.gather(*(store.load(person) for person in people))
    assert [state.asked for state, _ in loaded] == [person.address for person in people]
