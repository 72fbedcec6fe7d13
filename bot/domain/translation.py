"""May somebody else translate what is not understood? Only where the operator set it up and the person agreed.

Nothing is asked in an alarm, and nothing is translated that rang by itself."""

from dataclasses import replace

from bot.domain.facts import Library
from bot.domain.heard import Heard
from bot.domain.inbound import Content, Text
from bot.domain.own_word import is_private
from bot.domain.plain_talk import plain_reply
from bot.domain.reply import Choice, Phrase, Reply, Symbol, say
from bot.domain.state import State
from bot.domain.tongue import Tongue
from bot.domain.turn import HELP_SIGN, MORE_HELP, Turn

YES, NO = Choice("translate:yes", Symbol("✅")), Choice("translate:no", Symbol("❌"))
# Twins such as Malay and Indonesian are taken for each other below this, and whoever is understood should not be asked.
SURE_OF_LANGUAGE = 0.9


def may_be_translated(state: State, content: Content, heard: Heard, library: Library) -> bool:
    """Whether this message may leave the house for its translation, and is worth it."""
    if library.translator is None or not state.may_translate or state.hidden or is_private(state, content):
        return False
    return _gains(content, heard, library)


def ask_to_translate(turn: Turn, content: Content, heard: Heard, tongue: Tongue, library: Library) -> Turn:
    """Add the question, once, in the languages that the person most likely reads. No answer means no."""
    state = turn.state
    if library.translator is None or state.may_translate is not None or state.hidden or turn.urgent or not turn.replies:
        return turn
    if not _gains(content, heard, library) or (not tongue.among and heard.guess.confidence < SURE_OF_LANGUAGE):
        return turn
    values = {"provider": library.translator}
    lines = tuple(Phrase("translate.ask", values, language=tag) for tag in tongue.among or (tongue.language,))
    question = Reply(lines, (YES, NO, HELP_SIGN if tongue.among else MORE_HELP))
    return replace(turn, state=replace(state, may_translate=False), replies=(*turn.replies, question))


def answered(state: State, agreed: bool) -> Turn:
    """Keep the answer. What was written before it was asked is gone by now, so it has to be written once more."""
    state = replace(state, may_translate=agreed)
    return Turn(state, (plain_reply(state, say("translate.yes" if agreed else "translate.no")),))


def _gains(content: Content, heard: Heard, library: Library) -> bool:
    """Words in a language that there are no words for here, of which nothing was understood for certain."""
    understood = heard.danger.urgent or heard.words or heard.button
    return isinstance(content, Text) and heard.guess.tag in library.readable and not understood
