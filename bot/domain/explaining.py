"""What each sign adds to a verdict's score."""

from dataclasses import dataclass

from bot.domain.facts import Library
from bot.domain.vetting import FLOOR, ONLY_IN_COMPANY, RESEMBLES_FRAUD, Level, Verdict, level_of, weigh


@dataclass(frozen=True, slots=True)
class Part:
    """A sign and what it adds, after those before it. The parts of a verdict add up to the score of its signs."""

    sign: str
    adds: float


@dataclass(frozen=True, slots=True)
class Floor:
    """A combination that holds, and what the verdict is at least because of it."""

    combination: str
    level: Level
    score: float


@dataclass(frozen=True, slots=True)
class Explained:
    """A verdict taken apart. `score`: of its signs alone. `held_back`: hints carry the score, so the level is milder."""

    signs: tuple[Part, ...]
    score: float
    floors: tuple[Floor, ...]
    held_back: bool


def explained(verdict: Verdict, library: Library) -> Explained:
    """How this verdict came about: signs that stand by themselves first, then those that need company, the wording last."""
    parts: list[Part] = []
    before: tuple[str, ...] = ()
    score = 0.0
    for sign in sorted(verdict.signs, key=lambda sign: (sign == RESEMBLES_FRAUD, sign in ONLY_IN_COMPANY)):
        before = (*before, sign)
        then = weigh(before, checklist=library.checklist, combinations=()).score
        parts.append(Part(sign, then - score))
        score = then
    holding = [combination for combination in library.combinations if combination.id in verdict.combinations]
    floors = tuple(Floor(combination.id, *FLOOR[combination.verdict]) for combination in holding)
    held_back = list(Level).index(verdict.level) > list(Level).index(level_of(verdict.score))
    return Explained(tuple(parts), score, floors, held_back)
