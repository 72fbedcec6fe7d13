"""A concern where a sign of captivity or a place of compounds is named; never over an advert."""

from pathlib import Path

import pytest

from bot.domain.danger import Danger
from bot.domain.distress import danger_of_reading
from bot.domain.heard import OfferReading
from bot.domain.vetting import FoundSign
from bot.library.assets import find_root
from bot.library.loading import load_library

LIBRARY = load_library(find_root(Path(__file__).parents[2]))


def found(*signs: str) -> tuple[FoundSign, ...]:
    return tuple(FoundSign(sign, "x", 0, 1) for sign in signs)


@pytest.mark.parametrize(
    ("reading", "urgent", "concern"),
    [
        (OfferReading(), False, False),
        (OfferReading(signs=found("upfront_fee")), False, False),
        (OfferReading(signs=found("passport_kept")), False, True),
        (OfferReading(signs=found("passport_kept", "cannot_leave")), True, True),
        (OfferReading(places=("kk_park",)), False, True),
        (OfferReading(places=("mae_sot",)), False, True),
        (OfferReading(places=("dubai",)), False, False),
        (OfferReading(places=("kk_park",), likeness=3), False, False),
        (OfferReading(signs=found("passport_kept"), likeness=3), False, False),
    ],
)
def test_what_a_message_speaks_of(reading: OfferReading, urgent: bool, concern: bool) -> None:
    danger: Danger = danger_of_reading(reading, LIBRARY)
    assert (bool(danger.urgent), danger.concern) == (urgent, concern)
