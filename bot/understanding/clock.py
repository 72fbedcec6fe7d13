"""Which full hour somebody names: "8 pm", "20:00", "शाम 6 बजे", "2 ทุ่ม"."""

import re
import unicodedata
from collections.abc import Iterable

from bot.domain.facts import DayPart
from bot.understanding.normalise import is_unspaced, normalise

_CLOCK = re.compile(r"(?<!\d)(\d{1,2})(?:\s*[:.h時点點]\s*(\d{2}))?(?!\d)")
HALF_DAY = 12


class HourReader:
    """Knows the words for the parts of the day."""

    def __init__(self, parts: Iterable[DayPart]) -> None:
        self._words = [(_whole(word), part) for part in parts for word in part.words]
        # "बिहान" before "ह", "ညနေ" before "ည": of two words that fit, the longer one was meant.
        self._words.sort(key=lambda known: -len(known[0]))

    def read(self, text: str) -> int | None:
        """The hour, 0 to 23. None for a bare "6", which may be morning or evening."""
        match = _CLOCK.search("".join(map(_digit, text)))
        if match is None or (said := int(match.group(1))) > 24:
            return None
        # "8pm", "8p.m.": a number and what sticks to it are two words.
        words = f" {normalise(re.sub(r'(?<=[0-9])(?=[^0-9])', ' ', text.replace('.m', 'm'))).text} "
        for word, part in self._words:
            if word in words and 1 <= said <= HALF_DAY:
                return _within(part, (said + part.shift) % HALF_DAY)
        return said % 24 if match.group(2) or said > HALF_DAY else None


def _within(part: DayPart, hour: int) -> int | None:
    chances = (hour, hour + HALF_DAY, hour + 2 * HALF_DAY)
    return next((chance % 24 for chance in chances if part.first <= chance < part.before), None)


def _whole(word: str) -> str:
    plain = normalise(word.replace(".m", "m")).text
    return plain if is_unspaced(plain[0]) else f" {plain} "


def _digit(char: str) -> str:
    """Digits of any script as 0 to 9, with those that Unicode does not count as decimal: Ethiopic ones, "⑧"."""
    value = unicodedata.digit(char, None)
    return char if value is None else str(value)
