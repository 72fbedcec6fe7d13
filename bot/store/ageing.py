"""Which rows grow old, by what the tables say of themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Table

from bot.domain.lifetimes import Lifetimes
from bot.store.tables import metadata


@dataclass(frozen=True, slots=True)
class Aged:
    """A table whose rows go when `since`, in seconds, is longer ago than `lifetime`."""

    table: Table
    since: ColumnElement[int]
    lifetime: timedelta


def aged_tables(lifetimes: Lifetimes) -> Iterator[Aged]:
    """Every table with a lifetime."""
    for table in metadata.sorted_tables:
        if "lifetime" in table.info:
            yield Aged(table, table.c[table.info["since"]], getattr(lifetimes, table.info["lifetime"]))
