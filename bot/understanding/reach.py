"""Telephone numbers and web addresses that stand in a text."""

import re

import phonenumbers

LONGEST = 10_000
_URL = re.compile(r"(?:https?://|www\.|t\.me/|wa\.me/)[^\s<>\"“”]+", re.IGNORECASE)
_DIGITS = re.compile(r"(?:\d\D?){7}")


def phones_in(text: str) -> tuple[tuple[str, int, int], ...]:
    """International numbers as E.164, with where each starts and ends. Without a country prefix they say too little."""
    text = text[:LONGEST]
    if not _DIGITS.search(text):
        return ()
    found = phonenumbers.PhoneNumberMatcher(text, None)
    e164 = phonenumbers.PhoneNumberFormat.E164
    return tuple((phonenumbers.format_number(match.number, e164), match.start, match.end) for match in found)


def urls_in(text: str) -> tuple[tuple[str, int, int], ...]:
    """Web addresses and messenger links, as written, with where each starts and ends."""
    urls = ((match.group().rstrip(".,;:!?)"), match.start()) for match in _URL.finditer(text[:LONGEST]))
    return tuple((url, start, start + len(url)) for url, start in urls)
