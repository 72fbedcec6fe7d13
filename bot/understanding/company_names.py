"""Names of companies, compared: legal forms do not count, scripts may differ, and no common word makes two names alike.

A name is the same only when all its letters are. Whoever cheats takes a name that nearly is one, so nearly is something
else: a name that is similar.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from rapidfuzz import fuzz

from bot.domain.entities import OrganisationWords
from bot.domain.registries import Entry, RegistryWords
from bot.understanding.normalise import fold, is_unspaced, with_ascii_digits

LONGEST = 200
# How alike the words have to be that only this company has, of 100.
ALIKE = 87
# Vowels get lost or come in between scripts; then so many consonants have to be the same.
CONSONANTS = 5

_INITIALS = re.compile(r"(?<=\b\w)\.(?=\w\b)")
_SMALL = frozenset({"a", "al", "and", "de", "do", "da", "e", "el", "et", "la", "of", "the", "y"})
_SOUNDS = str.maketrans({"c": "k", "q": "k", "z": "s", "v": "f", **dict.fromkeys("aeiouyhw")})
_DIGITS = re.compile(r"\d+")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True, slots=True, repr=False)
class Name:
    """A name taken apart. `letters`: all of it but the legal forms, without spaces; `words`: how many words that is;
    `own`: in Latin letters, the words that few other companies have; `own_letters`: those in their own script."""

    letters: str
    words: int
    own: tuple[str, ...]
    own_letters: str
    forms: frozenset[str]

    @property
    def is_telling(self) -> bool:
        """False when it may be ordinary words that only stand in a text."""
        unspaced = bool(self.letters) and is_unspaced(self.letters[0])
        if unspaced:
            least = 2 if _HAN.match(self.letters) else 4
            return len(self.own_letters) >= least and (bool(self.forms) or len(self.letters) >= 2 * least)
        if not self.own:
            return self.words > 2 and bool(self.forms)
        strong = len(self.own) > 1 or len(self.own_letters) > 4
        return bool(self.forms) or self.words > (1 if strong else 2)


class CompanyNames:
    """Takes names apart and says how alike two of them are."""

    def __init__(self, words: RegistryWords, organisations: OrganisationWords) -> None:
        forms = {*words.forms, *organisations.after, *organisations.before}
        forms |= {part for pair in organisations.around for part in pair}
        folded = {plain_words(form) for form in forms} - {""}
        self._unspaced_forms = tuple(sorted((form for form in folded if is_unspaced(form[0])), key=len, reverse=True))
        self._forms = frozenset(form for form in folded if not is_unspaced(form[0]))
        self._longest_form = max((len(form.split()) for form in self._forms), default=0)
        common = {plain_words(word) for word in (*words.common, *organisations.trades)}
        self._common = frozenset(part for word in common for part in word.split())
        self._common_unspaced = sorted((word for word in self._common if is_unspaced(word[0])), key=len, reverse=True)

    def of(self, written: str) -> Name:
        """The name as it was written, taken apart."""
        core, forms = self._without_forms(plain_words(written[:LONGEST]))
        words = core.split()
        own = [part for word in words for part in self._own(word)]
        return Name(
            core.replace(" ", ""),
            len(words),
            tuple(filter(None, map(_latin, own))),
            "".join(own),
            forms,
        )

    def begins_with_form(self, written: str) -> bool:
        """True for a script without spaces in which a legal form shows where the name begins."""
        return plain_words(written[:LONGEST]).startswith(self._unspaced_forms)

    def all_of(self, entry: Entry) -> tuple[Name, ...]:
        """Every name that a register has for one company."""
        return tuple(self.of(written) for written in (entry.name, entry.also) if written)

    def _without_forms(self, plain: str) -> tuple[str, frozenset[str]]:
        forms = set()
        while form := self._form_at_an_end(plain):
            plain = (plain.removesuffix(form) if plain.endswith(form) else plain.removeprefix(form)).strip()
            # Word by word: "Ltd" is short for "Pvt Ltd".
            forms.update(form.split())
        return plain, frozenset(forms)

    def _form_at_an_end(self, plain: str) -> str | None:
        """The longest legal form that the name ends or begins with; never all of the name."""
        words = plain.split(" ")
        for count in range(min(self._longest_form, len(words) - 1), 0, -1):
            for form in (" ".join(words[-count:]), " ".join(words[:count])):
                if form in self._forms:
                    return form
        ends = plain.startswith(self._unspaced_forms) or plain.endswith(self._unspaced_forms)
        return next(
            (f for f in self._unspaced_forms if ends and f != plain and (plain.startswith(f) or plain.endswith(f))), None
        )

    def _own(self, word: str) -> Iterator[str]:
        if not is_unspaced(word[0]):
            if word not in self._common and word not in _SMALL:
                yield word
            return
        for common in self._common_unspaced:
            word = word.replace(common, " ")
        yield from word.split()


def is_same(written: Name, registered: Name) -> bool:
    """True when both are one name, letter by letter."""
    if written.letters != registered.letters or not written.is_telling:
        return False
    # "Bright Ltd" and "Bright LLC" are two companies; of a longer name people just mistake the form.
    others = written.forms and registered.forms and not written.forms & registered.forms
    return not others or len(written.own) > 1 or (is_unspaced(written.letters[0]) and len(written.own_letters) > 5)


def is_similar(written: Name, registered: Name) -> bool:
    """True when one could be taken for the other."""
    if not (written.own and registered.own and written.is_telling):
        return False
    if _DIGITS.findall(written.letters) != _DIGITS.findall(registered.letters):
        return False
    if written.own == registered.own:
        return True
    one, other = "".join(written.own), "".join(registered.own)
    if _skeleton(one) == _skeleton(other) and fuzz.ratio(written.letters, registered.letters) >= ALIKE:
        return True
    if min(len(one), len(other)) < 5:
        return False
    if max(fuzz.ratio(one, other), fuzz.token_sort_ratio(" ".join(written.own), " ".join(registered.own))) >= ALIKE:
        return True
    of_one_script = written.letters.isascii() == registered.letters.isascii()
    skeleton = _skeleton(one)
    return not of_one_script and len(skeleton) >= CONSONANTS and skeleton == _skeleton(other)


def keys_of(name: Name) -> tuple[int, ...]:
    """Numbers by which names like this one are found in a database; the first stands for the very same name."""
    whole = _skeleton("".join(name.own))
    keys = [f"={name.letters}"]
    if len(whole) > 1:
        keys.append(f"~{whole}")
    keys += [f"w{part}" for part in map(_skeleton, name.own) if len(part) > 1]
    if _HAN.match(name.own_letters):
        pairs = zip(name.own_letters, name.own_letters[1:], strict=False)
        keys += [f"h{one}{other}" for one, other in pairs]
    return tuple(dict.fromkeys(map(_number, keys)))


def licence_key(written: str) -> int | None:
    """The number by which a licence is found, however it is spaced and dashed; None for what is no licence number."""
    folded = "".join(char for char in plain_words(written[:LONGEST]) if char.isalnum())
    return _number(f"#{folded}") if len(folded) > 1 and any(char.isdigit() for char in folded) else None


def keys_of_entry(names: Iterable[Name], licence: str) -> tuple[int, ...]:
    """Every key of an entry of a register."""
    keys = dict.fromkeys(key for name in names for key in keys_of(name))
    number = licence_key(licence)
    return tuple(keys) if number is None else (*keys, number)


def plain_words(text: str) -> str:
    """Words in small letters without accents and punctuation, one space between."""
    # "S.A.C." is one word, and what is written in full width or with accents is what it looks like.
    folded = "".join(fold(char) for char in with_ascii_digits(_INITIALS.sub("", text)))
    return " ".join(folded.split())


@lru_cache(maxsize=4096)
def _latin(word: str) -> str:
    if word.isascii():
        return word
    # Its tables of each script are read when the first letter of that script comes.
    from anyascii import anyascii

    return "".join(char for char in anyascii(word).lower() if char.isalnum())


@lru_cache(maxsize=4096)
def _skeleton(word: str) -> str:
    """The consonants as they sound, single: what stays when a name travels between scripts."""
    bare = word.replace("ph", "f").translate(_SOUNDS)
    return "".join(char for place, char in enumerate(bare) if not place or char != bare[place - 1])


def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)
