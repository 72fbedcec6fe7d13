"""The sentences kept apart stay apart, and nobody is understood worse than the committed figures say."""

import asyncio
import json
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml
from rapidfuzz import fuzz, process

from bot.app import Mind
from bot.errors import ContentError
from bot.evaluation.figures import Figures, Judged, by_language, calibration_error, missed, worse
from bot.evaluation.judging import judge
from bot.evaluation.page import page
from bot.evaluation.sentences import Sentence, read_sentences
from bot.library.assets import find_root
from bot.library.register import load_languages
from bot.understanding.normalise import normalise

ROOT = find_root()
FIGURES = ROOT / "docs" / "evaluation.json"
# Of a hundred letters, this many alike: the same sentence but for an ending.
NEAR_COPY = 90
# Sums of floating-point numbers differ in the last digits from one processor to the next, and may turn over a close call.
SLACK = 0.011


def trained_on() -> dict[str, list[str]]:
    """The training lines of each language, normalised."""
    lines = defaultdict(list)
    for file in sorted((ROOT / "nlu" / "data").glob("*/*.yml")):
        for group in yaml.safe_load(file.read_text("utf-8"))["nlu"]:
            lines[file.parent.name] += [normalise(line.removeprefix("- ")).text for line in group["examples"].splitlines()]
    return lines


@pytest.fixture(scope="module")
def sentences() -> list[Sentence]:
    return read_sentences(ROOT / "nlu" / "test")


@pytest.fixture(scope="module")
def judged(sentences: list[Sentence], mind: Mind) -> list[Judged]:
    return asyncio.run(judge(sentences, mind.ear))


def test_every_language_has_sentences_for_every_alarm(sentences: list[Sentence]) -> None:
    alarms = {(s.language, s.intent) for s in sentences}
    for language in load_languages(ROOT / "locales"):
        assert {(language, kind) for kind in ("trapped", "trapped_other", "danger_now", "self_harm")} <= alarms


def test_no_sentence_is_a_near_copy_of_a_training_line(sentences: list[Sentence]) -> None:
    training = trained_on()
    near = []
    for language in {s.language for s in sentences}:
        own = [s for s in sentences if s.language == language]
        texts = [normalise(s.text).text for s in own]
        scores = process.cdist(texts, training[language], scorer=fuzz.ratio, score_cutoff=NEAR_COPY, dtype=np.uint8)
        near += [s.id for s, best in zip(own, scores.max(axis=1), strict=True) if best]
    assert near == []


def test_nobody_is_understood_worse_than_before(judged: list[Judged]) -> None:
    assert worse(by_language(judged), json.loads(FIGURES.read_text("utf-8")), SLACK) == []


def test_the_page_shows_no_words_of_the_sentences(sentences: list[Sentence], judged: list[Judged]) -> None:
    html = page(judged, by_language(judged), sorted({s.intent for s in sentences}))
    assert "<td>all</td>" in html
    assert not [s.id for s in sentences if len(s.text) > 20 and s.text in html]


def _one(**changes: object) -> Judged:
    plain = Judged("en/greet/1", "en", "greet", ("greet",), 0.9, "en", False, False, False, False, False, False)
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_figures_count_what_they_say() -> None:
    alarm = _one(id="en/trapped/1", intent="trapped", guessed=("greet", "trapped"), confidence=0.9)
    rung = replace(alarm, id="en/trapped/2", urgent=True, concern=True, net_urgent=True, net_concern=True)
    false = _one(id="en/greet/2", urgent=True, concern=True, model_urgent=True, model_concern=True)
    now = by_language([alarm, rung, _one(), false])["all"]
    assert (now.noticed, now.rung, now.rung_by_net, now.rung_by_model) == (0.5, 0.5, 0.5, 0.0)
    assert (now.worried, now.cried_wolf, now.cried_by_net, now.cried_by_model) == (0.5, 0.5, 0.0, 0.5)
    assert now.in_three == 1.0
    assert missed([alarm, rung]) == ["en/trapped/1"]
    assert now.macro_f1 == pytest.approx((2 * 0.5 / 1.5) / 2)


def test_calibration_is_the_distance_between_confidence_and_truth() -> None:
    assert calibration_error([0.95] * 4, [True, True, True, False]) == pytest.approx(0.2)
    assert calibration_error([0.15, 0.95], [False, True]) == pytest.approx(0.1)


def test_a_worse_figure_is_named() -> None:
    now: dict[str, Figures] = by_language([_one(), _one(id="en/greet/2", guessed=("thanks",))])
    before = {"en": {name: getattr(now["en"], name) for name in Figures.__slots__}}
    assert worse(now, before, 0.01) == []
    before["en"] |= {"in_three": 0.9, "worried": -0.2}
    assert worse(now, before, 0.01) == ["en: in_three was 0.900, is 0.500", "en: worried was -0.200, is 0.000"]
    assert worse({}, before, 0.01) == ["en: no sentences any more"]


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "en.yml").write_text("nlu: 3")
    with pytest.raises(ContentError, match=r"en\.yml"):
        read_sentences(tmp_path)
