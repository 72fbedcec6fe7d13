"""Cross-validates the pipeline within the training data, language by language.

    python evaluate.py [--folds 4] [--jobs 2] [--set key=value …]

Runs in Rasa's environment and uses scikit-learn exactly as the components in config.yml do. `--set` tries other
settings than those in SETTINGS; STOCK are those of Rasa's own components (`--set stock`). For each language it
prints: macro-F1; how often the right intent is among the first three; the share of the four urgent intents taken
for one of these ("alarms") and of all others taken for one ("false"); alarms when the summed confidence of the
four may raise 2 % false ones; the expected calibration error of the first intent.
"""

import argparse
import sys
import time
import warnings
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy as np
from examples import Example, examples
from joblib import Parallel, delayed
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import binarize, normalize

NLU = Path(__file__).resolve().parent
sys.path.append(str(NLU.parent / "bot" / "understanding"))

import tokens  # noqa: E402
from encoder import Encoder  # noqa: E402
from ngrams import meaning_keys  # noqa: E402

SETTINGS = {
    "stock": 0,  # 1: Rasa's WhitespaceTokenizer and its idea of a word
    "units": 2,  # words in a row
    "units_min_df": 2,
    "min_df": 4,
    "min_ngram": 1,
    "max_ngram": 5,
    "even": 1,  # 0: raw counts
    "meaning": 1.0,  # how much the encoder's vector counts; 0: without it
    "C": 10.0,
    "max_iter": 150,
}
STOCK = {"stock": 1, "units": 1, "units_min_df": 2, "min_df": 2, "even": 0, "meaning": 0.0, "C": 1.0, "max_iter": 300}
URGENT = ("trapped", "trapped_other", "danger_now", "self_harm")


class Guess(NamedTuple):
    intent: str
    confidence: float
    right_in_three: bool
    urgent: float  # summed confidence of the four urgent intents


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--folds", type=int, default=4)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--nlu", type=Path, default=NLU)
    parser.add_argument("--set", nargs="*", default=[])
    asked = parser.parse_args()
    settings = dict(SETTINGS)
    for pair in asked.set:
        key, _, value = pair.partition("=")
        settings.update({key: type(SETTINGS[key])(value)} if value else STOCK)
    known = list(examples(asked.nlu))
    began = time.perf_counter()
    guesses, features = cross_validated(known, settings, asked.folds, asked.jobs)
    took = time.perf_counter() - began
    lines = [f"{' '.join(asked.set) or 'SETTINGS'}: {features} features, {took:.0f} s"]
    for language in [*sorted({example.language for example in known}), "all"]:
        members = [i for i in guesses if language in (known[i].language, "all")]
        lines.append(f"  {language:8} {scores([known[i].intent for i in members], [guesses[i] for i in members])}")
    sys.stdout.write("\n".join(lines) + "\n")


def cross_validated(
    known: "list[Example]", settings: "dict[str, float]", folds: int, jobs: int
) -> "tuple[dict[int, Guess], int]":
    """What is said of each example by a model that has not seen it; and how many features that model has."""
    written = [example.text for example in known]
    texts = cleaned(written, settings)
    meanings = meant(written, texts) if settings["meaning"] else np.zeros((len(texts), 0), np.float32)
    intents = np.array([example.intent for example in known])
    strata = [f"{example.language} {example.intent}" for example in known]
    splits = StratifiedKFold(folds, shuffle=True, random_state=7).split(texts, strata)
    done = Parallel(jobs)(delayed(guessed)(texts, meanings, intents, train, held, settings) for train, held in splits)
    return {i: guess for guesses, _ in done for i, guess in guesses.items()}, done[0][1]


def cleaned(texts: "list[str]", settings: "dict[str, float]") -> "list[str]":
    """The texts as the featurizers see them."""
    if not settings["stock"]:
        tokenizer = tokens.Tokenizer.with_word_characters((NLU / "word_characters.txt").read_text("utf-8"))
        return [tokenizer.clean(text) for text in texts]
    from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
    from rasa.shared.nlu.training_data.message import Message

    stock = WhitespaceTokenizer(WhitespaceTokenizer.get_default_config())
    cut = (stock.tokenize(Message({"text": text}), "text") for text in texts)
    return [" ".join(tokens.NUMBER.sub("__NUMBER__", token.text).lower() for token in found) for found in cut]


def meant(written: "list[str]", texts: "list[str]") -> np.ndarray:
    """The encoder's vectors."""
    encoder = Encoder.load(NLU.parent / "bot" / "understanding" / "model" / "encoder")
    tokenizer = tokens.Tokenizer.with_word_characters((NLU / "word_characters.txt").read_text("utf-8"))
    keys = (meaning_keys(tokens.units(c), tokenizer.written(w), c.split()) for w, c in zip(written, texts))  # noqa: B905
    return np.array([encoder.vector(each) for each in keys])


def guessed(
    texts: "list[str]",
    meanings: np.ndarray,
    intents: np.ndarray,
    train: np.ndarray,
    held: np.ndarray,
    settings: "dict[str, float]",
) -> "tuple[dict[int, Guess], int]":
    """One fold."""
    warnings.simplefilter("ignore")  # that lbfgs stops at max_iter is known and meant
    counters = vectorizers(settings)
    counted = [counter.fit_transform([texts[i] for i in train]) for counter in counters]
    seen = weighed(hstack(counted), meanings[train], settings)
    counted = [counter.transform([texts[i] for i in held]) for counter in counters]
    unseen = weighed(hstack(counted), meanings[held], settings)
    model = LogisticRegression(C=settings["C"], max_iter=settings["max_iter"], class_weight="balanced", random_state=42)
    model.fit(seen, intents[train])
    urgent = np.isin(model.classes_, URGENT)
    guesses = {}
    for i, likely in zip(held, model.predict_proba(unseen)):  # noqa: B905
        best = np.argsort(-likely)[:3]
        three = model.classes_[best]
        guesses[i] = Guess(three[0], likely[best[0]], intents[i] in three, likely[urgent].sum())
    return guesses, seen.shape[1]


def weighed(counts: csr_matrix, meanings: np.ndarray, settings: "dict[str, float]") -> csr_matrix:
    even = normalize(binarize(counts.tocsr())) if settings["even"] else counts.tocsr()
    return hstack([even, csr_matrix(meanings * settings["meaning"] ** 0.5)]).tocsr()


def vectorizers(settings: "dict[str, float]") -> "list[CountVectorizer]":
    words = {"token_pattern": r"(?u)\b\w+\b"} if settings["stock"] else {"tokenizer": tokens.units, "token_pattern": None}
    return [
        CountVectorizer(ngram_range=(1, settings["units"]), min_df=settings["units_min_df"], **words),
        CountVectorizer(
            analyzer="char_wb", ngram_range=(settings["min_ngram"], settings["max_ngram"]), min_df=settings["min_df"]
        ),
    ]


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
