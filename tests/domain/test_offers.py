"""An offer is read, asked about and judged in words that make sense to who reads them."""

from bot.app import Mind
from bot.domain.dialogue import respond
from bot.domain.heard import Heard
from bot.domain.inbound import Chosen, Text
from bot.domain.state import Offer, State
from tests.fakes import NOON


def test_what_was_not_checked_is_listed_as_the_questions_to_ask(mind: Mind) -> None:
    state = State(language="en", nationality="PH", offer=Offer())
    said = respond(state, Chosen("offer:judge"), Heard(), mind.library, NOON).replies[-1].lines
    after = [line.key for line in said].index("verdict.not_checked") + 1
    listed = [mind.renderer.phrase(line, "en") for line in said[after : after + 3]]
    questions = {f"• {sign.question}" for sign in mind.library.signs}
    assert set(listed) <= questions


DUBAI = "Urgent hiring! Cook needed in Dubai hotel, salary 1800 USD per month, free accommodation, apply now."
CAMBODIA = "We are hiring customer service agents in Phnom Penh, Cambodia. Salary 1500 USD per month, free flight and food."
CHAT = (
    "Hello dear, I am a recruiter. We are hiring customer service staff in Thailand, salary 1200 USD per month.",
    "No experience needed. Free accommodation and food, free flight.",
    "The office is near Myawaddy, Myanmar. We are hiring typists too, salary up to 1500 USD per month.",
    "A driver will pick you up at the airport in Bangkok and take you over the border at night.",
    "Send your passport photo today, only 2 slots left.",
)


async def hear(mind: Mind, state: State, *texts: str) -> State:
    for text in texts:
        heard = await mind.ear.hear(Text(text), language_hint=None)
        state = respond(state, Text(text), heard, mind.library, NOON).state
    return state


async def test_another_advert_begins_another_check(mind: Mind) -> None:
    one = await hear(mind, State(language="en"), CAMBODIA)
    both = await hear(mind, State(language="en"), DUBAI, CAMBODIA)
    assert both.offer == one.offer
    assert (await hear(mind, both, DUBAI)).nationality is None


async def test_a_chat_that_comes_in_pieces_is_one_offer(mind: Mind) -> None:
    state = await hear(mind, State(language="en"), *CHAT)
    assert state.offer is not None
    assert (state.offer.destination, state.nationality) == ("TH", None)
    assert {"lure_role_online_desk", "free_flight_and_lodging", "destination_hotspot", "night_or_border_crossing"} <= {
        sign.id for sign in state.offer.found
    }


async def test_an_advert_is_no_answer_to_where_somebody_comes_from(mind: Mind) -> None:
    asked = State(language="en", asked="offer.home", offer=Offer())
    assert (await hear(mind, asked, DUBAI)).nationality is None
