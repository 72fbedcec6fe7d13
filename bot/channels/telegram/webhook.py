"""Takes updates that Telegram brings, for a bot with a public address."""

import hmac
import json
import logging

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.bodies import bounded_body
from bot.channels.telegram.channel import WEBHOOK_PATH, TelegramChannel
from bot.channels.telegram.parsing import parsed
from bot.channels.telegram.taking import Handle, event_in, take
from bot.errors import StoreBusy

log = logging.getLogger(__name__)

LARGEST_BODY = 1024 * 1024
SECRET_HEADER = "x-telegram-bot-api-secret-token"


def webhook_routes(channel: TelegramChannel, handle: Handle, secret: str) -> list[Route]:
    """The route that Telegram calls. Only who knows `secret` is listened to.

    200 means durably kept, or of no use however often it comes; 503 makes Telegram bring the update again.
    """

    async def webhook(request: Request) -> Response:
        if not _knows(secret, request):
            return Response(status_code=403)
        body = await bounded_body(request, LARGEST_BODY)
        if body is None:
            return Response(status_code=413)
        update = parsed(_json(body))
        if update is None:
            log.warning("a request with the right secret brought no update")
            return Response()
        event = event_in(update, channel)
        try:
            if event is not None:
                await take(handle, event)
        except StoreBusy:
            return Response(status_code=503)
        return Response()

    return [Route(WEBHOOK_PATH, webhook, methods=["POST"])]


def _knows(secret: str, request: Request) -> bool:
    given = request.headers.get(SECRET_HEADER, "")
    return bool(secret) and hmac.compare_digest(given.encode(), secret.encode())


def _json(body: bytes) -> object:
    try:
        # The standard library's reader: a stricter one would lose a message over half an emoji in it.
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
