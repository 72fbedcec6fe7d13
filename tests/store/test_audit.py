"""Every column says what it is for and every row how long it may stay."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from bot.domain.inbound import PersonRef
from bot.domain.lifetimes import Lifetimes
from bot.domain.outgoing import Outgoing
from bot.domain.state import State
from bot.ports import Record
from bot.store.audit import PURGE_COMES, held, strangers
from bot.store.engine import connect, migrate
from bot.store.memory import SqlStore
from bot.store.sealing import Sealer
from bot.store.tables import metadata
from tests.fakes import NOON
from tests.store.conftest import KEY


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = connect(database)
    migrate(engine)
    yield engine
    engine.dispose()


def test_every_column_says_what_it_is_for() -> None:
    assert [str(c) for t in metadata.sorted_tables for c in t.columns if not c.info.get("purpose")] == []


def test_every_table_says_how_long_its_rows_stay() -> None:
    known = {field.name for field in fields(Lifetimes)}
    for table in metadata.sorted_tables:
        lifetime, since = table.info.get("lifetime"), table.info.get("since")
        assert (lifetime in known and since in table.columns) or table.info.get("until"), table.name


async def test_what_is_there_is_counted_and_what_is_too_old_is_told(engine: Engine) -> None:
    store = SqlStore(engine, Sealer(KEY))
    await store.keep(Record(PersonRef("telegram", "1"), "1", NOON, State(), 0, (Outgoing("words"),), message="m"))
    due = NOON + Lifetimes().chat_ids
    for now, overdue in ((due + PURGE_COMES, set()), (due + PURGE_COMES + timedelta(seconds=1), {"trace"})):
        found = held(engine, Lifetimes(), now)
        assert {one.table.name for one in found} == set(metadata.tables)
        assert {one.table.name for one in found if one.rows} == {"person", "delivery", "outbox", "trace"}
        assert {one.table.name for one in found if one.overdue} == overdue
    assert {one.oldest for one in found if one.table.name == "trace"} == {NOON}
    store.close()


def test_a_table_that_nobody_knows_is_found(engine: Engine) -> None:
    assert list(strangers(engine)) == []
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE notes (words TEXT)"))
    assert list(strangers(engine)) == ["notes"]
