"""Finds cues in a text: all languages at once, without a model. The same text always gives the same answer."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import ahocorasick
import numpy as np
import numpy.typing as npt

from bot.domain.cues import ShortAnswer, Urgency
from bot.domain.danger import Danger
from bot.domain.vetting import FoundSign
from bot.understanding.cue_table import ANSWERS, CueTable, Topic
from bot.understanding.normalise import Plain
from bot.understanding.packed import Lists, Strings
from bot.understanding.phrases import CuePhrase
from bot.understanding.spans import in_whole_words
from bot.understanding.typos import Typos

# Expressions kept ready, of the many thousand there are: what people say in a dozen languages at a time.
READY = 6_000
NO_STRINGS = Strings.of(())
# Characters read at a time. No cue is as long as half of it.
WINDOW = 600
LONGEST_WORD = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue that stands in a text, with its place in the normalised text."""

    topic: Topic
    start: int
    end: int


class CueIndex:
    """All cues of a table, ready to be looked up."""

    def __init__(self, table: CueTable) -> None:
        # What is made into look-ups below is not kept twice.
        self._table = replace(table, stems=NO_STRINGS, said=NO_STRINGS, excepted=NO_STRINGS, answers=NO_STRINGS)
        phrases, exceptions = table.phrases, table.exceptions
        self._phrase = lru_cache(READY)(lambda index: CuePhrase(phrases[index]))
        self._exception = lru_cache(READY)(lambda index: CuePhrase(exceptions[index]))
        self._words = _WholeWords(table.stems)
        self._parts = ahocorasick.Automaton(ahocorasick.STORE_INTS)
        for index, stem in enumerate(table.stems):
            if not _is_whole(stem):
                self._parts.add_word(stem, index)
        self._parts.make_automaton()
        needs = int(table.needs_of.max(initial=0)) + 1
        self._opened_by = _places_of(table.needs_of[:, 0], needs)
        # Which needs are met by the piece that is looked at; blank between pieces. A new one for each would take longer
        # to make than the whole look-up.
        self._met = np.zeros(needs, np.bool_)
        self._typos = Typos(table.said, table.excepted)
        self._answers = {answer: index for index, answer in enumerate(table.answers)}

    def find(self, text: str) -> list[Hit]:
        """All cues in a normalised text; of one topic's overlapping hits every one is given."""
        hits: dict[int, Hit] = {}
        for start, end in _windows(text):
            for index in self._candidates(text, start, end):
                match = None if index in hits else self._phrase(index).search(text, start, end)
                item = self._table.item_of[index]
                if match and not self._is_excepted(item, text):
                    hits[index] = Hit(self._table.topics[self._table.topic_of[item]], match.start(), match.end())
        return [hits[index] for index in sorted(hits)]

    def _candidates(self, text: str, start: int, end: int) -> list[int]:
        """The phrases of which every part might stand in this piece of the text."""
        piece = f" {text[start:end]} "
        stems = {stem for _, stem in self._parts.iter(piece)}
        stems.update(self._words.among(piece))
        if not stems:
            return []
        found = self._table.met_by.joined(np.fromiter(stems, np.int32, len(stems)))
        met = self._met
        met[found] = True
        might = self._opened_by.joined(found)
        candidates: list[int] = might[np.logical_and.reduce(met[self._table.needs_of[might]], axis=1)].tolist()
        met[found] = False
        return list(dict.fromkeys(candidates))

    def _is_excepted(self, item: int, text: str) -> bool:
        return any(self._exception(index).search(text) for index in self._table.exceptions_of[item])

    def forgiving(self, text: str) -> list[Hit]:
        """As `find`, with typos in long words put right; offsets mean nothing then. Empty when there were no typos."""
        repaired = self._typos.repair(text)
        return [] if repaired == text else self.find(repaired)

    def whole_answer(self, plain: Plain) -> frozenset[ShortAnswer]:
        """What a text means if the whole of it is a known short answer, an emoji included."""
        index = self._answers.get(plain.text or plain.original.strip())
        return frozenset(ANSWERS[meaning] for meaning in self._table.meanings[index]) if index is not None else frozenset()


class _WholeWords:
    """Stems that are whole words, known by their hashes alone: a tenth of the memory that their letters would take."""

    def __init__(self, stems: Iterable[str]) -> None:
        hashes, indexes = array("q"), array("i")
        for index, stem in enumerate(stems):
            if _is_whole(stem):
                hashes.append(hash(stem[1:-1]))
                indexes.append(index)
        order = np.argsort(hashes)
        self._hashes, self._indexes = np.array(hashes, np.int64)[order], np.array(indexes, np.int32)[order]

    def among(self, text: str) -> list[int]:
        """The stems that are words of the text."""
        words = np.array([hash(word) for word in set(text.split())], np.int64)
        if not len(words) or not len(self._hashes):
            return []
        places = np.minimum(self._hashes.searchsorted(words), len(self._hashes) - 1)
        found: list[int] = self._indexes[places[self._hashes[places] == words]].tolist()
        return found


def _places_of(values: npt.NDArray[np.int32], below: int) -> Lists:
    """For each number from 0 up to `below`: where it stands among the values."""
    ends = np.bincount(values, minlength=below).cumsum().astype(np.int32)
    return Lists(values.argsort(kind="stable").astype(np.int32), ends.data)


def _is_whole(stem: str) -> bool:
    return stem.startswith(" ") and stem.endswith(" ")


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Pieces that overlap by a half, so that every cue lies whole in one. A wall of text holds a part of each phrase
    somewhere; in a piece hardly any phrase has all its parts."""
    start = 0
    while len(text) - start > WINDOW:
        # Words stay whole, where there are any. A piece may grow for that and never shrink: half of it has to be shared.
        end = text.find(" ", start + WINDOW, start + WINDOW + LONGEST_WORD)
        yield start, end if end > 0 else start + WINDOW
        start += WINDOW // 2
    yield start, len(text)


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
            found[name] = quoted_sign(name, plain.original, *plain.span(hit.start, hit.end))
    return tuple(found.values())


def quoted_sign(sign: str, text: str, start: int, end: int) -> FoundSign:
    """A sign that was read just here, quoted in whole words."""
    start, end = in_whole_words(text, start, end)
    return FoundSign(sign, text[start:end], start, end)
