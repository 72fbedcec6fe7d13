"""Distress that shows in what a message speaks of, whatever words it came in: signs of being held, places of compounds."""

from bot.domain.cues import Urgency
from bot.domain.danger import Danger
from bot.domain.facts import CombinationVerdict, Library, Stage, Strength
from bot.domain.heard import OfferReading

# So many phrases of an advert make a text somebody's advert, which speaks of such things without anybody being held.
ADVERT = 2


def danger_of_reading(reading: OfferReading, library: Library) -> Danger:
    """Urgent where signs together mean that somebody is held now; a concern where one sign of captivity or one
    place of compounds is named outside an advert."""
    signs = [sign.id for sign in reading.signs]
    held = CombinationVerdict.POSSIBLE_TRAFFICKING_NOW
    if any(c.verdict is held for c in library.combinations_of(signs, reading.places)):
        return Danger(frozenset({Urgency.TRAPPED}), concern=True)
    if reading.likeness >= ADVERT:
        return Danger()
    captive = any(library.checklist[sign].stage is Stage.ARRIVAL for sign in signs if sign in library.checklist)
    places = [place for place in map(library.place, reading.places) if place]
    near = any(place.strength is Strength.STRONG or place.id in library.staging for place in places)
    return Danger(concern=captive or near)
