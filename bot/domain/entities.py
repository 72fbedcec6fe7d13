"""What a message names, one by one, and the words by which counts, times and organisations are recognised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Unit(StrEnum):
    """Units of time."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True, repr=False)
class Entity:
    """Something that a text names: its kind and value, where it stands (offsets of the text), and what else is known."""

    kind: str
    value: str | int | float | None
    start: int
    end: int
    more: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OrganisationWords:
    """What names of companies look like; see `content/entities/organisations.yaml`."""

    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    around: tuple[tuple[str, ...], ...] = ()
    trades: tuple[str, ...] = ()
    not_in_names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class EntityWords:
    """Words for numbers, and phrases that hold a number as `#`."""

    people: tuple[str, ...]
    numbers: tuple[tuple[int, tuple[str, ...]], ...]
    spans: tuple[tuple[Unit, tuple[str, ...]], ...]
    days: tuple[tuple[str, tuple[str, ...]], ...]
    """Value ("tomorrow", "PT1H") and the words for it."""
    months: tuple[tuple[int, tuple[str, ...]], ...]
    organisations: OrganisationWords
