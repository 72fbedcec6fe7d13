"""What a translation adds to what was heard, and who is asked whether there may be one."""

from dataclasses import replace

import pytest

from bot.app import Mind
from bot.domain.cues import ShortAnswer, Urgency
from bot.domain.danger import Danger
from bot.domain.dialogue import respond
from bot.domain.heard import Guess, Heard, OfferReading, Scored
from bot.domain.inbound import Content, Text, Unreadable
from bot.domain.state import Help, State
from bot.domain.translation import may_be_translated
from bot.domain.vetting import FoundSign
from tests.fakes import NOON

KOREAN = Heard(text="한국어", guess=Guess("ko", 1.0, clear=True), ranked=(Scored("greet", 0.47),))
ENGLISH = State(language="en")


def test_the_meaning_is_the_translations_and_the_text_its_own() -> None:
    english = Heard(text="Korean", guess=Guess("en"), ranked=(Scored("check_offer", 0.9),), country="KR", hour=7)
    both = KOREAN.with_translation(english)
    assert (both.text, both.guess) == (KOREAN.text, KOREAN.guess)
    assert (both.intent, both.country, both.hour) == ("check_offer", "KR", 7)


def test_no_worry_of_either_is_lost() -> None:
    worried = replace(KOREAN, danger=Danger(concern=True))
    trapped = Danger(frozenset({Urgency.TRAPPED}))
    ringing = Heard(danger=trapped, net=trapped)
    both = Danger(frozenset({Urgency.TRAPPED}), concern=True)
    for heard in (worried.with_translation(ringing), ringing.with_translation(worried)):
        assert (heard.danger, heard.net) == (both, trapped)


def test_only_the_persons_own_words_are_quoted() -> None:
    own = OfferReading(signs=(FoundSign("upfront_fee", "수수료 300", 4, 11),), likeness=1, places=("poipet",))
    english = OfferReading(
        signs=(FoundSign("upfront_fee", "fee of 300", 2, 12), FoundSign("tourist_visa", "on a tourist visa", 20, 37)),
        likeness=3,
        places=("poipet", "bavet"),
        countries=("KH",),
        monthly_usd=900.0,
    )
    both = own.with_translation(english)
    assert [(sign.id, sign.quote) for sign in both.signs] == [("upfront_fee", "수수료 300"), ("tourist_visa", "")]
    assert (both.likeness, both.places, both.countries, both.monthly_usd) == (3, ("poipet", "bavet"), ("KH",), 900.0)


AGREED = replace(ENGLISH, may_translate=True)


@pytest.mark.parametrize(
    ("state", "content", "heard", "expected"),
    [
        (AGREED, Text("x"), KOREAN, True),
        (AGREED, Text("x", forwarded=True), KOREAN, True),
        (replace(AGREED, help=Help()), Text("x"), KOREAN, True),
        (ENGLISH, Text("x"), KOREAN, False),
        (replace(AGREED, may_translate=False), Text("x"), KOREAN, False),
        (replace(AGREED, hidden=True), Text("x"), KOREAN, False),
        (AGREED, Unreadable("voice"), KOREAN, False),
        (AGREED, Text("x"), replace(KOREAN, guess=Guess("es", 1.0, clear=True)), False),
        (AGREED, Text("x"), replace(KOREAN, guess=Guess("und")), False),
        (AGREED, Text("x"), replace(KOREAN, danger=Danger(frozenset({Urgency.TRAPPED}))), False),
        (AGREED, Text("x"), replace(KOREAN, words=frozenset({ShortAnswer.YES})), False),
        (AGREED, Text("x"), replace(KOREAN, button="menu"), False),
    ],
)
def test_what_may_be_translated(mind: Mind, state: State, content: Content, heard: Heard, expected: bool) -> None:
    library = replace(mind.library, translator="Microsoft")
    assert may_be_translated(state, content, heard, library) is expected
    assert may_be_translated(state, content, heard, mind.library) is False


@pytest.mark.parametrize(
    ("state", "heard", "asked"),
    [
        (State(), KOREAN, True),
        (ENGLISH, KOREAN, True),
        (ENGLISH, replace(KOREAN, guess=Guess("ms", 0.8)), False),
        (replace(ENGLISH, may_translate=False), KOREAN, False),
        (replace(ENGLISH, help=Help()), KOREAN, False),
        (replace(ENGLISH, hidden=True), KOREAN, False),
        (ENGLISH, replace(KOREAN, danger=Danger(frozenset({Urgency.SELF_HARM}))), False),
    ],
)
def test_who_is_asked(mind: Mind, state: State, heard: Heard, asked: bool) -> None:
    turn = respond(state, Text(heard.text), heard, replace(mind.library, translator="Microsoft"), NOON)
    choices = [choice.id for reply in turn.replies for choice in reply.choices]
    assert ("translate:yes" in choices, turn.state.may_translate is state.may_translate) == (asked, not asked)
