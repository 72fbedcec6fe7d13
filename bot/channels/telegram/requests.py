"""The library's HTTP requests, made discreet: no payload and no address with the token in it reaches a log."""

import json
import logging
from typing import Any

from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.channels.telegram.parsing import readable


class DiscreetRequest(HTTPXRequest):
    """Reads answers without logging those that cannot be read. (The library offers this method to be overridden.)"""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise TelegramError("The answer is not from Telegram")
        return answer


class UpdatesRequest(DiscreetRequest):
    """Reads updates so that one which the library cannot parse does not hide the others of its batch."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        answer = DiscreetRequest.parse_json_payload(payload)
        if isinstance(answer.get("result"), list):
            found = (readable(raw) for raw in answer["result"])
            answer["result"] = [update for update in found if update is not None]
        return answer


def quiet_libraries() -> None:
    """Silence the loggers that would repeat the token (httpx: addresses) or what people wrote (telegram: updates)."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)
