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


# A wrong alarm costs one neutral question, a missed one may cost a life; the model still has to be surer than a coin.
URGENT_CONFIDENCE = 0.55
CONCERN_CONFIDENCE = 0.20


def weigh_danger(net: Danger, ranked: tuple[tuple[str, float], ...]) -> Danger:
    """Join the safety net and the model: either may raise the alarm, neither can lower the other's.

    `ranked` holds intents with their confidence, best first; empty when the model is missing.
    """
    alarms = [(confidence, Urgency(intent)) for intent, confidence in ranked if intent in set(Urgency)]
    # Which of the four it is matters less than that it is one of them: a model that wavers between them is sure enough.
    alarm = sum(confidence for confidence, _ in alarms)
    likeliest = {max(alarms)[1]} if alarm >= URGENT_CONFIDENCE else set()
    worry = alarm + sum(confidence for intent, confidence in ranked if intent == "escaped")
    return Danger(net.urgent | likeliest, net.concern or bool(likeliest) or worry >= CONCERN_CONFIDENCE)
