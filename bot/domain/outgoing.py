"""What a channel can show, and a message as it leaves for one."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a surface can show. Lengths are in characters, as the platforms publish them.

    `body_length` is the text of a message that also carries choices. `buttons` is how many choices one message may
    carry; more become a list (`list_rows` > 0) or numbered lines.
    """

    text_length: int
    body_length: int
    buttons: int
    button_length: int
    list_rows: int = 0
    row_length: int = 0
    can_unsend: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """A choice in words. `id` is what comes back."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, repr=False)
class Outgoing:
    """One message in words. With a `list_title` the buttons are a pick list behind one button of that title.

    `numbered` are the ids of choices that stand as numbered lines in the text, in their order. After the `last` message of
    a case its topic is closed.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    list_title: str | None = None
    silent: bool = False
    sensitive: bool = False
    language: str = "en"
    numbered: tuple[str, ...] = ()
    last: bool = False


def numbered_in(messages: Sequence[Outgoing]) -> tuple[str, ...]:
    """The choices that the last of these messages shows as numbered lines."""
    return next((message.numbered for message in reversed(messages) if message.numbered), ())
