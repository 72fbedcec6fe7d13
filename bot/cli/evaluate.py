"""`waypost evaluate`: how well people are understood, and offers judged, measured on what is kept apart.

Needs a checkout with its development dependencies.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from bot.app import build_mind
from bot.errors import WaypostError
from bot.library.assets import find_root
from bot.settings import Settings

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

SHOWN = ("sentences", "macro_f1", "in_three", "noticed", "rung", "worried", "cried_wolf", "calibration_error", "language")
SHOWN_OF_OFFERS = ("harmful", "honest", "warned", "doubted", "cried_wolf", "suspected")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the report goes."""
    parser.add_argument("--page", type=Path, help="write the whole report here, as an HTML page")
    parser.add_argument("--figures", type=Path, help="write the figures here, as JSON")
    parser.add_argument("--offers", type=Path, metavar="FOLDER", help="judge the labelled adverts in this folder instead")
    parser.add_argument("--stock", action="store_true", help="train and measure Rasa's stock configurations too (slow)")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Judge every sentence, print the table, write what was asked for."""
    try:
        from bot.evaluation.adverts import offers_by_language, read_adverts, tell
        from bot.evaluation.figures import by_language, missed
        from bot.evaluation.judging import judge
        from bot.evaluation.page import page
        from bot.evaluation.sentences import read_sentences
        from bot.evaluation.stock import measure_stock
    except ModuleNotFoundError as lacking:
        say = f"“waypost evaluate” needs {lacking.name}. Run it in a checkout, with “uv run waypost evaluate”."
        raise WaypostError(say) from None
    mind = build_mind(settings)
    if arguments.offers:
        adverts = read_adverts(arguments.offers)
        if not adverts:
            raise WaypostError("There are no adverts in that folder. Name one with a file of JSON lines for each language.")
        told = asyncio.run(tell(adverts, mind.ear, mind.library))
        _report(offers_by_language(told), SHOWN_OF_OFFERS, arguments.figures)
        _list("Harmful, not warned of", (one.advert.id for one in told if one.advert.harmful and not one.warns))
        _list("Honest, warned of", (one.advert.id for one in told if not one.advert.harmful and one.warns))
        return 0
    root = find_root(settings.assets)
    sentences = read_sentences(root / "nlu" / "test")
    if not sentences:
        raise WaypostError("There are no sentences in nlu/test. Run “waypost evaluate” in a checkout.")
    intents = sorted({sentence.intent for sentence in sentences})
    judged = asyncio.run(judge(sentences, mind.ear))
    now = by_language(judged)
    _report(now, SHOWN, arguments.figures)
    _list("Alarms that nothing noticed", missed(judged))
    if arguments.page:
        arguments.page.write_text(page(judged, now, intents), "utf-8")
    if arguments.stock:
        ours = now["all"]
        for stock in measure_stock(root / "nlu", sentences, intents):
            f1, three = ours.macro_f1 / max(stock.macro_f1, 1e-9), ours.in_three / max(stock.in_three, 1e-9)
            sys.stdout.write(f"Rasa's {stock.name}: macro-F1 {stock.macro_f1:.3f}, ours {f1:.2f} times; ")
            sys.stdout.write(f"right intent among the first three {stock.in_three:.3f}, ours {three:.2f} times\n")
    return 0


def _report(now: "Mapping[str, DataclassInstance]", shown: Sequence[str], file: Path | None) -> None:
    sys.stdout.write(f"{'':9}" + "".join(f"{name.replace('_', ' '):>12.11}" for name in shown) + "\n")
    for language, row in now.items():
        values = (getattr(row, name) for name in shown)
        cells = (f"{value:12d}" if isinstance(value, int) else f"{value:12.3f}" for value in values)
        sys.stdout.write(f"{language:9}{''.join(cells)}\n")
    if file:
        rounded = {language: {name: round(value, 4) for name, value in asdict(row).items()} for language, row in now.items()}
        file.write_text(json.dumps(rounded, indent=1) + "\n", "utf-8")


def _list(title: str, ids: Iterable[str]) -> None:
    sys.stdout.write(f"{title}: {' '.join(ids) or 'none'}\n")
