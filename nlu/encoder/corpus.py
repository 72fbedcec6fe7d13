"""Holds the training texts as numbered features, by group and language."""

import random
import zlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from multiprocessing import Pool

import numpy as np
from features import features, mistyped, table, vocabulary
from parallel import Group
from romanise import romanised

# Where lines are held apart for measuring.
SPOKEN = {"ntrex", "tatoeba", "talpco", "tico19", "catalogues", "flores_v1", "pud", "xquad"}
MISTYPED = 0.33  # the share of texts that get a mistyped form as well
# Sources close to what people write to a helpline count more, lists of names less.
WORTH = {
    "catalogues": 3.0,
    "refugee_phrasebook": 3.0,
    "talpco": 2.0,
    "tatoeba": 2.0,
    "hinglish_top": 2.0,
    "integreat": 2.0,
    "xcopa": 2.0,
    "tico19": 1.5,
    "storybooks": 1.5,
    "ud_hausa": 1.5,
    "android_talk": 1.5,
    "cldr_annotations": 0.5,
    "wiktionary": 0.5,
    "cldr": 0.3,
}
NAMES = {"cldr", "cldr_annotations", "wiktionary"}  # not worth romanising


def is_held(group: Group) -> bool:
    """Every fiftieth group of the sources that read like speech is for measuring alone."""
    text = group.texts.get("en", "")
    return group.source in SPOKEN and zlib.crc32(text.encode()) % 50 == 0


@dataclass
class Corpus:
    """Texts, each known once; `by_language` tells for each language which group has which text."""

    known: np.ndarray  # the vocabulary: keys in order
    rows: np.ndarray
    starts: np.ndarray
    members: "list[dict[str, int]]"  # of each group: the number of its text in each language
    mistyped: np.ndarray  # the number of the mistyped form of each text; its own when there is none
    pools: "dict[str, tuple[np.ndarray, np.ndarray]]" = field(default_factory=dict)  # groups and odds, by target

    @classmethod
    def of(cls, read: "Iterable[Group]", size: int, least: int, seed: int) -> "Corpus":
        """Reads, romanises, mistypes and numbers everything."""
        choice = random.Random(seed)
        languages: dict[str, str] = {}  # of each text, the first one it was met in
        numbers: dict[str, int] = {}
        members, sources = [], []
        for group in read:
            texts = dict(group.texts)
            for language, text in group.texts.items():
                if group.source not in NAMES and (latin := romanised(text, language)):
                    texts[f"{language}-Latn"] = latin
            for language, text in texts.items():
                languages.setdefault(text, language)
                numbers.setdefault(text, len(numbers))
            members.append({language: numbers[text] for language, text in texts.items()})
            sources.append(group.source)
        others = {text: mistyped(text, choice) for text in numbers if choice.random() < MISTYPED}
        with Pool() as processes:
            found = processes.map(features, [*numbers, *others.values()], chunksize=1000)
        known = vocabulary(zip(languages.values(), found, strict=False), size, least)
        wrong = np.arange(len(found))
        wrong[[numbers[text] for text in others]] = np.arange(len(numbers), len(found))
        corpus = cls(known, *table(found, known), members, wrong)
        corpus.pools = {
            language: corpus.pool(language, sources) for language in sorted({tag for texts in members for tag in texts})
        }
        return corpus

    def pool(self, language: str, sources: "list[str]") -> "tuple[np.ndarray, np.ndarray]":
        """The groups that have this language, and the running sum of how often each is drawn."""
        groups = [i for i, texts in enumerate(self.members) if language in texts and len(texts) > 1]
        sizes: dict[str, int] = defaultdict(int)
        for i in groups:
            sizes[sources[i]] += 1
        odds = np.array([WORTH.get(sources[i], 1.0) * sizes[sources[i]] ** -0.4 for i in groups])
        return np.array(groups), np.cumsum(odds / odds.sum())

    def batch(self, language: str, size: int, choice: np.random.Generator) -> "tuple[np.ndarray, np.ndarray]":
        """Numbers of texts that mean the same: in any language, and in this one."""
        groups, odds = self.pools[language]
        places = np.minimum(odds.searchsorted(choice.random(size)), len(groups) - 1)
        drawn = groups[np.unique(places)]
        left = []
        for i in drawn:
            texts = self.members[i]
            others = [tag for tag in texts if tag != language]
            english = "en" in texts and language != "en" and choice.random() < 0.6
            left.append(texts["en" if english else others[int(choice.random() * len(others))]])
        right = np.array([self.members[i][language] for i in drawn])
        return self.perhaps_mistyped(np.array(left), choice), self.perhaps_mistyped(right, choice)

    def perhaps_mistyped(self, texts: np.ndarray, choice: np.random.Generator) -> np.ndarray:
        return np.where(choice.random(len(texts)) < 0.3, self.mistyped[texts], texts)

    def bags(self, texts: np.ndarray, choice: np.random.Generator, dropped: float) -> "tuple[np.ndarray, np.ndarray]":
        """The features of these texts in one row, and where each text's begin. Up to a share of them is left out."""
        lengths = self.starts[texts + 1] - self.starts[texts]
        begins = np.cumsum(lengths) - lengths
        flat = self.rows[np.repeat(self.starts[texts] - begins, lengths) + np.arange(lengths.sum())]
        kept = choice.random(len(flat)) >= np.repeat(choice.random(len(texts)) * dropped, lengths)
        owner = np.repeat(np.arange(len(texts)), lengths)[kept]
        return flat[kept], owner.searchsorted(np.arange(len(texts)))
