"""Registers of companies in the database.

A register is written in many small transactions, so that the bot can keep its own turns meanwhile, and nobody sees it
before one last transaction puts it in the place of the old one. What breaks off before that leaves nothing to be seen.
"""

import time
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, delete, insert, inspect, select, update
from sqlalchemy.exc import SQLAlchemyError

from bot.domain.registries import Entry, Registry, RegistryKind
from bot.errors import Unavailable
from bot.store.engine import READS_ONLY
from bot.store.tables import entry, entry_key, registry

# Small enough that a turn that waits for its commit is not noticed.
AT_ONCE = 5000
# A key that more entries have tells nothing.
COMMON = 500
# Digests are spread evenly over all 64-bit numbers: a slice of them holds as many keys as any other.
SLICES = 64
_BITS = 32
# Longer than any import takes: what is not ready by then was left behind by one that was broken off.
_LEFT_BEHIND = 24 * 3600

_having = select(entry_key.c.entry).where(entry_key.c.key == bindparam("key")).limit(COMMON + 1)


class SqlRegistries:
    """`bot.ports.RegistryStore` on SQLite or PostgreSQL, and how registers come and go."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def registries(self) -> tuple[Registry, ...]:
        return self._read(lambda connection: tuple(_ready(connection).values()))  # type: ignore[no-any-return]

    def with_keys(self, keys: Sequence[int], most: int) -> tuple[tuple[Registry, Entry], ...]:
        def run(connection: Connection) -> tuple[tuple[Registry, Entry], ...]:
            ready = _ready(connection)
            shared: Counter[int] = Counter()
            for place, key in enumerate(keys):
                ids = connection.execute(_having, {"key": key}).scalars().all()
                if len(ids) <= COMMON:
                    shared.update({id_: 1 if place else len(keys) for id_ in ids if id_ >> _BITS in ready})
            best = [id_ for id_, _ in shared.most_common(most)]
            rows = {row.id: row for row in connection.execute(select(entry).where(entry.c.id.in_(best)))} if best else {}
            return tuple((ready[id_ >> _BITS], _entry(rows[id_])) for id_ in best if id_ in rows)

        return self._read(run)  # type: ignore[no-any-return]

    def _read(self, run: Any) -> Any:
        try:
            with self._engine.connect().execution_options(**{READS_ONLY: True}) as connection:
                return run(connection)
        except SQLAlchemyError as error:
            raise Unavailable(f"the registers cannot be read: {type(error).__name__}") from None

    def has_tables(self) -> bool:
        """False in a database of an older version that nobody has brought up to date yet."""
        return self._read(lambda connection: inspect(connection).has_table(registry.name))  # type: ignore[no-any-return]

    def put(self, new: Registry, entries: Iterable[tuple[Entry, Sequence[int]]]) -> tuple[Registry, tuple[Registry, ...]]:
        """Load a register with its entries and their keys, in the place of the one of the same country, kind and source.

        Returns it as it is kept, and what it replaced. Whatever `entries` raises leaves everything as it was.
        """
        self._clear_away()
        with self._engine.begin() as connection:
            values = {"country": new.country, "kind": new.kind, "source": new.source, "as_of": new.as_of}
            values |= {"entries": 0, "at": int(time.time()), "ready": False}
            number = connection.execute(insert(registry).values(values)).inserted_primary_key
        id_ = int(number[0])  # type: ignore[index]
        try:
            count = self._write(id_, entries)
            with self._engine.begin() as connection:
                replaced = tuple(kept for kept in _ready(connection).values() if _same(kept, new))
                old = registry.c.id.in_([kept.id for kept in replaced])
                connection.execute(update(registry).where(old).values(ready=False))
                connection.execute(update(registry).where(registry.c.id == id_).values(ready=True, entries=count))
        except BaseException:
            self._drop(id_)
            raise
        for kept in replaced:
            self._drop(kept.id)
        return replace(new, id=id_, entries=count), replaced

    def remove(self, id_: int) -> Registry | None:
        """Take a register away. None: there is none of this number."""
        with self._engine.begin() as connection:
            found = _ready(connection).get(id_)
            connection.execute(update(registry).where(registry.c.id == id_).values(ready=False))
        if found is not None:
            self._drop(id_)
        return found

    def _write(self, id_: int, entries: Iterable[tuple[Entry, Sequence[int]]]) -> int:
        # Only an import needs it, and a million pairs of Python numbers would fill a small machine.
        import numpy as np

        keys, whose = array("q"), array("q")
        waiting = enumerate(entries, id_ << _BITS)
        count = 0
        while some := list(islice(waiting, AT_ONCE)):
            count += len(some)
            for place, (_, several) in some:
                own = set(several)
                keys.extend(own)
                whose.extend([place] * len(own))
            self._insert(entry, [_row(place, one) for place, (one, _) in some])
        # In their own order: each page of the index is then written once, and not with every bundle again.
        order = np.argsort(np.array(keys, dtype=np.int64), kind="stable")
        for start in range(0, len(order), AT_ONCE):
            places = order[start : start + AT_ONCE].tolist()
            self._insert(entry_key, [{"key": keys[place], "entry": whose[place]} for place in places])
        return count

    def _insert(self, table: Any, rows: list[dict[str, Any]]) -> None:
        with self._engine.begin() as connection:
            connection.execute(insert(table), rows)

    def _clear_away(self) -> None:
        """What broken-off imports left behind."""
        with self._engine.begin() as connection:
            stale = registry.c.at < int(time.time()) - _LEFT_BEHIND
            left = connection.execute(select(registry.c.id).where(registry.c.ready.is_(False), stale)).scalars().all()
        for id_ in left:
            self._drop(id_)

    def _drop(self, id_: int) -> None:
        first, behind = id_ << _BITS, (id_ + 1) << _BITS
        for low, high in _slices():
            own = entry_key.c.entry.between(first, behind - 1)
            with self._engine.begin() as connection:
                connection.execute(delete(entry_key).where(entry_key.c.key.between(low, high), own))
        while True:
            own = entry.c.id.between(first, behind - 1)
            some = select(entry.c.id).where(own).limit(AT_ONCE).scalar_subquery()
            with self._engine.begin() as connection:
                if connection.execute(delete(entry).where(entry.c.id.in_(some))).rowcount == 0:
                    connection.execute(delete(registry).where(registry.c.id == id_))
                    return


def _slices() -> Iterator[tuple[int, int]]:
    width = 2**64 // SLICES
    for low in range(-(2**63), 2**63, width):
        yield low, low + width - 1


def _same(one: Registry, other: Registry) -> bool:
    return (one.country, one.kind, one.source) == (other.country, other.kind, other.source)


def _ready(connection: Connection) -> dict[int, Registry]:
    rows = connection.execute(select(registry).where(registry.c.ready).order_by(registry.c.country, registry.c.id))
    return {
        row.id: Registry(row.country, RegistryKind(row.kind), row.source, row.as_of, row.id, row.entries) for row in rows
    }


def _row(id_: int, one: Entry) -> dict[str, Any]:
    return {
        "id": id_,
        "name": one.name,
        "also": one.also,
        "licence": one.licence,
        "status": one.status,
        "city": one.city,
    }


def _entry(row: Any) -> Entry:
    return Entry(row.name, row.also, row.licence, row.status, row.city)
