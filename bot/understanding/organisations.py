"""Names of companies and agencies: by their legal form, or by a trade behind words with capitals."""

import re
from collections.abc import Iterable, Iterator

from bot.domain.entities import Entity, OrganisationWords
from bot.understanding.normalise import is_unspaced
from bot.understanding.spans import any_of, longest_apart

LONGEST = 10_000
MOST = 30
# Words of a name, at most: with capitals, and when only the legal form says that it is one.
CAPITALS, PLAIN_WORDS = 6, 3
# Characters of a name in a script without spaces.
UNSPACED = 16
AROUND = 60

_TOKEN = re.compile(r"[^\s,;:!?\"«»“”()।]+")
_SMALL = frozenset({"&", "and", "of", "de", "y", "e", "و"})
_QUOTED = re.compile(r"\s*[«“\"]([^«»“”\"\n]{2,50})[»”\"]")


class OrganisationReader:
    """Knows how names of companies begin and end."""

    def __init__(self, words: OrganisationWords) -> None:
        self._after = any_of(words.after, re.IGNORECASE)
        self._trades = any_of(words.trades)
        self._before = any_of(words.before)
        self._around = [
            re.compile(rf"{re.escape(left)}\s*([^\n,;.!?]{{1,{AROUND}}}?)\s*{re.escape(right)}")
            for left, right in words.around
        ]
        self._not_in_names = words.not_in_names
        self._stops = [word for word in words.not_in_names if is_unspaced(word[0])]

    def read(self, text: str) -> list[Entity]:
        """Every organisation that the text names, as written; the longest where they overlap."""
        text = text[:LONGEST]
        spans = [*self._framed(text), *self._by_form_before(text), *self._by_form_after(text)]
        # Where all is written in capitals, or nothing is, capitals say nothing.
        if any(char.islower() for char in text):
            spans += self._by_trade(text)
        return longest_apart((Entity("organisation", text[start:end], start, end) for start, end in spans), MOST)

    def _framed(self, text: str) -> Iterator[tuple[int, int]]:
        for pattern in self._around:
            yield from (m.span() for m in pattern.finditer(text))

    def _by_form_before(self, text: str) -> Iterator[tuple[int, int]]:
        for m in self._before.finditer(text):
            if quoted := _QUOTED.match(text, m.end()):
                yield m.start(), quoted.end()
                continue
            end = m.end()
            for count, token in enumerate(_TOKEN.finditer(text, m.end(), m.end() + AROUND)):
                if count == CAPITALS or text[end : token.start()].strip() or not _is_name(token.group()):
                    break
                end = token.end()
            if end > m.end():
                yield m.start(), _without_full_stop(text, end)

    def _by_form_after(self, text: str) -> Iterator[tuple[int, int]]:
        for m in self._after.finditer(text):
            start = self._start_of_unspaced(text, m.start()) if is_unspaced(m.group()[0]) else self._start(text, m.start())
            if start < m.start():
                yield start, m.end()

    def _by_trade(self, text: str) -> Iterator[tuple[int, int]]:
        for m in self._trades.finditer(text):
            start = self._capitals_before(text, m.start())
            if start < m.start():
                yield start, m.end()

    def _start(self, text: str, end: int) -> int:
        """Where the name before a legal form starts: words with capitals, else the few words that may be a name."""
        start = self._capitals_before(text, end)
        if start < end:
            return start
        for token in self._tokens_before(text, end, PLAIN_WORDS):
            word = token.group().casefold()
            if word in self._not_in_names or word in _SMALL:
                break
            start = token.start()
        return start

    def _capitals_before(self, text: str, end: int) -> int:
        start = end
        for token in self._tokens_before(text, end, CAPITALS):
            word = token.group()
            if word.casefold() in self._not_in_names:
                break
            if _is_name(word):
                start = token.start()
            elif word not in _SMALL:
                break
        return start

    def _tokens_before(self, text: str, end: int, most: int) -> Iterable["re.Match[str]"]:
        """The words right before a place, last one first; a full stop or comma between ends them."""
        tokens = list(_TOKEN.finditer(text, max(0, end - AROUND), end))
        if end > AROUND and tokens and tokens[0].start() == end - AROUND and not text[end - AROUND - 1].isspace():
            del tokens[0]
        after = end
        for token in reversed(tokens[-most:]):
            gap = text[token.end() : after]
            if gap.strip(" ,(") or (token.group().endswith(".") and len(token.group()) > 4):
                return
            yield token
            after = token.start()

    def _start_of_unspaced(self, text: str, end: int) -> int:
        start = end
        while start > max(0, end - UNSPACED) and (text[start - 1].isalnum() or text[start - 1] in "（）()·"):
            start -= 1
        name = text[start:end]
        return start + max((name.rfind(stop) + len(stop) for stop in self._stops if stop in name), default=0)


def _is_name(word: str) -> bool:
    return word[0].isupper() or (word[0].isdigit() and len(word) < 5)


def _without_full_stop(text: str, end: int) -> int:
    return end - 1 if text[end - 1] == "." else end
