"""Which key the database is sealed with, and another one in its place."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import Column, Connection, Engine, Table, bindparam, delete, select, tuple_, update

from bot.domain.inbound import PersonRef
from bot.store.adverts import asker_key
from bot.store.cases import case_in
from bot.store.engine import READS_ONLY, empty_journal
from bot.store.memory import address_in, message_in
from bot.store.sealing import Sealer, person_key
from bot.store.tables import metadata, outbox, person, purpose_of, sealed_columns, staff_case

AT_ONCE = 500
# Digests of fingerprints and receipts stay as they are: what they name is kept, but not found again by new ones.
REMADE = frozenset({"person", "asker", "delivery"})


def fits(engine: Engine, sealer: Sealer) -> bool:
    """Whether what is stored opens with this key. A change of key is one transaction, so any one value tells."""
    with engine.connect().execution_options(**{READS_ONLY: True}) as connection:
        for table in metadata.sorted_tables:
            for column in sealed_columns(table):
                sealed = connection.scalar(select(column).limit(1))
                if sealed is not None:
                    return _opens(sealer, sealed, column)
    return True


def _opens(sealer: Sealer, sealed: bytes, column: Column[Any]) -> bool:
    try:
        sealer.open(sealed, purpose_of(column))
    except InvalidTag:
        return False
    return True


def rekey(engine: Engine, old: Sealer, new: Sealer) -> int:
    """Seal everything anew and make all digests anew, in one transaction; returns how many people there are.

    Whatever breaks it off leaves everything under the old key. Digests whose origin is not stored cannot be made anew, and
    their rows go: those of deliveries, and ids in chats of people who are forgotten. Nobody else may use the database
    meanwhile. Raises InvalidTag when something does not open with the old key.
    """
    with engine.begin() as connection:
        digests = dict(_digests(connection, old, new))
        for table in metadata.sorted_tables:
            for some in _keys(connection, table) if sealed_columns(table) else ():
                _seal_anew(connection, table, some, old, new)
            for column in table.columns:
                if column.info.get("digest_of") in REMADE:
                    _digest_anew(connection, column, digests)
        people = len(connection.scalars(select(person.c.id)).all())
    empty_journal(engine)
    return people


def _digests(connection: Connection, old: Sealer, new: Sealer) -> Iterator[tuple[bytes, bytes]]:
    """The digest of everybody whose address is stored → the one under the new key."""
    for key, channel, sealed in connection.execute(select(person.c.id, person.c.channel, person.c.address_sealed)):
        ref = PersonRef(channel, address_in(old, sealed))
        yield bytes(key), person_key(new, ref)
        yield asker_key(old, ref), asker_key(new, ref)
    for key, channel, sealed in connection.execute(select(outbox.c.person, outbox.c.channel, outbox.c.message_sealed)):
        yield bytes(key), person_key(new, PersonRef(channel, message_in(old, sealed).address))
    for key, sealed in connection.execute(select(staff_case.c.person, staff_case.c.case_sealed)):
        if sealed is not None:
            yield bytes(key), person_key(new, case_in(old, sealed).person)


def _keys(connection: Connection, table: Table) -> Iterator[Sequence[Any]]:
    keys = connection.execute(select(*table.primary_key.columns)).all()
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


def _seal_anew(connection: Connection, table: Table, keys: Sequence[Any], old: Sealer, new: Sealer) -> None:
    def anew(column: Column[Any], sealed: bytes | None) -> bytes | None:
        purpose = purpose_of(column)
        return None if sealed is None else new.seal(old.open(sealed, purpose), purpose)

    own, columns = list(table.primary_key.columns), sealed_columns(table)
    rows = connection.execute(select(*own, *columns).where(tuple_(*own).in_(keys))).mappings().all()
    values = [
        {f"own_{key.name}": row[key] for key in own} | {column.name: anew(column, row[column]) for column in columns}
        for row in rows
    ]
    connection.execute(update(table).where(*(key == bindparam(f"own_{key.name}") for key in own)), values)


def _digest_anew(connection: Connection, column: Column[Any], digests: Mapping[bytes, bytes]) -> None:
    # An empty digest is nobody's: of who was forgotten.
    present = [bytes(key) for key in connection.scalars(select(column).distinct()) if key]
    of_people = column.info["digest_of"] != "delivery"
    known = [{"old": key, "new": digests[key]} for key in present if of_people and key in digests]
    lost = [{"old": key} for key in present if not (of_people and key in digests)]
    own = column == bindparam("old")
    if known:
        connection.execute(update(column.table).where(own).values({column.name: bindparam("new")}), known)
    if lost:
        connection.execute(delete(column.table).where(own), lost)
