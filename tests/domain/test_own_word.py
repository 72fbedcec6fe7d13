"""The person's own word hides the chat and brings it back; every other word shows the cover."""

from dataclasses import replace

import pytest

from bot.app import Mind
from bot.domain.danger import Danger
from bot.domain.dialogue import respond
from bot.domain.facts import Library
from bot.domain.heard import Guess, Heard
from bot.domain.inbound import Chosen, Command, Content, Text
from bot.domain.own_word import ASKED
from bot.domain.state import Help, State
from bot.domain.translation import may_be_translated
from bot.domain.turn import Turn
from tests.fakes import NOON

WORD, SALT = "Mango 🥭 tree", b"salt"


def wrote(state: State, text: str, mind: Mind, **heard: object) -> Turn:
    return respond(state, Text(text), Heard(text, salt=SALT, **heard), mind.library, NOON)  # type: ignore[arg-type]


def keys(turn: Turn) -> list[str]:
    return [line.key for reply in turn.replies for line in reply.lines]


def is_cover(turn: Turn) -> bool:
    return [key.partition(".")[0] for key in keys(turn)] == ["cover"] and turn.state.hidden


@pytest.fixture
def state(mind: Mind) -> State:
    asked = respond(State(language="en", help=Help(), at_risk=True), Chosen("word:ask"), Heard(), mind.library, NOON).state
    return wrote(asked, WORD, mind).state


def test_the_word_is_kept_as_a_digest_only(state: State) -> None:
    assert state.asked is None
    assert state.own_word is not None
    assert state.own_word.salt == SALT
    assert b"mango" not in state.own_word.digest


@pytest.mark.parametrize("typed", [WORD, "mango🥭tree", " MANGO  🥭\ufe0f TREE!! "])
def test_it_hides_and_brings_back_however_it_is_typed(state: State, mind: Mind, typed: str) -> None:
    hidden = wrote(state, typed, mind)
    assert is_cover(hidden)
    assert hidden.unsend
    back = wrote(hidden.state, typed, mind)
    assert keys(back) == ["menu.opening"]
    assert all(reply.silent and reply.sensitive for reply in back.replies)
    assert not back.state.hidden
    assert is_cover(wrote(back.state, typed, mind))


@pytest.mark.parametrize("typed", ["mango", "mango tree", "my mango 🥭 tree", "", "🥭", "x" * 100_000, WORD + " please"])
def test_a_wrong_word_shows_only_the_cover(state: State, mind: Mind, typed: str) -> None:
    hidden = wrote(state, WORD, mind).state
    turn = wrote(hidden, typed, mind)
    assert is_cover(turn)
    assert turn.state == hidden


@pytest.mark.parametrize("content", [Text(WORD, forwarded=True), Chosen("word:ask"), Command("word")])
def test_nothing_but_the_written_word_opens_the_cover(state: State, mind: Mind, content: Content) -> None:
    hidden = wrote(state, WORD, mind).state
    assert is_cover(respond(hidden, content, Heard(WORD), mind.library, NOON))


def test_the_usual_ways_still_work(state: State, mind: Mind) -> None:
    hidden = respond(state, Chosen("hide"), Heard(), mind.library, NOON)
    assert is_cover(hidden)
    assert hidden.state.own_word == state.own_word
    assert not respond(hidden.state, Command("start"), Heard(), mind.library, NOON).state.hidden


def test_without_a_word_of_ones_own_nothing_is_taken_for_it(mind: Mind) -> None:
    assert not wrote(State(language="en"), "", mind).state.hidden


def test_whoever_hid_without_an_alarm_comes_back_to_the_ordinary_menu(state: State, mind: Mind) -> None:
    hidden = wrote(replace(state, help=None, at_risk=False), WORD, mind).state
    assert wrote(hidden, WORD, mind).state.help is None


@pytest.mark.parametrize("typed", ["x!", "🥭", "123", "١٢٣"])
def test_too_short_a_word_is_not_taken(mind: Mind, typed: str) -> None:
    turn = wrote(State(language="en", asked=ASKED), typed, mind)
    assert keys(turn) == ["word.short"]
    assert turn.state.own_word is None


@pytest.mark.parametrize(
    "heard",
    [
        {"words": frozenset({"menu"})},
        {"danger": Danger(urgent=frozenset({"trapped"}))},
        {"danger": Danger(concern=True)},
        {"country": "KE"},
        {"names_language": "sw"},
        {"text": "a sentence that nobody would choose as a word"},
    ],
    ids=lambda heard: next(iter(heard)),
)
def test_what_is_something_else_does_not_become_the_word(mind: Mind, heard: dict[str, object]) -> None:
    text = str(heard.pop("text", "abcdef"))
    assert wrote(State(language="en", asked=ASKED), text, mind, **heard).state.own_word is None


def test_it_never_goes_to_a_translator(state: State, mind: Mind) -> None:
    library: Library = replace(mind.library, translator="Somebody")
    korean = Heard(WORD, guess=Guess("ko", 1.0))
    agreed = replace(state, may_translate=True, help=None)
    assert may_be_translated(agreed, Text("망고"), korean, library)
    assert not may_be_translated(agreed, Text(WORD), korean, library)
    assert not may_be_translated(replace(agreed, own_word=None, asked=ASKED), Text("망고"), korean, library)


def test_the_cover_has_more_than_one_tip(mind: Mind) -> None:
    state, choice, seen = State(language="en", hidden=True), "cover:0", []
    for _ in range(7):
        turn = respond(state, Chosen(choice), Heard(), mind.library, NOON)
        assert is_cover(turn)
        seen += keys(turn)
        choice = turn.replies[0].choices[0].id
    assert len(set(seen)) == 7
    assert is_cover(respond(state, Chosen("cover:" + "9" * 40), Heard(), mind.library, NOON))
