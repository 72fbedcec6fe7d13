"""Which countries, cities and reported places does a text name? Names in any script, longest first."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import ahocorasick
import numpy.typing as npt
import phonenumbers
from babel import Locale, UnknownLocaleError

from bot.domain.facts import Library
from bot.understanding.normalise import Plain, is_unspaced, normalise
from bot.understanding.packed import Arrays, Strings
from bot.understanding.spans import longest_words

_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_FIRST_REGIONAL = 0x1F1E6
_PREFIX = re.compile(r"\s*(?:\+|00)?(\d{1,3})\s*$")
_NUMBER = re.compile(r"\s*(?:\+|00)[\d\s().-]{6,20}$")
# CLDR also has names for regions and for codes that nobody lives in.
_NOT_COUNTRIES = frozenset({"ZZ", "QO", "EU", "EZ", "UN", "XA", "XB", "AC", "CP", "DG", "EA", "IC", "TA", "BV", "HM", "AQ"})
# Characters of a name in a script without spaces that may as well be the middle of another word.
SHORT = 5
# No id of a place looks like this.
PEOPLE = "~"


@dataclass(frozen=True, slots=True)
class Named:
    """A name that stands in a text (offsets of the normalised text): a country code, and the id of a reported place.

    `people`: it names people, not the place.
    """

    country: str
    place: str | None
    start: int
    end: int
    people: bool = False


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """Normalised names of countries, cities, peoples and reported places, and what each stands for."""

    names: Strings
    countries: Strings
    """By name: the country's code."""
    places: Strings
    """By name: the id of the reported place, PEOPLE for what people are called, empty for everything else."""

    @classmethod
    def of(cls, library: Library, locales: Iterable[str]) -> Self:
        """Country names (CLDR, in the served languages), aliases, cities, peoples and reported places."""
        names: dict[str, tuple[str, str]] = {}
        for locale in locales:
            for code, name in _territories(locale).items():
                if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES:
                    # "Myanmar (Burma)" is two names. Short names of far countries are parts of words in Thai and its like.
                    for written in re.split(r"[()（）]", name):
                        if code in library.countries or not _is_short(written):
                            _add(names, written, (code, ""))
        for country in library.countries.values():
            for name in country.people:
                _add(names, name, (country.code, PEOPLE))
            for name in (*country.cities, *country.aliases):
                _add(names, name, (country.code, ""))
        # Reported places come last: what is known about a town outweighs that it is one of a country's cities.
        for place in library.places:
            for name in (place.name, *place.aliases):
                _add(names, name, (place.country, place.id))
        # "Mali" is property in Swahili and wrong in Filipino, "Lào" without its accent is half of "labour" in Vietnamese:
        # such a name counts as a whole message only, even where CLDR has it.
        for country in library.countries.values():
            for name in country.alone:
                names.pop(normalise(name).text, None)
        meant = names.values()
        return cls(Strings.of(names), Strings.of(country for country, _ in meant), Strings.of(place for _, place in meant))

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> Self:
        """What `arrays` gave. Raises KeyError when something is missing."""
        names, countries, places = (Strings.named(name, arrays) for name in ("names", "countries", "places"))
        return cls(names, countries, places)

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """What to keep of it."""
        return {**self.names.arrays("names"), **self.countries.arrays("countries"), **self.places.arrays("places")}


class Gazetteer:
    """Finds such names in a text."""

    def __init__(self, library: Library, names: PlaceNames) -> None:
        self._names = names
        self._automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
        for index, name in enumerate(names.names):
            self._automaton.add_word(name, index)
        self._automaton.make_automaton()
        self._alone = {normalise(name).text: c.code for c in library.countries.values() for name in c.alone}
        self._codes = frozenset(library.countries)
        self._dialling = {country.dialling_code.lstrip("+"): country.code for country in library.countries.values()}

    def find(self, plain: Plain) -> tuple[Named, ...]:
        """All names in the text, in its order; the longest where they overlap."""
        names = self._names.names
        found = ((last + 1 - len(names[index]), last + 1, index) for last, index in self._automaton.iter(plain.text))
        return tuple(self._named(*word) for word in longest_words(plain.text, found))

    def only_country(self, plain: Plain, named: Sequence[Named]) -> str | None:
        """The country, if the message is nothing else: a name, a city, a flag, a dialling prefix or a telephone number.

        `named`: what `find` found in it.
        """
        raw = plain.original.strip()
        flags = _FLAG.findall(raw)
        if len(flags) == 1 and len(raw) <= 4:
            return "".join(chr(ord(letter) - _FIRST_REGIONAL + ord("A")) for letter in flags[0])
        # Small letters are words ("no", "la", "na"), and so is a shouted "NO"; codes worth typing small stand under `alone`.
        if len(raw) == 2 and raw in self._codes:
            return raw
        if match := _PREFIX.match(raw):
            return self._dialling.get(match.group(1))
        if _NUMBER.match(raw):
            return country_of_number(raw)
        if (index := self._automaton.get(plain.text, None)) is not None:
            return self._names.countries[index]
        if plain.text in self._alone:
            return self._alone[plain.text]
        countries = {name.country for name in named}
        covered = sum(name.end - name.start for name in named)
        # "im in myawaddy", "aquí en Perú": a name with hardly anything around it.
        return countries.pop() if len(countries) == 1 and covered * 2 >= len(plain.text) else None

    def _named(self, start: int, end: int, index: int) -> Named:
        country, place = self._names.countries[index], self._names.places[index]
        return Named(country, None if place in ("", PEOPLE) else place, start, end, people=place == PEOPLE)


def country_of_number(number: str) -> str | None:
    """The country of an international telephone number, or None."""
    try:
        parsed = phonenumbers.parse(re.sub(r"^\s*00", "+", number), None)
    except phonenumbers.NumberParseException:
        return None
    code = phonenumbers.region_code_for_number(parsed) or phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    return None if code in (None, "ZZ", "001") else code


def _add(names: dict[str, tuple[str, str]], name: str, meant: tuple[str, str]) -> None:
    plain = normalise(name).text
    # Two Latin letters ("US", "it") are words in some language; they only count as a flag or a whole message.
    if len(plain) > 2 or (len(plain) > 1 and is_unspaced(plain[0])):
        names[plain] = meant


def _territories(tag: str) -> Mapping[str, str]:
    """CLDR's country names in a language; none for a language that it does not know."""
    try:
        return dict(Locale.parse(tag, sep="-").territories)
    except UnknownLocaleError:
        return {}


def _is_short(name: str) -> bool:
    plain = normalise(name).text
    return len(plain) < SHORT and any(map(is_unspaced, plain))
