"""Adverts that go round: told apart by their fingerprints, with who asked about each and what was reported of it."""

from datetime import date, timedelta

import msgspec
from sqlalchemy import Connection, delete, exists, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.fingerprints import ALIKE, Fingerprint
from bot.domain.inbound import PersonRef
from bot.domain.reports import Report, Status
from bot.store.sealing import Sealer
from bot.store.tables import advert, advert_key, asker, report

PURPOSE = b"report"


class Adverts:
    """The steps of the store that are about adverts; each runs inside a transaction of the caller."""

    def __init__(self, sealer: Sealer, dialect: str) -> None:
        self._sealer = sealer
        self._insert = postgresql.insert if dialect == "postgresql" else sqlite.insert

    def others(self, connection: Connection, person: PersonRef, fingerprint: Fingerprint, *, reviewed: bool) -> int:
        """How many other people asked about this advert."""
        known = _find(connection, fingerprint)
        confirmed = exists().where(report.c.advert == known, report.c.status == str(Status.CONFIRMED))
        if known is None or (reviewed and not connection.execute(select(confirmed)).scalar()):
            return 0
        others = select(func.count()).where(asker.c.advert == known, asker.c.person != self._asker(person))
        return int(connection.execute(others).scalar_one())

    def note_asker(self, connection: Connection, person: PersonRef, fingerprint: Fingerprint, day: date) -> None:
        """Count this person among those who asked; once, however often they ask."""
        row = {"advert": self.number(connection, fingerprint), "person": self._asker(person), "day": day}
        upsert = self._insert(asker).values(row)
        connection.execute(upsert.on_conflict_do_update(index_elements=["advert", "person"], set_={"day": day}))

    def keep_report(self, connection: Connection, new: Report, receipt: str, day: date) -> None:
        """Keep a report beside the others of the same advert."""
        values = {"advert": self.number(connection, new.fingerprint), "receipt": self._receipt(receipt), "day": day}
        values |= {"status": str(Status.NEW), "body_sealed": self._sealer.seal(msgspec.json.encode(new), PURPOSE)}
        connection.execute(insert(report).values(values))

    def withdraw(self, connection: Connection, receipt: str) -> None:
        """Delete the report of this receipt."""
        connection.execute(delete(report).where(report.c.receipt == self._receipt(receipt)))

    def forget(self, connection: Connection, person: PersonRef) -> None:
        """This person asked about nothing."""
        connection.execute(delete(asker).where(asker.c.person == self._asker(person)))

    def purge(self, connection: Connection, today: date, *, asked: timedelta, reported: timedelta) -> None:
        """Drop who asked and what was reported so long ago, then the adverts that nothing is known of any more."""
        connection.execute(delete(asker).where(asker.c.day < today - asked))
        connection.execute(delete(report).where(report.c.day < today - reported))
        unknown = ~exists().where(asker.c.advert == advert.c.id) & ~exists().where(report.c.advert == advert.c.id)
        stale = select(advert.c.id).where(unknown)
        connection.execute(delete(advert_key).where(advert_key.c.advert.in_(stale)))
        connection.execute(delete(advert).where(unknown))

    def number(self, connection: Connection, fingerprint: Fingerprint) -> int:
        """The number of this advert, a new one where it was not seen before."""
        known = _find(connection, fingerprint)
        if known is not None:
            return known
        digest = self._sealer.digest("advert", *map(str, fingerprint.parts))
        number = int(connection.execute(insert(advert).values(digest=digest).returning(advert.c.id)).scalar_one())
        connection.execute(insert(advert_key), [{"key": key, "advert": number} for key in _keys(fingerprint)])
        return number

    def _receipt(self, receipt: str) -> bytes:
        return self._sealer.digest("receipt", receipt)

    def _asker(self, person: PersonRef) -> bytes:
        return asker_key(self._sealer, person)


def asker_key(sealer: Sealer, person: PersonRef) -> bytes:
    """Another digest than the one of the person's row: only with the key can the two be brought together."""
    return sealer.digest("asker", person.channel, person.address)


def _find(connection: Connection, fingerprint: Fingerprint) -> int | None:
    shared = func.count()
    found = (
        select(advert_key.c.advert)
        .where(advert_key.c.key.in_(_keys(fingerprint)))
        .group_by(advert_key.c.advert)
        .having(shared >= ALIKE)
        .order_by(shared.desc(), advert_key.c.advert)
        .limit(1)
    )
    return connection.execute(found).scalar()


def _keys(fingerprint: Fingerprint) -> list[int]:
    """Each part with its place, as one number: parts are only the same in the same place."""
    return [(place << 32) | part for place, part in enumerate(fingerprint.parts)]
