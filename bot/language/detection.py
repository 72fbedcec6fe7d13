"""Guesses the language of a message: by its script where that decides, else by statistics over letter groups.

The statistics know more languages than are served: a served one gets the benefit of the doubt, another is named only
when it is clear, and what is neither is `und`. docs/understanding.md has the measurements behind this order.
"""

import unicodedata
from collections.abc import Mapping, Sequence

import numpy as np

from bot.domain.heard import Guess
from bot.domain.languages import Language
from bot.language.features import READ_LETTERS, clean, features
from bot.language.scripts import ONE_LANGUAGE, main_script, odd_one_out
from bot.language.statistics import Known, Weights, known

UNKNOWN = Guess("und")

# Below this the letters do not say enough, and asking is better than guessing.
SURE = 0.4
# Two letters ("ok", "hi", "no", "si") are words of many languages.
FEWEST_LETTERS = 3
# Enough, and long enough, to change the language of a conversation.
CLEAR, CLEAR_LETTERS = 0.95, 12
# How much likelier a message is in a served language than in another one, before a letter is read.
BENEFIT = 30.0
# A few letters of a foreign language look like many things, so it is named only from this on.
UNSERVED, UNSERVED_LETTERS = 0.7, 6
# Han characters that both ways of writing have say nothing; most who write to us write simplified ones.
HAN_ALONE = 0.6
# Telling twins apart takes time, and most texts are in neither language.
WORTH_SHARING = 0.02


def build_detector(languages: Mapping[str, Language]) -> "ScriptThenStatistics":
    """A detector for these languages."""
    return ScriptThenStatistics(languages, known())


class ScriptThenStatistics:
    """`bot.ports.Detector`. Never raises, and gives the same answer to the same text."""

    def __init__(self, languages: Mapping[str, Language], knowledge: Known) -> None:
        self._knowledge = knowledge
        self._chinese = sorted(tag for tag in languages if tag.startswith("zh"))
        # Chinese in Latin letters is more often of those who write simplified characters, the first of the two.
        first = [*(tag for tag in languages if not tag.startswith("zh")), *self._chinese[:1]]
        self._served = {tag.split("-")[0]: tag for tag in first}
        self._choices = {
            script: _Choice(weights, knowledge.twins[script], self._served) for script, weights in knowledge.scripts.items()
        }

    def guess(self, text: str) -> Guess:
        """The language of a text; `und` when the letters do not say enough."""
        text = unicodedata.normalize("NFKC", text[:READ_LETTERS])[:READ_LETTERS]
        script, letters = main_script(text)
        if script == "CJK":
            return self._han(text, letters)
        if code := odd_one_out(script, text) or ONE_LANGUAGE.get(script):
            return Guess(self._served.get(code, code), 1.0, clear=letters >= 4)
        choice = self._choices.get(script)
        return choice.guess(clean(text), letters) if choice and letters >= FEWEST_LETTERS else UNKNOWN

    def _han(self, text: str, letters: int) -> Guess:
        """Chinese: the served way of writing it, or the one of two that the characters betray."""
        clear = letters >= 4
        if len(self._chinese) == 1:
            return Guess(self._chinese[0], 1.0, clear)
        simplified = sum(char in self._knowledge.simplified for char in text)
        traditional = sum(char in self._knowledge.traditional for char in text)
        if simplified == traditional:
            return Guess("zh-Hans", HAN_ALONE)
        return Guess("zh-Hans" if simplified > traditional else "zh-Hant", 1.0, clear)


class _Choice:
    """The languages of one script, as they are served."""

    def __init__(self, weights: Weights, twins: Sequence[Weights], served: Mapping[str, str]) -> None:
        self._weights = weights
        tags = [served.get(code, code) for code in weights.languages]
        self._tags = tuple(dict.fromkeys(tags))
        self._tag_of = np.array([self._tags.index(tag) for tag in tags])
        self._is_served = [tag in served.values() for tag in self._tags]
        self._benefit = np.where(self._is_served, BENEFIT, 1.0)
        self._twins = [(twin, [self._tags.index(served.get(code, code)) for code in twin.languages]) for twin in twins]

    def guess(self, cleaned: str, letters: int) -> Guess:
        """The likeliest language, if it is likely enough."""
        found = features(cleaned)
        chances = np.bincount(self._tag_of, self._weights.chances(found))
        for twin, places in self._twins:
            if (both := chances[places].sum()) > WORTH_SHARING:
                chances[places] = both * twin.chances(found)
        weighed = chances * self._benefit
        weighed = weighed / weighed.sum()
        best = int(weighed.argmax())
        tag, chance = self._tags[best], float(weighed[best])
        if self._is_served[best]:
            enough = chance >= SURE
            return Guess(tag, chance, clear=chance >= CLEAR and letters >= CLEAR_LETTERS) if enough else UNKNOWN
        return Guess(tag, chance) if chance >= UNSERVED and letters >= UNSERVED_LETTERS else UNKNOWN
