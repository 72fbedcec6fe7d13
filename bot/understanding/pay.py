"""Reads pay: amount, currency and period, as adverts write them, into US dollars a month by the reference rates."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Generic, TypeVar

from bot.domain.facts import Library, PayPeriod, PeriodWords
from bot.understanding.normalise import with_ascii_digits

_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|(?<![\d.,])\d+(?:[.,]\d{1,2})?(?!\d)")
_NEAR = 14
_PERIOD_NEAR = 24
# An advert names its pay early and a few times; a list of a thousand numbers is no advert.
LONGEST, MOST_NUMBERS = 20_000, 60
# As many digits as pay without a currency or multiplier has; telephone numbers have more.
BARE_DIGITS = range(4, 9)
# "15-20 million", "3万至8万": the lower end, before the number that counts.
_RANGE = re.compile(
    r"\d[\d.,]* ?[^\W\d_]{0,7} ?(?:-|–|~|to|and|a|à|até|y|et|e|до|إلى|الى|đến|den|至|到|ถึง|sampai|hingga|hanggang|hadi) ?$"
)
# "2026起" is a year.
_YEAR = re.compile(r"20[23]\d")
_BETWEEN = " :.-=~/"
_LATIN = "a-z\u00e0-\u024f\u1e00-\u1eff"
LEAST_MONTHLY, MOST_MONTHLY = 20.0, 100_000.0


Meaning = TypeVar("Meaning")


@dataclass(frozen=True, slots=True, repr=False)
class Pay:
    """Pay named in a text, and where it stands (offsets of the original).

    `amount` is in units of `currency`, an ISO code (or USDT), or None when nothing tells it. `period` is None when none is
    named; then it counts as a month's. `monthly_usd` is roughly what that is in US dollars a month; None without currency.
    """

    amount: float
    currency: str | None
    period: PayPeriod | None
    monthly_usd: float | None
    start: int
    end: int


class PayReader:
    """Knows how the currencies, multipliers and periods of `content/pay` are written."""

    def __init__(self, library: Library) -> None:
        words = library.pay_words
        self._currencies = _Words((word, money.code) for money in library.currencies.values() for word in money.words)
        self._usd = {money.code: money.usd for money in library.currencies.values()}
        self._multipliers = _Words((word, known.times) for known in words.multipliers for word in known.words)
        self._leading = _Words((word, known.times) for known in words.multipliers for word in known.before)
        self._known_periods = words.periods
        # "1 year of experience" is no period of pay: a word right behind a number only counts things.
        periods = ((word, index) for index, known in enumerate(words.periods) for word in known.words)
        self._periods = _Words(periods, r"(?<!\d)(?<!\d )")
        self._pay = _Words((word, None) for word in words.pay)
        self._bounds = _Words((word, None) for word in words.bounds)
        self._onwards = _Words((word, None) for word in words.onwards)
        self._by_language = words.currencies
        self._own = {word.lower(): code for word, code in words.own_currency.items()}

    def read(self, original: str, language: str | None = None) -> Pay | None:
        """The highest pay that the text names in a known currency, or None."""
        priced = (pay for pay in self.all(original, language) if pay.monthly_usd is not None)
        return max(priced, key=lambda pay: pay.monthly_usd or 0, default=None)

    def all(self, original: str, language: str | None = None) -> tuple[Pay, ...]:
        """Every pay that the text names, in its order: amounts with a currency, and those that are plainly pay without one.

        The latter take the currency that speakers of `language` hardly need to name, if there is one.
        """
        text = _plain(original[:LONGEST])
        numbers = islice(_NUMBER.finditer(text), MOST_NUMBERS)
        return tuple(pay for match in numbers if (pay := self._at(text, match, language)))

    def _at(self, text: str, match: re.Match[str], language: str | None) -> Pay | None:
        start, end = match.span()
        amount = _amount(match.group())
        times, start, end, multiplier = self._multiplied(text, start, end)
        amount *= times
        before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
        currency: str | None = None
        if found := self._currency(before, after):
            currency, left, right = found
            start, end = start - left, end + right
        elif self._is_plainly_pay(text, start, end, bare=match.group() if multiplier is None else None):
            currency = self._own.get(multiplier or "") or self._by_language.get(language or "")
        else:
            return None
        period = self._period(text, start, end)
        monthly = None
        if currency is not None:
            monthly = amount * self._usd[currency] * (period.in_month if period else 1.0)
            if not LEAST_MONTHLY <= monthly <= MOST_MONTHLY:
                return None
        return Pay(amount, currency, period.period if period else None, monthly, start, end)

    def _multiplied(self, text: str, start: int, end: int) -> tuple[float, int, int, str | None]:
        """By how much a word next to the number multiplies it, where both then stand, and the word."""
        after = text[end : end + _NEAR]
        gap = len(after) - len(after.lstrip())
        if follows := self._multipliers.match(after, gap):
            return self._multipliers[follows], start, end + follows.end(), follows.group()
        before = text[max(0, start - _NEAR) : start]
        for m in self._leading.finditer(before):
            if not before[m.end() :].strip():
                return self._leading[m], start - (len(before) - m.start()), end, m.group()
        return 1.0, start, end, None

    def _is_plainly_pay(self, text: str, start: int, end: int, *, bare: str | None) -> bool:
        """Whether a number without a currency is pay: a word for pay stands before it, or it is "50k" and a period is next
        to it. `bare`: the number, when no word multiplies it; then it must be long, and follow the word at once."""
        before = _RANGE.sub("", text[max(0, start - _PERIOD_NEAR) : start])
        if bare is not None and (len(re.sub(r"\D", "", bare)) not in BARE_DIGITS or bare.startswith("0")):
            return False
        for m in self._pay.finditer(before):
            between = before[m.end() :]
            if not (self._bounds.cut(between).strip(_BETWEEN) if bare is not None else re.search(r"[\d.!?\n]", between)):
                return True
        after = text[end : end + _PERIOD_NEAR].lstrip(_BETWEEN)
        # "中介费8万起" is the price of something.
        if self._onwards.match(after, 0) and not text[:start][-1:].isalpha() and not (bare and _YEAR.fullmatch(bare)):
            return True
        if bare is not None:
            return False
        left = before.rstrip(_BETWEEN)
        return bool(self._periods.match(after, 0)) or any(m.end() == len(left) for m in self._periods.finditer(left))

    def _period(self, text: str, start: int, end: int) -> PeriodWords | None:
        right = text[end : end + _PERIOD_NEAR]
        if nearest := next(self._periods.finditer(right), None):
            return self._known_periods[self._periods[nearest]]
        around = text[max(0, start - _PERIOD_NEAR) : start] + " " + right
        # A month is what pay is mostly for, and it stands first.
        first = min((self._periods[m] for m in self._periods.finditer(around)), default=None)
        return None if first is None else self._known_periods[first]

    def _currency(self, before: str, after: str) -> tuple[str, int, int] | None:
        """The currency next to a number, and how far its word reaches to the left and right."""
        gap = len(after) - len(after.lstrip())
        found = []
        if m := self._currencies.match(after, gap):
            found.append((gap, 0, self._currencies[m], 0, m.end()))
        for m in self._currencies.finditer(before):
            if not before[m.end() :].strip(_BETWEEN):
                found.append((len(before) - m.end(), 1, self._currencies[m], len(before) - m.start(), 0))
        nearest = min(found, default=None)
        return nearest and nearest[2:]


class _Words(Generic[Meaning]):
    """Words, any of which is looked for at once, the longest first, and what each means."""

    def __init__(self, meanings: Iterable[tuple[str, Meaning]], not_behind: str = "") -> None:
        self._meanings: dict[str, Meaning] = {}
        for word, meaning in meanings:
            self._meanings.setdefault(_plain(word), meaning)
        # A list that is empty finds nothing.
        self._pattern = re.compile(not_behind + f"(?:{_any_of(self._meanings)})" if self._meanings else r"(?!)")

    def match(self, text: str, start: int) -> re.Match[str] | None:
        """The word that stands just here."""
        return self._pattern.match(text, start)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every word of the text."""
        return self._pattern.finditer(text)

    def cut(self, text: str) -> str:
        """The text without them."""
        return self._pattern.sub("", text)

    def __getitem__(self, found: re.Match[str]) -> Meaning:
        return self._meanings[found.group()]


def _any_of(words: Iterable[str]) -> str:
    options = []
    for word in sorted(words, key=len, reverse=True):
        left, right = _letters_like(word[0]), _letters_like(word[-1])
        options.append((f"(?<![{left}])" if left else "") + re.escape(word) + (f"(?![{right}])" if right else ""))
    return "|".join(options)


def _letters_like(char: str) -> str:
    """Letters that would make a word go on, for scripts with spaces where words do not grow at their ends."""
    if not char.isalpha():
        return ""
    return _LATIN if char.lower() < "\u0250" else "а-яё" if "\u0400" <= char <= "\u04ff" else ""


def _plain(text: str) -> str:
    """Lower case, and digits of every script as 0-9; the length stays the same, so offsets hold."""
    return "".join(map(_lower, with_ascii_digits(text)))


@lru_cache(maxsize=10_000)
def _lower(char: str) -> str:
    low = char.lower()
    return low if len(low) == 1 else char  # a few letters become two in lower case


def _amount(written: str) -> float:
    """ "1,500" and "1.500" are fifteen hundred; "1.5" and "1,50" are not."""
    cents = re.search(r"[.,]\d{1,2}$", written)
    whole = written[: cents.start()] if cents else written
    return float(re.sub(r"\D", "", whole) + ("." + cents.group()[1:] if cents else ""))
