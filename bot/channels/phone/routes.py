"""The web phone's routes: the page, what it posts, and the stream of what it draws.

Session ids travel in bodies and headers only: an address ends up in histories and in the logs of whatever stands between.
"""

import logging
import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import anyio
import msgspec
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.bodies import bounded_body
from bot.channels.phone.channel import PhoneChannel
from bot.channels.phone.chats import Chat
from bot.channels.phone.page import PRIVATE, page
from bot.channels.phone.posted import SESSION, Posted, content_of, own_drawing, read
from bot.domain.inbound import Inbound, PersonRef, Pictured
from bot.errors import StoreBusy
from bot.ports import Kept

LARGEST_BODY = 64 * 1024
LARGEST_PICTURE = 10 * 1024 * 1024
LARGEST_DROPPED = 4 * 1024 * 1024
PING_SECONDS = 15
LINE_END = "\n"  # the library's own is CR LF, in answers and in events each

Handle = Callable[[Inbound], Awaitable[Kept | None]]

_LANGUAGE = re.compile(r"\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)")
_encode = msgspec.json.Encoder().encode


def phone_routes(channels: Sequence[PhoneChannel], handle: Handle, languages: Mapping[str, str]) -> list[Route]:
    """The page at `/` and three routes for each look. `languages`: served tag → its own name."""
    # At its debug level the library writes every chunk that it sends, which is what people wrote and were told.
    logging.getLogger("sse_starlette").setLevel(logging.WARNING)
    front = page(languages)

    async def show_page(_request: Request) -> Response:
        return front

    routes = [Route("/", show_page, methods=["GET"])]
    for channel in channels:
        base = f"/phone/{channel.look.name}"
        routes.append(Route(f"{base}/messages", _messages(channel, handle), methods=["POST"]))
        routes.append(Route(f"{base}/pictures", _pictures(channel, handle), methods=["POST"]))
        routes.append(Route(f"{base}/events", _events(channel), methods=["GET"]))
    return routes


_Endpoint = Callable[[Request], Awaitable[Response]]


def _messages(channel: PhoneChannel, handle: Handle) -> _Endpoint:
    async def messages(request: Request) -> Response:
        # A page of another site can post plain forms to us, but JSON only if we allow it, and we never do.
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            return _answer({"error": "Send JSON."}, 415)
        body = await _body(request)
        if body is None:
            return _answer({"error": "This is too long to send in one message."}, 413)
        try:
            posted = read(body)
        except (ValueError, RecursionError):
            return _answer({"error": "This message could not be read."}, 400)
        try:
            kept = await handle(_inbound(channel, posted, _language(request)))
        except StoreBusy:
            return _answer({"error": "Busy. The message is sent again in a moment."}, 503)
        if kept is not None:
            # The outbox has not been given the floor since the turn was kept, so this bubble stands before the answers.
            _show_own(channel, posted)
        return _answer({"id": posted.id})

    return messages


def _pictures(channel: PhoneChannel, handle: Handle) -> _Endpoint:
    async def pictures(request: Request) -> Response:
        session, message = (request.headers.get(name, "") for name in ("x-phone-session", "x-phone-message"))
        # With these headers, and of this type, a page of another site cannot send us anything.
        if request.headers.get("content-type") != "application/octet-stream":
            return _answer({"error": "Send the bytes of a picture."}, 415)
        if not re.search(SESSION, session) or not re.search(SESSION, message):
            return _answer({"error": "The ids are missing."}, 400)
        data = await bounded_body(request, LARGEST_PICTURE)
        if data is None:
            return _answer({"error": "This is too large to send."}, 413)
        media = f"{session}:{message}"
        channel.uploaded(media, data)
        inbound = Inbound(
            PersonRef(channel.name, session), media, Pictured(media), datetime.now(UTC), message, _language(request)
        )
        try:
            kept = await handle(inbound)
        except StoreBusy:
            return _answer({"error": "Busy. The picture is sent again in a moment."}, 503)
        if kept is not None:
            channel.show_own(session, message, {"kind": "picture"})
        return _answer({"id": message})

    return pictures


def _inbound(channel: PhoneChannel, posted: Posted, language: str | None) -> Inbound:
    person = PersonRef(channel.name, posted.session)
    delivery = f"{posted.session}:{posted.id}"
    message = posted.id if _has_bubble(channel, posted) else None
    return Inbound(person, delivery, content_of(posted), datetime.now(UTC), message, language)


def _has_bubble(channel: PhoneChannel, posted: Posted) -> bool:
    return posted.kind != "choice" or channel.look.taps_are_messages


def _show_own(channel: PhoneChannel, posted: Posted) -> None:
    if not _has_bubble(channel, posted):
        return
    drawing = own_drawing(posted)
    if posted.kind == "choice":
        drawing = {"kind": "text", "text": channel.title_of(posted.session, posted.choice) or "…"}
    channel.show_own(posted.session, posted.id, drawing)


def _events(channel: PhoneChannel) -> _Endpoint:
    # Numbers begin anew with each run; this says which run a number is from.
    run = secrets.token_hex(4)

    async def stream(chat: Chat, after: int) -> AsyncIterator[ServerSentEvent]:
        yield ServerSentEvent(comment="here", sep=LINE_END)
        async for event in chat.follow(after):
            yield ServerSentEvent(event.drawing, id=f"{run}-{event.number}", sep=LINE_END)

    async def events(request: Request) -> Response:
        session = request.headers.get("x-phone-session", "")
        if not re.search(SESSION, session):
            return _answer({"error": "The session id is missing."}, 400)
        seen_in, _, number = request.headers.get("last-event-id", "").partition("-")
        after = int(number) if seen_in == run and number.isascii() and number.isdecimal() else 0
        chat, stopping = channel.chats.of(session), anyio.Event()

        async def close_in_order() -> None:
            await stopping.wait()
            chat.close()

        return EventSourceResponse(
            stream(chat, after),
            headers=PRIVATE,
            ping=PING_SECONDS,
            sep=LINE_END,
            data_sender_callable=close_in_order,
            shutdown_event=stopping,
            shutdown_grace_period=1,
        )

    return events


def _language(request: Request) -> str | None:
    match = _LANGUAGE.match(request.headers.get("accept-language", ""))
    return match.group(1) if match else None


async def _body(request: Request) -> bytes | None:
    """The body; None if it is too long. A browser that is cut off while it sends never gets to see why, so a little too
    long is read to its end and dropped."""
    body, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= LARGEST_BODY:
            body += chunk
        elif size > LARGEST_DROPPED:
            return None
    return bytes(body) if size <= LARGEST_BODY else None


def _answer(content: Any, status: int = 200) -> Response:
    return Response(_encode(content), status, PRIVATE, media_type="application/json")
