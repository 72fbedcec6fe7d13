"""From judged sentences to figures. Pure; the scores are scikit-learn's."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from sklearn.metrics import f1_score

from bot.domain.cues import Urgency

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

One = TypeVar("One")
Measured = TypeVar("Measured")

ALARMS = frozenset(urgency.value for urgency in Urgency)
# Neither ordinary talk nor an alarm: whoever got out, or lost money, may well be offered more help.
BETWEEN = frozenset({"escaped", "lost_money"})
BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """What was made of one sentence. `urgent` and `concern` are what the conversation acts on, `net_…` the safety net's
    share of it, `model_…` the model's."""

    id: str
    language: str
    intent: str
    guessed: tuple[str, ...]
    """The model's first three intents."""
    confidence: float
    detected: str
    urgent: bool
    concern: bool
    net_urgent: bool
    net_concern: bool
    model_urgent: bool
    model_concern: bool

    @property
    def right(self) -> bool:
        """The likeliest intent is the one that was meant."""
        return self.guessed[:1] == (self.intent,)


@dataclass(frozen=True, slots=True)
class Figures:
    """All shares are 0 to 1. Alarms: sentences of the four urgent intents. Ordinary: all others but escaped, lost_money."""

    sentences: int
    alarms: int
    macro_f1: float
    in_three: float
    """The right intent is among the first three."""
    noticed: float
    """Alarms that are urgent or a concern."""
    rung: float
    """Alarms that are urgent."""
    worried: float
    """Ordinary sentences that are urgent or a concern."""
    cried_wolf: float
    """Ordinary sentences that are urgent."""
    rung_by_net: float
    rung_by_model: float
    cried_by_net: float
    cried_by_model: float
    noticed_by_net: float
    noticed_by_model: float
    calibration_error: float
    """Expected calibration error of the first intent, in ten bins of confidence."""
    language: float
    """The language was detected rightly."""


# Figures that are better when they are lower.
LOWER_IS_BETTER = frozenset({"worried", "cried_wolf", "suspected", "cried_by_net", "cried_by_model", "calibration_error"})
COUNTS = frozenset({"sentences", "alarms", "harmful", "honest"})


def figures(judged: Sequence[Judged]) -> Figures:
    """The figures of these sentences; macro-F1 over the intents that they have."""
    intents = sorted({j.intent for j in judged})
    alarms = [j for j in judged if j.intent in ALARMS]
    ordinary = [j for j in judged if j.intent not in ALARMS | BETWEEN]
    first = [j.guessed[0] if j.guessed else "" for j in judged]
    return Figures(
        sentences=len(judged),
        alarms=len(alarms),
        macro_f1=float(f1_score([j.intent for j in judged], first, labels=intents, average="macro", zero_division=0.0)),
        in_three=share(j.intent in j.guessed for j in judged),
        noticed=share(j.urgent or j.concern for j in alarms),
        rung=share(j.urgent for j in alarms),
        worried=share(j.urgent or j.concern for j in ordinary),
        cried_wolf=share(j.urgent for j in ordinary),
        rung_by_net=share(j.net_urgent for j in alarms),
        rung_by_model=share(j.model_urgent for j in alarms),
        cried_by_net=share(j.net_urgent for j in ordinary),
        cried_by_model=share(j.model_urgent for j in ordinary),
        noticed_by_net=share(j.net_urgent or j.net_concern for j in alarms),
        noticed_by_model=share(j.model_urgent or j.model_concern for j in alarms),
        calibration_error=calibration_error([j.confidence for j in judged], [j.right for j in judged]),
        language=share(j.detected == j.language for j in judged),
    )


def by_language(judged: Sequence[Judged]) -> dict[str, Figures]:
    """The figures of each language, and of `all` together."""
    return for_each_language(judged, lambda j: j.language, figures)


def for_each_language(
    judged: Sequence[One], language_of: Callable[[One], str], measure: Callable[[Sequence[One]], Measured]
) -> dict[str, Measured]:
    """What `measure` says of each language's share, and of `all` together."""
    languages = sorted(set(map(language_of, judged)))
    each = {language: measure([one for one in judged if language_of(one) == language]) for language in languages}
    return {**each, "all": measure(judged)}


def by_intent(judged: Sequence[Judged], intents: Sequence[str]) -> dict[str, dict[str, float]]:
    """Language → intent → F1."""
    table = {}
    for language in sorted({j.language for j in judged}):
        own = [j for j in judged if j.language == language]
        first = [j.guessed[0] if j.guessed else "" for j in own]
        scores = f1_score([j.intent for j in own], first, labels=intents, average=None, zero_division=0.0)
        table[language] = dict(zip(intents, map(float, scores), strict=True))
    return table


def confusions(judged: Iterable[Judged]) -> list[tuple[str, str, int]]:
    """(meant, taken for, how often), most frequent first."""
    wrong = Counter((j.intent, j.guessed[0]) for j in judged if j.guessed and j.guessed[0] != j.intent)
    return [(meant, taken, count) for (meant, taken), count in wrong.most_common()]


def missed(judged: Iterable[Judged]) -> list[str]:
    """Ids of the alarms that nothing noticed."""
    return [j.id for j in judged if j.intent in ALARMS and not (j.urgent or j.concern)]


def calibration(confidences: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float, int]]:
    """For each bin of confidence with sentences in it: (mean confidence, share that is right, how many)."""
    confidence, correct = np.array(confidences), np.array(right)
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    found = (bins == number for number in range(BINS))
    return [(float(confidence[at].mean()), float(correct[at].mean()), int(at.sum())) for at in found if at.any()]


def calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """How far, on average, confidence lies from the share that is right."""
    bins = calibration(confidences, right)
    return sum((abs(confidence - share) * count / len(confidences) for confidence, share, count in bins), 0.0)


def worse(now: Mapping[str, "DataclassInstance"], before: Mapping[str, Mapping[str, float]], slack: float) -> list[str]:
    """In plain words, every figure that is worse than before by more than `slack`."""
    complaints = []
    for language, old in before.items():
        if language not in now:
            complaints.append(f"{language}: no sentences any more")
            continue
        for name, value in asdict(now[language]).items():
            loss = value - old[name] if name in LOWER_IS_BETTER else old[name] - value
            if name not in COUNTS and loss > slack:
                complaints.append(f"{language}: {name} was {old[name]:.3f}, is {value:.3f}")
    return complaints


def share(answers: Iterable[bool]) -> float:
    """How many of these are true, 0 to 1; 0 of none."""
    known = list(answers)
    return sum(known) / len(known) if known else 0.0
