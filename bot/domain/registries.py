"""Registers of companies and agencies that an NGO or a ministry loaded, and what they say about a name in a message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

OLD_AFTER = timedelta(days=365)
BLACKLIST_SIGN = "on_blacklist"


class RegistryKind(StrEnum):
    """What it means to stand in a register."""

    LICENSED = "licensed"
    BLACKLIST = "blacklist"


@dataclass(frozen=True, slots=True)
class Registry:
    """One register as it was loaded: whose it is, and of which day."""

    country: str
    kind: RegistryKind
    source: str
    """An address or words that tell where it comes from; shown to people."""
    as_of: date
    id: int = 0
    entries: int = 0

    def is_old(self, today: date) -> bool:
        """True when it is so old that licences in it may have ended."""
        return today - self.as_of > OLD_AFTER


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """One line of a register, as its keeper wrote it; `also` is the same company's name in other words or script."""

    name: str
    also: str = ""
    licence: str = ""
    status: str = ""
    city: str = ""


class Closeness(StrEnum):
    """How an entry was found: by the same name, by the licence number, or by a name that only looks like it."""

    SAME = "same"
    NUMBER = "number"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True, repr=False)
class Listing:
    """An entry that fits words of a message: `written`, from `start` to `end` of the text.

    `stands`: the register does not say that the licence has ended, or what it says is known to mean that it has not.
    """

    written: str
    start: int
    end: int
    closeness: Closeness
    registry: Registry
    entry: Entry
    stands: bool = True


@dataclass(frozen=True, slots=True, repr=False)
class LookUp:
    """What the registers say about the names in one message. `named`: it holds a name or number that was looked up;
    `only_name`: it holds nothing else."""

    listings: tuple[Listing, ...] = ()
    named: bool = False
    only_name: bool = False


@dataclass(frozen=True, slots=True)
class RegistryWords:
    """How registers and names of companies are written; see `content/registries/words.yaml`."""

    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Field of `Entry` → what the column is called, likeliest first."""
    forms: tuple[str, ...] = ()
    """Legal forms, at either end of a name."""
    common: tuple[str, ...] = ()
    """Words that many companies have in their names."""
    standing: tuple[str, ...] = ()
    """What a status says while the licence stands."""
    beside: tuple[str, ...] = ()
    """Words that may stand right beside a name and are no part of it, in a question about it or in an advert."""
    licence: tuple[str, ...] = ()
    """What stands in front of a licence number that has no letters."""
