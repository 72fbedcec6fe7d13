"""Which contacts for whom, in which order.

The order follows the fact pack: where local authorities are reported as unsafe, a person's own embassy comes
first and the police last; elsewhere the country's own line on trafficking comes first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, auto

from bot.domain.facts import (
    WORLD,
    Confidence,
    Contact,
    ContactKind,
    ContactWarning,
    Library,
    Reach,
    Topic,
)


@dataclass(frozen=True, slots=True)
class Referral:
    """A contact to show, with the ways that work from where the person is."""

    contact: Contact
    reach: Reach
    """Never empty; numbers that only work elsewhere are left out."""
    verified: bool
    """False: recalled or past its review; never to be shown as verified."""


class Rank(IntEnum):
    """What a contact is to this person in this place."""

    OWN_POST = auto()
    """Embassy or consulate of the person's country, where the person is."""
    OWN_LINE = auto()
    """A line of the person's country that answers from abroad."""
    NATIONAL_LINE = auto()
    """The line on trafficking of the country where the person is."""
    SPECIALISED = auto()
    """An organisation for such cases."""
    HOME_LINE = auto()
    """A line at home that is not made for people abroad, but can be reached from there."""
    OTHER = auto()
    """Work or child lines, information."""
    POLICE = auto()
    WORLDWIDE = auto()


# Usual: the country's own line knows best what works there.
_USUAL = (
    Rank.NATIONAL_LINE,
    Rank.OWN_POST,
    Rank.OWN_LINE,
    Rank.SPECIALISED,
    Rank.OTHER,
    Rank.POLICE,
    Rank.HOME_LINE,
    Rank.WORLDWIDE,
)
# Where authorities are reported as unsafe nobody is sent to the police first, not even for want of another
# contact nearby.
_CAUTIOUS = (
    Rank.OWN_POST,
    Rank.OWN_LINE,
    Rank.SPECIALISED,
    Rank.NATIONAL_LINE,
    Rank.HOME_LINE,
    Rank.OTHER,
    Rank.WORLDWIDE,
    Rank.POLICE,
)

# In acute danger the emergency number moves up even there, but never past the person's own country.
_CAUTIOUS_EMERGENCY = (
    Rank.OWN_POST,
    Rank.OWN_LINE,
    Rank.POLICE,
    Rank.SPECIALISED,
    Rank.NATIONAL_LINE,
    Rank.HOME_LINE,
    Rank.OTHER,
    Rank.WORLDWIDE,
)

_MAIN = frozenset({Topic.TRAFFICKING, Topic.FORCED_LABOUR, Topic.CONSULAR})
_TRUST = {Confidence.CONFIRMED: 0, Confidence.REPORTED: 1, Confidence.RECALLED: 2}


def refer(
    library: Library,
    *,
    country: str | None,
    nationality: str | None,
    language: str | None,
    topic: Topic | None,
    today: date,
    shown_to_people: bool = True,
    calling_from: str | None = None,
) -> tuple[Referral, ...]:
    """Contacts for somebody in `country` (None: unknown), best first, as they can be reached from there.

    `calling_from`: the country of a relative who calls in that person's place, if it is another one.

    Never empty while the library has a worldwide contact. Recalled contacts are left out unless
    `shown_to_people` is False; then they come last. Contacts for citizens of another country, or for citizens
    only when nationality is unknown, are always left out.
    """
    order = _order(library, country, topic)
    found = []
    for place, contact in enumerate(library.contacts):
        rank = _rank(contact, country, nationality)
        reach = _reach_from(contact, calling_from or country)
        recalled = contact.confidence is Confidence.RECALLED
        if rank is None or not reach or (recalled and shown_to_people) or not _answers(contact, topic):
            continue
        verified = contact.is_verified(today)
        standing = (
            recalled,
            not verified,
            order is not _CAUTIOUS_EMERGENCY and _off_topic(contact, topic),
            order.index(rank),
            not _MAIN & contact.topics,
            ContactWarning.OLDER_SOURCE in contact.warnings,
            _TRUST[contact.confidence],
            not reach.spoken_or_written,
            not _speaks(contact, language),
            place,
        )
        found.append((standing, Referral(contact, reach, verified)))
    return tuple(referral for _, referral in sorted(found, key=lambda entry: entry[0]))


def _rank(contact: Contact, country: str | None, nationality: str | None) -> Rank | None:
    """What the contact is to this person; None when it is not for them."""
    if contact.nationality is not None:
        return _rank_of_own(contact, country) if contact.nationality == nationality else None
    if contact.country == WORLD:
        return Rank.WORLDWIDE
    if country is not None and contact.country == country:
        return _rank_here(contact)
    if nationality is None or contact.country != nationality or contact.kind is ContactKind.POLICE:
        return None
    helps = _MAIN & contact.topics and ContactWarning.BY_REFERRAL not in contact.warnings
    return Rank.HOME_LINE if helps else None


def _rank_of_own(contact: Contact, country: str | None) -> Rank | None:
    if contact.country == country and country is not None:
        if contact.kind is ContactKind.EMBASSY:
            return Rank.OWN_POST
        return _rank_here(contact) if contact.country == contact.nationality else Rank.OWN_LINE
    if contact.kind is ContactKind.EMBASSY and contact.country is not None:
        return None  # A post in a third country looks after that country.
    if contact.country is None and country == contact.nationality:
        return None  # A line for citizens abroad is the wrong one at home.
    return Rank.SPECIALISED if contact.kind is ContactKind.NGO else Rank.OWN_LINE


def _rank_here(contact: Contact) -> Rank:
    if contact.national_line:
        return Rank.NATIONAL_LINE
    if contact.kind is ContactKind.POLICE:
        return Rank.POLICE
    if contact.kind in (ContactKind.NGO, ContactKind.INTERGOVERNMENTAL) and _MAIN & contact.topics:
        return Rank.SPECIALISED
    return Rank.OTHER


def _order(library: Library, country: str | None, topic: Topic | None) -> tuple[Rank, ...]:
    place = library.country(country)
    if place is None or not place.authority_caution:
        return _USUAL
    return _CAUTIOUS_EMERGENCY if topic is Topic.EMERGENCY else _CAUTIOUS


def _reach_from(contact: Contact, country: str | None) -> Reach:
    """The ways to reach the contact that work from this country."""
    reach, home = contact.reach, contact.country or contact.nationality
    at_home = country is not None and country == home
    sms = reach.sms if at_home or (reach.sms or "").startswith("+") else None
    return Reach(
        phone=reach.phone,
        short_code=reach.short_code if at_home else (),
        sms=sms,
        whatsapp=reach.whatsapp,
        telegram=reach.telegram,
        email=reach.email,
        url=reach.url,
    )


def _answers(contact: Contact, topic: Topic | None) -> bool:
    """False for lines about lost money, unless that is asked: they cannot help somebody who is held."""
    about_money = ContactWarning.FOR_MONEY_LOSS_ONLY in contact.warnings or contact.topics == {Topic.SCAM}
    return topic is Topic.SCAM or not about_money


def _off_topic(contact: Contact, topic: Topic | None) -> bool:
    # The main topics are what the ranks are made for; any other topic has to be asked for to come first.
    return topic is not None and topic not in _MAIN and topic not in contact.topics


def _speaks(contact: Contact, language: str | None) -> bool:
    if language is None or contact.interpreters:
        return True
    wanted = _primary(language)
    return wanted in _primaries(contact.languages)


def _primaries(languages: tuple[str, ...]) -> Iterator[str]:
    return (_primary(tag) for tag in languages)


def _primary(tag: str) -> str:
    return tag.partition("-")[0].casefold()
