"""In which language to answer: the person's own choice, then what they write, then their app's setting, then ask."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.heard import Heard
from bot.domain.state import State

UNKNOWN = "und"


@dataclass(frozen=True, slots=True)
class Tongue:
    """The language to answer in; `offer_switch` names another one to offer by a button.

    `ask`: it is only a stopgap. `among`: what the person writes is not served, and these are likeliest to be read.
    """

    language: str
    ask: bool = False
    offer_switch: str | None = None
    among: tuple[str, ...] = ()


def choose_tongue(
    state: State, heard: Heard, served: frozenset[str], readable: Mapping[str, tuple[str, ...]], *, quoting: bool
) -> Tongue:
    """Settle the language of this turn. `readable`: what is likeliest read by those who write what is not served.

    `quoting`: the text is somebody else's (a forwarded message, an advert), which says nothing of the reader.
    """
    guess = heard.guess.tag if heard.guess.tag in served else UNKNOWN
    if state.language is None:
        if quoting and heard.hint:
            return Tongue(heard.hint)
        if guess != UNKNOWN:
            return Tongue(guess)
        if not quoting and (among := readable.get(heard.guess.tag)):
            return Tongue(among[0], among=among)
        if heard.hint:
            return Tongue(heard.hint)
        return Tongue("en", ask=True)
    if quoting or guess in (UNKNOWN, state.language) or not heard.guess.clear:
        return Tongue(state.language)
    if state.language_chosen:
        return Tongue(state.language, offer_switch=guess)
    return Tongue(guess, offer_switch=state.language)


def speak(state: State, tongue: Tongue) -> State:
    """The state with this turn's language settled in it. A stopgap counts as a guess, so that people are asked only once."""
    return state if state.language == tongue.language else replace(state, language=tongue.language)
