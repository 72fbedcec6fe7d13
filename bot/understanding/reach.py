"""Telephone numbers and web addresses that stand in a text."""

import re

import phonenumbers

LONGEST = 10_000
_URL = re.compile(r"(?:https?://|www\.|t\.me/|wa\.me/)[^\s<>\"“”]+", re.IGNORECASE)
_DIGITS = re.compile(r"(?:\d\D?){7}")


def phones_in(text: str) -> tuple[str, ...]:
    """International numbers as E.164. Numbers without a country prefix say too little to be one."""
    text = text[:LONGEST]
    if not _DIGITS.search(text):
        return ()
    found = phonenumbers.PhoneNumberMatcher(text, None)
    e164 = phonenumbers.PhoneNumberFormat.E164
    return tuple(dict.fromkeys(phonenumbers.format_number(match.number, e164) for match in found))


def urls_in(text: str) -> tuple[str, ...]:
    """Web addresses and messenger links, as written."""
    return tuple(dict.fromkeys(match.group().rstrip(".,;:!?)") for match in _URL.finditer(text[:LONGEST])))
