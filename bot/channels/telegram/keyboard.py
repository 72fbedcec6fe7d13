"""Choices as an inline keyboard."""

import unicodedata
from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.channels.telegram.wellformed import wellformed
from bot.domain.outgoing import Button

# What fits on half of a small phone's width, in columns of a terminal.
NARROW = 16


def keyboard(buttons: Sequence[Button]) -> InlineKeyboardMarkup | None:
    """Two short titles share a row; a long one has a row of its own, where it can be read to its end."""
    rows: list[list[Button]] = []
    for button in buttons:
        if rows and len(rows[-1]) == 1 and _is_narrow(rows[-1][0]) and _is_narrow(button):
            rows[-1].append(button)
        else:
            rows.append([button])
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(wellformed(button.title), callback_data=button.id) for button in row] for row in rows]
    )


def _is_narrow(button: Button) -> bool:
    return sum(_columns(character) for character in button.title) <= NARROW


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
