"""The two looks of the web phone, with the limits that the real platforms publish."""

from dataclasses import dataclass

from bot.domain.outgoing import Capabilities


@dataclass(frozen=True, slots=True)
class Look:
    """A messenger that the page can look like. `taps_are_messages`: a tapped button shows up as the person's message."""

    name: str
    surface: Capabilities
    taps_are_messages: bool


TELEGRAM = Look(
    "telegram",
    Capabilities(text_length=4096, body_length=4096, buttons=30, button_length=40, can_unsend=True),
    taps_are_messages=False,
)
WHATSAPP = Look(
    "whatsapp",
    Capabilities(text_length=4096, body_length=1024, buttons=3, button_length=20, list_rows=10, row_length=24),
    taps_are_messages=True,
)
LOOKS = (TELEGRAM, WHATSAPP)
