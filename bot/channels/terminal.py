"""A conversation in a terminal, and the same as JSON lines for scripts."""

import json
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any, TextIO

from bot.channels.slash import content_of
from bot.domain.inbound import Chosen, Content, Inbound, PersonRef
from bot.domain.outgoing import Button, Capabilities, Outgoing
from bot.ports import Kept

NAME = "terminal"
SURFACE = Capabilities(text_length=100_000, body_length=100_000, buttons=99, button_length=64)

Handle = Callable[[Inbound], Awaitable[Kept | None]]


async def converse(handle: Handle, lines: AsyncIterator[str], out: TextIO, *, person: PersonRef, as_json: bool) -> None:
    """Answer each line. Buttons are numbered; a number, a button's words or its payload taps it."""
    buttons: tuple[Button, ...] = ()
    async for line in lines:
        content = _tapped(line, buttons) or content_of(line)
        kept = await handle(Inbound(person, uuid.uuid4().hex, content, datetime.now(UTC)))
        messages = [queued.message for queued in kept.queued] if kept else []
        buttons = tuple(button for message in messages for button in message.buttons) or buttons
        out.write(_json(messages) if as_json else _plain(messages))
        out.flush()


def _tapped(line: str, buttons: Sequence[Button]) -> Content | None:
    said = line.strip()
    if said.isdecimal() and 0 < int(said) <= len(buttons):
        return Chosen(buttons[int(said) - 1].id)
    return next((Chosen(b.id) for b in buttons if b.title.casefold() == said.casefold()), None)


def _json(messages: Sequence[Outgoing]) -> str:
    replies: list[dict[str, Any]] = [
        {"text": m.text, "buttons": [{"title": b.title, "payload": f"/{b.id}"} for b in m.buttons]} for m in messages
    ]
    return json.dumps({"replies": replies}, ensure_ascii=False) + "\n"


def _plain(messages: Sequence[Outgoing]) -> str:
    shown, number = [], 0
    for message in messages:
        shown.append(message.text)
        for button in message.buttons:
            number += 1
            shown.append(f"  [{number}] {button.title}")
        shown.append("")
    return "\n".join(shown) + "\n"
