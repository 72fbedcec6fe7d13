"""Turns texts into numbered features, with the bot's own files, so that training and answering cut texts alike."""

import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

NLU = Path(__file__).resolve().parents[1]
sys.path.append(str(NLU.parent / "bot" / "understanding"))

from encoder import short  # noqa: E402
from ngrams import meaning_keys  # noqa: E402
from tokens import Tokenizer, units  # noqa: E402

TOKENIZER = Tokenizer.with_word_characters((NLU / "word_characters.txt").read_text("utf-8"))
LONGEST = 400  # characters; sentences


def features(text: str) -> np.ndarray:
    """The features of a text, each once."""
    text = text[:LONGEST].strip()
    cleaned = TOKENIZER.clean(text)
    return np.unique(short(meaning_keys(units(cleaned), TOKENIZER.written(text), cleaned.split())))


def vocabulary(texts: "Iterable[tuple[str, np.ndarray]]", size: int, least: int) -> np.ndarray:
    """The features that most texts of a language have, as many for each language, in order."""
    by_language = defaultdict(list)
    for language, found in texts:
        by_language[language].append(found)
    ranked = {}
    for language, found in by_language.items():
        keys, counts = np.unique(np.concatenate(found), return_counts=True)
        keys, counts = keys[counts >= least], counts[counts >= least]
        ranked[language] = keys[np.argsort(-counts, kind="stable")]
    low, high = 0, size
    while low < high:  # the largest share that stays within the size
        middle = (low + high + 1) // 2
        if len(np.unique(np.concatenate([keys[:middle] for keys in ranked.values()]))) <= size:
            low = middle
        else:
            high = middle - 1
    return np.unique(np.concatenate([keys[:low] for keys in ranked.values()]))


def table(found: Sequence[np.ndarray], known: np.ndarray) -> "tuple[np.ndarray, np.ndarray]":
    """Rows of known features, one after the other, and where each text's begin (one more than texts)."""
    rows, starts = [], [0]
    for keys in found:
        places = np.minimum(known.searchsorted(keys), len(known) - 1)
        rows.append(places[known[places] == keys].astype(np.int32))
        starts.append(starts[-1] + len(rows[-1]))
    return np.concatenate(rows), np.array(starts, np.int64)


def mistyped(text: str, choice: random.Random) -> str:
    """A letter dropped, doubled or swapped with the next in about every fourth word of four letters or more."""
    words = text.split(" ")
    for place, word in enumerate(words):
        if len(word) < 4 or choice.random() > 0.25:
            continue
        at = choice.randrange(1, len(word) - 1)
        words[place] = choice.choice(
            [
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            ]
        )
    return " ".join(words)
