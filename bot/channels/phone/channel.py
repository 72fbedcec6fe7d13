"""The web phone's way out: messages become bubbles in memory, and the pages that look on draw them."""

import asyncio
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from bot.channels.phone.chats import Chats
from bot.channels.phone.looks import Look
from bot.domain.outgoing import Outgoing
from bot.errors import Unavailable

MOST_UPLOADS = 10
UPLOAD_SECONDS = 300.0

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


class PhoneChannel:
    """`bot.ports.Channel` for one look. Addresses are session ids that the page made up."""

    def __init__(self, look: Look, chats: Chats | None = None) -> None:
        self.look, self.chats = look, chats or Chats()
        self.name = f"phone-{look.name}"
        self.surface = look.surface
        self._uploads: dict[str, bytes] = {}

    async def send(self, address: str, message: Outgoing) -> str:
        """Show a bubble of the bot's. Never fails; a page that is away draws it when it is back."""
        bubble = secrets.token_hex(8)
        drawing = {
            "text": message.text,
            "language": message.language,
            "buttons": [{"id": button.id, "title": button.title} for button in message.buttons],
            "list_title": message.list_title,
            "silent": message.silent,
            "protected": message.sensitive,
        }
        self._show(address, bubble, {"mine": False, "kind": "text", **drawing})
        return bubble

    async def unsend(self, address: str, provider_ids: Sequence[str]) -> None:
        """Take bubbles away, where the real messenger could: both the bot's and the person's."""
        if self.surface.can_unsend and provider_ids:
            self.chats.of(address).take_away(set(provider_ids), _text({"removed": list(provider_ids)}))

    async def fetch(self, media: str, most: int) -> bytes | None:
        """What the page uploaded under this id; it is given away once."""
        if (data := self._uploads.pop(media, None)) is None:
            raise Unavailable("it is not here any more")
        return data if len(data) <= most else None

    def uploaded(self, media: str, data: bytes) -> None:
        """Hold an upload until it is fetched; where nobody reads pictures, for a few minutes at most."""
        self._uploads[media] = data
        asyncio.get_running_loop().call_later(UPLOAD_SECONDS, self._uploads.pop, media, None)
        while len(self._uploads) > MOST_UPLOADS:
            del self._uploads[next(iter(self._uploads))]

    def show_own(self, address: str, bubble: str, drawing: dict[str, Any]) -> None:
        """Show a bubble of the person's, so that it is there again when the page is loaded anew."""
        self._show(address, bubble, {"mine": True, **drawing})

    def title_of(self, address: str, choice: str) -> str | None:
        """The words of the button that was tapped, if it is still on the screen."""
        chat = self.chats.known(address)
        for drawing in chat.drawings() if chat else ():
            for button in _decode(drawing).get("buttons", ()):
                if button["id"] == choice:
                    return str(button["title"])
        return None

    def _show(self, address: str, bubble: str, drawing: dict[str, Any]) -> None:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        self.chats.of(address).show(bubble, _text({"id": bubble, "at": at, **drawing}))


def _text(drawing: dict[str, Any]) -> str:
    return _encode(drawing).decode()
