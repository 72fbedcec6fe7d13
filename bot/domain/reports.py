"""Reports: offers that people handed over, so that an NGO can warn others. Nothing in them is about who reported."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.fingerprints import Fingerprint
from bot.domain.vetting import Level


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
    """One advert and every report of it, oldest first; `digest` is the same wherever this installation exports it."""

    number: int
    digest: bytes
    reports: tuple[KeptReport, ...]
