"""How worried to be about what somebody wrote."""

from dataclasses import dataclass

from bot.domain.cues import Urgency


@dataclass(frozen=True, slots=True)
class Danger:
    """`urgent` takes over the conversation; `concern` only adds a discreet way to help."""

    urgent: frozenset[Urgency] = frozenset()
    concern: bool = False


# A wrong alarm costs one neutral question, a missed one may cost a life; the model still has to be surer than a coin.
URGENT_CONFIDENCE = 0.55
CONCERN_CONFIDENCE = 0.20
_WORRYING = frozenset({*Urgency, "escaped"})


def weigh_danger(net: Danger, ranked: tuple[tuple[str, float], ...]) -> Danger:
    """Join the safety net and the model: either may raise the alarm, neither can lower the other's.

    `ranked` holds intents with their confidence, best first; empty when the model is missing.
    """
    urgent = set(net.urgent)
    if ranked:
        intent, confidence = ranked[0]
        if intent in set(Urgency) and confidence >= URGENT_CONFIDENCE:
            urgent.add(Urgency(intent))
    worry = sum(confidence for intent, confidence in ranked if intent in _WORRYING)
    return Danger(frozenset(urgent), net.concern or bool(urgent) or worry >= CONCERN_CONFIDENCE)
