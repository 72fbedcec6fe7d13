"""A word of the person's own: written alone it hides the chat, and brings it back."""

import unicodedata
from dataclasses import replace
from hashlib import blake2b
from hmac import compare_digest

from bot.domain.heard import Heard
from bot.domain.inbound import Content, Text
from bot.domain.plain_talk import menu, plain_reply
from bot.domain.reply import say
from bot.domain.state import Help, OwnWord, State
from bot.domain.turn import Turn

ASKED = "word"
SHORTEST, LONGEST = 2, 30
# A shorter number picks one of the numbered lines.
SHORTEST_NUMBER = 4
# A keyboard adds it behind an emoji, or does not.
_VARIATION = "\ufe0f"


def ask(state: State) -> Turn:
    """Which word?"""
    return Turn(replace(state, asked=ASKED), (plain_reply(state, say("word.ask"), say("word.how")),))


def take(state: State, heard: Heard) -> Turn | None:
    """The word that was asked for. None: this is something else, for it is long, or means something here already."""
    letters = _letters(heard.text)
    means_something = heard.words or heard.country or heard.names_language or heard.danger.urgent or heard.danger.concern
    if means_something or len(letters) > LONGEST:
        return None
    if len(letters) < (SHORTEST_NUMBER if letters.isdecimal() else SHORTEST):
        return Turn(state, (plain_reply(state, say("word.short")),))
    word = OwnWord(heard.salt, _digest(letters, heard.salt))
    return Turn(replace(state, own_word=word, asked=None), (plain_reply(state, say("word.set")),))


def is_it(state: State, text: str) -> bool:
    """Whether a message is the person's own word and nothing else."""
    if state.own_word is None or len(text) > 2 * LONGEST:
        return False
    return compare_digest(_digest(_letters(text), state.own_word.salt), state.own_word.digest)


def is_private(state: State, content: Content) -> bool:
    """Whether a message is the person's own word, or becomes it: nothing else is to be read in it."""
    return isinstance(content, Text) and (state.asked == ASKED or is_it(state, content.text))


def come_back(state: State) -> Turn:
    """The cover goes. Whoever was at risk comes back into the quiet conversation."""
    return menu(replace(state, hidden=False, help=Help() if state.at_risk else None))


def _digest(letters: str, salt: bytes) -> bytes:
    return blake2b(letters.encode("utf-8", "surrogatepass"), key=salt, digest_size=16).digest()


def _letters(text: str) -> str:
    """What is compared: neither capitals nor spaces nor full stops count."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in plain if unicodedata.category(c)[0] not in "ZPC" and c != _VARIATION)
