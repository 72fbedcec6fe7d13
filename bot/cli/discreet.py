"""Log lines that tell where something broke, and never what somebody wrote."""

import asyncio
import logging
import traceback
from types import TracebackType
from typing import Any

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """Formats an exception as its type and the places it came through. Its text is left out: it may repeat a message."""

    def formatException(self, ei: _ExcInfo) -> str:
        kind, error, places = ei
        if kind is None or error is None:
            return ""
        frames = "".join(traceback.format_list(traceback.extract_tb(places)))
        before = error.__cause__ or error.__context__
        cause = f" after {type(before).__name__}" if before is not None else ""
        return f"{frames}{kind.__qualname__}{cause}"


def loop_problem(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Instead of asyncio's handler, which prints the task with its error: the error may hold what somebody wrote."""
    error = context.get("exception")
    logging.getLogger("bot").error("a task failed: %s", type(error).__name__ if error else "unknown")
