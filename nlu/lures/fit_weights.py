"""Fits how much each sign counts, and writes it beside the sign in `content/checklist/`.

    uv run python nlu/lures/fit_weights.py --web rows.jsonl

A score is 1 − ∏(1 − counts) over the signs of an offer, so each number is the likelihood that an offer with this one sign
is harmful. They are fitted to the labelled offers of `tests/offers/fitting`, which no cue was written with in view; there
are more honest offers in the world than in that folder, so each counts as several. Every sign has a prior: what the people
who keep the checklist think of it (high, medium, low). Two that they call high are always enough for a warning.
"""

import argparse
import asyncio
import re
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from train_lure_reader import FITTING, TUNING, genuine, held_out, least_of

from bot.app import Mind, build_mind
from bot.domain.facts import Weight
from bot.domain.inbound import Text
from bot.domain.vetting import HEAVIEST, HINTS, ONLY_IN_COMPANY, READS_LIKE_A_LURE, THRESHOLDS, WEIGHT, Level
from bot.evaluation.adverts import Advert, read_adverts
from bot.library.assets import content_folder, find_root
from bot.settings import Settings
from bot.understanding.model import IntentModel
from bot.understanding.rankers import MODEL

HONEST = 5.0  # what an honest offer counts; 1 to 5 were tried, with languages left out
SPREAD = 0.7  # of the prior, in the logarithm of -log(1 - counts)
NO_SIGN = 0.02  # the likelihood that is left where no sign is seen
HALF_OF_HIGH = 0.005 + 1 - (1 - next(least for least, level in THRESHOLDS if level is Level.HIGH)) ** 0.5

Floats = npt.NDArray[np.float64]


def main() -> None:
    """Hear the labelled offers, fit, write, and say what was written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--web", type=Path, required=True, help="rows that nlu/second_reader/corpus.py wrote")
    given = parser.parse_args()
    others, adverts, mind = read_adverts(TUNING), read_adverts(FITTING), build_mind(Settings.from_environ({}))
    signs = [sign for sign in mind.library.signs if sign.id not in HINTS]
    there = asyncio.run(signs_seen(adverts, mind, [sign.id for sign in signs]))
    # What the reader of whole offers thinks of adverts that it learnt from would flatter it.
    outside = held_out([*others, *adverts], genuine(given.web), IntentModel.load(MODEL).vector)
    least = least_of(outside, np.array([advert.harmful for advert in (*others, *adverts)]))
    there[:, [sign.id for sign in signs].index(READS_LIKE_A_LURE)] = outside[len(others) :] >= least
    shown = there.any(axis=0)
    there[~there[:, [sign.id not in ONLY_IN_COMPANY for sign in signs]].any(axis=1)] = 0.0
    harmful, prior = np.array([advert.harmful for advert in adverts]), np.array([WEIGHT[sign.weight] for sign in signs])
    counts = fit(there, harmful, prior).round(2)
    write({sign.id: float(count) for sign, count, seen in zip(signs, counts, shown, strict=True) if seen})


async def signs_seen(adverts: list[Advert], mind: Mind, signs: list[str]) -> Floats:
    """1 where a sign was read in an advert."""
    heard = [await mind.ear.hear(Text(advert.text), language_hint=None) for advert in adverts]
    found = [{sign.id for sign in one.reading.signs} for one in heard]
    return np.array([[float(sign in there) for sign in signs] for there in found])


def fit(there: Floats, harmful: npt.NDArray[np.bool_], prior: Floats) -> Floats:
    """The most likely numbers, by the offers and by the prior."""
    expected, none = np.log(-np.log1p(-prior)), -np.log1p(-NO_SIGN)

    def loss(logs: Floats) -> tuple[float, Floats]:
        each = np.exp(logs)
        total = there @ each + none  # -log of the likelihood that the offer is honest
        likely = -np.log(-np.expm1(-total[harmful])).sum() + HONEST * total[~harmful].sum()
        slope = np.where(harmful, -1 / np.expm1(total), HONEST)
        off = (logs - expected) / SPREAD**2
        return likely + (off * (logs - expected)).sum() / 2, (there.T @ slope) * each + off

    highest, heavy = np.log(-np.log1p(-np.array([HEAVIEST, HALF_OF_HIGH])))
    bounds = [(heavy if count == WEIGHT[Weight.HIGH] else None, highest) for count in prior]
    fitted = minimize(loss, np.minimum(expected, highest), jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(-np.expm1(-np.exp(fitted.x)))


def write(counts: dict[str, float]) -> None:
    """Put each number under the weight of its sign."""
    for file in sorted((content_folder(find_root()) / "checklist").glob("*.yaml")):
        parts = re.split(r"(?m)^(?=  - id: )", file.read_text("utf-8"))
        for place, part in enumerate(parts):
            name = re.match(r"  - id: (\w+)", part)
            if name and name[1] in counts:
                bare = re.sub(r"(?m)^    counts: .*\n", "", part)
                parts[place] = re.sub(r"(?m)^(    weight: .*\n)", rf"\g<1>    counts: {counts[name[1]]:.2f}\n", bare)
        file.write_text("".join(parts), "utf-8")
    for name, count in sorted(counts.items(), key=lambda one: -one[1]):
        sys.stdout.write(f"{count:.2f}  {name}\n")


if __name__ == "__main__":
    main()
