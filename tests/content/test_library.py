"""The content as it stands: it loads, it is clean, and it keeps the promises of the fact pack."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.domain.facts import Confidence, ContactWarning, Strength
from bot.errors import ContentError
from bot.library import find_root, load_cues, load_library
from bot.library.lint import lint

ROOT = find_root()
LIBRARY = load_library(ROOT)
VERIFIED_ON = date(2026, 11, 23)


def test_the_content_has_no_problem_on_the_day_it_was_verified() -> None:
    assert [str(problem) for problem in lint(ROOT, today=VERIFIED_ON)] == []


def test_the_whole_pack_is_there() -> None:
    assert len(LIBRARY.contacts) >= 174
    assert len(LIBRARY.signs) >= 33
    assert len(LIBRARY.combinations) >= 8
    assert len(LIBRARY.places) >= 60
    assert len(LIBRARY.countries) >= 75
    assert len(LIBRARY.offices) >= 37
    assert len(LIBRARY.tips) >= 16
    assert set(LIBRARY.warnings) == set(ContactWarning)


def test_every_contact_carries_where_it_comes_from() -> None:
    for contact in LIBRARY.contacts:
        assert contact.is_verified(VERIFIED_ON) == (contact.confidence is not Confidence.RECALLED), contact.id
        if contact.verified is not None:
            assert contact.source, contact.id
            assert contact.quote, contact.id


def test_every_country_of_a_contact_or_office_has_names() -> None:
    spoken_of = {contact.country for contact in LIBRARY.contacts} | {*LIBRARY.offices}
    spoken_of |= {contact.nationality for contact in LIBRARY.contacts}
    assert spoken_of - {None, "ZZ"} <= set(LIBRARY.countries)


@pytest.mark.parametrize(
    ("contact", "warning"),
    [
        ("vn_111", ContactWarning.RECORDED),
        ("kh_117_police", ContactWarning.OWN_REPORT_ONLY),
        ("kh_117_police", ContactWarning.AUTHORITY_CAUTION),
        ("emergency_la", ContactWarning.AUTHORITY_CAUTION),
        ("th_aoc_1441", ContactWarning.FOR_MONEY_LOSS_ONLY),
    ],
)
def test_contacts_carry_their_warnings(contact: str, warning: ContactWarning) -> None:
    found = LIBRARY.contact(contact)
    assert found is not None
    assert warning in found.warnings


@pytest.mark.parametrize("stopped", ["51908909", "09654333333", "0800 2 3232", "18001567", "08 007 37283"])
def test_numbers_that_the_notes_call_wrong_or_closed_are_nowhere(stopped: str) -> None:
    digits = re.sub(r"\D", "", stopped)
    for contact in LIBRARY.contacts:
        reach = contact.reach
        numbers = (*reach.phone, *reach.short_code, reach.sms, reach.whatsapp, reach.telegram)
        assert not any(digits in re.sub(r"\D", "", number) for number in numbers if number), contact.id


@pytest.mark.parametrize("place", ["dubai", "phnom_penh", "yangon_transit", "vientiane", "kunming", "chiang_rai"])
def test_an_honest_job_in_a_big_city_is_not_flagged(place: str) -> None:
    found = LIBRARY.place(place)
    assert found is not None
    assert found.strength is Strength.WEAK


def test_what_is_recalled_about_an_office_is_never_shown() -> None:
    for office in LIBRARY.offices.values():
        if office.url_confidence is Confidence.RECALLED:
            assert office.shown_url() is None
        if office.phone_confidence is Confidence.RECALLED:
            assert office.shown_numbers() == ()
        assert all(fact.confidence is not Confidence.RECALLED for fact in office.shown_facts())


def test_questions_can_be_answered_with_yes_or_no() -> None:
    for sign in LIBRARY.signs:
        assert sign.question.endswith("?"), sign.id
        assert re.match(r"(Is|Are|Do|Does|Did|Was|Were|Will|Has|Have|Can)\b", sign.question), sign.id


def test_combinations_hold_only_when_all_is_seen() -> None:
    seen = {"lure_role_online_desk", "free_flight_and_lodging", "multi_leg_route"}
    assert LIBRARY.combinations_of(seen) == ()
    assert [found.id for found in LIBRARY.combinations_of(seen, {"mae_sot"})] == ["combo_thailand_desk_job_mae_sot"]
    captive = {"debt_or_compensation", "cannot_leave"}
    assert [found.id for found in LIBRARY.combinations_of(captive)] == ["combo_captive"]


def test_cues_load_for_every_language_that_has_them() -> None:
    tags = {path.stem for path in (ROOT / "content" / "cues").glob("*.yaml")}
    assert {book.language for book in load_cues(ROOT)} == tags


def test_a_missing_content_folder_is_said_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no folder content/"):
        find_root(tmp_path)


def test_loading_lists_every_problem_with_file_and_line(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    tips = tmp_path / "content" / "tips" / "travel.yaml"
    tips.write_text("tips:\n  - id: lonely\n    theme: travel\n    text: yes\n    source: x\n    extra: 1\n", "utf-8")
    (tmp_path / "content" / "offices" / "KE.yaml").write_text("country: ]", "utf-8")
    (tmp_path / "content" / "pay" / "lures.yaml").unlink()
    with pytest.raises(ContentError) as caught:
        load_library(tmp_path)
    assert [problem.partition(": ")[0] for problem in caught.value.problems] == [
        "content/offices/KE.yaml:1",
        "content/pay/lures.yaml:1",
        "content/tips/travel.yaml:4",
        "content/tips/travel.yaml:6",
    ]
