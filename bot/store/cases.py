"""Cases as they are kept. They change in the same transaction as the turn that changed them."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, case, delete, insert, select, update

from bot.domain.cases import DELETED_LIFE, Case
from bot.domain.inbound import PersonRef
from bot.ports import Topic
from bot.store.batches import Batches
from bot.store.sealing import Sealer, person_key
from bot.store.tables import staff_case

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Case).decode


class SqlCases:
    """`bot.ports.Cases`, and what `SqlStore` does with cases inside its own transactions."""

    def __init__(self, batches: Batches, sealer: Sealer) -> None:
        self._batches, self._sealer = batches, sealer

    # --- inside a turn's transaction ----------------------------------------------------------------------------

    def keep(self, connection: Connection, key: bytes, kept: Case) -> int:
        """Write a case of the person with this key; returns its number, which is made here for a new one."""
        values: dict[str, Any] = {
            "person": key,
            "case_sealed": self._sealer.seal(_encode(kept), b"case"),
            "remind_at": _seconds(kept.remind_at),
            "gone_at": _seconds(kept.gone_at),
        }
        if kept.number:
            connection.execute(update(staff_case).where(staff_case.c.id == kept.number).values(values))
            return kept.number
        return int(connection.execute(insert(staff_case).values(values).returning(staff_case.c.id)).scalar_one())

    @staticmethod
    def forget(connection: Connection, key: bytes, at: datetime) -> None:
        """Erase whose cases these were. The topics stay for the team to read that the person is gone, and not for long."""
        soon = _seconds(at + DELETED_LIFE)
        gone_at = case((staff_case.c.gone_at < soon, staff_case.c.gone_at), else_=soon)
        nobody = {"person": b"", "case_sealed": None, "remind_at": None, "gone_at": gone_at}
        connection.execute(update(staff_case).where(staff_case.c.person == key).values(nobody))

    # --- transactions of their own ------------------------------------------------------------------------------

    async def open_case(self, person: PersonRef) -> Case | None:
        key = person_key(self._sealer, person)
        return await self._case(staff_case.c.person == key, staff_case.c.gone_at.is_(None))

    async def case_in(self, thread: int) -> Case | None:
        return await self._case(staff_case.c.topic == thread)

    async def _case(self, *where: Any) -> Case | None:
        def run(connection: Connection) -> Case | None:
            row = connection.execute(select(staff_case).where(*where)).first()
            return self._topic(row).case if row is not None else None

        return await self._batches.alone(run)

    async def topic(self, number: int) -> Topic:
        def run(connection: Connection) -> Topic:
            row = connection.execute(select(staff_case).where(staff_case.c.id == number)).first()
            return self._topic(row) if row is not None else Topic(number)

        return await self._batches.alone(run)

    async def note_topic(self, number: int, thread: int) -> None:
        def run(connection: Connection) -> None:
            connection.execute(update(staff_case).where(staff_case.c.id == number).values(topic=thread))

        await self._batches.alone(run)

    async def unanswered(self, now: datetime, limit: int) -> tuple[Case, ...]:
        due = staff_case.c.remind_at
        return tuple(topic.case for topic in await self._due(due, now, limit) if topic.case is not None)

    async def outlived(self, now: datetime, limit: int) -> tuple[Topic, ...]:
        return await self._due(staff_case.c.gone_at, now, limit)

    async def _due(self, column: Any, now: datetime, limit: int) -> tuple[Topic, ...]:
        def run(connection: Connection) -> tuple[Topic, ...]:
            rows = connection.execute(select(staff_case).where(column <= _seconds(now)).order_by(column).limit(limit))
            return tuple(self._topic(row) for row in rows)

        return await self._batches.alone(run)

    async def drop(self, number: int) -> None:
        def run(connection: Connection) -> None:
            connection.execute(delete(staff_case).where(staff_case.c.id == number))

        await self._batches.alone(run)

    # --- small things -------------------------------------------------------------------------------------------

    def _topic(self, row: Any) -> Topic:
        kept = None
        if row.case_sealed is not None:
            kept = replace(case_in(self._sealer, row.case_sealed), number=row.id)
        return Topic(row.id, row.topic, kept)


def case_in(sealer: Sealer, sealed: bytes) -> Case:
    """A sealed case, without its number."""
    return _decode(sealer.open(sealed, b"case"))


def _seconds(moment: datetime | None) -> int | None:
    return int(moment.timestamp()) if moment is not None else None
