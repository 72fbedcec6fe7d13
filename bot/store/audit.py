"""What is in the database, and whether it may still be there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, Table, func, inspect, select

from bot.domain.lifetimes import Lifetimes
from bot.store.ageing import aged_tables
from bot.store.engine import READS_ONLY
from bot.store.tables import metadata

# The purge comes once an hour, so a row may be that much too old.
PURGE_COMES = timedelta(hours=1)
# Alembic's own: the version of the tables.
NOT_OURS = frozenset({"alembic_version"})


@dataclass(frozen=True, slots=True)
class Held:
    """A table with what is in it. `lifetime` is None where no clock ends it; `oldest` where rows bear no time."""

    table: Table
    rows: int
    oldest: datetime | None
    lifetime: timedelta | None
    overdue: bool


def held(engine: Engine, lifetimes: Lifetimes, now: datetime) -> tuple[Held, ...]:
    """Every table of ours."""
    ends = {aged.table.name: aged.lifetime for aged in aged_tables(lifetimes)}
    with engine.connect().execution_options(**{READS_ONLY: True}) as connection:
        return tuple(_held(connection, table, ends.get(table.name), now) for table in metadata.sorted_tables)


def _held(connection: Connection, table: Table, lifetime: timedelta | None, now: datetime) -> Held:
    rows = connection.scalar(select(func.count()).select_from(table)) or 0
    since = table.info["since"]
    first = connection.scalar(select(func.min(table.c[since]))) if since else None
    oldest = None if first is None else datetime.fromtimestamp(first, UTC)
    overdue = oldest is not None and lifetime is not None and now - oldest > lifetime + PURGE_COMES
    return Held(table, rows, oldest, lifetime, overdue)


def strangers(engine: Engine) -> Iterator[str]:
    """Tables that this version does not know: nobody drops what is in them."""
    return (name for name in inspect(engine).get_table_names() if name not in metadata.tables and name not in NOT_OURS)
