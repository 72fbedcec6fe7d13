"""From what arrived to what was understood: safety net first, then meaning, then signs, places, pay and language."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from bot.domain.cues import Done, ShortAnswer, Urgency
from bot.domain.danger import Danger, weigh_danger
from bot.domain.distress import danger_of_reading
from bot.domain.facts import Library, Strength
from bot.domain.heard import Heard, OfferReading, Scored
from bot.domain.inbound import Content, Located, Pictured, PictureRead, SharedPhone, Text
from bot.domain.pay import is_far_above_market
from bot.domain.vetting import READS_LIKE_A_LURE, RESEMBLES_FRAUD, FoundSign, in_order
from bot.ports import Detector, IntentRanker
from bot.understanding.addresses import AddressReader
from bot.understanding.borders import countries_near
from bot.understanding.chat_contacts import CHAT_ONLY, ChatReader
from bot.understanding.clock import HourReader
from bot.understanding.cues import CueIndex, Hit, danger_in, quoted_sign, signs_in
from bot.understanding.normalise import Plain, normalise
from bot.understanding.pay import PayReader
from bot.understanding.phone_numbers import NumberReader
from bot.understanding.places import Gazetteer, Named, country_of_number
from bot.understanding.reach import contacts_in
from bot.understanding.second_reader import LANGUAGE, Opinion
from bot.understanding.zawgyi import to_unicode

# What somebody wants is said in the beginning; the rest of a long advert only dilutes it.
RANKED_CHARACTERS = 1000
# An hour is only asked for by itself, and is answered in a few words.
LONGEST_HOUR = 60

# Jobs that returnees and ministries name again and again as bait, lately skilled ones too.
LURE_ROLES = frozenset(
    {
        "ai_trainer",
        "casino_dealer",
        "chat_admin",
        "crypto_trader",
        "customer_service",
        "data_scientist",
        "developer",
        "digital_marketing",
        "it_support",
        "model",
        "sales",
        "translator",
        "typist_data_entry",
    }
)


class Ear:
    """`bot.ports.Listener`: everything that can be understood with the content at hand."""

    def __init__(
        self,
        *,
        library: Library,
        cues: CueIndex,
        gazetteer: Gazetteer,
        pay: PayReader,
        hours: HourReader,
        detector: Detector,
        embedded: IntentRanker,
        ranker: IntentRanker,
        served: frozenset[str],
        language_names: Mapping[str, str],
        labels: Mapping[str, str],
        second: Callable[[str], Opinion | None],
        lures: Callable[[str], tuple[int, int] | None],
    ) -> None:
        self._library, self._cues, self._gazetteer, self._pay = library, cues, gazetteer, pay
        self._hours = hours
        self._addresses = AddressReader(library.addresses, library.official_hosts)
        self._numbers, self._chats = NumberReader(library.addresses.office_lines), ChatReader(library.addresses)
        self._detector, self._served = detector, served
        self._embedded, self._ranker = embedded, ranker
        self._language_names, self._labels = language_names, labels
        self._second, self._lures = second, lures

    async def hear(self, content: Content, *, language_hint: str | None) -> Heard:
        hint = self._hint(language_hint)
        match content:
            case Text(text) | Pictured(caption=text) | PictureRead(text) if text or isinstance(content, Text):
                return replace(await self._text(text), hint=hint)
            case Located(latitude, longitude):
                near = countries_near(latitude, longitude)
                return Heard(hint=hint, country=near[0] if len(near) == 1 else None, near_border=near)
            case SharedPhone(phone):
                return Heard(hint=hint, country=country_of_number(phone))
            case _:
                return Heard(hint=hint)

    async def _text(self, text: str) -> Heard:
        # Half a character (a lone surrogate) can be neither stored nor sent, and quotes are both.
        text = to_unicode(text.encode("utf-8", "replace").decode())
        plain = normalise(text)
        hits = self._cues.find(plain.text)
        named = self._gazetteer.find(plain)
        guess = self._detector.guess(text[:RANKED_CHARACTERS])
        reading = self._read(plain, hits, named, guess.tag)
        net = danger_in((*hits, *self._cues.forgiving(plain.text)))
        net |= danger_of_reading(reading, self._library)
        words = self._cues.whole_answer(plain)
        if ShortAnswer.ALARM in words:
            net |= Danger(frozenset({Urgency.TRAPPED}), concern=True)
        # An alarm of the net stands by itself: then nothing is asked that sits behind a network.
        ranker = self._embedded if net.urgent else self._ranker
        # A blank message says nothing; what the model would answer is only how often it saw each intent.
        ranked = await ranker.rank(text[:RANKED_CHARACTERS]) if text.strip() else ()
        return Heard(
            text=text,
            guess=guess,
            ranked=ranked,
            danger=weigh_danger(net, tuple((scored.intent, scored.confidence) for scored in ranked)),
            words=words,
            button=self._labels.get(plain.text),
            reading=reading,
            net=net,
            of_people=bool(named) and all(name.people for name in named),
            here=any(hit.topic[0] == "here" for hit in hits),
            done=frozenset(Done(hit.topic[1]) for hit in hits if hit.topic[0] == "done"),
            country=self._gazetteer.only_country(plain, named),
            hour=self._hours.read(text) if len(text) <= LONGEST_HOUR else None,
            names_language=self._language_names.get(plain.text) or self._language_in(plain.text, ranked),
        )

    def _read(self, plain: Plain, hits: list[Hit], named: tuple[Named, ...], language: str) -> OfferReading:
        roles = tuple(dict.fromkeys(hit.topic[1] for hit in hits if hit.topic[0] == "role"))
        countries = tuple(dict.fromkeys(name.country for name in sorted(named, key=self._on_the_way)))
        pay = self._pay.read(plain.original, language)
        signs = {sign.id: sign for sign in signs_in(hits, plain)}
        for hit in hits:
            if hit.topic[0] == "role" and hit.topic[1] in LURE_ROLES:
                signs.setdefault("lure_role_online_desk", _found("lure_role_online_desk", plain, hit.start, hit.end))
        bait = "lure_role_online_desk" in signs or "free_flight_and_lodging" in signs
        for name in named:
            place = self._library.place(name.place) if name.place else None
            if place is None:
                continue
            if place.strength is Strength.STRONG:
                signs.setdefault("destination_hotspot", _found("destination_hotspot", plain, name.start, name.end))
            if bait and place.id in self._library.staging:
                signs.setdefault("multi_leg_route", _found("multi_leg_route", plain, name.start, name.end))
        monthly = pay.monthly_usd if pay else None
        if pay and monthly and is_far_above_market(monthly, roles, countries[0] if countries else None, self._library):
            signs["pay_far_above_market"] = quoted_sign("pay_far_above_market", plain.original, pay.start, pay.end)
        likeness = len({(hit.start, hit.end) for hit in hits if hit.topic[0] == "offer"})
        # Most messages are no offers, and the readers below would only cost them time.
        might_be_offer = bool(likeness or signs)
        signs.update((sign.id, sign) for sign in self._of_contacts(plain.original, countries, language))
        # That they wrote first, or only use a chat, says the same and counts for more.
        if might_be_offer and "unsolicited_contact_chat_app" not in signs and (chat := self._chats.sign(plain.original)):
            signs[CHAT_ONLY] = chat
        if might_be_offer and (telling := self._lures(plain.original)):
            signs[READS_LIKE_A_LURE] = quoted_sign(READS_LIKE_A_LURE, plain.original, *telling)
        opinion = self._second(plain.original) if likeness and language == LANGUAGE else None
        if opinion and opinion.tells:
            signs[RESEMBLES_FRAUD] = quoted_sign(RESEMBLES_FRAUD, plain.original, opinion.start, opinion.end)
        return OfferReading(
            signs=in_order(signs.values()),
            likeness=likeness,
            places=tuple(dict.fromkeys(name.place for name in named if name.place)),
            countries=countries,
            roles=roles,
            monthly_usd=monthly,
            resembles_fraud=opinion.resembles_fraud if opinion else None,
            contacts=contacts_in(plain.original),
            language=language if likeness else None,
        )

    def _of_contacts(self, text: str, countries: tuple[str, ...], language: str) -> Iterator[FoundSign]:
        """What the ways to reach the writer tell."""
        yield from self._addresses.signs(text)
        if number := self._numbers.sign(text, countries, language):
            yield number

    def _on_the_way(self, name: Named) -> int:
        """0 for a place that people are held in, 1 for any other, 2 for a stop on the way: nobody works there."""
        place = self._library.place(name.place) if name.place else None
        if place is None:
            return 1
        return 0 if place.strength is Strength.STRONG else 2 if place.id in self._library.staging else 1

    def _hint(self, tag: str | None) -> str | None:
        """The served language that an app's setting stands for: "zh-cn" → zh-Hans, "es-419" → es."""
        if not tag:
            return None
        low = tag.lower().replace("_", "-")
        alias = {"zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh": "zh-Hans", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant"}
        alias |= {"pt": "pt-BR", "tl": "fil", "in": "id"}
        by_low = {served.lower(): served for served in self._served}
        for candidate in (low, alias.get(low, "").lower(), low.split("-")[0], alias.get(low.split("-")[0], "").lower()):
            if candidate in by_low:
                return by_low[candidate]
        return None

    def _language_in(self, text: str, ranked: tuple[Scored, ...]) -> str | None:
        """The language that "please speak Thai" names."""
        if not ranked or ranked[0].intent != "change_language":
            return None
        padded = f" {text} "
        return next((tag for name, tag in self._language_names.items() if len(name) > 3 and name in padded), None)


def _found(sign: str, plain: Plain, start: int, end: int) -> FoundSign:
    return quoted_sign(sign, plain.original, *plain.span(start, end))
