"""How bad is an offer, and what should be asked next? Pure arithmetic over signs; see docs/vetting.md for the numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import prod

from bot.domain.facts import Combination, CombinationVerdict, Sign, Stage, Weight


class Answer(StrEnum):
    """An answer to a checklist question; UNKNOWN when the person does not know."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Level(StrEnum):
    """A verdict. There is no "safe": the best an offer can get is that few signs were found so far."""

    DANGER = "danger"
    HIGH = "high"
    CAUTION = "caution"
    FEW_SIGNS = "few_signs"
    NOT_AN_OFFER = "not_an_offer"


@dataclass(frozen=True, slots=True, repr=False)
class FoundSign:
    """A sign seen in a text: the words it was read from, and where they stand (character offsets into that text).

    A sign seen only in a translation has no words to quote.
    """

    id: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement: `score` 0 to 1, the signs it rests on (heaviest first), combinations that hold, signs still unknown."""

    level: Level
    score: float
    signs: tuple[str, ...]
    combinations: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


# How likely an offer with this one sign is harmful, before anything was fitted: a judgement, no validation was published.
WEIGHT = {Weight.HIGH: 0.42, Weight.MEDIUM: 0.22, Weight.LOW: 0.10}

# No sign alone makes an offer `high`, however often it stands in bad ones: what is read in a text can be misread.
HEAVIEST = 0.5

# Signs that honest employers show as well (free lodging, no experience asked): they count only beside another sign.
ONLY_IN_COMPANY = frozenset(
    {
        "free_flight_and_lodging",
        "lure_role_online_desk",
        "meet_driver_with_sign",
        "no_skills_no_experience",
        "salary_in_crypto_or_cash",
        "unsolicited_contact_chat_app",
        "urgency_pressure",
        "excessive_hours",
        "free_mail_address",
        "hidden_link",
        "number_does_not_fit",
        "chat_contact_only",
        "reads_like_a_lure",
    }
)

# Signs of an address or number alone: people give their own too, so these do not make a text an offer.
OF_CONTACTS = frozenset({"free_mail_address", "hidden_link", "number_does_not_fit", "chat_contact_only"})

# What a model thinks of the wording. It can be wrong in ways that nobody can foresee, so it makes an offer worth a closer
# look and no more: alone it means `caution`, and no offer is `high` or `danger` because of it.
RESEMBLES_FRAUD = "resembles_fraud"

# What a model thinks of the meaning of the whole. It counts like any other sign, but only beside something that was said.
READS_LIKE_A_LURE = "reads_like_a_lure"

# What two programs think of the text as a whole is told last: people can check the words that a sign names.
OF_THE_WHOLE = frozenset({READS_LIKE_A_LURE, RESEMBLES_FRAUD})

# These never make an offer `high` or `danger`: that takes something that was said.
HINTS = OF_CONTACTS | {RESEMBLES_FRAUD}

LEAST_OF_CAUTION = 0.30
THRESHOLDS = ((0.80, Level.DANGER), (0.55, Level.HIGH), (LEAST_OF_CAUTION, Level.CAUTION))

FLOOR = {
    CombinationVerdict.STRONG: (Level.HIGH, 0.70),
    CombinationVerdict.DECISIVE: (Level.DANGER, 0.92),
    CombinationVerdict.DECISIVE_NOW: (Level.DANGER, 0.95),
    CombinationVerdict.POSSIBLE_TRAFFICKING_NOW: (Level.DANGER, 0.97),
}

# What these speak of is happening, and is no longer only an offer.
NOW = frozenset({CombinationVerdict.DECISIVE_NOW, CombinationVerdict.POSSIBLE_TRAFFICKING_NOW})

MOST_QUESTIONS = 5

# How often somebody can tell whether a sign of each stage is there: contracts and money everybody knows about, the night
# boat hardly anybody before it is too late. A judgement, for the order of questions only.
ANSWERABLE = {Stage.ADVERT: 0.25, Stage.CONTACT: 0.35, Stage.CONTRACT: 0.40, Stage.TRAVEL: 0.12, Stage.ARRIVAL: 0.10}
# Whoever travels within days knows the way, and it is the next thing to happen.
LIKELY_BEFORE_TRAVEL = 0.60


def likely(sign: Sign, *, travels_soon: bool) -> float:
    """How likely asking about a sign is to find it in a harmful offer, 0 to 1: between how often such offers show it and
    how often people can tell."""
    if travels_soon and sign.stage is Stage.TRAVEL:
        return LIKELY_BEFORE_TRAVEL
    return (sign.share + ANSWERABLE[sign.stage]) / 2


def in_order(found: Iterable[FoundSign]) -> tuple[FoundSign, ...]:
    """Signs as they stand in the text, those of the whole last."""
    return tuple(sorted(found, key=lambda sign: (sign.id in OF_THE_WHOLE, sign.start)))


def present(found: Iterable[FoundSign], answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """Signs that are there: read in the text or answered with yes. A "no" overrules nothing that the text says."""
    seen = dict.fromkeys(sign.id for sign in found)
    seen.update(dict.fromkeys(sign for sign, answer in answers.items() if answer is Answer.YES))
    return tuple(seen)


def weigh(
    seen: Iterable[str],
    *,
    checklist: Mapping[str, Sign],
    combinations: Sequence[Combination],
    places: Iterable[str] = (),
    unknown: Iterable[str] = (),
) -> Verdict:
    """Judge an offer by the signs seen. Adding a sign never lowers the score; an unanswered question never does either."""
    signs = [sign for sign in dict.fromkeys(seen) if sign in checklist]
    standing = any(sign not in ONLY_IN_COMPANY and sign != RESEMBLES_FRAUD for sign in signs)
    counted = signs if standing else [sign for sign in signs if sign == RESEMBLES_FRAUD]
    score = 1 - prod(1 - checklist[sign].counts for sign in counted)
    level = level_of(score)
    # A hint may make an offer worth a closer look; what makes it `high` is something that was said.
    if level in (Level.DANGER, Level.HIGH):
        said = 1 - prod(1 - checklist[sign].counts for sign in counted if sign not in HINTS)
        level = worse(level_of(said), Level.CAUTION)
    if RESEMBLES_FRAUD in signs:
        score, level = max(score, LEAST_OF_CAUTION), worse(level, Level.CAUTION)
    holding = [c for c in combinations if c.holds(signs, places)]
    for combination in holding:
        floor_level, floor_score = FLOOR[combination.verdict]
        score = max(score, floor_score)
        level = worse(level, floor_level)
    ranked = sorted(signs, key=lambda sign: (sign not in counted, sign in OF_THE_WHOLE, -checklist[sign].counts))
    return Verdict(level, round(score, 4), tuple(ranked), tuple(c.id for c in holding), tuple(unknown))


def level_of(score: float) -> Level:
    """The level that a score stands for, before hints hold it back and combinations raise it."""
    return next((level for least, level in THRESHOLDS if score >= least), Level.FEW_SIGNS)


def worse(one: Level, other: Level) -> Level:
    """The graver of two levels."""
    return min(one, other, key=list(Level).index)


def next_question(
    seen: Iterable[str],
    answers: Mapping[str, Answer],
    *,
    checklist: Mapping[str, Sign],
    combinations: Sequence[Combination],
    places: Iterable[str] = (),
    travels_soon: bool = False,
) -> str | None:
    """The sign to ask about next: the one that can be expected to move the score most. None when nothing more needs asking.

    It stops after `MOST_QUESTIONS`, and as soon as the verdict cannot get graver.
    """
    seen, places = tuple(seen), tuple(places)
    now = weigh(seen, checklist=checklist, combinations=combinations, places=places)
    if len(answers) >= MOST_QUESTIONS or now.level is Level.DANGER:
        return None
    open_signs = [s.id for s in checklist.values() if s.asked and s.id not in answers and s.id not in seen]
    if not open_signs:
        return None

    def gain(sign: str) -> float:
        then = weigh((*seen, sign), checklist=checklist, combinations=combinations, places=places)
        more = then.score - now.score + 0.05 * _completes(sign, seen, combinations)
        return more * likely(checklist[sign], travels_soon=travels_soon)

    # max keeps the first of equals, so the checklist's own order decides between equal signs.
    return max(open_signs, key=gain)


def _completes(sign: str, seen: Sequence[str], combinations: Sequence[Combination]) -> float:
    """How near this sign brings the nearest combination to being whole, 0 to 1."""
    nearest = 0.0
    for combination in combinations:
        for wanted in (combination.all_of, *combination.or_all_of):
            if sign in wanted:
                nearest = max(nearest, len(wanted & {*seen, sign}) / len(wanted))
    return nearest
