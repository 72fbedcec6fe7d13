"""The report as one HTML page: figures by language, F1 by language and intent as a heat map, calibration, missed alarms."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from bot.evaluation.figures import Figures, Judged, by_intent, calibration, confusions, missed

TEMPLATE = Path(__file__).with_name("page.html.jinja")
MOST_CONFUSIONS = 40


def page(judged: Sequence[Judged], now: Mapping[str, Figures], intents: Sequence[str]) -> str:
    """The whole page. It names sentences by their ids and shows none of their words."""
    template = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(
        TEMPLATE.read_text("utf-8")
    )
    return template.render(
        names=[field.name for field in fields(Figures)],
        figures={language: asdict(row) for language, row in now.items()},
        intents=intents,
        heat=by_intent(judged, intents),
        confusions=confusions(judged)[:MOST_CONFUSIONS],
        calibration=calibration([j.confidence for j in judged], [j.right for j in judged]),
        missed=missed(judged),
    )
