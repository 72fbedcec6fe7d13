"""A stand-in of Telegram's Bot API on loopback that refuses what Telegram refuses, with Telegram's own words."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

TOKEN = "123456:MarkedToken"
MOST_IN_A_REQUEST = 100
LARGEST_FILE = 20_000


class Refused(Exception):
    """An error answer."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.answer = {"ok": False, "error_code": code, "description": description}
        self.answer |= {"parameters": parameters} if parameters else {}
        self.code = code


@dataclass
class BotApi:
    """What the server was asked and how it is to answer. `troubles` are raised or sent first, one for each request."""

    url: str = ""
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    messages: dict[int, dict[str, Any]] = field(default_factory=dict)
    troubles: list[Refused | Response] = field(default_factory=list)
    blocked: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    too_old: set[int] = field(default_factory=set)
    batches: list[list[Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    offsets: list[int | None] = field(default_factory=list)
    drained: asyncio.Event = field(default_factory=asyncio.Event)
    acknowledged: asyncio.Event = field(default_factory=asyncio.Event)

    def called(self, method: str) -> list[dict[str, Any]]:
        """The parameters of each call of `method`."""
        return [given for name, given in self.calls if name == method]

    async def answer(self, request: Request) -> Response:
        """What Telegram would answer."""
        method = request.path_params["method"]
        given = {key: _value(value) for key, value in parse_qsl((await request.body()).decode(), keep_blank_values=True)}
        self.calls.append((method, given))
        try:
            if request.path_params["token"] != TOKEN:
                raise Refused(401, "Unauthorized")
            if self.troubles:
                trouble = self.troubles.pop(0)
                if isinstance(trouble, Response):
                    return trouble
                raise trouble
            return JSONResponse({"ok": True, "result": await self._result(method, given)})
        except Refused as refused:
            return JSONResponse(refused.answer, refused.code)

    async def _result(self, method: str, given: dict[str, Any]) -> Any:
        match method:
            case "sendMessage":
                return self._send(given)
            case "deleteMessages":
                return self._delete(given["message_ids"])
            case "deleteMessage":
                return self._delete([given["message_id"]])
            case "getUpdates":
                return await self._updates(given.get("offset"))
            case "answerCallbackQuery":
                self.acknowledged.set()
                return True
            case "getFile":
                return self._file(given["file_id"])
            case "deleteWebhook" | "setWebhook" | "setMyCommands":
                return True
            case _:
                raise Refused(404, "Not Found")

    def _send(self, given: dict[str, Any]) -> dict[str, Any]:
        chat, text = str(given["chat_id"]), str(given.get("text", ""))
        if chat in self.unknown:
            raise Refused(400, "Bad Request: chat not found")
        if chat in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if not text.strip():
            raise Refused(400, "Bad Request: message text is empty")
        if len(text) > 4096:
            raise Refused(400, "Bad Request: message is too long")
        for row in (given.get("reply_markup") or {}).get("inline_keyboard", []):
            for button in row:
                if not 1 <= len(button["callback_data"].encode()) <= 64:
                    raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
        number = len(self.messages) + 1001
        self.messages[number] = given
        private = {"id": int(chat), "type": "private", "first_name": "Ana"}
        return {"message_id": number, "date": 1764000000, "chat": private, "text": text}

    def _file(self, media: str) -> dict[str, Any]:
        if media not in self.files:
            raise Refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(self.files[media]) > LARGEST_FILE:
            raise Refused(400, "Bad Request: file is too big")
        return {"file_id": media, "file_unique_id": "u", "file_size": len(self.files[media]), "file_path": media}

    async def give(self, request: Request) -> Response:
        """The file itself."""
        self.calls.append(("file", request.path_params))
        return Response(self.files[request.path_params["media"]])

    def _delete(self, numbers: list[int]) -> bool:
        if len(numbers) > MOST_IN_A_REQUEST:
            raise Refused(400, "Bad Request: too many message identifiers specified")
        if self.too_old & set(numbers):
            raise Refused(400, "Bad Request: message can't be deleted for everyone")
        for number in numbers:
            self.messages.pop(number, None)
        return True

    async def _updates(self, offset: int | None) -> list[Any]:
        self.offsets.append(offset)
        if self.batches:
            return self.batches.pop(0)
        self.drained.set()
        await asyncio.sleep(0.01)
        return []


def _value(sent: Any) -> Any:
    try:
        return json.loads(sent)
    except ValueError:
        return sent


@contextlib.asynccontextmanager
async def serving() -> AsyncIterator[BotApi]:
    """The server, answering."""
    api = BotApi()
    files = Route("/file/bot{token}/{media}", api.give, methods=["GET"])
    app = Starlette(routes=[Route("/bot{token}/{method}", api.answer, methods=["POST"]), files])
    listening = socket.create_server(("127.0.0.1", 0))
    api.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    server = uvicorn.Server(
        uvicorn.Config(app, log_config=None, log_level="critical", lifespan="off", ws="none", timeout_graceful_shutdown=1)
    )
    with listening:
        task = asyncio.create_task(server.serve([listening]))
        yield api
        server.should_exit = True
        await task
