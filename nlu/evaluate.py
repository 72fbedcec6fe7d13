"""Cross-validates the pipeline within the training data, language by language.

    python evaluate.py [--folds 5] [--set key=value …]

Runs in Rasa's environment and uses scikit-learn exactly as Rasa's components do. `--set` tries other settings
than those in SETTINGS. For each language it prints: macro-F1; how often the right intent is among the first
three; the share of the four urgent intents taken for one of these ("alarms") and of all others taken for one
("false"); alarms when the summed confidence of the four may raise 2 % false ones; the expected calibration
error of the first intent.
"""

import argparse
import re
import sys
import time
import warnings
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy as np
from examples import Example, examples
from scipy.sparse import hstack
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

NLU = Path(__file__).resolve().parent
sys.path.append(str(NLU.parent / "bot" / "understanding"))

import tokens  # noqa: E402

SETTINGS = {
    "words": 1,  # 0: no word featurizer
    "word_min_df": 2,
    "word_max_ngram": 1,
    "char_min_df": 2,
    "min_ngram": 1,
    "max_ngram": 5,
    "strip_accents": "",
    "max_iter": 300,
    "han": 0,  # 1: Han tokens are not taken for emoji, which would need a tokenizer of our own
}
URGENT = ("trapped", "trapped_other", "danger_now", "self_harm")


class Guess(NamedTuple):
    intent: str
    confidence: float
    right_in_three: bool
    urgent: float  # summed confidence of the four urgent intents


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--nlu", type=Path, default=NLU)
    parser.add_argument("--set", nargs="*", default=[])
    asked = parser.parse_args()
    settings = dict(SETTINGS)
    for pair in asked.set:
        key, _, value = pair.partition("=")
        settings[key] = type(SETTINGS[key])(value)
    warnings.simplefilter("ignore")  # that lbfgs stops at max_iter is known and meant
    known = list(examples(asked.nlu))
    began = time.perf_counter()
    guesses, features = cross_validated(known, settings, asked.folds)
    took = time.perf_counter() - began
    lines = [f"{' '.join(asked.set) or 'SETTINGS'}: {features} features, {took:.0f} s"]
    for language in [*sorted({example.language for example in known}), "all"]:
        members = [i for i in guesses if language in (known[i].language, "all")]
        lines.append(f"  {language:8} {scores([known[i].intent for i in members], [guesses[i] for i in members])}")
    sys.stdout.write("\n".join(lines) + "\n")


def cross_validated(known: "list[Example]", settings: "dict[str, int | str]", folds: int) -> "tuple[dict[int, Guess], int]":
    """What is said of each example by a model that has not seen it; and how many features that model has."""
    tokenizer = tokens.Tokenizer.with_word_characters((NLU / "word_characters.txt").read_text("utf-8"))
    if settings["han"]:
        tokens.EMOJI = re.compile("[\U0001f1e0-\U0001f6ff\u24c2-\u2bff\u200d\u200c]+")
    texts = [tokenizer.clean(example.text) for example in known]
    intents = np.array([example.intent for example in known])
    strata = [f"{example.language} {example.intent}" for example in known]
    guesses = {}
    for train, held in StratifiedKFold(folds, shuffle=True, random_state=7).split(texts, strata):
        counters = vectorizers(settings)
        seen = hstack([counter.fit_transform([texts[i] for i in train]) for counter in counters]).tocsr()
        model = LogisticRegression(max_iter=settings["max_iter"], class_weight="balanced", random_state=42)
        model.fit(seen, intents[train])
        unseen = hstack([counter.transform([texts[i] for i in held]) for counter in counters]).tocsr()
        urgent = np.isin(model.classes_, URGENT)
        for i, likely in zip(held, model.predict_proba(unseen)):  # noqa: B905
            best = np.argsort(-likely)[:3]
            three = model.classes_[best]
            guesses[i] = Guess(three[0], likely[best[0]], intents[i] in three, likely[urgent].sum())
    return guesses, seen.shape[1]


def vectorizers(settings: "dict[str, int | str]") -> "list[CountVectorizer]":
    strip = settings["strip_accents"] or None
    words = CountVectorizer(
        token_pattern=r"(?u)\b\w+\b",
        ngram_range=(1, settings["word_max_ngram"]),
        strip_accents=strip,
        min_df=settings["word_min_df"],
    )
    grams = CountVectorizer(
        analyzer="char_wb",
        ngram_range=(settings["min_ngram"], settings["max_ngram"]),
        strip_accents=strip,
        min_df=settings["char_min_df"],
    )
    return [words, grams] if settings["words"] else [grams]


def scores(right: "list[str]", guesses: "list[Guess]") -> str:
    said = [guess.intent for guess in guesses]
    alarming = np.isin(right, URGENT)
    raised = np.isin(said, URGENT)
    urgent = np.array([guess.urgent for guess in guesses])
    enough = np.quantile(urgent[~alarming], 0.98)
    return (
        f"macro-F1 {f1_score(right, said, average='macro', zero_division=0):.3f}"
        f"  in three {np.mean([guess.right_in_three for guess in guesses]):.3f}"
        f"  alarms {raised[alarming].mean():.3f}  false {raised[~alarming].mean():.3f}"
        f"  alarms at 2 % {(urgent[alarming] > enough).mean():.3f}"
        f"  calibration {calibration_error(right, guesses):.3f}  of {len(right)}"
    )


def calibration_error(right: "list[str]", guesses: "list[Guess]") -> float:
    """Mean gap between confidence and truth over ten bins, weighted by size."""
    bins = defaultdict(list)
    for intent, guess in zip(right, guesses):  # noqa: B905
        bins[min(int(guess.confidence * 10), 9)].append((guess.confidence, guess.intent == intent))
    gaps = (abs(np.mean([c - hit for c, hit in members])) * len(members) for members in bins.values())
    return sum(gaps) / len(right)


if __name__ == "__main__":
    main()
