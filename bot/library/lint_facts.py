"""Checks of the checklist, places, pay and tips."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

import phonenumbers

from bot.domain.facts import ROLES, Library
from bot.library.documents import Document, Files, Step
from bot.library.lint_common import Once, check_country, hidden_words, readable
from bot.library.pay import read_bands, read_lures
from bot.library.places import read_countries, read_hosts, read_hotspots
from bot.library.records import Notes
from bot.library.signs import read_combinations, read_signs
from bot.library.tips import read_tips

TITLE, QUESTION, TIP = 60, 150, 350
"""Most characters of a sign's title, of its question, of a tip."""
BLAMING = ("victim", "safe ", "safe.", "guarantee")
"""Words that are never said to a person."""
ON_A_LOCK_SCREEN = (
    "traffick",
    "police",
    "scam",
    "rescue",
    "hotline",
    "victim",
    "escape",
    "helpline",
    "slave",
)
"""Words that the first line of a tip, which a locked phone shows, must not have."""


def check_checklist(files: Files, notes: Notes, library: Library) -> None:
    """Signs and what they mean together."""
    ids, combined = Once("sign"), Once("combination")
    for document in readable(files, "checklist"):
        if document.file.stem == "combinations":
            for place, combination in enumerate(read_combinations(document, Notes())):
                where: tuple[Step, ...] = ("combinations", place)
                combined.see(notes, document, (*where, "id"), combination.id)
                signs = combination.all_of.union(*combination.or_all_of)
                for sign_id in sorted(sign for sign in signs if library.sign(sign) is None):
                    notes.add(document, where, f'"{sign_id}" is not a known sign')
                for place_id in sorted(place for place in combination.any_place if library.place(place) is None):
                    notes.add(document, (*where, "any_place"), f'"{place_id}" is not a known place')
                _check_words(notes, document, (*where, "message"), combination.message)
            continue
        for place, sign in enumerate(read_signs(document, Notes())):
            where = ("signs", place)
            ids.see(notes, document, (*where, "id"), sign.id)
            if sign.stage != document.file.stem:
                notes.add(document, (*where, "stage"), f'"{sign.stage}" does not belong into this file')
            _check_length(notes, document, (*where, "title"), sign.title, TITLE)
            _check_length(notes, document, (*where, "question"), sign.question, QUESTION)
            for key in ("title", "why", "question", "good_answer"):
                _check_words(notes, document, (*where, key), getattr(sign, key))
            if not sign.sources:
                notes.add(document, where, f'the sign "{sign.id}" has no source')


def check_places(files: Files, notes: Notes) -> None:
    """Hotspots and the names of countries."""
    ids, codes, names = Once("place"), Once("country"), Once("name")
    zones = _zones()
    for document in readable(files, "places"):
        if document.file.stem == "hotspots":
            for number, place in enumerate(read_hotspots(document, Notes())):
                ids.see(notes, document, ("hotspots", number, "id"), place.id)
                check_country(notes, document, ("hotspots", number, "country"), place.country)
                if not place.sources and place.confidence != "recalled":
                    notes.add(document, ("hotspots", number), f'the place "{place.id}" has no source')
        if document.file.stem == "hosts":
            hosts = read_hosts(document, Notes())
            for number, code in enumerate(hosts.hosts):
                check_country(notes, document, ("hosts", number), code)
            for language, codes_first in hosts.first.items():
                if strays := sorted(set(codes_first) - set(hosts.hosts)):
                    notes.add(document, ("first", language), f"{', '.join(strays)} is not among the hosts")
        if document.file.stem == "countries":
            for number, country in enumerate(read_countries(document, Notes())):
                where = ("countries", number)
                codes.see(notes, document, (*where, "code"), country.code)
                check_country(notes, document, (*where, "code"), country.code)
                prefix = f"+{phonenumbers.country_code_for_region(country.code)}"
                if country.dialling_code != prefix:
                    notes.add(document, (*where, "dialling_code"), f"the dialling code is {prefix}")
                if country.time_zone not in zones:
                    notes.add(document, (*where, "time_zone"), f'"{country.time_zone}" is not a time zone')
                for name in {word.casefold() for word in (*country.aliases, *country.cities, *country.people)}:
                    names.see(notes, document, where, name)


def check_pay(files: Files, notes: Notes, library: Library) -> None:
    """Bands, lures and the words of currencies."""
    for document in readable(files, "pay"):
        if document.file.stem == "bands":
            for number, band in enumerate(read_bands(document, Notes()).bands):
                check_country(notes, document, ("bands", number, "country"), band.country)
                _check_role(notes, document, ("bands", number, "role"), band.role)
                _check_order(notes, document, ("bands", number, "high"), band.low, band.high)
        if document.file.stem == "lures":
            for number, lure in enumerate(read_lures(document, Notes())):
                where: tuple[Step, ...] = ("lures", number)
                check_country(notes, document, (*where, "destination"), lure.destination)
                check_country(notes, document, (*where, "nationality"), lure.nationality)
                if lure.role is not None:
                    _check_role(notes, document, (*where, "role"), lure.role)
                if lure.currency is not None and library.currency(lure.currency) is None:
                    notes.add(document, (*where, "currency"), f'"{lure.currency}" is not a known currency')
                _check_order(notes, document, (*where, "high"), lure.low, lure.high)
        if document.file.stem == "currencies":
            words = Once("word")
            for number, money in enumerate(library.currencies.values()):
                if money.usd <= 0:
                    notes.add(document, ("currencies", number, "usd"), "a rate is more than nothing")
                for word in money.words:
                    words.see(notes, document, ("currencies", number, "words"), word)
        if document.file.stem == "words":
            for key in ("currencies", "own_currency"):
                for name, code in getattr(library.pay_words, key).items():
                    if library.currency(code) is None:
                        notes.add(document, (key, name), f'"{code}" is not a known currency')


def check_tips(files: Files, notes: Notes) -> None:
    """Tips fit a message, and their first line gives nothing away."""
    ids = Once("tip")
    for document in readable(files, "tips"):
        for number, tip in enumerate(read_tips(document, Notes())):
            where: tuple[Step, ...] = ("tips", number)
            ids.see(notes, document, (*where, "id"), tip.id)
            if tip.theme != document.file.stem:
                notes.add(document, (*where, "theme"), f'"{tip.theme}" does not belong into this file')
            _check_length(notes, document, (*where, "text"), tip.text, TIP)
            _check_words(notes, document, (*where, "text"), tip.text)
            for word in hidden_words(tip.text.partition("\n")[0], ON_A_LOCK_SCREEN):
                notes.add(document, (*where, "text"), f'the first line shows on a locked phone: take out "{word}"')
            for code in sorted(tip.origins | tip.destinations):
                check_country(notes, document, (*where, "for"), code)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _check_length(notes: Notes, document: Document, where: tuple[Step, ...], text: str, most: int) -> None:
    if len(text) > most:
        notes.add(document, where, f"{len(text)} characters are too long: at most {most}")


def _check_words(notes: Notes, document: Document, where: tuple[Step, ...], text: str) -> None:
    for word in hidden_words(text, BLAMING):
        notes.add(document, where, f'find another word for "{word.strip(" .")}"')


def _check_role(notes: Notes, document: Document, where: tuple[Step, ...], role: str) -> None:
    if role not in ROLES:
        notes.add(document, where, f'"{role}" is not a known job')


def _check_order(notes: Notes, document: Document, where: tuple[Step, ...], low: float | None, high: float | None) -> None:
    if low is not None and high is not None and low > high:
        notes.add(document, where, f"from {low:g} to {high:g} is the wrong way round")
