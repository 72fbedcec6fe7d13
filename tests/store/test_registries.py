"""Registers of companies, on both databases."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import create_engine, func, select

from bot.domain.registries import Entry, Registry, RegistryKind
from bot.errors import Unavailable
from bot.store import registries as stored
from bot.store.engine import connect, migrate
from bot.store.registries import SqlRegistries
from bot.store.tables import entry, entry_key, registry

LICENSED = Registry("PH", RegistryKind.LICENSED, "https://register.example/agencies", date(2026, 11, 1))
WARNED = replace(LICENSED, kind=RegistryKind.BLACKLIST, source="Labour ministry, circular 12")
NOOR = Entry("Al Noor Manpower", "النور", "RL-1", "valid", "Manila")
STAR = Entry("Golden Star; DROP TABLE registry;--")


@pytest.fixture
def open_registries(database: str) -> Iterator[Callable[[], SqlRegistries]]:
    engine = connect(database)
    migrate(engine)
    yield lambda: SqlRegistries(engine)
    engine.dispose()


@pytest.fixture
def registries(open_registries: Callable[[], SqlRegistries]) -> SqlRegistries:
    return open_registries()


def names(registries: SqlRegistries, *keys: int) -> list[str]:
    return [found.name for _, found in registries.with_keys(keys, 10)]


def rows(registries: SqlRegistries) -> list[int]:
    with registries._engine.begin() as connection:
        return [connection.scalar(select(func.count()).select_from(t)) or 0 for t in (registry, entry, entry_key)]


def test_what_was_put_is_found_with_the_register_it_stands_in(registries: SqlRegistries) -> None:
    kept, replaced = registries.put(LICENSED, [(NOOR, [1, -(2**63)]), (STAR, [2, 2])])
    assert (kept.entries, replaced) == (2, ())
    assert registries.registries() == (kept,)
    assert registries.with_keys([-(2**63)], 10) == ((kept, NOOR),)
    assert names(registries, 2) == [STAR.name]
    assert names(registries, 3) == []


def test_more_shared_keys_come_first_and_the_first_key_counts_more_than_all_others(registries: SqlRegistries) -> None:
    registries.put(LICENSED, [(Entry("one"), [7]), (Entry("two"), [8, 9]), (Entry("exact"), [1])])
    assert names(registries, 1, 7, 8, 9) == ["exact", "two", "one"]
    assert [found.name for _, found in registries.with_keys([1, 7, 8, 9], 2)] == ["exact", "two"]


def test_a_key_of_very_many_finds_none(registries: SqlRegistries, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "COMMON", 2)
    registries.put(LICENSED, [(Entry(f"n{n}"), [5, n]) for n in range(10, 13)])
    assert names(registries, 5) == []
    assert names(registries, 5, 11) == ["n11"]


def test_the_same_register_anew_takes_the_place_of_the_old_one(registries: SqlRegistries) -> None:
    registries.put(LICENSED, [(NOOR, [1])])
    registries.put(WARNED, [(STAR, [1])])
    newer = replace(LICENSED, as_of=date(2026, 11, 20))
    kept, replaced = registries.put(newer, [(Entry("Later"), [1])])
    assert [old.as_of for old in replaced] == [LICENSED.as_of]
    assert {one.kind for one in registries.registries()} == set(RegistryKind)
    assert sorted(names(registries, 1)) == sorted([STAR.name, "Later"])
    assert rows(registries) == [2, 2, 2]
    assert kept.as_of == newer.as_of


@pytest.mark.parametrize("good", [0, 3, 30])
def test_an_import_that_breaks_off_changes_nothing(
    registries: SqlRegistries, monkeypatch: pytest.MonkeyPatch, good: int
) -> None:
    monkeypatch.setattr(stored, "AT_ONCE", 10)
    registries.put(LICENSED, [(NOOR, [1])])

    def broken() -> Iterator[tuple[Entry, Sequence[int]]]:
        yield from ((Entry(f"n{n}"), [1]) for n in range(good))
        raise ValueError("line 5")

    with pytest.raises(ValueError, match="line 5"):
        registries.put(LICENSED, broken())
    assert names(registries, 1) == [NOOR.name]
    assert rows(registries) == [1, 1, 1]


def test_a_register_that_is_still_being_loaded_is_not_seen(open_registries: Callable[[], SqlRegistries]) -> None:
    seen: list[list[str]] = []
    reading = open_registries()

    def slowly() -> Iterator[tuple[Entry, Sequence[int]]]:
        for n in range(3):
            seen.append(names(reading, 1))
            yield Entry(f"n{n}"), [1]

    open_registries().put(LICENSED, slowly())
    assert seen == [[], [], []]
    assert len(names(reading, 1)) == 3


def test_what_an_import_left_behind_that_was_killed_is_cleared_away_by_the_next(
    registries: SqlRegistries, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_self: SqlRegistries, _id: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(SqlRegistries, "_drop", killed)
        patched.setattr(stored, "AT_ONCE", 1)
        with pytest.raises(KeyboardInterrupt):
            registries.put(LICENSED, ((one, [1]) for one in (NOOR, None)))  # type: ignore[misc]
    assert names(registries, 1) == []
    monkeypatch.setattr(stored, "_LEFT_BEHIND", -1)
    registries.put(WARNED, [(STAR, [1])])
    assert rows(registries) == [1, 1, 1]


def test_reading_does_not_wait_for_somebody_who_writes(registries: SqlRegistries) -> None:
    registries.put(LICENSED, [(NOOR, [1])])
    with registries._engine.begin() as writing:
        writing.execute(entry.delete())
        assert names(registries, 1) == [NOOR.name]


def test_a_register_can_be_taken_away(registries: SqlRegistries) -> None:
    kept, _ = registries.put(LICENSED, [(NOOR, [1]), (STAR, [2])])
    assert registries.remove(kept.id + 1) is None
    assert registries.remove(kept.id) == kept
    assert rows(registries) == [0, 0, 0]
    assert registries.remove(kept.id) is None


def test_a_database_that_cannot_be_read_is_said_to_be_so() -> None:
    with pytest.raises(Unavailable):
        SqlRegistries(create_engine("sqlite://")).registries()
