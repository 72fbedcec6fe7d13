"""Reports as the NGO works with them: by advert, read and reviewed."""

from collections import defaultdict

import msgspec
from cryptography.exceptions import InvalidTag
from sqlalchemy import Engine, select, update

from bot.domain.reports import KeptReport, Report, Reported, Status
from bot.errors import WaypostError
from bot.store.adverts import PURPOSE
from bot.store.sealing import Sealer
from bot.store.tables import advert, report

_decode = msgspec.json.Decoder(Report).decode


class SqlReports:
    """Reads and reviews what people handed over."""

    def __init__(self, engine: Engine, sealer: Sealer) -> None:
        self._engine, self._sealer = engine, sealer

    def reported(self) -> tuple[Reported, ...]:
        """Every advert that was reported, by number. Raises WaypostError when the key is another one."""
        found = select(report, advert.c.digest).join(advert, advert.c.id == report.c.advert).order_by(report.c.id)
        with self._engine.begin() as connection:
            rows = connection.execute(found).all()
        kept: dict[int, list[KeptReport]] = defaultdict(list)
        for row in rows:
            kept[row.advert].append(KeptReport(self._open(row.body_sealed), row.day, Status(row.status)))
        digests = {row.advert: bytes(row.digest) for row in rows}
        return tuple(Reported(number, digests[number], tuple(kept[number])) for number in sorted(kept))

    def review(self, number: int, status: Status) -> int:
        """Note what the NGO made of the reports that an advert has by now; returns how many they are."""
        with self._engine.begin() as connection:
            noted = update(report).where(report.c.advert == number).values(status=str(status))
            return connection.execute(noted).rowcount

    def _open(self, sealed: bytes) -> Report:
        try:
            return _decode(self._sealer.open(sealed, PURPOSE))
        except InvalidTag:
            raise WaypostError("The reports were sealed with another key. Set WAYPOST_KEY to that one.") from None
