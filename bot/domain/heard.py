"""What was understood of a message: language, meaning, danger, and the signs, places and countries it names."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from bot.domain.cues import Done
from bot.domain.danger import Danger
from bot.domain.fingerprints import Fingerprint
from bot.domain.registries import BLACKLIST_SIGN, Closeness, Listing, LookUp, RegistryKind
from bot.domain.vetting import RESEMBLES_FRAUD, FoundSign, in_order


@dataclass(frozen=True, slots=True)
class Guess:
    """A guess at a language: a BCP 47 tag, or `und`. `clear`: strong enough to change the language of a conversation."""

    tag: str
    confidence: float = 0.0
    clear: bool = False


class Scored(NamedTuple):
    """An intent and how sure the model is of it, 0 to 1."""

    intent: str
    confidence: float


@dataclass(frozen=True, slots=True, repr=False)
class OfferReading:
    """What an offer's text shows. `likeness`: how many phrases of a job advert it holds.

    `places` are ids of `content/places/hotspots.yaml`, `countries` ISO codes, likeliest first to be where
    the work would be, else in the order named, `roles` role ids;
    `monthly_usd` is the pay it names, by reference rates, or None; `listings` what registers say of the names in it.
    `resembles_fraud`: how much the second reader finds its wording like that of fraudulent adverts, 0 to 1; None where it
    has no opinion. `contacts` are the numbers, links, mail addresses and accounts in it, as written.
    """

    signs: tuple[FoundSign, ...] = ()
    likeness: int = 0
    places: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    monthly_usd: float | None = None
    listings: tuple[Listing, ...] = ()
    resembles_fraud: float | None = None
    contacts: tuple[str, ...] = ()
    fingerprint: Fingerprint | None = None
    language: str | None = None
    """What an advert is written in; None for a text that is none."""

    def with_translation(self, english: "OfferReading") -> "OfferReading":
        """Both readings of one text. Only its own words are quoted: a sign seen in the translation alone has none.

        What the second reader makes of a machine's wording does not count.
        """
        own = {RESEMBLES_FRAUD, *(sign.id for sign in self.signs)}
        seen = (FoundSign(sign.id, "", 0, 0) for sign in english.signs if sign.id not in own)
        return OfferReading(
            signs=(*self.signs, *seen),
            likeness=max(self.likeness, english.likeness),
            places=tuple(dict.fromkeys((*self.places, *english.places))),
            countries=self.countries or english.countries,
            roles=tuple(dict.fromkeys((*self.roles, *english.roles))),
            monthly_usd=self.monthly_usd if self.monthly_usd is not None else english.monthly_usd,
            resembles_fraud=self.resembles_fraud,
            contacts=self.contacts,
            language=self.language,
        )

    def with_listings(self, listings: tuple[Listing, ...]) -> "OfferReading":
        """The same reading, with what registers say. Only a register that warns of the very name or number is a sign; no
        register takes one away."""
        warned = (
            FoundSign(BLACKLIST_SIGN, listing.written, listing.start, listing.end)
            for listing in listings
            if listing.registry.kind is RegistryKind.BLACKLIST and listing.closeness is not Closeness.SIMILAR
        )
        signs = (*self.signs, *list(warned)[:1])
        return replace(self, listings=listings, signs=in_order(signs))


@dataclass(frozen=True, slots=True, repr=False)
class Heard:
    """Everything the house made of one message.

    `words` are short whole answers (`yes no unsure skip back menu hide stop language delete`); `country` is set when
    the message is nothing but a country (name, flag, dialling prefix or place); `names_language` likewise.
    `button` is the id of a button whose words were typed instead of tapped. `hint` is a served language that the
    person's app is set to. `hour` is a full hour of the day that it names, 0 to 23. `net` is the part of `danger` that
    the safety net found by itself, without the model. `of_people`: countries are named by what their people are called,
    which says where somebody comes from, not where they are. `here`: it says where somebody is now. `looked_up`: it names a
    company that registers were asked about; `only_name`: it says nothing else. `done`: what it says was already done about
    an offer, whoever says so. `salt`: random bytes, where a digest of the message is to be made.
    """

    text: str = ""
    guess: Guess = Guess("und")
    hint: str | None = None
    ranked: tuple[Scored, ...] = ()
    danger: Danger = field(default_factory=Danger)
    words: frozenset[str] = frozenset()
    reading: OfferReading = field(default_factory=OfferReading)
    country: str | None = None
    names_language: str | None = None
    near_border: tuple[str, ...] = ()
    button: str | None = None
    hour: int | None = None
    net: Danger = field(default_factory=Danger)
    of_people: bool = False
    here: bool = False
    looked_up: bool = False
    only_name: bool = False
    done: frozenset[Done] = frozenset()
    salt: bytes = b""

    @property
    def intent(self) -> str:
        """The likeliest intent, or `unknown` without a model."""
        return self.ranked[0].intent if self.ranked else "unknown"

    @property
    def confidence(self) -> float:
        """How sure the model is of `intent`, 0 to 1."""
        return self.ranked[0].confidence if self.ranked else 0.0

    def share(self, intent: str) -> float:
        """How sure the model is of one intent, 0 to 1; 0 for one that it does not know."""
        return next((scored.confidence for scored in self.ranked if scored.intent == intent), 0.0)

    def with_registers(self, found: LookUp) -> "Heard":
        """This message, with what the registers say about the names in it."""
        reading = self.reading.with_listings(found.listings)
        return replace(self, reading=reading, looked_up=found.named, only_name=found.only_name)

    def with_fingerprint(self, fingerprint: Fingerprint | None) -> "Heard":
        """This message, with the fingerprint of its text."""
        return replace(self, reading=replace(self.reading, fingerprint=fingerprint))

    def with_translation(self, english: "Heard") -> "Heard":
        """This message as its translation explains it: the meaning is the translation's, text and language stay its own,
        and no alarm of either is lost."""
        return replace(
            self,
            ranked=english.ranked or self.ranked,
            danger=self.danger | english.danger,
            words=self.words | english.words,
            reading=self.reading.with_translation(english.reading),
            country=self.country or english.country,
            names_language=self.names_language or english.names_language,
            button=self.button or english.button,
            hour=self.hour if self.hour is not None else english.hour,
            net=self.net | english.net,
            of_people=self.of_people or english.of_people,
            here=self.here or english.here,
            done=self.done | english.done,
        )
