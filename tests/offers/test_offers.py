"""Adverts kept apart: offers that lead into compounds are warned of, honest ones are not, no worse than the figures say."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.app import Mind
from bot.domain.vetting import Level
from bot.errors import ContentError
from bot.evaluation.adverts import Advert, Told, offer_figures, offers_by_language, read_adverts, tell
from bot.evaluation.figures import worse
from bot.library.assets import find_root
from bot.library.register import load_languages

ADVERTS = Path(__file__).parent
FIGURES = find_root() / "docs" / "offers.json"
# One advert of ten may turn over where two numbers lie within the rounding of another processor.
SLACK = 0.011


def test_every_language_has_both_kinds_to_tune_and_to_check() -> None:
    wanted = {(language, harmful) for language in load_languages(find_root() / "locales") for harmful in (True, False)}
    for part in ("tuning", "fitting", "checking"):
        assert {(advert.language, advert.harmful) for advert in read_adverts(ADVERTS / part)} == wanted


@pytest.fixture(scope="module")
def told(mind: Mind) -> list[Told]:
    return asyncio.run(tell(read_adverts(ADVERTS / "checking"), mind.ear, mind.library))


def test_nobody_is_warned_worse_than_before(told: list[Told]) -> None:
    assert worse(offers_by_language(told), json.loads(FIGURES.read_text("utf-8")), SLACK) == []


def test_every_quote_stands_in_its_advert(told: list[Told]) -> None:
    for one in told:
        for sign in one.found:
            assert sign.quote == one.advert.text[sign.start : sign.end], (one.advert.id, sign.id)
            assert sign.quote, (one.advert.id, sign.id)


def test_figures_count_levels() -> None:
    def told(harmful: bool, level: Level) -> Told:
        return Told(Advert("en-1", "en", harmful, ""), level)

    harmful = [told(True, Level.DANGER), told(True, Level.HIGH), told(True, Level.CAUTION), told(True, Level.FEW_SIGNS)]
    honest = [told(False, Level.FEW_SIGNS), told(False, Level.CAUTION)]
    now = offer_figures([*harmful, *honest])
    assert (now.harmful, now.honest) == (4, 2)
    assert (now.warned, now.doubted, now.cried_wolf, now.suspected) == (0.5, 0.75, 0.0, 0.5)


def test_a_line_that_is_no_advert_is_named(tmp_path: Path) -> None:
    (tmp_path / "en.jsonl").write_text(
        '{"id": "1", "kind": "genuine", "text": "cook"}\n{"id": "2", "kind": "odd", "text": ""}\n'
    )
    with pytest.raises(ContentError, match=r"en\.jsonl, line 2"):
        read_adverts(tmp_path)
