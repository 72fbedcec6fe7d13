"""A new key for everything, however often the change is broken off."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, LargeBinary, select

from bot.domain.inbound import PersonRef
from bot.domain.outgoing import Outgoing
from bot.domain.state import State
from bot.ports import Record
from bot.store import rekey as rekeying
from bot.store.engine import connect, migrate
from bot.store.memory import SqlStore
from bot.store.rekey import fits, rekey
from bot.store.sealing import Sealer
from bot.store.tables import metadata, sealed_columns
from tests.fakes import NOON

OLD, NEW = Sealer(b"o" * 32), Sealer(b"n" * 32)
PEOPLE = [PersonRef("telegram", f"person {number}") for number in range(5)]
GONE = PersonRef("telegram", "forgotten")


class Killed(BaseException):
    """As if the process had ended here."""


class Mortal(Sealer):
    """Seals and digests so many times, then dies."""

    def __init__(self, key: bytes, breaths: int) -> None:
        super().__init__(key)
        self.breaths = breaths

    def _breathe(self) -> None:
        self.breaths -= 1
        if self.breaths < 0:
            raise Killed

    def seal(self, plain: bytes, purpose: bytes) -> bytes:
        self._breathe()
        return super().seal(plain, purpose)

    def digest(self, *parts: str) -> bytes:
        self._breathe()
        return super().digest(*parts)


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = connect(database)
    migrate(engine)
    yield engine
    engine.dispose()


async def fill(engine: Engine) -> None:
    store = SqlStore(engine, OLD)
    for person in (*PEOPLE, GONE):
        kept = await store.keep(Record(person, person.address, NOON, State(asked=person.address), 0, (Outgoing("said"),)))
        assert kept is not None
        await store.sent(kept.queued[0].id, f"sent to {person.address}")
        await store.keep(
            Record(person, f"{person.address} again", NOON, State(asked=person.address), 1, (Outgoing("waits"),))
        )
    kept = await store.keep(Record(GONE, "forget me", NOON, State(), 2, (Outgoing("farewell"),), forget=True))
    assert kept is not None
    await store.sent(kept.queued[0].id, "the farewell")
    store.close()


async def all_is_there(engine: Engine, sealer: Sealer) -> None:
    store = SqlStore(engine, sealer)
    assert [await store.load(person) for person in PEOPLE] == [(State(asked=person.address), 2) for person in PEOPLE]
    assert await store.load(GONE) == (State(), 0)
    waiting = await store.unsent(["telegram"])
    assert [(queued.person, queued.message.text) for queued in waiting] == [(person, "waits") for person in PEOPLE]
    store.close()


async def test_everybody_is_found_under_the_new_key_and_nothing_opens_with_the_old_one(engine: Engine) -> None:
    await fill(engine)
    before = values(engine)
    assert rekey(engine, OLD, NEW) == len(PEOPLE)
    assert (fits(engine, NEW), fits(engine, OLD)) == (True, False)
    await all_is_there(engine, NEW)
    assert before & values(engine) == set()
    store = SqlStore(engine, NEW)
    hidden = await store.keep(Record(PEOPLE[0], "hide", NOON, State(hidden=True), 2, unsend=True))
    assert hidden is not None
    assert hidden.unsend == ("sent to person 0",)
    store.close()


async def test_killed_at_any_row_it_changed_nothing_and_the_next_run_finishes_it(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rekeying, "AT_ONCE", 2)
    await fill(engine)
    # Two digests and two sealed columns of each person, a digest and one of each message.
    steps = 6 * len(PEOPLE)
    for breaths in range(steps):
        with pytest.raises(Killed):
            rekey(engine, OLD, Mortal(b"n" * 32, breaths))
        assert (fits(engine, OLD), fits(engine, NEW)) == (True, False)
    await all_is_there(engine, OLD)
    rekey(engine, OLD, Mortal(b"n" * 32, steps))
    await all_is_there(engine, NEW)


def test_any_key_fits_where_nothing_is_stored(engine: Engine) -> None:
    assert fits(engine, OLD)
    assert rekey(engine, OLD, NEW) == 0


def test_every_column_of_bytes_is_sealed_or_says_what_it_is_a_digest_of() -> None:
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, LargeBinary):
                assert column in sealed_columns(table) or column.info["digest_of"], column


def values(engine: Engine) -> set[bytes]:
    """All bytes in all rows."""
    with engine.begin() as connection:
        rows = [row for table in metadata.sorted_tables for row in connection.execute(select(table))]
    return {bytes(value) for row in rows for value in row if isinstance(value, bytes | memoryview)}
