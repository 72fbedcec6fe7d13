"""In which language to answer."""

import pytest

from bot.domain.heard import Guess, Heard
from bot.domain.state import State
from bot.domain.tongue import Tongue, choose_tongue

SERVED = frozenset({"en", "th", "es"})
READABLE = {"lo": ("th", "en")}
THAI, CLEARLY_THAI, ENGLISH = Guess("th", 0.9), Guess("th", 1.0, clear=True), Guess("en", 1.0, clear=True)


@pytest.mark.parametrize(
    ("state", "heard", "quoting", "expected"),
    [
        (State(), Heard(guess=THAI), False, Tongue("th")),
        (State(), Heard(guess=THAI, hint="es"), False, Tongue("th")),
        (State(), Heard(guess=ENGLISH, hint="th"), True, Tongue("th")),
        (State(), Heard(hint="es"), False, Tongue("es")),
        (State(), Heard(), False, Tongue("en", ask=True)),
        (State(), Heard(guess=Guess("ko", 1.0, clear=True)), False, Tongue("en", ask=True)),
        (State(), Heard(guess=Guess("lo", 1.0, clear=True), hint="es"), False, Tongue("th", among=("th", "en"))),
        (State(), Heard(guess=Guess("lo", 1.0, clear=True), hint="es"), True, Tongue("es")),
        (State(language="es"), Heard(guess=Guess("lo", 1.0, clear=True)), False, Tongue("es")),
        (State(language="en"), Heard(guess=THAI), False, Tongue("en")),
        (State(language="en"), Heard(guess=CLEARLY_THAI), False, Tongue("th", offer_switch="en")),
        (State(language="th"), Heard(guess=ENGLISH), True, Tongue("th")),
        (State(language="en", language_chosen=True), Heard(guess=CLEARLY_THAI), False, Tongue("en", offer_switch="th")),
        (State(language="en", language_chosen=True), Heard(guess=Guess("und")), False, Tongue("en")),
    ],
)
def test_the_persons_choice_then_what_they_write_then_their_app_then_ask(
    state: State, heard: Heard, quoting: bool, expected: Tongue
) -> None:
    assert choose_tongue(state, heard, SERVED, READABLE, quoting=quoting) == expected
