"""The small grammar that cues are written in, turned into regular expressions. See docs/content.md.

`a (b|c d) ... e*`: words in order, alternatives, a gap, any ending.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from bot.understanding.normalise import is_unspaced, normalise

GAP_WORDS = 4
GAP_CHARACTERS = 15

_LEFT, _RIGHT = r"(?<![^ ])", r"(?![^ ])"


class BadPhrase(ValueError):
    """A phrase that does not follow the grammar; the text says what is wrong in plain words."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A gap, or alternatives (normalised; "" when the part may be missing). `glued`: no space stands before it."""

    alternatives: tuple[str, ...] = ()
    glued: bool = False

    @property
    def is_gap(self) -> bool:
        return not self.alternatives


class CuePhrase:
    """A phrase ready to be searched for in a normalised text.

    For each text an expression is made of those alternatives alone that stand in it. One of all of them would take up to a
    tenth of a second to make, and the first who calls for help after a start would wait for dozens.
    """

    __slots__ = ("_parts", "_unspaced")

    def __init__(self, phrase: str) -> None:
        self._parts = [(part, *_by_words(part)) for part in _parse(phrase)]
        self._unspaced = any(map(is_unspaced, phrase))

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first place where the phrase stands in this piece of a normalised text. Raises BadPhrase."""
        here: list[_Part] = []
        for part, one_word, several in self._parts:
            standing = [written for written in one_word if written in text]
            standing += [written for written in several if all(word.rstrip("*") in text for word in written.split(" "))]
            if not standing and part.alternatives:
                return None
            here.append(_Part(tuple(standing), part.glued))
        return _expression(tuple(here), self._unspaced).search(text, start, end)


def _by_words(part: _Part) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The alternatives that are one plain word, and those of several words or with a star."""
    plain = tuple(written for written in part.alternatives if " " not in written and not written.endswith("*"))
    return plain, tuple(written for written in part.alternatives if " " in written or written.endswith("*"))


def needs_of(phrase: str) -> list[frozenset[str]]:
    """Groups of strings: in every text that the phrase matches, of each group at least one stands.

    A space in a string is the edge of a word, so the text needs one before and behind it. The group that looks rarest,
    the one whose shortest string is longest, is the first. Raises BadPhrase.
    """
    parts = _parse(phrase)
    needs = {
        frozenset(_stem(written, whole=not (part.glued or after.glued)) for written in part.alternatives)
        for part, after in zip(parts, [*parts[1:], _Part()], strict=False)
        # "*" alone is any word, which says nothing.
        if not part.is_gap and all(written.strip("*") for written in part.alternatives)
    }
    if not needs:
        raise BadPhrase(f"no word in {phrase!r} that is always there")
    return sorted(needs, key=lambda need: (-min(map(len, need)), sorted(need)))


def _stem(written: str, *, whole: bool) -> str:
    """The longest word of an alternative, with the edges that it must have."""
    word = max(written.split(), key=len)
    if not whole or any(map(is_unspaced, written)):
        return word.rstrip("*")
    return f" {word.rstrip('*')}" if word.endswith("*") else f" {word} "


def _parse(phrase: str) -> list[_Part]:
    parts: list[_Part] = []
    before = " "
    for piece in _pieces(phrase.replace("…", "...")):
        glued = not (before[-1].isspace() or piece[0].isspace()) and "..." not in (before, piece)
        if piece == "...":
            parts.append(_Part())
        elif piece.startswith("("):
            options = dict.fromkeys(_plain(alternative) for alternative in _alternatives(piece[1:-1]))
            parts.append(_Part(tuple(options), glued))
        elif plain := _plain(piece):
            parts.append(_Part((plain,), glued))
        before = piece
    return parts


def _pieces(phrase: str) -> list[str]:
    """Top-level pieces of a phrase: groups in brackets, gaps, and the words between them."""
    pieces, depth, start = [], 0, 0
    for at, char in enumerate(phrase):
        if char == "(":
            if depth == 0:
                pieces += re.split(r"(\.\.\.)", phrase[start:at])
                start = at
            depth += 1
        elif char == ")":
            depth -= 1
            if depth < 0:
                break
            if depth == 0:
                pieces.append(phrase[start : at + 1])
                start = at + 1
    if depth != 0:
        raise BadPhrase(f"brackets do not match in {phrase!r}")
    return [piece for piece in (*pieces, *re.split(r"(\.\.\.)", phrase[start:])) if piece]


def _alternatives(inside: str) -> list[str]:
    """What stands between the bars of a group, brackets inside it written out."""
    options, depth, start = [], 0, 0
    for at, char in enumerate(inside):
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 0:
            options.append(inside[start:at])
            start = at + 1
    options.append(inside[start:])
    return [written for option in options for written in _written_out(option)]


def _written_out(option: str) -> list[str]:
    if "(" not in option:
        if "..." in option:
            raise BadPhrase(f"a gap inside brackets: {option!r}")
        return [option]
    choices = [_alternatives(p[1:-1]) if p.startswith("(") else [p] for p in _pieces(option)]
    return ["".join(wording) for wording in product(*choices)]


def _plain(text: str) -> str:
    """Normalised words; a star at the end of a word stays."""
    return " ".join(map(_plain_word, text.split())).strip(" ")


@lru_cache(maxsize=4_096)
def _plain_word(word: str) -> str:
    # Cues say the same words again and again; most of the time of building an index went here.
    return normalise(word).text + "*" * word.endswith("*")


def plain_words(phrase: str) -> Iterator[str]:
    """The normalised words of a phrase, whatever stands around them."""
    return (_plain_word(word) for word in re.split(r"[\s()|*.]+", phrase))


@lru_cache(maxsize=1_024)
def _expression(parts: tuple[_Part, ...], unspaced: bool) -> re.Pattern[str]:
    out = ""
    for index, part in enumerate(parts):
        if part.is_gap:
            out += rf".{{0,{GAP_CHARACTERS}}}?" if unspaced else rf"(?: [^ ]++){{0,{GAP_WORDS}}}"
            continue
        glued_after = index + 1 < len(parts) and parts[index + 1].glued
        # In a normalised text a space stands where a script without spaces meets digits or another script: "10 ชั่วโมง".
        out += "" if index == 0 or (part.glued and not unspaced) else " ?"
        out += _group(part.alternatives, part.glued, glued_after)
    return re.compile(out)


def _group(alternatives: tuple[str, ...], glued_before: bool, glued_after: bool) -> str:
    """Alternatives as one expression. Words are whole, unless glued to a neighbour or of a script without spaces."""
    written = sorted(filter(None, alternatives), key=len, reverse=True)
    spaced = "|".join(" ".join(map(_word, option.split(" "))) for option in written if not any(map(is_unspaced, option)))
    free = "|".join(" ?".join(map(_word, option.split(" "))) for option in written if any(map(is_unspaced, option)))
    left, right = "" if glued_before else _LEFT, "" if glued_after else _RIGHT
    group = "|".join([f"{left}(?:{spaced}){right}"] * bool(spaced) + [free] * bool(free))
    return f"(?:{group})?" if "" in alternatives else f"(?:{group})"


def _word(word: str) -> str:
    return re.escape(word.removesuffix("*")) + ("[^ ]*" if word.endswith("*") else "")


def expand(phrase: str, limit: int = 200) -> tuple[str, ...]:
    """The plain wordings of a phrase without gaps, at most `limit`; for short answers and names."""
    parts = [part for part in _parse(phrase) if not part.is_gap]
    wordings = []
    for choice in product(*(part.alternatives for part in parts)):
        spaced = (("" if part.glued else " ") + word for part, word in zip(parts, choice, strict=True) if word)
        wordings.append("".join(spaced).strip())
        if len(wordings) == limit:
            break
    return tuple(wordings)
