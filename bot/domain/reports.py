"""Reports: offers that people handed over, so that an NGO can warn others. Nothing in them is about who reported."""

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import reduce

from bot.domain.fingerprints import Fingerprint
from bot.domain.vetting import Level, worse


class Status(StrEnum):
    """What the NGO made of a report."""

    NEW = "new"
    CONFIRMED = "confirmed"
    FALSE = "false"


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """One offer as it was handed over: its text, the numbers, links and accounts in it as written, and how it was judged."""

    text: str
    contacts: tuple[str, ...]
    signs: tuple[str, ...]
    level: Level
    country: str | None
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True, repr=False)
class KeptReport:
    """A report as it is kept, with the day it came on."""

    report: Report
    day: date
    status: Status


@dataclass(frozen=True, slots=True, repr=False)
class Reported:
    """One advert and every report of it, oldest first; there is at least one.

    `digest` stays the same however often it is exported.
    """

    number: int
    digest: bytes
    reports: tuple[KeptReport, ...]

    @property
    def first(self) -> date:
        """The day of the first report."""
        return min(kept.day for kept in self.reports)

    @property
    def last(self) -> date:
        """The day of the newest report."""
        return max(kept.day for kept in self.reports)

    @property
    def contacts(self) -> tuple[str, ...]:
        """Every number, link and account that was in it, once each."""
        return tuple(dict.fromkeys(contact for kept in self.reports for contact in kept.report.contacts))

    @property
    def signs(self) -> tuple[str, ...]:
        """Every warning sign that was seen in it, once each."""
        return tuple(dict.fromkeys(sign for kept in self.reports for sign in kept.report.signs))

    @property
    def level(self) -> Level:
        """The gravest verdict on it."""
        return reduce(worse, (kept.report.level for kept in self.reports))

    @property
    def countries(self) -> tuple[str, ...]:
        """Where the work would be."""
        return tuple(dict.fromkeys(kept.report.country for kept in self.reports if kept.report.country))

    @property
    def text(self) -> str:
        """The advert as it was handed over first."""
        return self.reports[0].report.text

    def only(self, *, statuses: Container[Status], since: date) -> "Reported | None":
        """This advert with the reports of these statuses and days alone; None when there are none."""
        kept = tuple(one for one in self.reports if one.status in statuses and one.day >= since)
        return replace(self, reports=kept) if kept else None
