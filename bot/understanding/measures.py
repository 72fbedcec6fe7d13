"""How many people, and how long until something happens: numbers in 25 languages, in the phrases that give them a meaning.

ICU (CLDR) knows number words, names of months and "in 3 days" in all languages; the content has what people say besides.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Self

import ahocorasick
import numpy.typing as npt

from bot.domain.entities import Entity, EntityWords, Unit
from bot.understanding.clock import HourReader
from bot.understanding.normalise import Plain, normalise, with_ascii_digits
from bot.understanding.packed import Arrays, Strings
from bot.understanding.spans import ends_word, longest_apart, longest_words, starts_word

# Numbers that are written as words: up to thirty, then only round ones.
SPELT = (*range(2, 31), 40, 50, 60, 70, 80, 90, 100)
# Languages have up to six forms of a noun behind a number; these have one of each.
_SAMPLES = (2, 3, 5, 11, 21)
_DURATIONS = {Unit.MINUTE: "PT#M", Unit.HOUR: "PT#H", Unit.DAY: "P#D", Unit.WEEK: "P#W"}
MOST_PEOPLE, MOST_UNITS, MOST_NUMBERS = 5_000, 500, 60
# How far around a named day its hour is looked for: "tomorrow at 5 pm", "at 8 pm tonight".
_HOUR_NEAR = 24

# Days that may go with an hour.
NAMED_DAYS = frozenset({"today", "tonight", "tomorrow", "day_after_tomorrow"})
_CLAUSE = re.compile(r"[,;!?\n،。，、]|\.\s")

_DIGITS = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
_HAN_DATE = re.compile(r"(?<!\d)(?:(20\d\d) ?年 ?)?(\d{1,2}) ?月 ?(\d{1,2}) ?[日号號]")
_VIETNAMESE_DATE = re.compile(r"(?<!\S)ngay ()(\d{1,2}) thang (\d{1,2})(?!\S)")
_NUMERIC_DATE = re.compile(r"(?<![\d/.-])(?:20\d\d-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]20\d\d)(?![\d/-])")
_DAY_BEFORE = re.compile(r"(?<!\d)(\d{1,2}) ?(?:st|nd|rd|th|er|o|ª|º)?(?: (?:of|de|ng|ga|tarehe))? ?$")
_DAY_AFTER = re.compile(r" ?(?:the )?(\d{1,2})(?:st|nd|rd|th)?(?!\d)")
_YEAR_AFTER = re.compile(r" ?(?:de |del )?(20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class MeasureWords:
    """Number words, names of days and months, and phrases with a number, all normalised; and what each stands for."""

    words: Strings
    meanings: Strings
    """By word: `n12`, `m12` for the month, `d` and the value of a named day."""
    phrases: Strings
    """With `#`."""
    values: Strings
    """By phrase: `people`, or a duration with `#`."""

    @classmethod
    def of(cls, words: EntityWords, locales: Iterable[str]) -> Self:
        """What ICU knows of these languages, and what the content adds; the latter wins."""
        known: dict[str, str] = {}
        phrases: dict[str, str] = {}
        for locale in locales:
            for word, meaning in _icu_words(locale):
                _add(known, word, meaning)
            for phrase, value in _icu_spans(locale):
                phrases[_plain(phrase)] = value
        for number, said in words.numbers:
            for word in said:
                _add(known, word, f"n{number}")
        for month, said in words.months:
            for word in said:
                _add(known, word, f"m{month}")
        for day, said in words.days:
            for word in said:
                _add(known, word, f"d{day}")
        for unit, said in words.spans:
            phrases |= {_plain(phrase): _DURATIONS[unit] for phrase in said}
        phrases |= {_plain(phrase): "people" for phrase in words.people}
        return cls(Strings.of(known), Strings.of(known.values()), Strings.of(phrases), Strings.of(phrases.values()))

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> Self:
        """What `arrays` gave. Raises KeyError when something is missing."""
        return cls(*(Strings.named(name, arrays) for name in ("words", "meanings", "phrases", "values")))

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """What to keep of it."""
        kept = {"words": self.words, "meanings": self.meanings, "phrases": self.phrases, "values": self.values}
        return {key: array for name, strings in kept.items() for key, array in strings.arrays(name).items()}


@dataclass(frozen=True, slots=True)
class _Word:
    meaning: str
    start: int
    end: int


class MeasureReader:
    """Finds numbers of people and times in a text."""

    def __init__(self, words: MeasureWords, hours: HourReader) -> None:
        self._hours = hours
        self._words = ahocorasick.Automaton()
        for word, meaning in zip(words.words, words.meanings, strict=True):
            self._words.add_word(word, (len(word), meaning))
        self._words.make_automaton()
        # By the character that touches the number, so that only a few of the phrases are compared.
        self._behind: dict[str, list[tuple[str, str, str]]] = {}
        self._only_before: dict[str, list[tuple[str, str]]] = {}
        for phrase, value in zip(words.phrases, words.values, strict=True):
            before, after = (part.strip() for part in phrase.split("#"))
            if after:
                self._behind.setdefault(after[0], []).append((before, after, value))
            else:
                self._only_before.setdefault(before[-1], []).append((before, value))

    def read(self, plain: Plain) -> list[Entity]:
        """Every number of people (`person_count`) and every time (`time_left`) that the text names."""
        text = with_ascii_digits(plain.text)
        words = self._find(text)
        numbers = [(int(word.meaning[1:]), word.start, word.end) for word in words if word.meaning[0] == "n"]
        numbers += [(int(m.group()), *m.span()) for m in _DIGITS.finditer(text) if not _is_fraction(plain, m.start())]
        found = [
            entity
            for number in sorted(numbers, key=lambda n: n[1])[:MOST_NUMBERS]
            for entity in self._at(plain, text, *number)
        ]
        found += _dates(plain, text, [word for word in words if word.meaning[0] == "m"])
        days = [Entity("time_left", w.meaning[1:], *plain.span(w.start, w.end)) for w in words if w.meaning[0] == "d"]
        return self._with_hours(longest_apart([*found, *days]), plain.original)

    def _find(self, text: str) -> list[_Word]:
        """Known words, the longest where they overlap."""
        found = ((last + 1 - length, last + 1, meaning) for last, (length, meaning) in self._words.iter(text))
        return [_Word(meaning, start, end) for start, end, meaning in longest_words(text, found)]

    def _with_hours(self, found: list[Entity], text: str) -> list[Entity]:
        """Named days with the hour that stands next to them, in the same clause and not in something else that was found."""
        told = []
        for index, entity in enumerate(found):
            if entity.value not in NAMED_DAYS:
                told.append(entity)
                continue
            after = found[index + 1].start if index + 1 < len(found) else len(text)
            before = found[index - 1].end if index else 0
            right = _CLAUSE.split(text[entity.end : min(after, entity.end + _HOUR_NEAR)])[0]
            left = _CLAUSE.split(text[max(before, entity.start - _HOUR_NEAR) : entity.end])[-1]
            hour = self._hours.read(right)
            hour = self._hours.read(left) if hour is None else hour
            told.append(entity if hour is None else replace(entity, more={"hour": hour}))
        return told

    def _at(self, plain: Plain, text: str, number: int, start: int, end: int) -> Iterator[Entity]:
        """What the phrases around one number make of it."""
        left = text[max(0, start - 40) : start].rstrip()
        right = text[end : end + 40]
        gap = len(right) - len(right.lstrip())
        right = right[gap:]
        for before, after, value in self._behind.get(right[:1], ()):
            if right.startswith(after) and ends_word(text, end + gap + len(after)) and _ends_with(left, before):
                first = start if not before else len(text[:start].rstrip()) - len(before)
                yield from _entity(plain, number, value, first, end + gap + len(after))
        if left and _clause_ends(plain, end):
            for before, value in self._only_before.get(left[-1], ()):
                if _ends_with(left, before):
                    yield from _entity(plain, number, value, len(text[:start].rstrip()) - len(before), end)


def _entity(plain: Plain, number: int, value: str, start: int, end: int) -> Iterator[Entity]:
    if value == "people" and 1 <= number <= MOST_PEOPLE:
        yield Entity("person_count", number, *plain.span(start, end))
    if value != "people" and 1 <= number <= MOST_UNITS:
        yield Entity("time_left", value.replace("#", str(number)), *plain.span(start, end))


def _dates(plain: Plain, text: str, months: list[_Word]) -> Iterator[Entity]:
    for word in months:
        if before := _DAY_BEFORE.search(text, max(0, word.start - 12), word.start):
            year = _YEAR_AFTER.match(text, word.end)
            yield from _date(
                plain, year, word.meaning[1:], before.group(1), before.start(1), year.end() if year else word.end
            )
        elif (after := _DAY_AFTER.match(text, word.end)) and _is_surely_a_month(plain, word):
            year = _YEAR_AFTER.match(text, after.end())
            yield from _date(plain, year, word.meaning[1:], after.group(1), word.start, year.end() if year else after.end())
    for m in _HAN_DATE.finditer(text):
        yield from _date(plain, m if m.group(1) else None, m.group(2), m.group(3), *m.span())
    for m in _VIETNAMESE_DATE.finditer(text):
        yield from _date(plain, None, m.group(3), m.group(2), *m.span())
    for m in _NUMERIC_DATE.finditer(plain.original):
        # Whether the day or the month stands first differs by country, so it is told as written.
        yield Entity("time_left", m.group(), *m.span())


def _is_surely_a_month(plain: Plain, word: _Word) -> bool:
    """ "may 5" may be no date; "May 5" and "december 5" are."""
    return word.end - word.start > 4 or not plain.original[plain.origin[word.start]].islower()


def _date(plain: Plain, year: "re.Match[str] | None", month: str, day: str, start: int, end: int) -> Iterator[Entity]:
    if 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
        value = f"{year.group(1) if year else '-'}-{int(month):02}-{int(day):02}"
        yield Entity("time_left", value, *plain.span(start, end))


def _ends_with(left: str, before: str) -> bool:
    return left.endswith(before) and (not before or starts_word(left, len(left) - len(before)))


def _clause_ends(plain: Plain, end: int) -> bool:
    """Whether nothing but punctuation follows in the original."""
    if end >= len(plain.text):
        return True
    rest = plain.original[plain.origin[end - 1] + 1 :].lstrip(" ")
    return not rest[:1].isalnum() and unicodedata.category(rest[:1] or ".")[0] in "PCZ"


def _is_fraction(plain: Plain, start: int) -> bool:
    """Whether the number is the "5" of "1.5"."""
    at = plain.origin[start]
    return at > 1 and plain.original[at - 1] in ".,:" and plain.original[at - 2].isdecimal()


def _plain(phrase: str) -> str:
    return "#".join(normalise(part).text for part in phrase.split("#"))


def _add(known: dict[str, str], word: str, meaning: str) -> None:
    plain = normalise(word).text
    if plain and not any(char.isdecimal() for char in plain):
        known[plain] = meaning


def _icu_words(tag: str) -> Iterator[tuple[str, str]]:
    """Numbers and months as words."""
    import icu

    locale = icu.Locale.forLanguageTag(tag)
    spelling = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, locale)
    if spelling.getLocale().getLanguage() == locale.getLanguage():
        names = (spelling.getRuleSetName(index) for index in range(spelling.getNumberOfRuleSetNames()))
        for rules in [name for name in names if "cardinal" in name and "financial" not in name]:
            spelling.setDefaultRuleSet(rules)
            yield from ((spelling.format(number), f"n{number}") for number in SPELT)
    for number, name in enumerate(icu.DateFormatSymbols(locale).getMonths(), 1):
        yield name, f"m{number}"
    formatter = icu.RelativeDateTimeFormatter(locale)
    for value, direction in (("today", 2), ("tomorrow", 3), ("day_after_tomorrow", 4)):
        if name := formatter.format(direction, _ICU_DAY):
            yield name, f"d{value}"


# PyICU has no names for UDateAbsoluteUnit.
_ICU_DAY = 7


def _icu_spans(tag: str) -> Iterator[tuple[str, str]]:
    """ "in # hours", for every form of the noun."""
    import icu

    formatter = icu.RelativeDateTimeFormatter(icu.Locale.forLanguageTag(tag))
    for unit, duration in _DURATIONS.items():
        for sample in _SAMPLES:
            phrase, numbers = re.subn(
                r"\d+", "#", formatter.formatNumeric(sample, getattr(icu.URelativeDateTimeUnit, unit.name))
            )
            if numbers == 1:
                yield phrase, duration
