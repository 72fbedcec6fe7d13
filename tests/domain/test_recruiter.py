"""A message that tests the recruiter, and what their answer changes."""

from dataclasses import replace

import pytest

from bot.app import Mind
from bot.domain.dialogue import respond
from bot.domain.heard import Heard
from bot.domain.inbound import Chosen, PictureRead, Text
from bot.domain.state import Help, Offer, State
from bot.domain.turn import ANSWERED, TEST, Turn
from bot.domain.vetting import FoundSign
from tests.fakes import NOON

FEE = FoundSign("upfront_fee", "pay 200 USD first", 0, 17)
JUDGED = State(language="th", nationality="TH", offer=Offer((FEE,), judged=True, language="en"))
WAITS = replace(JUDGED, asked="offer.answer")


def tap(mind: Mind, state: State, choice: str) -> Turn:
    return respond(state, Chosen(choice), Heard(), mind.library, NOON)


async def hear(mind: Mind, state: State, content: Text | PictureRead) -> Turn:
    return respond(state, content, await mind.ear.hear(content, language_hint=None), mind.library, NOON)


@pytest.mark.parametrize(
    ("advert", "languages"),
    [("en", ["th", "en"]), ("th", ["th"]), ("vi", ["th", "vi"]), (None, ["th", "en"]), ("xx", ["th", "en"])],
)
def test_the_message_is_in_the_persons_language_and_the_adverts(
    mind: Mind, advert: str | None, languages: list[str]
) -> None:
    offer = replace(JUDGED.offer or Offer(), language=advert)
    turn = tap(mind, replace(JUDGED, offer=offer), TEST.id)
    assert [reply.lines[0].language for reply in turn.replies if reply.lines[0].key == "test.message"] == languages


@pytest.mark.parametrize("sign", ["cannot_leave", "night_or_border_crossing", "wages_withheld"])
def test_whoever_may_be_held_is_not_sent_back_to_them(mind: Mind, sign: str) -> None:
    held = replace(JUDGED, offer=Offer((FoundSign(sign, "", 0, 0),)))
    assert TEST not in tap(mind, held, "offer:judge").replies[-1].choices
    assert TEST not in tap(mind, replace(JUDGED, at_risk=True), "offer:judge").replies[-1].choices
    assert "test.message" not in str(tap(mind, held, TEST.id).replies)


@pytest.mark.parametrize("choice", [TEST.id, ANSWERED.id, "already:paid"])
def test_the_quiet_conversation_stays_quiet(mind: Mind, choice: str) -> None:
    turn = tap(mind, replace(JUDGED, help=Help()), choice)
    assert turn.state.help is not None
    assert all(reply.silent for reply in turn.replies)


async def test_their_answer_is_taken_into_the_same_offer(mind: Mind) -> None:
    waits = tap(mind, JUDGED, ANSWERED.id).state
    turn = await hear(
        mind, waits, Text("Dear, the contract will be signed there. Come with a tourist visa.", forwarded=True)
    )
    assert turn.state.offer is not None
    signs = [sign.id for sign in turn.state.offer.found]
    assert signs == ["upfront_fee", "no_written_contract", "thailand_job_no_permit", "reads_like_a_lure"]
    assert [line.key for line in turn.replies[0].lines] == ["test.new", *["offer.sign_quoted"] * 3]
    assert turn.replies[1].lines[0].key == "verdict.opening"


@pytest.mark.parametrize(
    "content", [Text("We are a big company with many happy workers, so please trust us."), PictureRead("Trust us.")]
)
async def test_an_answer_that_says_nothing_changes_nothing(mind: Mind, content: Text | PictureRead) -> None:
    turn = await hear(mind, WAITS, content)
    assert turn.state.offer == JUDGED.offer
    assert "test.nothing_new" in [line.key for reply in turn.replies for line in reply.lines]


async def test_another_whole_advert_is_no_answer(mind: Mind) -> None:
    waits = replace(WAITS, language="en", offer=replace(JUDGED.offer or Offer(), roles=("cook",), destination="AE"))
    advert = Text(
        "We are hiring customer service agents in Phnom Penh, Cambodia. Salary 1500 USD per month, free flight and food."
    )
    turn = await hear(mind, waits, advert)
    assert turn.state.offer is not None
    assert FEE not in turn.state.offer.found


async def test_what_is_meant_for_us_is_no_answer_of_theirs(mind: Mind) -> None:
    assert (await hear(mind, WAITS, Text("delete my data"))).state.asked == "delete"
    alarm = await hear(mind, WAITS, Text("they took my passport and i cant leave, help me"))
    assert alarm.state.help is not None


def test_there_is_nothing_to_wait_for_without_a_verdict(mind: Mind) -> None:
    assert tap(mind, State(language="en"), ANSWERED.id).state.asked == "offer"
