"""Telephone numbers and web addresses that stand in a text."""

import re
from collections.abc import Iterator

import phonenumbers

LONGEST = 10_000
_URL = re.compile(r"(?:https?://|www\.|t\.me/|wa\.me/)[^\s<>\"“”]+", re.IGNORECASE)
_CHAT_LINK = re.compile(r"(?:wa\.me/|whatsapp\.com/send/?\?phone=)([1-9]\d{6,14})(?!\d)", re.IGNORECASE)
_DIGITS = re.compile(r"(?:\d\D?){7}")
# Any way to reach somebody, as it is written: mail, account, or a number, also without the prefix of its country.
_MAIL = re.compile(r"[\w.%+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}")
_HANDLE = re.compile(r"(?<![\w@./])@[A-Za-z0-9_.]{2,32}[A-Za-z0-9_]")
_ACCOUNT = re.compile(
    r"(?<![A-Za-z])(?:telegram|whatsapp|wechat|weixin|微信|line|ไลน์|zalo|viber|signal|skype|imo)"
    r"(?: ?(?:id|ไอดี)(?![a-z])(?: ?[:：])?| ?[:：]) ?([A-Za-z0-9_.@-]{3,40})",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.,])\+?\(?\d(?:[ .()\-]{0,2}\d){7,14}(?!\w)")
_DAY = re.compile(r"\d{4}-\d\d?-\d\d?|\d\d?[.-]\d\d?[.-]\d{4}")


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


def contacts_in(text: str) -> tuple[str, ...]:
    """Whatever a text gives to reach somebody by, as written, in its order: numbers, links, mail and accounts."""
    text = text[:LONGEST]
    found = [(start, url) for url, start, _ in urls_in(text)]
    found += [(match.start(), match.group()) for way in (_MAIL, _HANDLE) for match in way.finditer(text)]
    found += [(match.start(), match.group()) for match in _NUMBER.finditer(text) if not _is_span_or_day(match.group())]
    found += [(match.start(1), match.group(1)) for match in _ACCOUNT.finditer(text)]
    kept: list[str] = []
    end = 0
    for start, written in sorted(found, key=lambda one: (one[0], -len(one[1]))):
        # "wa.me/6612345678" is one link, not a link and a number.
        if start >= end:
            kept.append(written)
            end = start + len(written)
    return tuple(dict.fromkeys(kept))


def _is_span_or_day(digits: str) -> bool:
    """Pay or hours from … to … ("1500-2000", "08.30-16.30"), or a date."""
    low, _, high = re.sub("[ .]", "", digits).partition("-")
    if low.isdecimal() and high.isdecimal():
        return int(low) < int(high) and max(len(low), len(high)) <= 6 and abs(len(low) - len(high)) <= 1
    return _DAY.fullmatch(digits) is not None
