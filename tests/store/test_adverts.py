"""Who asked about the same advert is counted once, leads to nobody, and is forgotten in time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.domain.fingerprints import Fingerprint
from bot.domain.inbound import PersonRef
from bot.domain.reports import Report
from bot.domain.state import State
from bot.domain.vetting import Level
from bot.ports import Record
from bot.store.engine import connect
from bot.store.memory import SqlStore
from bot.store.tables import advert, advert_key, asker, person, report
from tests.fakes import NOON

ADVERT = Fingerprint(tuple(range(100, 116)))
COPY = Fingerprint((*range(100, 110), 1, 2, 3, 4, 5, 6))
OTHER = Fingerprint((*range(100, 108), 1, 2, 3, 4, 5, 6, 7, 8))
PEOPLE = [PersonRef("telegram", str(number)) for number in range(7)]


async def ask(store: SqlStore, who: PersonRef, about: Fingerprint = ADVERT, *, days: int = 0, **more: bool) -> None:
    state, version = await store.load(who)
    at = NOON + timedelta(days=days)
    record = Record(who, f"{who.address}-{version}-{days}", at, state, version, asked_about=about)
    assert await store.keep(replace(record, **more)) is not None


async def hand_over(store: SqlStore, receipt: str, about: Fingerprint = ADVERT) -> None:
    handed = Report("text", ("@hr",), ("upfront_fee",), Level.HIGH, "TH", about)
    state, version = await store.load(PEOPLE[0])
    await store.keep(Record(PEOPLE[0], f"report {receipt}", NOON, state, version, report=handed, receipt=receipt))


def rows(database: str, *wanted: Any) -> list[Any]:
    engine = connect(database)
    with engine.begin() as connection:
        found = [row for each in wanted for row in connection.execute(select(each))]
    engine.dispose()
    return found


async def test_others_are_counted_once_each_and_never_oneself(store: SqlStore) -> None:
    for who in PEOPLE[:5]:
        await ask(store, who)
        await ask(store, who, COPY, days=1)
    assert await store.others(PEOPLE[0], ADVERT, reviewed=False) == 4
    assert await store.others(PEOPLE[6], COPY, reviewed=False) == 5


async def test_an_advert_that_shares_less_is_another_one(store: SqlStore) -> None:
    await ask(store, PEOPLE[0])
    await ask(store, PEOPLE[1], OTHER)
    assert await store.others(PEOPLE[2], ADVERT, reviewed=False) == 1
    assert await store.others(PEOPLE[2], OTHER, reviewed=False) == 1


async def test_an_advert_with_somebodys_number_counts_nobody_before_a_review(store: SqlStore) -> None:
    await ask(store, PEOPLE[0])
    assert await store.others(PEOPLE[1], ADVERT, reviewed=True) == 0


async def test_a_report_is_kept_beside_others_of_its_advert_until_its_receipt_comes_back(
    store: SqlStore, database: str
) -> None:
    await hand_over(store, "one")
    await hand_over(store, "two", COPY)
    (first, second) = rows(database, report)
    assert first.advert == second.advert
    for version, receipt in enumerate(("nobody's", "one"), 2):
        await store.keep(Record(PEOPLE[0], f"delete {receipt}", NOON, State(), version, withdraw=receipt))
    assert rows(database, report) == [second]


async def test_who_asks_to_be_forgotten_asked_about_nothing(store: SqlStore) -> None:
    await ask(store, PEOPLE[0])
    await store.keep(Record(PEOPLE[0], "delete", NOON, State(), 1, forget=True))
    assert await store.others(PEOPLE[1], ADVERT, reviewed=False) == 0


async def test_after_their_time_nothing_is_left(open_store: Callable[[], SqlStore], database: str) -> None:
    store = open_store()
    await ask(store, PEOPLE[0])
    await ask(store, PEOPLE[1], days=1)
    await hand_over(store, "one", OTHER)
    await store.purge(NOON + timedelta(days=91))
    assert await store.others(PEOPLE[2], ADVERT, reviewed=False) == 1
    await store.purge(NOON + timedelta(days=92))
    assert len(rows(database, asker, advert, report)) == 2
    await store.purge(NOON + timedelta(days=366))
    assert rows(database, asker, advert, advert_key, report) == []


async def test_who_asked_cannot_be_matched_with_a_row_of_a_person(store: SqlStore, database: str) -> None:
    await ask(store, PEOPLE[0])
    (asked,), (known,) = rows(database, asker.c.person, person.c.id)
    assert bytes(asked) != bytes(known)
