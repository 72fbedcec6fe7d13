"""How worried to be about what somebody wrote."""

from dataclasses import dataclass

from bot.domain.cues import Urgency


@dataclass(frozen=True, slots=True)
class Danger:
    """`urgent` takes over the conversation; `concern` only adds a discreet way to help."""

    urgent: frozenset[Urgency] = frozenset()
    concern: bool = False

    def __or__(self, other: "Danger") -> "Danger":
        """Both worries together."""
        return Danger(self.urgent | other.urgent, self.concern or other.concern)


# On training lines held apart, the model and the net together ring at this confidence in 1.6 of 100 ordinary messages and
# find three alarms of four; the softer worry holds 93 of 100 (docs/decisions/0005).
URGENT_CONFIDENCE = 0.70
CONCERN_CONFIDENCE = 0.40

_ALARMS = {urgency.value: urgency for urgency in Urgency}


def weigh_danger(net: Danger, ranked: tuple[tuple[str, float], ...]) -> Danger:
    """Join the safety net and the model: either may raise the alarm, neither can lower the other's.

    `ranked` holds intents with their confidence, best first; empty when the model is missing.
    """
    alarms = [(confidence, _ALARMS[intent]) for intent, confidence in ranked if intent in _ALARMS]
    # Which of the four it is matters less than that it is one of them: a model that wavers between them is sure enough.
    alarm = sum(confidence for confidence, _ in alarms)
    likeliest = {max(alarms)[1]} if alarm >= URGENT_CONFIDENCE else set()
    worry = alarm + sum(confidence for intent, confidence in ranked if intent == "escaped")
    return Danger(net.urgent | likeliest, net.concern or bool(likeliest) or worry >= CONCERN_CONFIDENCE)
