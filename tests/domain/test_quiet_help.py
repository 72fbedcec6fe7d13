"""Whom to turn to, said so that there is always a next thing to do."""

import pytest

from bot.app import Mind
from bot.domain.dialogue import respond
from bot.domain.heard import Heard, OfferReading
from bot.domain.inbound import Chosen, Text
from bot.domain.quiet_help import open_help
from bot.domain.state import Help, Offer, Situation, State
from bot.domain.turn import Turn
from tests.fakes import NOON


def tap(mind: Mind, state: State, choice: str) -> Turn:
    return respond(state, Chosen(choice), Heard(), mind.library, NOON)


def choices(turn: Turn) -> set[str]:
    return {choice.id for reply in turn.replies for choice in reply.choices}


def test_whoever_nobody_answers_always_gets_a_next_step(mind: Mind) -> None:
    # Nothing but worldwide contacts is known for the Vatican.
    state = State(language="en", country="VA", help=Help())
    turn = tap(mind, state, "help:number")
    assert "help:next" in choices(turn)
    end = tap(mind, turn.state, "help:next")
    assert [line.key for line in end.replies[0].lines[:2]] == ["help.contacts.again", "help.contacts.nobody"]
    assert choices(end) == {"help:country", "help:nationality", "hide"}


def test_a_long_list_goes_on_after_its_end_too(mind: Mind) -> None:
    turn = tap(mind, State(language="en", country="TH", nationality="PH", help=Help()), "help:number")
    while turn.replies[0].lines[0].key != "help.contacts.again":
        assert "help:next" in choices(turn)
        turn = tap(mind, turn.state, "help:next")
    assert choices(turn) >= {"help:next", "help:country", "help:nationality"}


def test_a_nationality_that_was_skipped_or_mistaken_can_be_said_at_the_end(mind: Mind) -> None:
    asked = tap(mind, State(language="en", country="KH", nationality="PH", help=Help(shown=3)), "help:nationality")
    assert asked.state.asked == "help.nationality"
    assert tap(mind, asked.state, "help.nationality:MM").state.nationality == "MM"


def test_only_whoever_seems_to_write_for_another_is_asked_whether_it_is_about_them(mind: Mind) -> None:
    for situation in (Situation.OTHER, Situation.OUT):
        turn = open_help(State(language="en"), situation, OfferReading(), mind.library, today=NOON.date())
        assert ("help:self" in choices(turn)) is (situation is Situation.OTHER)


@pytest.mark.parametrize(("nationality", "told"), [("ET", True), ("PH", False), ("MM", False), (None, False)])
def test_whoever_has_no_contact_of_their_own_country_is_told_who_can_ask_there(
    mind: Mind, nationality: str | None, told: bool
) -> None:
    turn = tap(mind, State(language="en", country="MM", nationality=nationality, help=Help()), "help:number")
    assert ("help.contacts.own" in {line.key for line in turn.replies[0].lines}) is told


@pytest.mark.parametrize("asked", ["help.nationality", "offer.home", "verify.home"])
def test_where_somebody_is_now_is_not_taken_for_where_they_come_from(mind: Mind, asked: str) -> None:
    state = State(language="en", country="KH", asked=asked, help=Help() if asked.startswith("help") else None, offer=Offer())
    here = Heard(text="I am in Thailand now", country="TH", here=True)
    turn = respond(state, Text(here.text), here, mind.library, NOON)
    assert (turn.state.nationality, turn.state.country, turn.state.asked) == (None, "TH", asked)
    at_home = Heard(text="I am in Kenya", country="KE", here=True)
    assert respond(state, Text(at_home.text), at_home, mind.library, NOON).state.nationality == "KE"
    from_there = respond(state, Text("Thailand"), Heard(text="Thailand", country="TH"), mind.library, NOON)
    assert from_there.state.nationality == "TH"


def test_host_countries_begin_with_where_speakers_of_the_language_are_held(mind: Mind) -> None:
    for language, begins in (("am", ["AE", "MM", "TH"]), ("en", ["KH", "MM", "LA"])):
        turn = tap(mind, State(language=language, help=Help()), "help:country")
        codes = [choice.id.removeprefix("help.country:") for choice in turn.replies[0].choices]
        assert codes[:3] == begins
        assert set(codes) >= set(mind.library.hosts)
