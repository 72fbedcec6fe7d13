"""Reads typed values out of parsed YAML; notes every problem instead of stopping at the first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import TypeVar, cast

from bot.errors import ContentError
from bot.library.documents import Document, Problem, Step

Choice = TypeVar("Choice", bound=StrEnum)


class Notes:
    """The problems found so far."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, document: Document, where: tuple[Step, ...], message: str) -> None:
        self.problems.append(Problem(document.path, document.line(where), message))

    def refuse(self) -> None:
        """Raises ContentError that lists all problems, where there are any."""
        if self.problems:
            raise ContentError([str(problem) for problem in sorted(self.problems)])


class Record:
    """One mapping of a document. Values are asked for by key; `finish` names the keys nobody asked for."""

    def __init__(self, notes: Notes, document: Document, where: tuple[Step, ...], data: object) -> None:
        self.notes, self.document, self.where = notes, document, where
        self._asked: set[str] = set()
        self._data: dict[object, object] = {}
        if isinstance(data, dict):
            self._data = cast(dict[object, object], data)
        else:
            self.problem("here should stand keys with values")

    def problem(self, message: str, *steps: Step) -> None:
        """Note a problem at this record, or at the part of it that `steps` lead to."""
        self.notes.add(self.document, (*self.where, *steps), message)

    def has(self, key: str) -> bool:
        """True when the key stands here with a value."""
        return self._data.get(key) is not None

    def is_text(self, key: str) -> bool:
        """True when words stand below the key, not a list or further keys."""
        return isinstance(self._data.get(key), str)

    def __iter__(self) -> Iterator[str]:
        """The keys that stand here."""
        return iter(self.keys())

    def keys(self) -> tuple[str, ...]:
        """All keys that stand here; a key that YAML took for a truth value or number is a problem."""
        for key in self._data:
            if not isinstance(key, str):
                self.problem(f'the key "{_shown(key)}" must be put in quotes: YAML reads it as another kind of value')
        return tuple(key for key in self._data if isinstance(key, str))

    def text(self, key: str) -> str:
        """A sentence or word that must be there."""
        value = self.maybe_text(key)
        if value is None and self._data.get(key) is None:
            self.problem(f'"{key}" is missing')
        return value or ""

    def maybe_text(self, key: str) -> str | None:
        """A sentence or word, or None."""
        value = self._value(key)
        return None if value is None else self._text(value, key, key)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of words; empty when the key is missing."""
        found = (self._text(value, key, key, place) for place, value in enumerate(self._list(key)))
        return tuple(text for text in found if text is not None)

    def choice(self, key: str, kind: type[Choice]) -> Choice:
        """One of the kind's values, which must be there."""
        return self._choice(self.text(key), kind, key)

    def choices(self, key: str, kind: type[Choice]) -> tuple[Choice, ...]:
        """A list of the kind's values; empty when the key is missing."""
        return tuple(self._choice(text, kind, key) for text in self.texts(key))

    def day(self, key: str) -> date | None:
        """A day, written as 2026-11-23, or None."""
        value = self._value(key)
        if value is None or type(value) is date:
            return value
        self.problem(f'"{key}" must be a day such as 2026-11-23, not {_shown(value)}', key)
        return None

    def flag(self, key: str) -> bool:
        """True or false; false when the key is missing."""
        return self.maybe_flag(key) or False

    def maybe_flag(self, key: str) -> bool | None:
        """True, false or None."""
        value = self._value(key)
        if value is None or isinstance(value, bool):
            return value
        self.problem(f'"{key}" must be true or false, not {_shown(value)}', key)
        return None

    def number(self, key: str) -> float | None:
        """A number, or None."""
        value = self._value(key)
        if value is None:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        self.problem(f'"{key}" must be a number, not {_shown(value)}', key)
        return None

    def needed_number(self, key: str) -> float:
        """A number that must be there."""
        value = self.number(key)
        if value is None and self._data.get(key) is None:
            self.problem(f'"{key}" is missing')
        return 0.0 if value is None else value

    def record(self, key: str) -> Record:
        """The keys and values below `key`; empty when it is missing."""
        value = self._value(key)
        return Record(self.notes, self.document, (*self.where, key), {} if value is None else value)

    def with_yes_and_no(self) -> Record:
        """The same record, where an unquoted yes or no may stand as a key."""
        unread: dict[object, object] = {}
        for key, value in self._data.items():
            unread["yes" if key is True else "no" if key is False else key] = value
        return Record(self.notes, self.document, self.where, unread)

    def records(self, key: str) -> Iterator[Record]:
        """Each entry of the list below `key`."""
        for place, value in enumerate(self._list(key)):
            yield Record(self.notes, self.document, (*self.where, key, place), value)

    def lists(self, key: str) -> tuple[tuple[str, ...], ...]:
        """A list of lists of words; empty when the key is missing."""
        found = []
        for place, value in enumerate(self._list(key)):
            inner = Record(self.notes, self.document, (*self.where, key), {str(place): value})
            found.append(inner.texts(str(place)))
        return tuple(found)

    def finish(self) -> None:
        """Note every key that is not known."""
        for key in self.keys():
            if key not in self._asked:
                self.problem(f'"{key}" is not a known key here', key)

    def _value(self, key: str) -> object:
        self._asked.add(key)
        return self._data.get(key)

    def _list(self, key: str) -> list[object]:
        value = self._value(key)
        if value is None:
            return []
        if isinstance(value, list):
            return value
        self.problem(f'"{key}" must be a list', key)
        return []

    def _text(self, value: object, key: str, *steps: Step) -> str | None:
        if isinstance(value, str):
            if value.strip():
                return value
            self.problem(f'"{key}" is empty', *steps)
        elif isinstance(value, bool):
            self.problem(f'YAML turned a word of "{key}" into {_shown(value)}: put it in quotes', *steps)
        else:
            self.problem(f'"{key}" must be words in quotes, not {_shown(value)}', *steps)
        return None

    def _choice(self, text: str, kind: type[Choice], key: str) -> Choice:
        try:
            return kind(text)
        except ValueError:
            if text:
                self.problem(f'"{text}" is not one of: {", ".join(kind)}', key)
            return next(iter(kind))


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float | date) else "nothing" if value is None else "a list or keys"
