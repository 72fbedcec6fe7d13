"""The arithmetic of a verdict: what it must never do, whatever the signs."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.explaining import explained
from bot.domain.facts import Library
from bot.domain.offers import still_to_ask
from bot.domain.state import Offer
from bot.domain.vetting import (
    LEAST_OF_CAUTION,
    MOST_QUESTIONS,
    OF_CONTACTS,
    ONLY_IN_COMPANY,
    RESEMBLES_FRAUD,
    Answer,
    Level,
    level_of,
    next_question,
    present,
    weigh,
    worse,
)
from bot.library.assets import find_root
from bot.library.loading import load_library

LIBRARY: Library = load_library(find_root(Path(__file__).parents[2]))
SIGNS = st.lists(st.sampled_from(sorted(LIBRARY.checklist)), unique=True, max_size=12)
PLACES = st.lists(st.sampled_from([place.id for place in LIBRARY.places]), unique=True, max_size=3)


def judge(signs: list[str], places: list[str] | None = None) -> tuple[Level, float]:
    verdict = weigh(signs, checklist=LIBRARY.checklist, combinations=LIBRARY.combinations, places=places or [])
    return verdict.level, verdict.score


@given(SIGNS, PLACES)
def test_the_second_reader_makes_nothing_graver_than_caution(signs: list[str], places: list[str]) -> None:
    without, _ = judge([sign for sign in signs if sign != RESEMBLES_FRAUD], places)
    level, score = judge([*signs, RESEMBLES_FRAUD], places)
    assert level is worse(without, Level.CAUTION)
    assert score >= LEAST_OF_CAUTION


@given(SIGNS, PLACES)
def test_what_signs_add_makes_up_the_score(signs: list[str], places: list[str]) -> None:
    verdict = weigh(signs, checklist=LIBRARY.checklist, combinations=LIBRARY.combinations, places=places)
    parts = explained(verdict, LIBRARY)
    assert {part.sign for part in parts.signs} == set(verdict.signs)
    assert all(part.adds >= 0 for part in parts.signs)
    assert sum(part.adds for part in parts.signs) == pytest.approx(parts.score)
    assert max([parts.score, *(floor.score for floor in parts.floors)]) == pytest.approx(verdict.score)
    assert parts.held_back == (worse(verdict.level, level_of(verdict.score)) is not verdict.level)


@given(SIGNS, SIGNS, PLACES)
def test_one_more_sign_never_lowers_the_warning(some: list[str], more: list[str], places: list[str]) -> None:
    level, score = judge(some, places)
    higher, more_score = judge([*some, *more], places)
    assert more_score >= score
    assert worse(level, higher) is higher


@given(SIGNS, PLACES)
def test_the_score_is_a_share_and_the_order_of_signs_does_not_matter(signs: list[str], places: list[str]) -> None:
    level, score = judge(signs, places)
    assert 0 <= score < 1
    assert judge(signs[::-1], places) == (level, score)
    assert level is not Level.NOT_AN_OFFER


@given(
    st.dictionaries(st.sampled_from(sorted(LIBRARY.checklist)), st.sampled_from([Answer.NO, Answer.UNKNOWN]), max_size=20)
)
def test_no_and_dont_know_neither_raise_nor_lower_a_warning(answers: dict[str, Answer]) -> None:
    assert present((), answers) == ()
    assert judge(list(present((), answers))) == judge([])


@given(st.lists(st.sampled_from(sorted(ONLY_IN_COMPANY & LIBRARY.checklist.keys())), unique=True))
def test_signs_that_honest_employers_show_too_are_no_warning_by_themselves(signs: list[str]) -> None:
    combined = LIBRARY.combinations_of(signs)
    assert combined or judge(signs) == (Level.FEW_SIGNS, 0.0)


@pytest.mark.parametrize("combination", LIBRARY.combinations, ids=lambda c: c.id)
def test_every_combination_can_be_reached_and_is_at_least_high(combination: object) -> None:
    found = next(c for c in LIBRARY.combinations if c is combination)
    level, _ = judge(sorted(found.all_of), sorted(found.any_place)[:1])
    assert level in (Level.HIGH, Level.DANGER)


@given(SIGNS, st.data())
def test_questions_end_and_none_is_asked_twice(signs: list[str], data: st.DataObject) -> None:
    answers: dict[str, Answer] = {}
    seen = list(signs)
    while (
        asked := next_question(seen, answers, checklist=LIBRARY.checklist, combinations=LIBRARY.combinations)
    ) is not None:
        assert asked not in answers
        assert asked not in seen
        assert LIBRARY.checklist[asked].asked
        answers[asked] = data.draw(st.sampled_from(Answer))
        seen = [*signs, *present((), answers)]
    assert len(answers) <= MOST_QUESTIONS


def test_nothing_more_is_asked_when_it_cannot_get_worse() -> None:
    night = Offer(answers={"night_or_border_crossing": Answer.YES})
    assert list(still_to_ask(night, LIBRARY)) == []


def test_addresses_alone_never_lift_a_verdict_to_high() -> None:
    heavy = ["upfront_fee", "friend_or_relative_recruiter"]
    assert judge(heavy)[0] is Level.CAUTION
    assert judge([*heavy, *OF_CONTACTS])[0] is Level.CAUTION
    assert judge(["free_mail_address", "hidden_link"])[0] is Level.FEW_SIGNS
