"""Reported adverts as a STIX 2.1 bundle: an indicator for the contacts of each, and a report with its text."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid5

import stix2

from bot.domain.reports import Reported
from bot.exporting.ways import Way, as_shared, way_of

# Ids are made of what they stand for, so that exporting twice gives the same objects.
NAMESPACE = UUID("5d0c8f0a-6a2e-5b0f-9a37-3c1d6c0e9b11")
_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
_PATHS = {
    Way.LINK: ("url", "value"),
    Way.MAIL: ("email-addr", "value"),
    Way.NUMBER: ("user-account", "user_id"),
    Way.ACCOUNT: ("user-account", "account_login"),
}


def as_stix(adverts: Sequence[Reported], operator: str) -> str:
    """The bundle as JSON."""
    source = stix2.Identity(
        id=_id("identity", operator), name=operator, identity_class="organization", created=_BEGINNING, modified=_BEGINNING
    )
    objects = {source.id: source, stix2.TLP_AMBER.id: stix2.TLP_AMBER}
    for advert in adverts:
        objects |= {made.id: made for made in _objects(advert, source.id)}
    bundle = stix2.Bundle(objects=list(objects.values()), id=_id("bundle", *sorted(objects)))
    return f"{bundle.serialize(pretty=True)}\n"


def _objects(advert: Reported, source: str) -> list[Any]:
    common = {
        "created_by_ref": source,
        "created": _midnight(advert.first),
        "modified": _midnight(advert.last),
        "labels": [str(advert.level), *advert.signs],
        "object_marking_refs": [stix2.TLP_AMBER.id],
    }
    told: list[Any] = [_observable(contact) for contact in advert.contacts]
    if told:
        told.append(
            stix2.Indicator(
                id=_id("indicator", advert.digest.hex()),
                name="Contacts of a job offer with warning signs",
                indicator_types=["malicious-activity"],
                pattern=_pattern(advert.contacts),
                pattern_type="stix",
                valid_from=_midnight(advert.first),
                **common,
            )
        )
    whole = stix2.Report(
        id=_id("report", advert.digest.hex()),
        name=" ".join(("Job offer with warning signs:", str(advert.level), *advert.countries)),
        description=advert.text,
        report_types=["indicator"],
        published=_midnight(advert.first),
        object_refs=[made.id for made in told] or [source],
        **common,
    )
    return [*told, whole]


def _observable(contact: str) -> Any:
    shared = as_shared(contact)
    match way_of(contact):
        case Way.LINK:
            return stix2.URL(value=shared)
        case Way.MAIL:
            return stix2.EmailAddress(value=shared)
        case Way.NUMBER:
            return stix2.UserAccount(user_id=shared, account_type="phone")
        case Way.ACCOUNT:
            return stix2.UserAccount(account_login=shared)


def _pattern(contacts: Sequence[str]) -> str:
    any_of = []
    for contact in contacts:
        kind, field = _PATHS[way_of(contact)]
        equals = stix2.EqualityComparisonExpression(
            stix2.ObjectPath(kind, [field]), stix2.StringConstant(as_shared(contact))
        )
        any_of.append(stix2.ObservationExpression(equals))
    return str(stix2.OrObservationExpression(any_of)) if len(any_of) > 1 else str(any_of[0])


def _id(kind: str, *made_of: str) -> str:
    return f"{kind}--{uuid5(NAMESPACE, '/'.join((kind, *made_of)))}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
