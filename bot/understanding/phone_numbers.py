"""What the telephone numbers in an offer tell by themselves. No number is called or looked up."""

from collections.abc import Collection, Iterable
from functools import cache

import phonenumbers
from babel.core import get_global
from phonenumbers import PhoneNumberType

from bot.domain.vetting import FoundSign
from bot.understanding.places import country_of_number
from bot.understanding.reach import phones_in
from bot.understanding.spans import any_of

_SIGN = "number_does_not_fit"
# Numbers that stand for no place: of the internet, and such as follow a person around.
_OF_NO_PLACE = frozenset({PhoneNumberType.VOIP, PhoneNumberType.PERSONAL_NUMBER, PhoneNumberType.PAGER})
# "Office phone (Ms Lee): +65 …"
_BEFORE_A_NUMBER = 25
# A language is at home where it is official or where at least so many of a hundred speak it.
_SPOKEN_BY = 10


class NumberReader:
    """Compares numbers with what is said around them."""

    def __init__(self, office_lines: Iterable[str]) -> None:
        self._office = any_of((word.casefold() for word in office_lines), before=r"\W")

    def sign(self, text: str, named: Collection[str], language: str) -> FoundSign | None:
        """The first number that does not fit; offsets are those of the text.

        `named`: countries that the text names. Its reader's own country is not known, so the language stands for it:
        agencies at home are normal, and one number that fits speaks for the others.
        """
        numbers = phones_in(text)
        odd = next((number for number in numbers if self._is_of_no_place(*number[:2], text)), None)
        if odd is None and named and (at_home := homes_of(language)):
            countries = [country_of_number(number) for number, _, _ in numbers]
            elsewhere = all(country and country not in named and country not in at_home for country in countries)
            odd = numbers[0] if numbers and elsewhere else None
        return odd and FoundSign(_SIGN, text[odd[1] : odd[2]], odd[1], odd[2])

    def _is_of_no_place(self, number: str, start: int, text: str) -> bool:
        parsed = phonenumbers.parse(number)
        kind = phonenumbers.number_type(parsed)
        if kind == PhoneNumberType.MOBILE:
            return self._office.search(text[max(0, start - _BEFORE_A_NUMBER) : start].casefold()) is not None
        # Region 001: prefixes such as +883 that no country has.
        return kind in _OF_NO_PLACE or phonenumbers.region_code_for_number(parsed) == "001"


@cache
def homes_of(language: str) -> frozenset[str]:
    """Countries where people live who speak a language (BCP 47), by CLDR. Empty for one that is not known."""
    spoken = language.split("-")[0]
    if spoken == "und":
        return frozenset()
    return frozenset(
        country
        for country, languages in get_global("territory_languages").items()
        for tag, facts in languages.items()
        if tag.split("_")[0] == spoken and (facts["official_status"] or facts["population_percent"] >= _SPOKEN_BY)
    )
