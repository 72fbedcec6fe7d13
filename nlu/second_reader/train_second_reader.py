"""Trains the second reader, measures it on campaigns that it has not seen, and writes the few numbers that the bot runs.

    python train_second_reader.py rows.jsonl [--to FOLDER] [--report report.json]

`rows.jsonl` is what `corpus.py` wrote. Runs in Rasa's environment. The same rows give the same bytes.
"""

import argparse
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np
import scipy.sparse as sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.preprocessing import normalize

NLU = Path(__file__).resolve().parents[1]
UNDERSTANDING = NLU.parent / "bot" / "understanding"
sys.path.append(str(UNDERSTANDING))  # `bot` itself needs a newer Python

from advert_words import advert_words  # noqa: E402
from ngrams import unit_keys  # noqa: E402

MOST_IN_A_ROW = 3
CAMPAIGNS = 4  # in so many a row of words must stand, or it is one company's own wording
# Found by cross-validation on the campaigns for training.
PLAIN, BY_RATIO = 30.0, 1.0
FOLDS = 5
FALSE_ALARMS = 0.04  # the share of genuine adverts for training that may get the sign, each campaign counted once
SEED = 1


class Material(NamedTuple):
    """Adverts as the model sees them. The weight makes every campaign count the same, and both labels too."""

    keys: list
    fraud: np.ndarray
    campaign: np.ndarray
    weight: np.ndarray
    texts: list


class Linear(NamedTuple):
    """Known keys in order, how rare each is, what each is worth before lengths are made equal, and where it starts."""

    keys: np.ndarray
    rareness: np.ndarray
    worth: np.ndarray
    intercept: float

    def scores(self, material_keys: list) -> np.ndarray:
        table = binary(material_keys, self.keys) @ sparse.diags(self.rareness)
        return normalize(table) @ self.worth + self.intercept


def material(rows: list) -> Material:
    campaign = np.array([row["campaign"] for row in rows])
    fraud = np.array([row["fraud"] for row in rows])
    key = [(row["campaign"], row["fraud"]) for row in rows]
    size = Counter(key)
    weight = np.array([1 / size[each] for each in key])
    for label in (0, 1):  # even odds
        weight[fraud == label] *= len(rows) / 2 / weight[fraud == label].sum()
    words = [[word.counted for word in advert_words(row["text"])] for row in rows]
    keys = [np.unique(unit_keys(each, MOST_IN_A_ROW)) if each else np.zeros(0, np.uint64) for each in words]
    return Material(keys, fraud, campaign, weight, [" ".join(each) for each in words])


def part(whole: Material, places: np.ndarray) -> Material:
    lists = ([column[place] for place in places] for column in (whole.keys, whole.texts))
    keys, texts = lists
    return Material(keys, whole.fraud[places], whole.campaign[places], whole.weight[places], texts)


def binary(material_keys: list, known: np.ndarray) -> sparse.csr_matrix:
    """A row for each advert, a column for each known key: 1 where it stands in the advert."""
    columns = [np.flatnonzero(np.isin(known, keys, assume_unique=True)) for keys in material_keys]
    ends = np.cumsum([0, *map(len, columns)])
    flat = np.concatenate(columns)
    return sparse.csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(columns), len(known)))


def fit(given: Material) -> Linear:
    """The mean of two linear models: a plain one, and one whose features count by how unevenly the labels share them."""
    by_campaign: dict = {}
    for keys, campaign in zip(given.keys, given.campaign.tolist(), strict=True):
        by_campaign.setdefault(campaign, []).append(keys)
    met, times = np.unique(np.concatenate([np.unique(np.concatenate(k)) for k in by_campaign.values()]), return_counts=True)
    known, times = met[times >= CAMPAIGNS], times[times >= CAMPAIGNS]
    rareness = (np.log((1 + len(by_campaign)) / (1 + times)) + 1).astype(np.float16).astype(np.float64)
    there = binary(given.keys, known)
    table = normalize(there @ sparse.diags(rareness))
    fraud = given.fraud == 1
    shares = [1 + there.T @ (given.weight * label) for label in (fraud, ~fraud)]
    ratio = np.log((shares[0] / shares[0].sum()) / (shares[1] / shares[1].sum()))
    plain = logistic(PLAIN).fit(table, given.fraud, given.weight)
    by_ratio = logistic(BY_RATIO).fit(table @ sparse.diags(ratio), given.fraud, given.weight)
    worth = (plain.coef_[0] + by_ratio.coef_[0] * ratio) / 2
    return Linear(known, rareness, worth, float(plain.intercept_[0] + by_ratio.intercept_[0]) / 2)


def logistic(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=2000, solver="liblinear", random_state=SEED)


def baseline(given: Material, asked: Material) -> np.ndarray:
    """TF-IDF over single words and logistic regression."""
    vectors = TfidfVectorizer(token_pattern=r"\S+", min_df=2, sublinear_tf=True)
    model = logistic(1.0).fit(vectors.fit_transform(given.texts), given.fraud, given.weight)
    return model.decision_function(vectors.transform(asked.texts))


def held_out_scores(given: Material) -> np.ndarray:
    """What a model says of each advert that learnt from none of its campaign."""
    scores = np.zeros((2, len(given.fraud)))
    for seed in range(2):
        folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
        for learnt, asked in folds.split(given.fraud, given.fraud, given.campaign):
            scores[seed, asked] = fit(part(given, learnt)).scores([given.keys[place] for place in asked])
    return scores.mean(0)


def likely(scores: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-scores))


def level_for(rate: float, opinion: np.ndarray, given: Material) -> float:
    """The level that no more than this share of the genuine adverts reaches, each campaign counted once."""
    genuine = given.fraud == 0
    order = np.argsort(-opinion[genuine])
    reached = given.weight[genuine][order].cumsum() / given.weight[genuine].sum()
    allowed = opinion[genuine][order][reached > rate]
    return float(allowed[0]) + 1e-9 if len(allowed) else 0.0


def measures(opinion: np.ndarray, given: Material, least: float) -> dict:
    """How good opinions are. A campaign counts as one, however many adverts it has."""
    fraud = given.fraud == 1

    def above(level: float, which: np.ndarray) -> float:
        return round(float((given.weight * (opinion >= level))[which].sum() / given.weight[which].sum()), 3)

    curve = {str(rate): above(level_for(rate, opinion, given), fraud) for rate in (0.02, 0.05, 0.08, 0.10, 0.15)}
    bins = []
    for low in np.arange(0, 1, 0.2):
        inside = (opinion >= low) & (opinion < low + 0.2 + 1e-9 * (low > 0.7))
        if inside.any():
            total = given.weight[inside].sum()
            bins.append(
                {
                    "from": round(float(low), 1),
                    "adverts": int(inside.sum()),
                    "mean": round(float((given.weight * opinion)[inside].sum() / total), 3),
                    "fraud": round(float((given.weight * fraud)[inside].sum() / total), 3),
                    "share": round(float(total / given.weight.sum()), 4),
                }
            )
    return {
        "fraudulent adverts": int(fraud.sum()),
        "fraudulent campaigns": len(set(given.campaign[fraud].tolist())),
        "genuine adverts": int((~fraud).sum()),
        "genuine campaigns": len(set(given.campaign[~fraud].tolist())),
        "average precision": round(float(average_precision_score(fraud, opinion, sample_weight=given.weight)), 3),
        "area under ROC": round(float(roc_auc_score(fraud, opinion, sample_weight=given.weight)), 3),
        "campaigns caught at a rate of false alarms": curve,
        "campaigns caught at the sign's level": above(least, fraud),
        "false alarms at the sign's level": above(least, ~fraud),
        "the same, counted by adverts": round(float((opinion >= least)[~fraud].mean()), 3),
        "calibration": bins,
        "calibration error": round(sum(each["share"] * abs(each["mean"] - each["fraud"]) for each in bins), 3),
    }


def fingerprint(rows: list) -> str:
    """SHA-256 over the adverts that were learnt from, and the files that shape what is learnt."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(f"{row['fraud']} {row['campaign']} {row['text']}\n".encode())
    for file in (Path(__file__), UNDERSTANDING / "advert_words.py", UNDERSTANDING / "ngrams.py"):
        digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--to", type=Path, default=UNDERSTANDING / "second_reader")
    parser.add_argument("--report", type=Path)
    arguments = parser.parse_args()
    rows = [json.loads(line) for line in arguments.rows.read_text("utf-8").splitlines()]
    learnt_rows = [row for row in rows if row["part"] == "train"]
    learnt = material(learnt_rows)
    unseen = material([row for row in rows if row["part"] == "test"])

    # Straight line from scores to odds, and the sign's level: both from what was held out of the adverts for training.
    held_out = held_out_scores(learnt)
    line = LogisticRegression(C=1e6).fit(held_out[:, None], learnt.fraud, learnt.weight)
    slope, shift = float(line.coef_[0, 0]), float(line.intercept_[0])
    opinion = likely(slope * held_out + shift)
    least = round(level_for(FALSE_ALARMS, opinion, learnt), 3)

    model = fit(learnt)
    votes = (model.rareness * model.worth * slope).astype(np.float16)
    arguments.to.mkdir(parents=True, exist_ok=True)
    np.save(arguments.to / "keys.npy", model.keys)
    np.save(arguments.to / "rareness.npy", model.rareness.astype(np.float16))
    np.save(arguments.to / "votes.npy", votes)
    about = {
        "fingerprint": fingerprint(learnt_rows),
        "intercept": round(slope * model.intercept + shift, 6),
        "least": least,
        "campaigns": {
            "fraudulent": len(set(learnt.campaign[learnt.fraud == 1])),
            "genuine": len(set(learnt.campaign[learnt.fraud == 0])),
        },
    }
    (arguments.to / "reader.json").write_text(json.dumps(about, indent=1) + "\n", "utf-8")
    report = {
        "held out of training": measures(opinion, learnt, least),
        "unseen": measures(likely(slope * model.scores(unseen.keys) + shift), unseen, least),
        "unseen, baseline": measures(likely(baseline(learnt, unseen)), unseen, least),
    }
    written = json.dumps(report, indent=1)
    if arguments.report:
        arguments.report.write_text(written + "\n", "utf-8")
    sys.stdout.write(written + "\n")


if __name__ == "__main__":
    main()
