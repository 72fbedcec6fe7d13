"""Which names and licence numbers in a message stand in the registers that were loaded."""

import asyncio
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from bot.domain.entities import OrganisationWords
from bot.domain.registries import Closeness, Entry, Listing, LookUp, Registry, RegistryKind, RegistryWords
from bot.ports import RegistryStore
from bot.understanding.company_names import (
    CompanyNames,
    is_same,
    is_similar,
    keys_of,
    keys_of_entry,
    licence_key,
    plain_words,
)
from bot.understanding.normalise import is_unspaced
from bot.understanding.organisations import OrganisationReader
from bot.understanding.spans import overlap

# Names are in the beginning; a contract of fifty pages names half a town.
LONGEST = 10_000
MOST_NAMES = 10
MOST_LISTINGS = 3
# How many entries that share a word are compared letter by letter.
COMPARED = 25
# A message that may be nothing but a name, and one that asks about a name somewhere in it.
NAME, QUESTION = 80, 160
# Characters in which the word beside a name stands.
AROUND = 40
WORDS_OF_NAME = range(6, 1, -1)
# Shorter numbers are house numbers, years and pay.
LETTERED, NUMERIC = 5, 6
SECONDS_KEPT = 30.0

_QUOTED = re.compile(r"[«“”\"‘「『]([^«»“”\"’「」『』\n]{3,60})[»“”\"’」』]")
_WORD = re.compile(r"[^\s,;:!?()«»“”\"।]+")
_NUMBER = re.compile(r"(?<![\w@./:-])[^\W_]+(?:[-/.][^\W_]+)*(?![\w@])")
_BEFORE = re.compile(r"([^\s,;:!?()«»“”\"।.]+)[^\S\n]+$")
_AFTER = re.compile(r"[^\S\n]+([^\s,;:!?()«»“”\"।.]+)")
# Small words that begin names: "al Noor Manpower" is another firm than "Noor Manpower".
_PARTICLES = frozenset({"abu", "al", "bin", "el", "ibn"})
_PIECE = re.compile(r"[^\s,][^,]*(?:,\s*(?:ltd|limited|inc|llc)\b\.?)?", re.IGNORECASE)
_EDGES = " \t\r\n.,;:!?¿¡\"'«»“”。？！，、"


@dataclass(frozen=True, slots=True, repr=False)
class _Candidate:
    """Words that may be a name. `for_sure`: they look like one by themselves."""

    written: str
    start: int
    end: int
    for_sure: bool = True


class CompanyWords:
    """All that is known of how companies and their registers are written, ready for use."""

    def __init__(self, words: RegistryWords, organisations: OrganisationWords) -> None:
        self.names = CompanyNames(words, organisations)
        self.organisations = OrganisationReader(organisations)
        self.standing = frozenset(map(plain_words, words.standing))
        self._beside = organisations.not_in_names | {word.casefold() for word in words.beside}
        self._stops = tuple(word for word in organisations.not_in_names if is_unspaced(word[0]))
        labels = "|".join(sorted((re.escape(word) for word in words.licence), key=len, reverse=True)) or r"(?!)"
        number = r"(?:no\.?|number|#|№)?"
        self.labelled = re.compile(
            rf"(?<![\w@./:-])({labels})[\s.:#№-]*{number}[\s.:#№-]*(\d[\d/.-]{{2,20}})(?!\w)", re.IGNORECASE
        )

    def keys_of(self, entry: Entry) -> tuple[int, ...]:
        """The numbers under which an entry is kept, so that it is found again."""
        return keys_of_entry(self.names.all_of(entry), entry.licence)

    def is_whole(self, text: str, start: int, end: int, *, has_form: bool) -> bool:
        """False when the words beside may belong to the name as well: then it is not known to be the very same."""
        if is_unspaced(text[start]):
            last = text[start - 1 : start] if start else " "
            apart = not last.isalnum() and not is_unspaced(last)
            return apart or text[:start].endswith(self._stops) or self.names.begins_with_form(text[start:end])
        written = text[start:end]
        cased = any(char.isupper() for char in written)
        before = _BEFORE.search(text[max(0, start - AROUND) : start])
        if before and (before.group(1).casefold() in _PARTICLES or self._goes_on(before.group(1), cased)):
            return False
        after = None if has_form else _AFTER.match(text, end)
        return after is None or not self._goes_on(after.group(1), cased)

    def _goes_on(self, word: str, cased: bool) -> bool:
        return word.casefold() not in self._beside and (word[0].isupper() or not cased)


class RegisterReader:
    """`bot.ports.Registers`. Nothing is read or built before there is a register to look in."""

    def __init__(self, store: RegistryStore, words: Callable[[], CompanyWords]) -> None:
        self._store, self._make_words = store, words
        self._words: CompanyWords | None = None
        self._loaded, self._asked_at = False, float("-inf")

    async def look_up(self, text: str, *, asked: bool = False, is_name: bool = False) -> LookUp:
        if not self._loaded and not self._is_due():
            return LookUp()
        return await asyncio.to_thread(self._look_up, text[:LONGEST], asked or is_name, is_name)

    def _is_due(self) -> bool:
        """Whether it is time to see again if there is any register."""
        return time.monotonic() - self._asked_at >= SECONDS_KEPT

    def _look_up(self, text: str, asked: bool, is_name: bool) -> LookUp:
        if self._is_due():
            self._loaded, self._asked_at = bool(self._store.registries()), time.monotonic()
        if not self._loaded:
            return LookUp()
        words = self._words = self._words or self._make_words()
        whole = _whole(text, for_sure=is_name)
        is_name = is_name and whole is not None
        candidates = list(_candidates(text, words, asked=asked))
        found = list(self._by_name(text, whole, words)) if whole else []
        only_name = bool(found) or (whole is not None and any(_covers(name, whole) for name in candidates))
        if all(listing.closeness is Closeness.SIMILAR for listing in found):
            found += [listing for candidate in candidates[:MOST_NAMES] for listing in self._by_name(text, candidate, words)]
        for number in islice(_numbers(text, words), MOST_NAMES):
            found += self._by_number(number, words)
        for_sure = any(candidate.for_sure for candidate in candidates)
        if asked and not found and not for_sure and not is_name and len(text) <= QUESTION:
            found = list(self._by_words(text, words))
        named = bool(found or is_name) or for_sure
        return LookUp(_best(found), named, only_name or is_name)

    def _by_name(self, text: str, candidate: _Candidate, words: CompanyWords) -> Iterator[Listing]:
        """The entries of this name; where there are none, those of similar names."""
        written = words.names.of(candidate.written)
        if not written.is_telling:
            return
        whole = words.is_whole(text, candidate.start, candidate.end, has_form=bool(written.forms))
        similar = []
        same = False
        for registry, entry in self._store.with_keys(keys_of(written), COMPARED):
            registered = words.names.all_of(entry)
            if whole and any(is_same(written, name) for name in registered):
                same = True
                yield _listing(candidate, Closeness.SAME, registry, entry, words)
            elif any(is_same(written, name) or is_similar(written, name) for name in registered):
                similar.append(_listing(candidate, Closeness.SIMILAR, registry, entry, words))
        if not same:
            yield from similar

    def _by_number(self, number: _Candidate, words: CompanyWords) -> Iterator[Listing]:
        key = licence_key(number.written)
        for registry, entry in self._store.with_keys([] if key is None else [key], COMPARED):
            if licence_key(entry.licence) == key:
                yield _listing(number, Closeness.NUMBER, registry, entry, words)

    def _by_words(self, text: str, words: CompanyWords) -> Iterator[Listing]:
        """Where a question is in small letters: any words of it that are a name, the longest first."""
        tokens = list(_WORD.finditer(text))
        taken: list[Listing] = []
        for count in WORDS_OF_NAME:
            for first in range(len(tokens) - count + 1):
                start, end = tokens[first].start(), tokens[first + count - 1].end()
                candidate = _Candidate(text[start:end], start, end)
                written = words.names.of(candidate.written)
                if not written.is_telling or any(overlap(candidate, other) for other in taken):
                    continue
                closeness = Closeness.SIMILAR
                if words.is_whole(text, start, end, has_form=bool(written.forms)):
                    closeness = Closeness.SAME
                for registry, entry in self._store.with_keys(keys_of(written)[:1], COMPARED):
                    if any(is_same(written, name) for name in words.names.all_of(entry)):
                        taken.append(_listing(candidate, closeness, registry, entry, words))
        yield from taken


def _whole(text: str, *, for_sure: bool) -> _Candidate | None:
    name = text.strip(_EDGES)
    if not name or len(name) > NAME or "\n" in name:
        return None
    start = text.index(name)
    return _Candidate(name, start, start + len(name), for_sure)


def _covers(name: _Candidate, whole: _Candidate) -> bool:
    return name.for_sure and name.start <= whole.start and whole.end <= name.end


def _candidates(text: str, words: CompanyWords, *, asked: bool) -> Iterator[_Candidate]:
    for entity in words.organisations.read(text):
        yield _Candidate(str(entity.value), entity.start, entity.end)
        # Names in a list, or a town in front of one: the reader takes commas for those of "Co., Ltd".
        pieces = list(_PIECE.finditer(text, entity.start, entity.end))
        for piece in pieces if len(pieces) > 1 else ():
            yield _Candidate(piece.group(), *piece.span(), for_sure=False)
    if asked:
        for quoted in _QUOTED.finditer(text):
            yield _Candidate(quoted.group(1), *quoted.span(1), for_sure=False)


def _numbers(text: str, words: CompanyWords) -> Iterator[_Candidate]:
    for match in _NUMBER.finditer(text):
        folded = [char for char in match.group() if char.isalnum()]
        digits = sum(char.isdigit() for char in folded)
        if len(folded) >= LETTERED and digits > 2 and digits < len(folded):
            yield _Candidate(match.group(), *match.span())
    for match in words.labelled.finditer(text):
        if sum(char.isdigit() for char in match.group(2)) >= NUMERIC:
            yield _Candidate(match.group(2), *match.span(2))
        elif len(match.group(1)) < 4:
            # "RL 1234" is RL-1234 in its register.
            yield _Candidate(match.group(), *match.span())


def _listing(candidate: _Candidate, closeness: Closeness, registry: Registry, entry: Entry, words: CompanyWords) -> Listing:
    stands = not entry.status or plain_words(entry.status) in words.standing
    return Listing(candidate.written, candidate.start, candidate.end, closeness, registry, entry, stands)


def _best(found: list[Listing]) -> tuple[Listing, ...]:
    """Each entry once; warnings first, then what is surest."""
    order = list(Closeness)
    found = sorted(
        found,
        key=lambda listing: (
            listing.closeness is Closeness.SIMILAR,
            listing.registry.kind is not RegistryKind.BLACKLIST,
            order.index(listing.closeness),
        ),
    )
    once = {(listing.registry.id, plain_words(listing.entry.name)): listing for listing in reversed(found)}
    return tuple(listing for listing in found if once[listing.registry.id, plain_words(listing.entry.name)] is listing)[
        :MOST_LISTINGS
    ]
