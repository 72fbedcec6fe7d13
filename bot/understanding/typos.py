"""Forgives one wrong, missing, added or swapped letter in long Latin words, by the words that cues are made of."""

import re
from collections.abc import Iterable

SHORTEST = 6
_WORD = re.compile(rf"[a-z]{{{SHORTEST},}}")


class Typos:
    """Knows the cue words; `repair` puts the meant word in place of one that is a letter away from exactly one of them."""

    def __init__(self, words: Iterable[str], also_right: Iterable[str] = ()) -> None:
        meant = {word for word in words if _WORD.fullmatch(word)}
        # Words of exceptions are right too: "parking" must not become the cue word "packing".
        self._known = frozenset(meant | set(also_right))
        self._near: dict[str, str] = {}
        for word in sorted(meant):
            for shorter in _without_one(word):
                # Two words that share a form cannot be told apart; neither is guessed then.
                self._near[shorter] = "" if shorter in self._near and self._near[shorter] != word else word

    def repair(self, text: str) -> str:
        """The text with such words put right. The length may change, so offsets are not kept."""
        return _WORD.sub(lambda match: self._meant(match.group()), text)

    def _meant(self, word: str) -> str:
        if word in self._known:
            return word
        for form in (word, *_without_one(word)):
            meant = self._near.get(form)
            if meant and abs(len(meant) - len(word)) <= 1 and meant[0] == word[0]:
                return meant
        return word


def _without_one(word: str) -> list[str]:
    return [word[:i] + word[i + 1 :] for i in range(len(word))]
