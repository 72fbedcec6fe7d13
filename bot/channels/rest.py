"""A REST channel shaped as Rasa's, so that widgets made for Rasa work: POST a message, get the replies back.

The replies are fetched with the request, so the outbox does not send for this channel.
"""

import hmac
import logging
import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.bodies import bounded_body
from bot.channels.slash import content_of
from bot.domain.inbound import Inbound, PersonRef
from bot.domain.outgoing import Capabilities
from bot.errors import StoreBusy
from bot.ports import Kept

log = logging.getLogger(__name__)

NAME = "rest"
SURFACE = Capabilities(text_length=4096, body_length=4096, buttons=25, button_length=64)
LARGEST_BODY = 64 * 1024
LONGEST_SENDER = 256

Handle = Callable[[Inbound], Awaitable[Kept | None]]
Taken = Callable[[int, str | None], Awaitable[None]]


class _Message(msgspec.Struct):
    sender: str
    message: str
    message_id: str | None = None


_decode = msgspec.json.Decoder(_Message).decode
_encode = msgspec.json.Encoder().encode


def rest_routes(handle: Handle, taken: Taken, *, token: str | None, open_to_all: bool) -> list[Route]:
    """The channel's routes. `open_to_all` False: only this machine itself is answered, and only without a proxy between."""

    async def webhook(request: Request) -> Response:
        if not _allowed(request, token, open_to_all):
            return _answer({"error": "This channel is off here. See docs/settings.md, WAYPOST_REST."}, 403)
        body = await bounded_body(request, LARGEST_BODY)
        if body is None:
            return _answer({"error": "The message is too long."}, 413)
        try:
            message = _decode(body)
        except msgspec.MsgspecError:
            return _answer({"error": 'Send JSON: {"sender": "some id", "message": "some text"}.'}, 400)
        if not 0 < len(message.sender) <= LONGEST_SENDER:
            return _answer({"error": "The sender must be an id of 1 to 256 characters."}, 400)
        delivery = message.message_id or uuid.uuid4().hex
        person = PersonRef(NAME, message.sender)
        try:
            kept = await handle(Inbound(person, delivery, content_of(message.message), datetime.now(UTC)))
        except StoreBusy:
            return _answer({"error": "Busy. Please send the message again."}, 503)
        replies = []
        for queued in kept.queued if kept else ():
            reply: dict[str, Any] = {"recipient_id": message.sender, "text": queued.message.text}
            if queued.message.buttons:
                reply["buttons"] = [{"title": b.title, "payload": f"/{b.id}"} for b in queued.message.buttons]
            replies.append(reply)
            await taken(queued.id, None)
        return _answer(replies)

    return [Route("/webhooks/rest/webhook", webhook, methods=["POST"])]


def _allowed(request: Request, token: str | None, open_to_all: bool) -> bool:
    if token is not None:
        given = request.query_params.get("token") or request.headers.get("authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
    behind_proxy = "x-forwarded-for" in request.headers or "forwarded" in request.headers
    local = request.client is not None and request.client.host in ("127.0.0.1", "::1")
    return open_to_all or (local and not behind_proxy)


def _answer(content: Any, status: int = 200) -> Response:
    return Response(_encode(content), status, media_type="application/json")
