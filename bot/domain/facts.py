"""Facts as the bot holds them: who can help, what warns, where, at what pay. Frozen values and look-ups.

They are read from `content/` by `bot.library`. Country codes are ISO 3166-1 alpha-2 ("ZZ": the whole world),
languages BCP 47 tags, telephone numbers E.164 ("+66991301300"), days `datetime.date`. Sentences here are the
English originals; what a person reads comes from the catalogues, under the same ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from bot.domain.addresses import AddressBook
from bot.domain.languages import Language

WORLD = "ZZ"
"""Country code of contacts that serve everybody, wherever they are."""

ROLES = frozenset(
    (
        "customer_service",
        "typist_data_entry",
        "translator",
        "digital_marketing",
        "it_support",
        "developer",
        "data_scientist",
        "ai_trainer",
        "crypto_trader",
        "model",
        "casino_dealer",
        "chat_admin",
        "sales",
        "cook",
        "carpenter",
        "hotel",
        "construction",
        "domestic_work",
        "driver",
        "farm",
        "factory",
        "nurse",
        "teacher",
    )
)
"""Ids of the jobs that cues, pay bands and lures speak of."""


class Confidence(StrEnum):
    """How well a fact is known; `RECALLED` is general knowledge and is never shown as verified."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    RECALLED = "recalled"


class Weight(StrEnum):
    """How much one warning sign counts. A judgement, not a measured likelihood."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Strength(StrEnum):
    """How much a place name warns: `STRONG` for compounds and scam towns, `WEAK` for ordinary cities."""

    STRONG = "strong"
    WEAK = "weak"


class ContactKind(StrEnum):
    """Who runs a contact."""

    POLICE = "police"
    GOVERNMENT = "government"
    NGO = "ngo"
    EMBASSY = "embassy"
    INTERGOVERNMENTAL = "intergovernmental"


class Topic(StrEnum):
    """What a contact can be asked about. `SCAM` is money lost to fraud."""

    EMERGENCY = "emergency"
    TRAFFICKING = "trafficking"
    FORCED_LABOUR = "forced_labour"
    CONSULAR = "consular"
    MIGRANT_WORKER = "migrant_worker"
    CHILD = "child"
    SCAM = "scam"


class ContactWarning(StrEnum):
    """What a person must know before using a contact; the sentences stand in `content/warnings.yaml`."""

    RECORDED = "recorded"
    OWN_REPORT_ONLY = "own_report_only"
    AUTHORITY_CAUTION = "authority_caution"
    FOR_MONEY_LOSS_ONLY = "for_money_loss_only"
    WOMEN_CHILDREN_FIRST = "women_children_first"
    COPIED_BY_CHEATS = "copied_by_cheats"
    BY_REFERRAL = "by_referral"
    OLDER_SOURCE = "older_source"


class Stage(StrEnum):
    """When in a recruitment a warning sign shows, in the order of `list(Stage)`."""

    ADVERT = "advert"
    CONTACT = "contact"
    CONTRACT = "contract"
    TRAVEL = "travel"
    ARRIVAL = "arrival"


class CombinationVerdict(StrEnum):
    """What several signs together mean."""

    STRONG = "strong"
    DECISIVE = "decisive"
    DECISIVE_NOW = "decisive_now"
    POSSIBLE_TRAFFICKING_NOW = "possible_trafficking_now"


@dataclass(frozen=True, slots=True)
class Reach:
    """The ways to reach a contact. Empty (false) when there is none."""

    phone: tuple[str, ...] = ()
    """E.164, dialled from any country."""
    short_code: tuple[str, ...] = ()
    """As dialled inside the contact's own country (short codes, toll-free numbers); useless abroad."""
    sms: str | None = None
    whatsapp: str | None = None
    telegram: str | None = None
    email: str | None = None
    url: str | None = None

    def __bool__(self) -> bool:
        return bool(self.phone or self.short_code) or any((self.sms, self.whatsapp, self.telegram, self.email, self.url))

    @property
    def spoken_or_written(self) -> bool:
        """True when a human can be called or written to; False when there is only a web page, or nothing."""
        written = (self.sms, self.whatsapp, self.telegram, self.email)
        return bool(self.phone or self.short_code) or any(written)


@dataclass(frozen=True, slots=True)
class OpenHours:
    """When a contact answers, in the local time of its country."""

    days: frozenset[int] = frozenset(range(7))
    """Weekdays as `date.weekday()` gives them: Monday is 0."""
    opens: time | None = None
    """None: from midnight."""
    closes: time | None = None
    """None: to midnight."""

    @property
    def always(self) -> bool:
        """True for a line that answers day and night, every day."""
        return len(self.days) == 7 and self.opens is None and self.closes is None


@dataclass(frozen=True, slots=True)
class Helpers:
    """The team that people can talk to, as the operator set it up."""

    name: str
    hours: OpenHours = OpenHours()
    zone: str = "UTC"
    """The time zone of `hours`."""
    patience: timedelta = timedelta(minutes=15)
    """After so long without an answer the team is reminded."""
    keep: timedelta = timedelta(days=30)
    """How long a case stays after it was closed."""


@dataclass(frozen=True, slots=True)
class EmergencyNumbers:
    """What to dial for each emergency service inside one country."""

    police: tuple[str, ...] = ()
    ambulance: tuple[str, ...] = ()
    fire: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to turn to, with where the fact comes from and when it was last checked."""

    id: str
    name: str
    operator: str
    kind: ContactKind
    country: str | None
    """Where it is and answers; `WORLD` for everybody; None when it serves one nationality anywhere."""
    nationality: str | None
    """Set when it serves citizens of this country only (consular lines, posts abroad)."""
    topics: frozenset[Topic]
    national_line: bool
    """True for the country's own line on trafficking, whoever runs it."""
    reach: Reach
    hours: OpenHours | None
    """None: not known."""
    languages: tuple[str, ...]
    """What is known to be spoken; empty: not known, not "none"."""
    interpreters: bool
    free: bool | None
    """None: not known."""
    warnings: tuple[ContactWarning, ...]
    source: str | None
    quote: str | None
    verified: date | None
    """The day the source was last read; None for recalled contacts."""
    review_by: date | None
    """After this day it no longer counts as verified."""
    confidence: Confidence
    note: str | None
    """For the people who keep the content; never shown to a person."""
    emergency: EmergencyNumbers | None = None

    def is_verified(self, today: date) -> bool:
        """True while the contact may be shown as verified: sourced, dated, not past its review day."""
        return (
            self.confidence is not Confidence.RECALLED
            and self.verified is not None
            and self.review_by is not None
            and today <= self.review_by
        )


@dataclass(frozen=True, slots=True)
class Sign:
    """One warning sign. Its question is answered yes, no or don't know; yes means it is there, unless `warns_on_no`."""

    id: str
    title: str
    why: str
    question: str
    good_answer: str
    weight: Weight
    counts: float
    """How much it adds to a verdict, 0 to 1: fitted to labelled offers, else what its weight stands for."""
    stage: Stage
    warns_on_no: bool
    """True when "no" means that the sign is there: some things are asked for plainly ("Do you have a contract?")."""
    asked: bool
    """True when the question makes sense to somebody who has not travelled yet."""
    share: float
    """Of the offers in `tests/offers/tuning` that lead into a compound: the share whose text shows it; 0 if not asked."""
    sources: tuple[str, ...]

    @property
    def says_what_is_good(self) -> bool:
        """Whether people are told its `good_answer`: only where it weighs much and can be asked for before a journey."""
        return self.asked and self.weight is Weight.HIGH


@dataclass(frozen=True, slots=True)
class Combination:
    """Signs that mean more together: all of `all_of` or of one in `or_all_of`, and a place if named."""

    id: str
    all_of: frozenset[str]
    or_all_of: tuple[frozenset[str], ...]
    any_place: frozenset[str]
    verdict: CombinationVerdict
    message: str
    sources: tuple[str, ...]

    def holds(self, signs: Iterable[str], places: Iterable[str] = ()) -> bool:
        """True when the signs and places seen (ids) make up this combination."""
        seen = frozenset(signs)
        if self.any_place and self.any_place.isdisjoint(places):
            return False
        return any(wanted and wanted <= seen for wanted in (self.all_of, *self.or_all_of))


@dataclass(frozen=True, slots=True)
class Place:
    """A place that reports name as a scam site or a stop on the way. No judgement of those who live there."""

    id: str
    name: str
    aliases: tuple[str, ...]
    """Other ways to write it, any script, fit for matching (the name itself is not repeated)."""
    country: str
    kind: str
    region: str | None
    strength: Strength
    sources: tuple[str, ...]
    confidence: Confidence
    note: str | None


@dataclass(frozen=True, slots=True)
class Country:
    """How people name a country, its cities and its dialling prefix."""

    code: str
    aliases: tuple[str, ...]
    """Names and nicknames beyond the CLDR territory names, any script."""
    people: tuple[str, ...]
    """What its people are called; apart, since in adverts these words mostly name a language or customers."""
    cities: tuple[str, ...]
    """Best known cities, as written in several scripts."""
    alone: tuple[str, ...]
    """Names that are everyday words too ("Lima" is a file): they count only as a whole message."""
    dialling_code: str
    """With its plus sign: "+66"."""
    time_zone: str
    """IANA name of the zone where most of its people live."""
    authority_caution: bool
    """True where local authorities are reported as unsafe to turn to first."""


@dataclass(frozen=True, slots=True)
class OfficeFact:
    """One thing to know about checking an employer in a country."""

    text: str
    confidence: Confidence
    source: str | None


@dataclass(frozen=True, slots=True)
class Office:
    """Where to verify an employer or recruiter in the person's own country."""

    country: str
    body: str
    checks: str | None
    """What can be checked there; None when no register was found."""
    url: str | None
    url_confidence: Confidence
    phones: tuple[str, ...]
    """E.164."""
    short_codes: tuple[str, ...]
    """As dialled inside the country."""
    phone_confidence: Confidence
    steps: tuple[str, ...]
    facts: tuple[OfficeFact, ...]
    sources: tuple[str, ...]
    verified: date | None
    review_by: date | None
    confidence: Confidence
    note: str | None

    def shown_url(self) -> str | None:
        """The address, unless it is only recalled: such an address is never shown."""
        return None if self.url_confidence is Confidence.RECALLED else self.url

    def shown_numbers(self) -> tuple[str, ...]:
        """All numbers, unless they are only recalled: such numbers are never shown."""
        return () if self.phone_confidence is Confidence.RECALLED else (*self.phones, *self.short_codes)

    def shown_facts(self) -> tuple[OfficeFact, ...]:
        """The facts that have a source."""
        return tuple(fact for fact in self.facts if fact.confidence is not Confidence.RECALLED)


@dataclass(frozen=True, slots=True)
class PayBand:
    """What a job really pays, in US dollars a month. Rough, from memory: feeds a ratio, never shown."""

    country: str
    role: str
    low: float | None
    """None (with `high`): no ordinary job of this kind is known there."""
    high: float | None
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class MinimumPay:
    """A country's minimum or typical low pay, in US dollars a month; feeds a ratio, never shown as a fact."""

    country: str
    low: float
    high: float
    year: int | None
    confidence: Confidence
    source: str | None


@dataclass(frozen=True, slots=True)
class PayThresholds:
    """From which ratio on advertised pay counts as far above the market."""

    times_real_high: float
    """Advertised pay divided by the upper real pay for the same role and place."""
    times_home_pay: float
    """Advertised pay divided by what the same work pays at home."""
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Lure:
    """One offer that reports name as bait, and what it promised."""

    destination: str
    role: str | None
    """Role id; None when the report names no job."""
    as_reported: str
    """The job in the report's own words."""
    low: float | None
    """In `currency`, per `per`; None when the report gives no figure."""
    high: float | None
    currency: str | None
    per: str
    """"month" or "day"."""
    usd_low: float | None
    """US dollars a month, as the source converts it."""
    usd_high: float | None
    nationality: str | None
    """Whom the offer was aimed at."""
    source: str | None
    confidence: Confidence
    note: str | None


@dataclass(frozen=True, slots=True)
class Currency:
    """How a currency is written, and a reference rate that is good for ratios only."""

    code: str
    words: tuple[str, ...]
    """Symbols and words, any script, lower case where the script has case."""
    usd: float
    """US dollars for one unit, roughly."""
    as_of: date
    confidence: Confidence


class PayPeriod(StrEnum):
    """What pay is named for."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Multiplier:
    """Words that multiply the number they follow ("50k") or, `before`, the one that they precede ("elfu 50")."""

    times: float
    words: tuple[str, ...]
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeriodWords:
    """A period, how many of it make a working month, and how it is written."""

    period: PayPeriod
    in_month: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PayWords:
    """How amounts go on ("k", "lakh", "a month"), and what tells that a number without a currency is pay."""

    multipliers: tuple[Multiplier, ...] = ()
    periods: tuple[PeriodWords, ...] = ()
    pay: tuple[str, ...] = ()
    """Words for pay itself: "salary"."""
    bounds: tuple[str, ...] = ()
    """What may stand between such a word and the number: "from"."""
    onwards: tuple[str, ...] = ()
    """What says behind a number that pay goes on from there: "起"."""
    currencies: Mapping[str, str] = field(default_factory=dict)
    """Language → the currency that its speakers hardly need to name."""
    own_currency: Mapping[str, str] = field(default_factory=dict)
    """Multiplier → the only currency that is counted in it."""


@dataclass(frozen=True, slots=True)
class DayPart:
    """A part of the day, from `first` until `before` o'clock (26 is two at night), and the words that name it."""

    first: int
    before: int
    shift: int
    """What to add to the number that is said, where hours are not counted from midnight and noon."""
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tip:
    """One awareness tip; its first line is neutral on a locked screen."""

    id: str
    theme: str
    text: str
    origins: frozenset[str]
    """Countries it is written for people from; empty: everybody."""
    destinations: frozenset[str]
    """Countries it is written for people going to; empty: everywhere."""
    source: str

    def suits(self, *, origin: str | None, destination: str | None) -> bool:
        """True unless the tip is for people from, or going, somewhere else; unknown fits no restriction."""
        return (not self.origins or origin in self.origins) and (not self.destinations or destination in self.destinations)


@dataclass(frozen=True, slots=True)
class Library:
    """Every fact the bot knows, as loaded at start. Never changes while the bot runs."""

    contacts: tuple[Contact, ...]
    signs: tuple[Sign, ...]
    combinations: tuple[Combination, ...]
    places: tuple[Place, ...]
    countries: Mapping[str, Country]
    offices: Mapping[str, Office]
    pay_bands: tuple[PayBand, ...]
    minimum_pay: tuple[MinimumPay, ...]
    pay_thresholds: PayThresholds
    lures: tuple[Lure, ...]
    currencies: Mapping[str, Currency]
    tips: tuple[Tip, ...]
    warnings: Mapping[ContactWarning, str]
    """English sentence of each contact warning."""
    languages: Mapping[str, Language] = field(default_factory=dict)
    """The languages served, by tag, English first."""
    readable: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """A language that is recognised but not served → served ones that its writers most likely read, English last."""
    translator: str | None = None
    """Whose translation the operator set up, by the name that people know; None where there is none."""
    operator: str | None = None
    """Who takes reports of offers, by the name that people know; None where nobody does."""
    fewest_others: int = 5
    """So many other people must have asked about an offer before that is said."""
    helpers: Helpers | None = None
    """The people whom people can talk to here; None where there are none."""
    hosts: tuple[str, ...] = ()
    """Countries where people are most reported to be held, in the order to offer them on buttons."""
    first_hosts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Language → those of `hosts` to begin with."""
    pay_words: PayWords = field(default_factory=PayWords)
    day_parts: tuple[DayPart, ...] = ()
    addresses: AddressBook = field(default_factory=AddressBook)
    checklist: Mapping[str, Sign] = field(init=False, repr=False, compare=False)
    """The warning signs by id."""
    _contact_by_id: Mapping[str, Contact] = field(init=False, repr=False, compare=False)
    _place_by_id: Mapping[str, Place] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Frozen: the indexes are derived once, by the only way a frozen dataclass leaves open.
        object.__setattr__(self, "_contact_by_id", {contact.id: contact for contact in self.contacts})
        object.__setattr__(self, "checklist", {sign.id: sign for sign in self.signs})
        object.__setattr__(self, "_place_by_id", {place.id: place for place in self.places})

    def contact(self, contact_id: str) -> Contact | None:
        """The contact of this id, or None."""
        return self._contact_by_id.get(contact_id)

    def sign(self, sign_id: str) -> Sign | None:
        """The warning sign of this id, or None."""
        return self.checklist.get(sign_id)

    def place(self, place_id: str) -> Place | None:
        """The place of this id, or None."""
        return self._place_by_id.get(place_id)

    def country(self, code: str | None) -> Country | None:
        """The country of this code, or None when it is not in the pack."""
        return None if code is None else self.countries.get(code)

    def office(self, country: str | None) -> Office | None:
        """Where to verify an employer in this country, or None."""
        return None if country is None else self.offices.get(country)

    def currency(self, code: str) -> Currency | None:
        """The currency of this ISO code, or None."""
        return self.currencies.get(code)

    @property
    def official_hosts(self) -> frozenset[str]:
        """Where the offices and helpers have their sites."""
        urls = [office.url for office in self.offices.values()] + [contact.reach.url for contact in self.contacts]
        hosts = (urlsplit(url).hostname for url in urls if url)
        return frozenset(host.removeprefix("www.") for host in hosts if host)

    @property
    def staging(self) -> frozenset[str]:
        """Border towns that by themselves say where a desk job really leads: combinations name several of them at once."""
        return frozenset(place for c in self.combinations if len(c.any_place) > 1 for place in c.any_place)

    def combinations_of(self, signs: Iterable[str], places: Iterable[str] = ()) -> tuple[Combination, ...]:
        """The combinations that these signs and places (ids) make up."""
        seen, named = frozenset(signs), frozenset(places)
        return tuple(combination for combination in self.combinations if combination.holds(seen, named))

    def pay_band(self, country: str, role: str) -> PayBand | None:
        """What this role really pays in this country, or None when the pack does not say."""
        return next((band for band in self.pay_bands if band.country == country and band.role == role), None)

    def tips_for(self, *, origin: str | None = None, destination: str | None = None) -> tuple[Tip, ...]:
        """Tips that suit somebody from `origin` going to `destination`, in content order."""
        return tuple(tip for tip in self.tips if tip.suits(origin=origin, destination=destination))
