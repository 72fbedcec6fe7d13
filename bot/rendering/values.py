"""Values as their readers write them: numbers, days, hours, countries, languages, telephone numbers, quotations."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, time
from functools import lru_cache

import phonenumbers
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from phonenumbers import PhoneNumberFormat

from bot.domain.reply import CountryName, Dial, Hour, LanguageName, PlaceName, Quote, Symbol, Words

LONGEST_QUOTE = 120
# CLDR gives these a clock of twelve hours, with English marks (Bengali, Khmer) or with an afternoon that begins at another
# hour than Ethiopia's own clock says.
_BY_24_HOURS = frozenset({"am", "bn", "km"})
# Direction marks in somebody's text could turn our own words around; line breaks would break the list they stand in.
# Joiners stay: Sinhala, Bengali and Persian words fall apart without them.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")


@lru_cache(maxsize=128)
def locale_of(tag: str) -> Locale:
    """CLDR's data for a language tag; English for a tag that it does not know."""
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


# Where CLDR has an official or an older name, and people say another one.
_CALLED = {
    "ar": {"AE": "الإمارات"},
    "en": {"HK": "Hong Kong"},
    "id": {"HK": "Hong Kong"},
    "ms": {"HK": "Hong Kong"},
    "ru": {"HK": "Гонконг", "KG": "Кыргызстан", "KR": "Южная Корея", "US": "США", "ZA": "ЮАР"},
    "vi": {"AE": "UAE", "HK": "Hồng Kông"},
    "zh-Hans": {"AE": "阿联酋", "HK": "香港"},
    "zh-Hant": {"HK": "香港"},
}


def country_name(code: str, tag: str) -> str:
    """A country's name in a language; the code itself if there is none."""
    return _CALLED.get(tag, {}).get(code) or str(locale_of(tag).territories.get(code, code))


# How Unicode's character names begin in the scripts that CLDR calls so.
_LETTERS_OF = {
    "Arab": "ARABIC",
    "Beng": "BENGALI",
    "Cyrl": "CYRILLIC",
    "Deva": "DEVANAGARI",
    "Ethi": "ETHIOPIC",
    "Hans": "CJK",
    "Hant": "CJK",
    "Khmr": "KHMER",
    "Laoo": "LAO",
    "Mymr": "MYANMAR",
    "Sinh": "SINHALA",
    "Taml": "TAMIL",
    "Thai": "THAI",
}


# Letters of a script that writers of this language do not have: as names of places show them.
_NOT_IN = {
    "ar": "ٹپچڈڑژکگںھہیے",
    "ur": "يىكة",
    "zh-Hans": "亞經濟貝賭場國園區長頂產業",
    "zh-Hant": "亚经济贝赌场国园区长顶产业",
}


def in_script_of(tag: str, spellings: Sequence[str]) -> str:
    """The first of these spellings that is in letters of the language, else the first of all."""
    locale = locale_of(tag)
    letters = _LETTERS_OF.get(locale.script or get_global("likely_subtags").get(locale.language, "__").split("_")[1])
    fitting = (name for name in spellings if letters and any(unicodedata.name(c, "").startswith(letters) for c in name))
    return next((name for name in fitting if not set(name) & set(_NOT_IN.get(tag, ""))), spellings[0])


@lru_cache(maxsize=256)
def language_name(tag: str) -> str:
    """A language's name in that language, so that whoever speaks it finds it."""
    name = locale_of(tag).get_display_name() if locale_of(tag).language == tag.split("-")[0] else None
    name = name or locale_of("en").languages.get(tag, tag)
    return name[:1].upper() + name[1:]


def dialled(number: str, country: str | None) -> str:
    """A number as it is dialled from `country`: national inside its own country; short codes as they are."""
    if not number.startswith("+"):
        return number
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    if not phonenumbers.is_valid_number(parsed):
        return number  # a short line with a country prefix: grouping it by guess could mislead whoever dials
    inside = country is not None and phonenumbers.region_code_for_number(parsed) == country
    return phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL if inside else PhoneNumberFormat.INTERNATIONAL)


def quoted(text: str) -> str:
    """Somebody's words in quotation marks, on one line, shortened if long."""
    clean = " ".join(_UNSAFE.sub(" ", text).split())
    if len(clean) > LONGEST_QUOTE:
        clean = clean[: LONGEST_QUOTE - 1].rstrip() + "…"
    return f"“{clean}”"


def set_apart(text: str, tag: str) -> str:
    """In a language written from right to left: kept in its own order, so that a number's plus sign stays before it.

    Not for links: apps would take the closing mark for a part of the address. Nor for what is itself written from right to
    left: a line takes its direction from the first letter that is not set apart.
    """
    if locale_of(tag).text_direction == "ltr" or "://" in text:
        return text
    if any(unicodedata.bidirectional(char) in ("R", "AL") for char in text):
        return text
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"


def in_words(value: object, tag: str) -> str:
    """Any value of a phrase except a phrase, for a reader of `tag`."""
    match value:
        case Quote(text):
            return quoted(text)
        case Words(text):
            return text
        case CountryName(code):
            return country_name(code, tag)
        case PlaceName(spellings):
            return in_script_of(tag, spellings)
        case Symbol(sign):
            return sign
        case LanguageName(other, name):
            return name or language_name(other)
        case Dial(number, country):
            return dialled(number, country)
        case Hour(hour, minute):
            return format_time(time(hour, minute), format="HH:mm" if tag in _BY_24_HOURS else "short", locale=locale_of(tag))
        case date():
            return format_date(value, format="long", locale=locale_of(tag))
        case int():
            return format_decimal(value, locale=locale_of(tag))
        case _:
            return str(value)
