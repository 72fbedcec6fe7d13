"""A second reader: how much the wording of a web advert in English is like that of adverts that people marked as fraudulent.

`nlu/second_reader/` trains it; docs/second_reader.md tells from what, and how often it errs. It knows web adverts in
English and nothing else, so it keeps silent on all other texts. It holds no text.
"""

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from bot.understanding.advert_words import Word, advert_words
from bot.understanding.encoder import mapped
from bot.understanding.ngrams import Keys, unit_keys

ARTEFACT = Path(__file__).with_name("second_reader")
LANGUAGE = "en"
MOST_IN_A_ROW = 3
# A chat message is shorter than any advert that it learnt from.
FEWEST_WORDS = 40
# The share of pairs of words that it has met before. In a web advert it is hardly ever smaller; in chat it always was.
LEAST_KNOWN = 0.25
LONGEST_QUOTE = 12  # words

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the second reader makes of an advert: 0 to 1, at even odds before reading. The most telling words stand there.

    `tells`: enough to be a sign.
    """

    resembles_fraud: float
    tells: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SecondReader:
    """Words and short rows of words, each with how rare it is and what it speaks for: above 0 for fraud."""

    fingerprint: str
    least: float
    """From which opinion on it is a sign."""
    intercept: float
    keys: Keys
    rareness: npt.NDArray[np.float16]
    votes: npt.NDArray[np.float16]

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Opens what the training wrote. Raises OSError or ValueError when it cannot be used."""
        about = json.loads((folder / "reader.json").read_text("utf-8"))
        try:
            return cls(
                fingerprint=about["fingerprint"],
                least=about["least"],
                intercept=about["intercept"],
                keys=mapped(folder / "keys.npy"),
                rareness=mapped(folder / "rareness.npy"),
                votes=mapped(folder / "votes.npy"),
            )
        except KeyError as missing:
            raise ValueError(f"the second reader in {folder} lacks {missing}") from missing

    def read(self, text: str) -> Opinion | None:
        """Its opinion; None on a text that is too short or too strange to have one."""
        words = advert_words(text)
        if len(words) < FEWEST_WORDS:
            return None
        found = unit_keys([word.counted for word in words], MOST_IN_A_ROW)
        places = np.minimum(self.keys.searchsorted(found), len(self.keys) - 1)
        known = self.keys[places] == found
        pairs = known[len(words) : 2 * len(words) - 1]
        if pairs.mean() < LEAST_KNOWN:
            return None
        features = np.unique(places[known])
        length = float(np.sqrt(np.square(self.rareness[features].astype(np.float64)).sum()))
        sum_of_votes = float(self.votes[features].astype(np.float64).sum())
        opinion = 1 / (1 + float(np.exp(-self.intercept - sum_of_votes / length)))
        said = np.where(known, self.votes[places].astype(np.float64), 0.0)
        first, last = _most_telling(said, words)
        return Opinion(opinion, opinion >= self.least, words[first].start, words[last].end)


def _most_telling(said: npt.NDArray[np.float64], words: list[Word]) -> tuple[int, int]:
    """The first and last of the few words in a row that speak most for fraud.

    `said` holds what each word says, then each two in a row, then each three; a row's vote is shared among its words.
    """
    count = len(words)
    each = said[:count].copy()
    after = count
    for row in range(2, MOST_IN_A_ROW + 1):
        share = said[after : after + count - row + 1] / row
        after += len(share)
        for place in range(row):
            each[place : place + len(share)] += share
    best, span = -np.inf, (0, 0)
    sums = np.concatenate(([0.0], each.cumsum()))
    for length in range(1, LONGEST_QUOTE + 1):
        totals = sums[length:] - sums[:-length]
        start = int(totals.argmax())
        if totals[start] > best:
            best, span = float(totals[start]), (start, start + length - 1)
    return span


class Shelved:
    """The second reader, opened when the first advert asks for it: most people never send one that it can read."""

    def __init__(self, folder: Path = ARTEFACT) -> None:
        self._folder = folder
        self._reader: SecondReader | None = None
        self._tried = False

    def read(self, text: str) -> Opinion | None:
        """As `SecondReader.read`; None without an artefact, which is said once in the log."""
        if not self._tried:
            self._tried = True
            try:
                self._reader = SecondReader.load(self._folder)
            except (OSError, ValueError) as problem:
                log.warning("No second reader: %s. The checklist judges alone.", problem)
        return self._reader.read(text) if self._reader else None
