"""One step of hearing: the fingerprint of what somebody shows to be checked or hands over."""

from collections.abc import Callable

from bot.domain.fingerprints import SHORTEST, Fingerprint
from bot.domain.heard import Heard
from bot.domain.state import State

Fingerprinter = Callable[[str], Fingerprint | None]


def with_fingerprint(heard: Heard, state: State, read: Fingerprinter | None) -> Heard:
    """The message with its fingerprint, where it reads like an advert or a piece of one, or is to be handed over."""
    advert = heard.reading.likeness > 0 and len(heard.text) >= SHORTEST and not heard.danger.urgent
    if read is None or not (advert or state.asked == "report"):
        return heard
    return heard.with_fingerprint(read(heard.text))
