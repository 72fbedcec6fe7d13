"""Somebody asks what is remembered about them."""

from dataclasses import fields, replace
from datetime import date

import pytest

from bot.app import Mind
from bot.domain.cues import Urgency
from bot.domain.dialogue import respond
from bot.domain.heard import Heard
from bot.domain.inbound import Chosen, Command, Content
from bot.domain.registries import Closeness, Entry, Listing, Registry, RegistryKind
from bot.domain.state import Help, Offer, Situation, State, TipPlan
from bot.domain.turn import Turn
from bot.domain.vetting import Answer, FoundSign
from tests.fakes import NOON

PH = Registry("PH", RegistryKind.LICENSED, "https://register.example", date(2026, 11, 1))
FULL = State(
    language="sw",
    language_chosen=True,
    country="KH",
    nationality="KE",
    asked="offer",
    numbered=("menu",),
    offer=Offer(
        (FoundSign("upfront_fee", "pay first", 0, 9),),
        ("sihanoukville",),
        "KH",
        {"urgency_pressure": Answer.YES},
        listings=(Listing("Golden Star", 0, 11, Closeness.SIMILAR, PH, Entry("Gold Star")),),
    ),
    tips=TipPlan(7, 18, NOON),
    may_translate=False,
)
IN_DANGER = replace(FULL, help=Help(Situation.SELF, (Urgency.TRAPPED,)), at_risk=True, tips=None)


ASK = Command("data")


def asked(state: State, mind: Mind, content: Content = ASK) -> Turn:
    return respond(state, content, Heard(), mind.library, NOON)


def words(turn: Turn, mind: Mind) -> str:
    return "\n".join(mind.renderer.phrase(line, "en") for reply in turn.replies for line in reply.lines)


def test_all_that_is_remembered_is_said_in_words(mind: Mind) -> None:
    said = words(asked(FULL, mind), mind)
    for part in (
        "Kiswahili",
        "Cambodia",
        "Kenya",
        "pay first",
        "Sihanoukville",
        "Golden Star",
        "6:00",
        "write: No",
        ": Yes",
    ):
        assert part in said, part


@pytest.mark.parametrize(
    "field", ["country", "nationality", "offer", "tips", "may_translate", "help", "at_risk", "language"]
)
def test_what_is_forgotten_is_said_no_more(mind: Mind, field: str) -> None:
    blank = {one.name: one.default for one in fields(State)}[field]
    full = replace(IN_DANGER, tips=FULL.tips)
    assert len(words(asked(replace(full, **{field: blank}), mind), mind)) < len(words(asked(full, mind), mind))


def test_the_button_of_that_name_does_the_same(mind: Mind) -> None:
    assert asked(FULL, mind, Chosen("data:show")) == asked(FULL, mind)


@pytest.mark.parametrize("content", [Command("data"), Chosen("data:show")])
def test_behind_the_cover_nothing_is_said(mind: Mind, content: Content) -> None:
    turn = asked(replace(FULL, hidden=True), mind, content)
    assert [line.key.partition(".")[0] for reply in turn.replies for line in reply.lines] == ["cover"]


def test_somebody_in_danger_gets_it_quietly_and_without_a_word_about_that(mind: Mind) -> None:
    turn = asked(IN_DANGER, mind)
    assert all(reply.silent and reply.sensitive for reply in turn.replies)
    assert "hide" in [choice.id for choice in turn.replies[-1].choices]
    said = words(turn, mind).casefold()
    assert [word for word in ("help", "trap", "danger", "risk", "police", "alarm") if word in said] == []
