"""What somebody did already is remembered with the offer, and brings what helps with it."""

from dataclasses import replace

from bot.app import Mind
from bot.domain.cues import Done
from bot.domain.dialogue import respond
from bot.domain.facts import Stage
from bot.domain.heard import Heard
from bot.domain.inbound import Chosen, Text
from bot.domain.outgoing import Capabilities
from bot.domain.state import Help, Offer, State
from bot.domain.turn import Turn
from tests.fakes import NOON

SURFACE = Capabilities(text_length=4096, body_length=4096, buttons=25, button_length=40)
CHECKED = State(language="en", nationality="PH", offer=Offer(destination="TH", places=("mae_sot",)))


def tap(mind: Mind, state: State, choice: str) -> Turn:
    return respond(state, Chosen(choice), Heard(), mind.library, NOON)


async def write(mind: Mind, state: State, text: Text) -> Turn:
    return respond(state, text, await mind.ear.hear(text, language_hint=None), mind.library, NOON)


def test_whoever_travels_gets_the_number_of_their_own_embassy_there(mind: Mind) -> None:
    advice = mind.renderer.render(tap(mind, CHECKED, "already:travels").replies[0], language="en", surface=SURFACE)[0].text
    assert "Philippine Embassy Bangkok" in advice
    unknown = replace(CHECKED, nationality=None)
    assert "Embassy Bangkok" not in str(tap(mind, unknown, "already:travels").replies[0])


def test_whoever_travels_is_asked_about_the_way_first(mind: Mind) -> None:
    state = tap(mind, CHECKED, "already:travels").state
    assert state.asked is not None
    assert mind.library.checklist[state.asked.removeprefix("sign:")].stage is Stage.TRAVEL


def test_whoever_paid_was_asked_for_money(mind: Mind) -> None:
    offer = tap(mind, CHECKED, "already:paid").state.offer
    assert offer is not None
    assert (offer.done, [sign.id for sign in offer.found]) == ((Done.PAID,), ["upfront_fee"])


async def test_without_an_offer_it_is_asked_for_and_what_was_done_is_not_lost(mind: Mind) -> None:
    state = (await write(mind, State(language="en"), Text("I have already paid"))).state
    assert state.asked == "offer"
    offer = (await write(mind, state, Text("We are hiring typists in Bangkok, salary 900 USD per month."))).state.offer
    assert offer is not None
    assert offer.done == (Done.PAID,)


async def test_a_recruiters_words_and_the_quiet_conversation_are_left_alone(mind: Mind) -> None:
    said = Text("I have already paid")
    forwarded = await write(mind, CHECKED, replace(said, forwarded=True))
    quiet = await write(mind, replace(CHECKED, help=Help()), said)
    assert [turn.state.offer.done for turn in (forwarded, quiet) if turn.state.offer] == [(), ()]
