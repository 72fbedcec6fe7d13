"""One step of a conversation: what is remembered from now on, what is said, what else is to happen."""

from dataclasses import dataclass

from bot.domain.reply import Choice, Phrase, Reply, Value, say
from bot.domain.state import State


@dataclass(frozen=True, slots=True)
class Turn:
    """`urgent` replies overtake all others. `forget` erases the person; `unsend` takes back the chat's messages."""

    state: State
    replies: tuple[Reply, ...] = ()
    urgent: bool = False
    forget: bool = False
    unsend: bool = False


def button(choice: str, key: str, /, **values: Value) -> Choice:
    """A button whose words stand in the catalogue under `key`."""
    return Choice(choice, Phrase(key, values) if values else say(key))


# On every screen: the person's own alarm, worded so that nobody who looks on can tell what it is.
MORE_HELP = button("help:start", "button.more_help")
HIDE = button("hide", "button.hide")
MENU = button("menu", "button.menu")
CHECK_OFFER = button("offer:start", "button.check_offer")
TIPS = button("tips:start", "button.tips")
LANGUAGE = button("language:ask", "button.language")
