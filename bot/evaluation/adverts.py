"""Adverts that somebody labelled, and how well the checklist tells them apart."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.domain.facts import Library
from bot.domain.inbound import Text
from bot.domain.offers import judge_text
from bot.domain.vetting import FoundSign, Level
from bot.errors import ContentError
from bot.evaluation.figures import for_each_language, share
from bot.understanding.listening import Ear

WARNED = frozenset({Level.DANGER, Level.HIGH})
DOUBTED = WARNED | {Level.CAUTION}


@dataclass(frozen=True, slots=True, repr=False)
class Advert:
    """An offer, and whether it was written as one that leads into a compound or as an honest one."""

    id: str
    language: str
    harmful: bool
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the checklist says to one advert, and the signs that it found."""

    advert: Advert
    level: Level
    found: tuple[FoundSign, ...] = ()

    @property
    def warns(self) -> bool:
        """It is called danger or high."""
        return self.level in WARNED


@dataclass(frozen=True, slots=True)
class OfferFigures:
    """All shares are 0 to 1."""

    harmful: int
    honest: int
    warned: float
    """Harmful adverts that are called danger or high."""
    doubted: float
    """Harmful adverts that are called caution or worse."""
    cried_wolf: float
    """Honest adverts that are called danger or high."""
    suspected: float
    """Honest adverts that are called caution or worse."""


def read_adverts(folder: Path) -> list[Advert]:
    """Every advert of `<folder>/<language>.jsonl`. Raises ContentError when a line cannot be read."""
    adverts = []
    for file in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
            try:
                read = json.loads(line)
                adverts.append(Advert(read["id"], file.stem, {"scam": True, "genuine": False}[read["kind"]], read["text"]))
            except (ValueError, KeyError, TypeError) as problem:
                raise ContentError([f"{file.name}, line {number}: {type(problem).__name__}"]) from None
    return adverts


async def tell(adverts: Iterable[Advert], ear: Ear, library: Library) -> list[Told]:
    """Let the checklist judge each advert by its text alone."""
    told = []
    for advert in adverts:
        heard = await ear.hear(Text(advert.text), language_hint=None)
        told.append(Told(advert, judge_text(heard, library).level, heard.reading.signs))
    return told


def offer_figures(told: Sequence[Told]) -> OfferFigures:
    """The figures of these adverts."""
    harmful = [one.level for one in told if one.advert.harmful]
    honest = [one.level for one in told if not one.advert.harmful]
    return OfferFigures(
        harmful=len(harmful),
        honest=len(honest),
        warned=share(level in WARNED for level in harmful),
        doubted=share(level in DOUBTED for level in harmful),
        cried_wolf=share(level in WARNED for level in honest),
        suspected=share(level in DOUBTED for level in honest),
    )


def offers_by_language(told: Sequence[Told]) -> dict[str, OfferFigures]:
    """The figures of each language, and of `all` together."""
    return for_each_language(told, lambda one: one.advert.language, offer_figures)
