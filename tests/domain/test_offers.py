"""An offer is read, asked about and judged in words that make sense to who reads them."""

from bot.app import Mind
from bot.domain.dialogue import respond
from bot.domain.heard import Heard
from bot.domain.inbound import Chosen
from bot.domain.state import Offer, State
from tests.fakes import NOON


def test_what_was_not_checked_is_listed_as_the_questions_to_ask(mind: Mind) -> None:
    state = State(language="en", nationality="PH", offer=Offer())
    said = respond(state, Chosen("offer:judge"), Heard(), mind.library, NOON).replies[-1].lines
    after = [line.key for line in said].index("verdict.not_checked") + 1
    listed = [mind.renderer.phrase(line, "en") for line in said[after : after + 3]]
    questions = {f"• {sign.question}" for sign in mind.library.signs}
    assert set(listed) <= questions
