"""Forgives one wrong, missing, added or swapped letter in long Latin words, by the words that cues are made of."""

import re
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 6
# A cry for help is short; the thousandth word of an advert is not worth the time.
MOST_REPAIRS = 60
_WORD = re.compile(rf"[a-z]{{{SHORTEST},}}")


def may_have_typo(word: str) -> bool:
    """Whether a normalised word is one that `Typos` compares others with."""
    return _WORD.fullmatch(word) is not None


class Typos:
    """Knows the cue words; `repair` puts the meant word in place of one that is a letter away from exactly one of them.

    `may_have_typo` holds for every word that is given.
    """

    def __init__(self, words: Iterable[str], also_right: Iterable[str]) -> None:
        meant = frozenset(words)
        # Words of exceptions are right too: "parking" must not become the cue word "packing".
        self._right = meant.union(also_right)
        # The first letter is hardly ever the wrong one, so only words that begin alike are compared.
        self._alike: dict[tuple[str, int], list[str]] = {}
        for word in sorted(meant):
            self._alike.setdefault((word[0], len(word)), []).append(word)

    def repair(self, text: str) -> str:
        """The text with such words put right. The length may change, so offsets are not kept."""
        return _WORD.sub(lambda match: self._meant(match.group()), text, count=MOST_REPAIRS)

    def _meant(self, word: str) -> str:
        if word in self._right:
            return word
        lengths = (len(word) - 1, len(word), len(word) + 1)
        alike = [known for length in lengths for known in self._alike.get((word[0], length), ())]
        near = [known for known, _, _ in process.extract(word, alike, scorer=OSA.distance, score_cutoff=1, limit=2)]
        # Two words it could be cannot be told apart; neither is guessed then.
        return near[0] if len(near) == 1 else word
