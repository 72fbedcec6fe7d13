"""One step of hearing: the fingerprint of what somebody shows to be checked or hands over."""

from collections.abc import Callable

from bot.domain.fingerprints import SHORTEST, Fingerprint
from bot.domain.heard import Heard

Fingerprinter = Callable[[str], Fingerprint | None]


def with_fingerprint(heard: Heard, read: Fingerprinter | None) -> Heard:
    """The message with its fingerprint, where it reads like an advert or a piece of one."""
    if read is None or not heard.reading.likeness or len(heard.text) < SHORTEST or heard.danger.urgent:
        return heard
    return heard.with_fingerprint(read(heard.text))
