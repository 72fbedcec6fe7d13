"""The store: what is remembered of people, what is still to be said, and what was handled already."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.fingerprints import Fingerprint
from bot.domain.inbound import STAFF, PersonRef
from bot.domain.lifetimes import LONGEST_CHAT_IDS, Lifetimes
from bot.domain.outgoing import Outgoing
from bot.domain.state import State
from bot.errors import StoreBusy
from bot.ports import Kept, Queued, Record
from bot.store.adverts import Adverts
from bot.store.ageing import aged_tables
from bot.store.batches import Batches
from bot.store.cases import SqlCases
from bot.store.engine import empty_journal
from bot.store.sealing import Sealer, person_key
from bot.store.tables import delivery, outbox, person, trace

DAY = 24 * 3600

_decode_state = msgspec.json.Decoder(State).decode
_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Addressed:
    """An outbox row's secret part: where to and what."""

    address: str
    message: Outgoing


_decode_addressed = msgspec.json.Decoder(Addressed).decode


def address_in(sealer: Sealer, sealed: bytes) -> str:
    """A person's address."""
    return sealer.open(sealed, b"address").decode("utf-8", "surrogatepass")


def message_in(sealer: Sealer, sealed: bytes) -> Addressed:
    """A message with where it goes."""
    return _decode_addressed(sealer.open(sealed, b"message"))


class SqlStore:
    """`bot.ports.Store` on SQLite or PostgreSQL."""

    def __init__(
        self,
        engine: Engine,
        sealer: Sealer,
        lifetimes: Lifetimes | None = None,
    ) -> None:
        self._engine = engine
        self._sealer = sealer
        self._lifetimes = lifetimes or Lifetimes()
        self._adverts = Adverts(sealer, engine.dialect.name)
        self._batches = Batches(engine)
        self.cases = SqlCases(self._batches, sealer)
        self._insert = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert
        self._last_id = 0
        # Bound once: batches group operations by the runner they share.
        self._run_load, self._run_keep = self._load_all, self._keep_all
        self._run_sent, self._run_claim = self._sent_all, self._claim_all

    def close(self) -> None:
        """Finish what is queued and let go of the database."""
        self._batches.close()
        self._engine.dispose()

    # --- people -------------------------------------------------------------------------------------------------

    async def load(self, ref: PersonRef) -> tuple[State, int]:
        return await self._batches.run(self._run_load, self._key(ref))  # type: ignore[no-any-return]

    def _load_all(self, connection: Connection, keys: Sequence[bytes]) -> list[tuple[State, int]]:
        rows = connection.execute(select(person.c.id, person.c.state_sealed, person.c.version).where(person.c.id.in_(keys)))
        found = {bytes(row.id): (self._open_state(row.state_sealed), row.version) for row in rows}
        return [found.get(key, (State(), 0)) for key in keys]

    async def keep(self, record: Record) -> Kept | None:
        return await self._batches.run(self._run_keep, record)  # type: ignore[no-any-return]

    def _keep_all(self, connection: Connection, records: Sequence[Record]) -> list[Kept | StoreBusy | None]:
        keys = [self._sealer.digest("delivery", r.person.channel, r.delivery) for r in records]
        new = self._new_deliveries(connection, keys, records)
        fresh = {index for index, key in enumerate(keys) if new.get(key) == index}
        moved_on = self._keep_people(connection, [(i, records[i]) for i in sorted(fresh)])
        if moved_on:
            taken_back = [keys[index] for index in moved_on]
            connection.execute(delete(delivery).where(delivery.c.id.in_(taken_back)))
        results: list[Kept | StoreBusy | None] = []
        rows: list[dict[str, Any]] = []
        traces: list[dict[str, Any]] = []
        for index, record in enumerate(records):
            if index in moved_on:
                results.append(StoreBusy("somebody else changed this person meanwhile"))
            elif index not in fresh:
                results.append(None)
            else:
                self._note_adverts(connection, record)
                results.append(self._outgoing(connection, record, rows, traces))
        if rows:
            connection.execute(insert(outbox), rows)
        if traces:
            connection.execute(self._insert(trace).on_conflict_do_nothing(), traces)
        return results

    def _new_deliveries(self, connection: Connection, keys: Sequence[bytes], records: Sequence[Record]) -> dict[bytes, int]:
        """Delivery keys that were not there before → the first record that brought each."""
        first: dict[bytes, int] = {}
        for index, key in enumerate(keys):
            first.setdefault(key, index)
        statement = self._insert(delivery).on_conflict_do_nothing().returning(delivery.c.id)
        rows = [{"id": key, "at": _seconds(records[index].at)} for key, index in first.items()]
        inserted = {bytes(row.id) for row in connection.execute(statement, rows)}
        return {key: index for key, index in first.items() if key in inserted}

    def _keep_people(self, connection: Connection, records: Sequence[tuple[int, Record]]) -> set[int]:
        """Write the people; returns the records whose person had moved on meanwhile."""
        forgotten = [self._key(r.person) for _, r in records if r.forget]
        if forgotten:
            connection.execute(delete(person).where(person.c.id.in_(forgotten)))
        kept = {self._key(r.person): index for index, r in records if not r.forget}
        if not kept:
            return set()
        by_index = dict(records)
        upsert = self._insert(person)
        statement = upsert.on_conflict_do_update(
            index_elements=[person.c.id],
            set_={name: upsert.excluded[name] for name in ("state_sealed", "version", "tip_at", "gone", "seen")},
            where=person.c.version == upsert.excluded.version - 1,
        ).returning(person.c.id)
        rows = [self._person_row(key, by_index[index]) for key, index in sorted(kept.items())]
        written = {bytes(row.id) for row in connection.execute(statement, rows)}
        return {index for key, index in kept.items() if key not in written}

    def _person_row(self, key: bytes, record: Record) -> dict[str, Any]:
        state = record.state
        quiet = state.at_risk or state.hidden or state.tips is None
        return {
            "id": key,
            "channel": record.person.channel,
            "address_sealed": self._sealer.seal(_bytes(record.person.address), b"address"),
            "state_sealed": self._sealer.seal(_encode(state), b"state"),
            "version": record.version + 1,
            "tip_at": None if quiet or state.tips is None else _seconds(state.tips.next_at),
            "gone": False,
            "seen": _seconds(record.at) // DAY * DAY,
        }

    def _note_adverts(self, connection: Connection, record: Record) -> None:
        if record.forget:
            self._adverts.forget(connection, record.person)
        if record.asked_about is not None:
            self._adverts.note_asker(connection, record.person, record.asked_about, record.at.date())
        if record.report is not None and record.receipt is not None:
            self._adverts.keep_report(connection, record.report, record.receipt, record.at.date())
        if record.withdraw is not None:
            self._adverts.withdraw(connection, record.withdraw)

    def _outgoing(
        self, connection: Connection, record: Record, rows: list[dict[str, Any]], traces: list[dict[str, Any]]
    ) -> Kept:
        key = self._key(record.person)
        if record.message is not None and not record.forget:
            traces.append({"person": key, "provider_id": record.message, "at": _seconds(record.at)})
        unsend: tuple[str, ...] = ()
        if record.unsend or record.forget:
            unsend = self._take_traces(connection, key, record)
        queued = self._queue(record, record.person, record.messages, rows)
        posts: tuple[Queued, ...] = ()
        if record.case is not None:
            number = self.cases.keep(connection, key, record.case)
            posts = self._queue(record, PersonRef(STAFF, str(number)), record.posts, rows)
        if record.forget:
            self.cases.forget(connection, key, record.at)
        return Kept(queued, unsend, posts)

    def _queue(
        self, record: Record, to: PersonRef, messages: Sequence[Outgoing], rows: list[dict[str, Any]]
    ) -> tuple[Queued, ...]:
        queued = []
        for message in messages:
            self._last_id = max(time.time_ns(), self._last_id + 1)
            sealed = self._sealer.seal(_encode(Addressed(to.address, message)), b"message")
            rows.append(
                {
                    "id": self._last_id,
                    "person": self._key(to),
                    "channel": to.channel,
                    "message_sealed": sealed,
                    "urgent": record.urgent,
                    "attempt": 0,
                    "due": _seconds(record.at),
                    "sending": False,
                }
            )
            queued.append(Queued(self._last_id, to, message, record.urgent))
        return tuple(queued)

    def _take_traces(self, connection: Connection, key: bytes, record: Record) -> tuple[str, ...]:
        young = _seconds(record.at - LONGEST_CHAT_IDS)
        mine = trace.c.person == key
        rows = connection.execute(select(trace.c.provider_id).where(mine, trace.c.at >= young).order_by(trace.c.at.desc()))
        ids = tuple(row.provider_id for row in rows)
        connection.execute(delete(trace).where(mine))
        # What was about to be said must not arrive after the chat was hidden.
        connection.execute(delete(outbox).where(outbox.c.person == key))
        return ids if record.message is None else tuple(dict.fromkeys((record.message, *ids)))

    async def due_tips(self, now: datetime, limit: int) -> tuple[PersonRef, ...]:
        def run(connection: Connection) -> tuple[PersonRef, ...]:
            rows = connection.execute(
                select(person.c.channel, person.c.address_sealed)
                .where(person.c.tip_at <= _seconds(now), person.c.gone.is_(False))
                .order_by(person.c.tip_at)
                .limit(limit)
            )
            return tuple(PersonRef(row.channel, address_in(self._sealer, row.address_sealed)) for row in rows)

        return await self._batches.alone(run)

    # --- the outbox ---------------------------------------------------------------------------------------------

    async def unsent(self, channels: Sequence[str]) -> tuple[Queued, ...]:
        def run(connection: Connection) -> tuple[Queued, ...]:
            rows = connection.execute(
                select(outbox).where(outbox.c.channel.in_(channels), outbox.c.set_aside.is_(None)).order_by(outbox.c.id)
            )
            return tuple(self._queued(row) for row in rows)

        return await self._batches.alone(run)

    def _queued(self, row: Any) -> Queued:
        sent = message_in(self._sealer, row.message_sealed)
        ref = PersonRef(row.channel, sent.address)
        return Queued(row.id, ref, sent.message, row.urgent, row.attempt, in_doubt=row.sending)

    async def claim(self, message: int) -> None:
        await self._batches.run(self._run_claim, message)

    def _claim_all(self, connection: Connection, ids: Sequence[int]) -> list[None]:
        connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(sending=True))
        return [None] * len(ids)

    async def sent(self, message: int, provider_id: str | None) -> None:
        await self._batches.run(self._run_sent, (message, provider_id))

    def _sent_all(self, connection: Connection, notes: Sequence[tuple[int, str | None]]) -> list[None]:
        ids = [message for message, _ in notes]
        provider_ids = {message: given for message, given in notes if given is not None}
        if provider_ids:
            rows = connection.execute(select(outbox.c.id, outbox.c.person).where(outbox.c.id.in_(provider_ids)))
            now = int(time.time())
            traces = [{"person": bytes(row.person), "provider_id": provider_ids[row.id], "at": now} for row in rows]
            if traces:
                connection.execute(self._insert(trace).on_conflict_do_nothing(), traces)
        connection.execute(delete(outbox).where(outbox.c.id.in_(ids)))
        return [None] * len(ids)

    async def failed(self, message: int, *, reason: str, retry_at: datetime | None, gone: bool) -> None:
        def run(connection: Connection) -> None:
            row = outbox.c.id == message
            if gone:
                whose = select(outbox.c.person).where(row).scalar_subquery()
                connection.execute(update(person).where(person.c.id == whose).values(gone=True))
            values: dict[str, Any] = {"attempt": outbox.c.attempt + 1, "sending": False}
            values |= {"set_aside": reason[:200]} if retry_at is None else {"due": _seconds(retry_at)}
            connection.execute(update(outbox).where(row).values(values))

        await self._batches.alone(run)

    async def others(self, ref: PersonRef, fingerprint: Fingerprint, *, reviewed: bool) -> int:
        def run(connection: Connection) -> int:
            return self._adverts.others(connection, ref, fingerprint, reviewed=reviewed)

        return await self._batches.alone(run)

    async def purge(self, now: datetime) -> None:
        def run(connection: Connection) -> None:
            for aged in aged_tables(self._lifetimes):
                connection.execute(delete(aged.table).where(aged.since < _seconds(now - aged.lifetime)))
            self._adverts.purge(connection, now.date(), asked=self._lifetimes.asked, reported=self._lifetimes.reports)

        await self._batches.alone(run)
        await asyncio.to_thread(empty_journal, self._engine)

    # --- small things -------------------------------------------------------------------------------------------

    def _key(self, ref: PersonRef) -> bytes:
        return person_key(self._sealer, ref)

    def _open_state(self, sealed: bytes) -> State:
        return _decode_state(self._sealer.open(sealed, b"state"))


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
