"""Reported adverts as MISP events, to be imported by "Add event from file"."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, time
from uuid import UUID, uuid5

from pymisp import MISPEvent

from bot.domain.reports import Reported
from bot.domain.vetting import Level
from bot.exporting.ways import Way, as_shared, way_of

# Ids are made of what they stand for, so that exporting twice gives the same events.
NAMESPACE = UUID("0f6f0d6e-3d0b-5c6f-8f64-0a7a5b9f2c21")
_TYPES = {
    Way.LINK: ("url", "Network activity"),
    Way.MAIL: ("email", "Social network"),
    Way.NUMBER: ("phone-number", "Person"),
    Way.ACCOUNT: ("text", "Social network"),
}
_HIGH, _MEDIUM = 1, 2
_ONLY_THEIR_ORGANISATION = 0
_COMPLETE = 2


def as_misp(adverts: Sequence[Reported]) -> str:
    """The events as JSON."""
    events = [{"Event": json.loads(_event(advert).to_json())} for advert in adverts]
    return json.dumps({"response": events}, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _event(advert: Reported) -> MISPEvent:
    event = MISPEvent()
    name = advert.digest.hex()
    at = int(datetime.combine(advert.last, time(), UTC).timestamp())
    event.from_dict(
        uuid=str(uuid5(NAMESPACE, name)),
        info=" ".join(("Job offer with warning signs:", str(advert.level), *advert.countries)),
        date=advert.first.isoformat(),
        timestamp=at,
        distribution=_ONLY_THEIR_ORGANISATION,
        threat_level_id=_HIGH if advert.level is Level.DANGER else _MEDIUM,
        analysis=_COMPLETE,
    )
    for tag in ("tlp:amber", *(f"waypost:sign={sign}" for sign in advert.signs)):
        event.add_tag(tag)
    values = [(*_TYPES[way_of(contact)], as_shared(contact)) for contact in advert.contacts]
    for kind, category, value in (*values, ("text", "External analysis", advert.text)):
        own = str(uuid5(NAMESPACE, f"{name}/{kind}/{value}"))
        event.add_attribute(kind, value, category=category, to_ids=kind == "url", timestamp=at, uuid=own)
    return event
