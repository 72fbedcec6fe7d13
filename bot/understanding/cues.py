"""Finds cues in a text: all languages at once, without a model. The same text always gives the same answer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import ahocorasick

from bot.domain.cues import CueBook, CueItem, ShortAnswer, Urgency
from bot.domain.danger import Danger
from bot.domain.vetting import FoundSign
from bot.understanding.normalise import Plain, normalise
from bot.understanding.phrases import CuePhrase, anchors_of, expand, plain_words
from bot.understanding.typos import Typos

# What a cue speaks for: ("urgent", "trapped"), ("concern", ""), ("sign", "upfront_fee"), ("role", "cook"), ("offer", "").
Topic = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue that stands in a text, with its place in the normalised text."""

    topic: Topic
    start: int
    end: int


class _Item:
    """A cue item: what it speaks for, and its exceptions, which are read when they are first needed."""

    __slots__ = ("_unless", "topic", "written")

    def __init__(self, topic: Topic, unless: tuple[str, ...]) -> None:
        self.topic, self.written = topic, unless
        self._unless: tuple[CuePhrase, ...] | None = None

    def is_excepted(self, text: str) -> bool:
        """Whether one of the exceptions stands in the text."""
        if self._unless is None:
            self._unless = tuple(CuePhrase(phrase) for phrase in self.written)
        return any(exception.search(text) for exception in self._unless)


class CueIndex:
    """All cues of all books, ready to be looked up."""

    def __init__(self, books: Sequence[CueBook]) -> None:
        self._phrases: list[tuple[CuePhrase, _Item]] = []
        said: set[str] = set()
        anchors: dict[str, list[int]] = {}
        for book in books:
            for topic, item in _items(book):
                shared = _Item(topic, item.unless)
                for written in item.say:
                    said.update(plain_words(written))
                    for anchor in anchors_of(written):
                        anchors.setdefault(anchor, []).append(len(self._phrases))
                    self._phrases.append((CuePhrase(written), shared))
        self._anchors = ahocorasick.Automaton()
        for anchor, indexes in anchors.items():
            self._anchors.add_word(anchor, tuple(indexes))
        self._anchors.make_automaton()
        excepted = {word for _, item in self._phrases for phrase in item.written for word in plain_words(phrase)}
        self._typos = Typos(said, excepted)
        self._words = _whole_answers(books)

    def find(self, text: str) -> list[Hit]:
        """All cues in a normalised text; of one topic's overlapping hits every one is given."""
        candidates: set[int] = set()
        for _, indexes in self._anchors.iter(text):
            candidates.update(indexes)
        hits = []
        for index in sorted(candidates):
            phrase, item = self._phrases[index]
            match = phrase.search(text)
            if match and not item.is_excepted(text):
                hits.append(Hit(item.topic, match.start(), match.end()))
        return hits

    def forgiving(self, text: str) -> list[Hit]:
        """As `find`, with typos in long words put right; offsets mean nothing then. Empty when there were no typos."""
        repaired = self._typos.repair(text)
        return [] if repaired == text else self.find(repaired)

    def whole_answer(self, plain: Plain) -> frozenset[ShortAnswer]:
        """What a text means if the whole of it is a known short answer, an emoji included."""
        return self._words.get(plain.text or plain.original.strip(), frozenset())


def danger_in(hits: Iterable[Hit]) -> Danger:
    """What the safety net makes of the cues found."""
    urgent, concern = set(), False
    for hit in hits:
        kind, name = hit.topic
        if kind == "urgent":
            urgent.add(Urgency(name))
        concern = concern or kind in ("urgent", "concern")
    return Danger(frozenset(urgent), concern)


def signs_in(hits: Iterable[Hit], plain: Plain) -> tuple[FoundSign, ...]:
    """The signs found, each once, with the words of the original they were read from; in the order of the text."""
    found: dict[str, FoundSign] = {}
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        kind, name = hit.topic
        if kind == "sign" and name not in found:
            start, end = plain.span(hit.start, hit.end)
            found[name] = FoundSign(name, plain.original[start:end], start, end)
    return tuple(found.values())


def _items(book: CueBook) -> Iterator[tuple[Topic, CueItem]]:
    for urgency, items in book.urgent.items():
        yield from ((("urgent", str(urgency)), item) for item in items)
    yield from ((("concern", ""), item) for item in book.concern)
    for sign, items in book.signs.items():
        yield from ((("sign", sign), item) for item in items)
    for role, names in book.roles.items():
        yield ("role", role), CueItem(names)
    yield ("offer", ""), CueItem(book.offer)


def _whole_answers(books: Sequence[CueBook]) -> Mapping[str, frozenset[ShortAnswer]]:
    words: dict[str, set[ShortAnswer]] = {}
    for book in books:
        for meaning, phrases in book.words.items():
            for phrase in phrases:
                # An emoji normalises to nothing and cannot be a phrase; as a whole answer it is compared as it is.
                for wording in expand(phrase) if normalise(phrase).text else (phrase.strip(),):
                    words.setdefault(normalise(wording).text or wording, set()).add(meaning)
    return {word: frozenset(meanings) for word, meanings in words.items()}
