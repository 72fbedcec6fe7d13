"""Telephone numbers and web addresses that stand in a text."""

import re
from collections.abc import Iterator

import phonenumbers

LONGEST = 10_000
_URL = re.compile(r"(?:https?://|www\.|t\.me/|wa\.me/)[^\s<>\"“”]+", re.IGNORECASE)
_CHAT_LINK = re.compile(r"(?:wa\.me/|whatsapp\.com/send/?\?phone=)([1-9]\d{6,14})(?!\d)", re.IGNORECASE)
_DIGITS = re.compile(r"(?:\d\D?){7}")


def phones_in(text: str) -> tuple[tuple[str, int, int], ...]:
    """International numbers as E.164, with where each starts and ends. Without a country prefix they say too little."""
    text = text[:LONGEST]
    if not _DIGITS.search(text):
        return ()
    linked = ((number, *link.span(1)) for link in _CHAT_LINK.finditer(text) for number, _, _ in _valid(f"+{link.group(1)}"))
    return tuple(sorted((*_valid(text), *linked), key=lambda number: number[1]))


def _valid(text: str) -> Iterator[tuple[str, int, int]]:
    e164 = phonenumbers.PhoneNumberFormat.E164
    for match in phonenumbers.PhoneNumberMatcher(text, None):
        yield phonenumbers.format_number(match.number, e164), match.start, match.end


def urls_in(text: str) -> tuple[tuple[str, int, int], ...]:
    """Web addresses and messenger links, as written, with where each starts and ends."""
    urls = ((match.group().rstrip(".,;:!?)"), match.start()) for match in _URL.finditer(text[:LONGEST]))
    return tuple((url, start, start + len(url)) for url, start in urls)
