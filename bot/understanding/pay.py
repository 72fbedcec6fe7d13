"""Reads pay: amount, currency and period, as adverts write them, into US dollars a month by the reference rates."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from bot.domain.facts import Library

_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|(?<![\d.,])\d+(?:[.,]\d{1,2})?(?!\d)")
_NEAR = 14
_PERIOD_NEAR = 24
# An advert names its pay early and a few times; a list of a thousand numbers is no advert.
LONGEST, MOST_NUMBERS = 20_000, 60
LEAST_MONTHLY, MOST_MONTHLY = 20.0, 100_000.0


@dataclass(frozen=True, slots=True, repr=False)
class Pay:
    """Pay named in a text: US dollars a month, roughly, and where it stands (offsets of the original)."""

    monthly_usd: float
    start: int
    end: int


class PayReader:
    """Knows how the currencies, multipliers and periods of `content/pay` are written."""

    def __init__(self, library: Library) -> None:
        self._currencies = [
            (_any_of(currency.words), currency.usd) for currency in library.currencies.values() if currency.words
        ]
        self._multipliers = [(_any_of(words), times) for times, words in library.pay_words.multipliers]
        # "1 year of experience" is no period of pay: a word right behind a number only counts things.
        self._periods = [(_any_of(words, r"(?<!\d)(?<!\d )"), times) for times, words in library.pay_words.periods]

    def read(self, original: str) -> Pay | None:
        """The highest pay that the text names with a currency, or None. Amounts without a period are taken as monthly."""
        text = _plain(original[:LONGEST])
        numbers = islice(_NUMBER.finditer(text), MOST_NUMBERS)
        found = [pay for match in numbers if (pay := self._at(text, match))]
        return max(found, key=lambda pay: pay.monthly_usd, default=None)

    def _at(self, text: str, match: re.Match[str]) -> Pay | None:
        start, end = match.span()
        amount = _amount(match.group())
        after = text[end : end + _NEAR]
        for words, times in self._multipliers:
            if follows := words.match(after.lstrip()):
                amount *= times
                end += len(after) - len(after.lstrip()) + follows.end()
                break
        before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
        rate = self._rate(before, after)
        if rate is None:
            return None
        usd, left, right = rate
        start, end = start - left, end + right
        around = text[max(0, start - _PERIOD_NEAR) : start] + " " + text[end : end + _PERIOD_NEAR]
        nearest = [
            (m.start(), times) for words, times in self._periods if (m := words.search(text[end : end + _PERIOD_NEAR]))
        ]
        times = min(nearest)[1] if nearest else next((t for words, t in self._periods if words.search(around)), 1.0)
        monthly = amount * usd * times
        return Pay(monthly, start, end) if LEAST_MONTHLY <= monthly <= MOST_MONTHLY else None

    def _rate(self, before: str, after: str) -> tuple[float, int, int] | None:
        """The rate of the currency next to a number, and how far its word reaches to the left and right."""
        best: tuple[int, float, int, int] | None = None
        for words, usd in self._currencies:
            if m := words.match(after.lstrip()):
                gap = len(after) - len(after.lstrip())
                best = min(best or (99, 0, 0, 0), (gap, usd, 0, gap + m.end()))
            for m in words.finditer(before):
                gap = len(before) - m.end()
                if not before[m.end() :].strip(" :.-=~"):
                    best = min(best or (99, 0, 0, 0), (gap, usd, len(before) - m.start(), 0))
        return best and (best[1], best[2], best[3])


def _any_of(words: tuple[str, ...], not_behind: str = "") -> re.Pattern[str]:
    options = []
    for word in sorted(set(words), key=len, reverse=True):
        escaped = re.escape(word.lower())
        left = r"(?<![a-z])" if word[0].isascii() and word[0].isalpha() else ""
        right = r"(?![a-z])" if word[-1].isascii() and word[-1].isalpha() else ""
        options.append(not_behind + left + escaped + right)
    return re.compile("|".join(options))


def _plain(text: str) -> str:
    """Lower case, and digits of every script as 0-9; the length stays the same, so offsets hold."""
    return "".join(_plain_character(c) for c in text)


@lru_cache(maxsize=10_000)
def _plain_character(char: str) -> str:
    if not char.isascii() and char.isdecimal():
        return str(unicodedata.digit(char))
    low = char.lower()
    return low if len(low) == 1 else char  # a few letters become two in lower case


def _amount(written: str) -> float:
    """ "1,500" and "1.500" are fifteen hundred; "1.5" and "1,50" are not."""
    cents = re.search(r"[.,]\d{1,2}$", written)
    whole = written[: cents.start()] if cents else written
    return float(re.sub(r"\D", "", whole) + ("." + cents.group()[1:] if cents else ""))
