"""All cues of all languages, prepared for looking them up: made once from the books, then kept as numbers and text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from bot.domain.cues import CueBook, CueItem, ShortAnswer
from bot.understanding.normalise import normalise
from bot.understanding.packed import Arrays, Lists, Strings
from bot.understanding.phrases import expand, needs_of, plain_words
from bot.understanding.typos import may_have_typo

# What a cue speaks for: ("urgent", "trapped"), ("concern", ""), ("sign", "upfront_fee"), ("role", "cook"),
# ("done", "paid"), ("here", ""), ("offer", "").
Topic = tuple[str, str]

ANSWERS = tuple(ShortAnswer)


@dataclass(frozen=True, slots=True)
class CueTable:
    """Phrases by number, each of an item by number; an item speaks for a topic and may have exceptions."""

    phrases: Strings
    item_of: npt.NDArray[np.int32]
    topics: tuple[Topic, ...]
    topic_of: npt.NDArray[np.int32]
    exceptions: Strings
    exceptions_of: Lists
    needs_of: npt.NDArray[np.int32]
    """A row for each phrase: the needs that a text must meet to hold it, the rarest-looking first, the last one repeated."""
    stems: Strings
    """Words or parts of them, spaces for edges, that meet a need by standing in the text."""
    met_by: Lists
    """By stem: the needs that it meets."""
    said: Strings
    """Words that a mistyped word may be meant for."""
    excepted: Strings
    """Words of exceptions: right as they are."""
    answers: Strings
    """Whole messages that are a short answer, normalised."""
    meanings: Lists
    """By such a message: what it means, as places in ANSWERS."""
    names: Mapping[str, str]
    """How people of any language name a language (normalised), and its tag."""

    @classmethod
    def of(cls, books: Sequence[CueBook]) -> Self:
        """Prepares the books. Raises BadPhrase."""
        topics: dict[Topic, int] = {}
        phrases: list[str] = []
        item_of: list[int] = []
        topic_of: list[int] = []
        exceptions: dict[str, int] = {}
        exceptions_of: list[list[int]] = []
        needs: dict[frozenset[str], int] = {}
        needed: list[list[int]] = []
        for book in books:
            for topic, item in _items(book):
                for written in item.say:
                    needed.append([needs.setdefault(need, len(needs)) for need in needs_of(written)])
                    phrases.append(written)
                    item_of.append(len(topic_of))
                topic_of.append(topics.setdefault(topic, len(topics)))
                exceptions_of.append([exceptions.setdefault(written, len(exceptions)) for written in item.unless])
        answers = _whole_answers(books)
        met_by: dict[str, list[int]] = {}
        for need, number in needs.items():
            for stem in need:
                met_by.setdefault(stem, []).append(number)
        return cls(
            phrases=Strings.of(phrases),
            item_of=np.array(item_of, np.int32),
            topics=tuple(topics),
            topic_of=np.array(topic_of, np.int32),
            exceptions=Strings.of(exceptions),
            exceptions_of=Lists.of(exceptions_of),
            needs_of=_rows(needed),
            stems=Strings.of(met_by),
            met_by=Lists.of(met_by.values()),
            said=Strings.of(_long_words(phrases)),
            excepted=Strings.of(_long_words(exceptions)),
            answers=Strings.of(answers),
            meanings=Lists.of(sorted(map(ANSWERS.index, meant)) for meant in answers.values()),
            names=_names(books),
        )

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> Self:
        """What `arrays` gave. Raises KeyError when something is missing."""
        topics = [topic.partition(" ") for topic in Strings.named("topics", arrays)]
        return cls(
            phrases=Strings.named("phrases", arrays),
            item_of=arrays["item_of"],
            topics=tuple((kind, name) for kind, _, name in topics),
            topic_of=arrays["topic_of"],
            exceptions=Strings.named("exceptions", arrays),
            exceptions_of=Lists.named("exceptions_of", arrays),
            needs_of=arrays["needs_of"],
            stems=Strings.named("stems", arrays),
            met_by=Lists.named("met_by", arrays),
            said=Strings.named("said", arrays),
            excepted=Strings.named("excepted", arrays),
            answers=Strings.named("answers", arrays),
            meanings=Lists.named("meanings", arrays),
            names=dict(zip(Strings.named("names", arrays), Strings.named("named", arrays), strict=True)),
        )

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """What to keep of it."""
        return {
            **self.phrases.arrays("phrases"),
            "item_of": self.item_of,
            **Strings.of(map(" ".join, self.topics)).arrays("topics"),
            "topic_of": self.topic_of,
            **self.exceptions.arrays("exceptions"),
            **self.exceptions_of.arrays("exceptions_of"),
            "needs_of": self.needs_of,
            **self.stems.arrays("stems"),
            **self.met_by.arrays("met_by"),
            **self.said.arrays("said"),
            **self.excepted.arrays("excepted"),
            **self.answers.arrays("answers"),
            **self.meanings.arrays("meanings"),
            **Strings.of(self.names).arrays("names"),
            **Strings.of(self.names.values()).arrays("named"),
        }


def _items(book: CueBook) -> Iterator[tuple[Topic, CueItem]]:
    for urgency, items in book.urgent.items():
        yield from ((("urgent", str(urgency)), item) for item in items)
    yield from ((("concern", ""), item) for item in book.concern)
    for sign, items in book.signs.items():
        yield from ((("sign", sign), item) for item in items)
    for role, names in book.roles.items():
        yield ("role", role), CueItem(names)
    for done, phrases in book.done.items():
        yield ("done", str(done)), CueItem(phrases)
    yield ("here", ""), CueItem(book.here)
    yield ("offer", ""), CueItem(book.offer)


def _rows(lists: Sequence[Sequence[int]]) -> npt.NDArray[np.int32]:
    width = max(map(len, lists), default=1)
    return np.array([[*numbers, *[numbers[-1]] * (width - len(numbers))] for numbers in lists], np.int32).reshape(-1, width)


def _long_words(phrases: Sequence[str] | Mapping[str, int]) -> list[str]:
    return sorted({word for phrase in phrases for word in plain_words(phrase) if may_have_typo(word)})


def _whole_answers(books: Sequence[CueBook]) -> Mapping[str, set[ShortAnswer]]:
    words: dict[str, set[ShortAnswer]] = {}
    for book in books:
        for meaning, phrases in book.words.items():
            for phrase in phrases:
                # An emoji normalises to nothing and cannot be a phrase; as a whole answer it is compared as it is.
                for wording in expand(phrase) if normalise(phrase).text else (phrase.strip(),):
                    words.setdefault(normalise(wording).text or wording, set()).add(meaning)
    return words


def _names(books: Sequence[CueBook]) -> dict[str, str]:
    return {normalise(name).text: tag for book in books for tag, names in book.names.items() for name in names}
