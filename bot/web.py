"""The web application, assembled in one place: phone, REST, Telegram's webhook, health."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.app import House
from bot.channels.phone.channel import PhoneChannel
from bot.channels.phone.routes import phone_routes
from bot.channels.rest import rest_routes
from bot.domain.inbound import PersonRef
from bot.errors import StoreBusy

if TYPE_CHECKING:
    from bot.channels.telegram import TelegramChannel

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ways:
    """The channels that people come in by and that the outbox sends for."""

    phones: tuple[PhoneChannel, ...] = ()
    telegram: "TelegramChannel | None" = None


def web_app(house: House, ways: Ways) -> ASGIApp:
    """All routes. On loopback, phone and REST answer to this machine's own names only: a page of another site can lead its
    own name to our address, but then its requests still carry that name."""
    handle, settings = house.conversation.handle, house.settings
    routes: list[BaseRoute] = [Route("/healthz", _health(house), methods=["GET"])]
    if ways.telegram is not None and settings.telegram_webhook_url:
        from bot.channels.telegram import webhook_routes

        routes += webhook_routes(ways.telegram, handle, settings.telegram_webhook_secret or "")
    local: list[BaseRoute] = []
    if ways.phones:
        local += phone_routes(ways.phones, handle, {tag: language.name for tag, language in house.mind.languages.items()})
    if settings.on_loopback or settings.rest:
        local += rest_routes(handle, house.store.sent, token=settings.rest_token, open_to_all=settings.rest)
    names = ["localhost", "127.0.0.1", "[::1]", settings.host] if settings.on_loopback else ["*"]
    guard = Middleware(TrustedHostMiddleware, allowed_hosts=names, www_redirect=False)
    return Discreet(Starlette(routes=[*routes, Mount("", routes=local, middleware=[guard])]))


def _health(house: House) -> Callable[[Request], Awaitable[Response]]:
    async def health(_request: Request) -> Response:
        try:
            await house.store.load(PersonRef("health", "health"))
        except StoreBusy:
            return PlainTextResponse("The database does not answer.\n", 503)
        return PlainTextResponse("ok\n")

    return health


class Discreet:
    """Around the application: a failure is logged by its kind and place only, because the text of an error may repeat what
    somebody wrote. Whoever asked has been answered with a plain 500 by then."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            log.error("a request failed: %s", _kind_and_place(error))


def _kind_and_place(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} at {place}"
