"""A stand-in of Telegram's Bot API on loopback that refuses what Telegram refuses, with Telegram's own words."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

TOKEN = "123456:MarkedToken"
FORUM = -1009
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
    numbers: Iterator[int] = field(default_factory=lambda: count(1001))
    topics: dict[int, dict[str, Any]] = field(default_factory=dict)
    may_manage_topics: bool = True
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
            case "createForumTopic":
                return self._create_topic(given)
            case "closeForumTopic":
                return self._close_topic(given["message_thread_id"])
            case "deleteForumTopic":
                return self._delete_topic(given["message_thread_id"])
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
        thread = given.get("message_thread_id")
        if thread is not None and (chat != str(FORUM) or thread not in self.topics):
            raise Refused(400, "Bad Request: message thread not found")
        if thread is not None and self.topics[thread]["closed"]:
            raise Refused(400, "Bad Request: TOPIC_CLOSED")
        for row in (given.get("reply_markup") or {}).get("inline_keyboard", []):
            for button in row:
                if not 1 <= len(button["callback_data"].encode()) <= 64:
                    raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
        number = next(self.numbers)
        self.messages[number] = given
        there = {"id": int(chat), "type": "private", "first_name": "Ana"}
        if chat == str(FORUM):
            there = {"id": FORUM, "type": "supergroup", "title": "Team", "is_forum": True}
        return {"message_id": number, "date": 1764000000, "chat": there, "text": text}

    def in_topic(self, thread: int) -> list[str]:
        """What stands in a topic."""
        return [given["text"] for given in self.messages.values() if given.get("message_thread_id") == thread]

    def _create_topic(self, given: dict[str, Any]) -> dict[str, Any]:
        if given["chat_id"] != FORUM:
            raise Refused(400, "Bad Request: the chat is not a forum")
        if not self.may_manage_topics:
            raise Refused(400, "Bad Request: not enough rights to create a topic")
        if not 1 <= len(given["name"]) <= 128:
            raise Refused(400, "Bad Request: TOPIC_TITLE_INVALID")
        thread = 70 + len(self.topics)
        self.topics[thread] = {"name": given["name"], "closed": False}
        return {"message_thread_id": thread, "name": given["name"], "icon_color": 7322096}

    def _close_topic(self, thread: int) -> bool:
        if thread not in self.topics:
            raise Refused(400, "Bad Request: TOPIC_ID_INVALID")
        if self.topics[thread]["closed"]:
            raise Refused(400, "Bad Request: TOPIC_NOT_MODIFIED")
        self.topics[thread]["closed"] = True
        return True

    def _delete_topic(self, thread: int) -> bool:
        if self.topics.pop(thread, None) is None:
            raise Refused(400, "Bad Request: TOPIC_ID_INVALID")
        return True

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
