"""Trains the reader of whole offers on the labelled ones, and writes the few numbers that the bot runs.

    uv run python nlu/lures/train_lure_reader.py --web rows.jsonl

`rows.jsonl` is what `nlu/second_reader/corpus.py` wrote: of it only the genuine adverts for training are used, one of each
campaign, so that an ordinary advert from elsewhere is no lure. The same adverts give the same numbers.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from bot.evaluation.adverts import Advert, read_adverts
from bot.understanding.lure_reader import ARTEFACT, Vectors
from bot.understanding.model import IntentModel
from bot.understanding.rankers import MODEL

OFFERS = Path(__file__).parents[2] / "tests" / "offers"
TUNING, FITTING = OFFERS / "tuning", OFFERS / "fitting"
STRENGTH = 10.0  # of the data over the prior; 3 and 30 did as well with languages left out
# Share of the honest offers that get the sign, in languages that it did not learn from.
FALSE_ALARMS = 0.08
CHAT = 400  # characters of a web advert that stand for a shorter one

Floats = npt.NDArray[np.float64]


def main() -> None:
    """Train, say how well it does on languages that were left out, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--web", type=Path, required=True, help="rows that nlu/second_reader/corpus.py wrote")
    given = parser.parse_args()
    adverts, web = [*read_adverts(TUNING), *read_adverts(FITTING)], genuine(given.web)
    vectors = IntentModel.load(MODEL).vector
    outside = held_out(adverts, web, vectors)
    harmful = np.array([advert.harmful for advert in adverts])
    least = least_of(outside, harmful)
    caught, wrong = np.mean(outside[harmful] >= least), np.mean(outside[~harmful] >= least)
    sys.stdout.write(
        f"In languages left out: {caught:.3f} of {harmful.sum()} lures, {wrong:.3f} of {(~harmful).sum()} others.\n"
    )
    worth, intercept = train(*table(adverts, web, vectors))
    rounded = [round(float(number), 4) for number in worth]
    about = {"fingerprint": fingerprint(adverts, web), "least": round(least - intercept, 4), "worth": rounded}
    ARTEFACT.write_text(json.dumps(about) + "\n", "utf-8")


def genuine(rows: Path) -> list[str]:
    """One genuine advert of each campaign for training, whole and in its beginning."""
    read = [json.loads(line) for line in rows.read_text("utf-8").splitlines()]
    first = {row["campaign"]: row["text"] for row in reversed(read) if row["part"] == "train" and not row["fraud"]}
    return [text for whole in first.values() for text in (whole, whole[:CHAT])]


def table(adverts: Iterable[Advert], web: Iterable[str], vectors: Vectors) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """A vector for each text, and whether it is a lure."""
    adverts, web = list(adverts), list(web)
    found = np.array([vectors(text) for text in (*(advert.text for advert in adverts), *web)], np.float64)
    return found, np.array([*(advert.harmful for advert in adverts), *([False] * len(web))])


def train(found: Floats, lure: npt.NDArray[np.bool_]) -> tuple[Floats, float]:
    """What each number of the vector is worth, and where it starts."""
    fitted = LogisticRegression(C=STRENGTH, max_iter=2000).fit(found, lure)
    return fitted.coef_[0], float(fitted.intercept_[0])


def held_out(adverts: list[Advert], web: list[str], vectors: Vectors) -> Floats:
    """What is made of each advert by a reader that saw none in its language."""
    found, lure = table(adverts, web, vectors)
    languages = np.array([*(advert.language for advert in adverts), *([""] * len(web))])
    scores = np.zeros(len(adverts))
    for language in sorted({advert.language for advert in adverts}):
        inside = languages == language
        worth, intercept = train(found[~inside], lure[~inside])
        scores[inside[: len(adverts)]] = found[inside] @ worth + intercept
    return scores


def least_of(outside: Floats, harmful: npt.NDArray[np.bool_]) -> float:
    """From where on an offer has the sign."""
    return float(np.quantile(outside[~harmful], 1 - FALSE_ALARMS))


def fingerprint(adverts: Iterable[Advert], web: Iterable[str]) -> str:
    """Of all that it learns from."""
    told = json.dumps([[advert.harmful, advert.text] for advert in adverts] + sorted(web), ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


if __name__ == "__main__":
    main()
