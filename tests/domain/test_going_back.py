"""A check can be left, taken up again and corrected; nothing of it is lost or mixed up."""

from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app import Mind
from bot.domain import offers
from bot.domain.dialogue import respond
from bot.domain.facts import Library
from bot.domain.heard import Heard
from bot.domain.inbound import Chosen, Command, Text
from bot.domain.state import Offer, State
from bot.domain.turn import BACK, GO_ON, NEW_OFFER, Turn
from bot.domain.vetting import Answer, FoundSign
from bot.library.assets import find_root
from bot.library.loading import load_library
from tests.fakes import NOON

LIBRARY: Library = load_library(find_root(Path(__file__).parents[2]))
FOUND = st.lists(st.sampled_from(sorted(LIBRARY.checklist)), unique=True, max_size=3)
ANSWERS = st.lists(st.sampled_from(Answer), min_size=1, max_size=5)
BEGUN = State(language="en", asked="sign:upfront_fee", offer=Offer(answers={"no_written_contract": Answer.YES}))


def begun(found: list[str]) -> Turn:
    offer = Offer(tuple(FoundSign(sign, "", 0, 0) for sign in found))
    return offers.go_on(State(language="en", nationality="PH", offer=offer), LIBRARY)


def answer(turn: Turn, given: Answer) -> Turn:
    """The same turn once more when nothing is asked."""
    asked = turn.state.asked or ""
    return offers.answer(turn.state, asked.removeprefix("sign:"), given, LIBRARY) if asked else turn


def back(turn: Turn) -> Turn:
    before = offers.back(turn.state)
    assert before is not None
    return before


@settings(deadline=None)
@given(FOUND, ANSWERS, st.lists(st.sampled_from(Answer), min_size=5, max_size=5))
def test_going_back_and_answering_again_is_as_if_it_was_answered_so_at_first(
    found: list[str], meant: list[Answer], mistaken: list[Answer]
) -> None:
    at_once = corrected = begun(found)
    for right, wrong in zip(meant, mistaken, strict=False):
        if at_once.state.asked:
            at_once, corrected = answer(at_once, right), answer(back(answer(corrected, wrong)), right)
    assert corrected == at_once


@settings(deadline=None)
@given(FOUND, ANSWERS, st.integers(1, 5))
def test_going_back_several_times_leads_the_same_way_again(found: list[str], given: list[Answer], times: int) -> None:
    way = [begun(found)]
    for one in given:
        way += [answer(way[-1], one)] if way[-1].state.asked else []
    turn, left = way[-1], [one for one, _ in zip(given, way[1:], strict=False)]
    steps = min(times, len(left))
    for _ in range(steps):
        turn = back(turn)
    for one in left[len(left) - steps :]:
        turn = answer(turn, one)
    assert turn.state == way[-1].state


def respond_to(mind: Mind, state: State, choice: str) -> Turn:
    return respond(state, Chosen(choice), Heard(), mind.library, NOON)


async def test_back_is_understood_in_words_also_after_the_verdict(mind: Mind) -> None:
    heard = await mind.ear.hear(Text("go back"), language_hint=None)
    judged = respond_to(mind, replace(BEGUN, nationality="PH"), "offer:judge").state
    for state in (BEGUN, judged):
        after = respond(state, Text("go back"), heard, mind.library, NOON).state
        assert (after.asked, after.offer) == ("sign:no_written_contract", Offer())


def test_whoever_comes_back_is_asked_whether_to_go_on(mind: Mind) -> None:
    for turn in (
        respond(BEGUN, Command("start"), Heard(), mind.library, NOON),
        respond(BEGUN, Command("check"), Heard(), mind.library, NOON),
    ):
        assert GO_ON in turn.replies[-1].choices
        assert respond_to(mind, turn.state, GO_ON.id).state.offer == BEGUN.offer
        assert respond_to(mind, turn.state, NEW_OFFER.id).state.offer is None


async def test_an_advert_in_answer_to_whether_to_go_on_is_a_new_offer(mind: Mind) -> None:
    asked = respond(BEGUN, Command("check"), Heard(), mind.library, NOON).state
    advert = Text("We are hiring typists in Bangkok, salary 900 USD per month, apply now.")
    after = respond(asked, advert, await mind.ear.hear(advert, language_hint=None), mind.library, NOON).state
    assert after.offer is not None
    assert after.offer.answers == {}


def test_there_is_no_way_back_before_the_first_answer(mind: Mind) -> None:
    first = respond_to(mind, State(language="en"), "offer:questions")
    assert BACK not in first.replies[-1].choices
    assert offers.back(first.state) is None
