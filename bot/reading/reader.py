"""Has pictures read by a process of their own, one after the other, each within a time."""

import asyncio
import contextlib
import json
import logging
import os
import signal
import sys
from collections.abc import Mapping

from bot.domain.inbound import PictureRead, Trouble
from bot.domain.languages import Language
from bot.reading.packs import installed, one_for_each_script, packs_for

log = logging.getLogger(__name__)

# A screenshot takes one to two; a busy machine, or five scanned pages, many more.
SECONDS = 60.0
AT_ONCE = 1
MOST_WAITING = 20
# What the worker and Tesseract look at; nothing else of our surroundings is their business.
_PASSED_ON = ("PATH", "HOME", "LANG", "TESSDATA_PREFIX", "VIRTUAL_ENV")


class WorkerReader:
    """`bot.ports.PictureReader` with the Tesseract at `program`. Nothing of a picture or its words is kept or logged."""

    def __init__(
        self,
        program: str,
        languages: Mapping[str, Language],
        *,
        seconds: float = SECONDS,
        worker: tuple[str, ...] = (sys.executable, "-B", "-m", "bot.reading.worker"),
    ) -> None:
        self._program, self._languages = program, languages
        self._seconds, self._worker = seconds, worker
        self._packs: frozenset[str] | None = None
        self._slots, self._waiting = asyncio.Semaphore(AT_ONCE), 0

    async def read(self, data: bytes, language: str | None) -> PictureRead:
        """What stands in the file. Never raises; what is too much for this machine just now is told as a failure."""
        if self._waiting >= MOST_WAITING:
            return PictureRead(trouble=Trouble.FAILED)
        self._waiting += 1
        try:
            async with self._slots:
                return await self._read(data, language)
        finally:
            self._waiting -= 1

    async def _read(self, data: bytes, language: str | None) -> PictureRead:
        # Asked once and only when it is needed: a start should not wait for it.
        if self._packs is None:
            self._packs = await asyncio.to_thread(installed, self._program)
        packs = self._packs
        job = {
            "program": self._program,
            "packs": packs_for(language, self._languages, packs),
            "others": one_for_each_script(self._languages, packs),
        }
        process = await asyncio.create_subprocess_exec(
            *self._worker,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            # A session of its own, so that Tesseract goes down with it.
            start_new_session=True,
            env={name: os.environ[name] for name in _PASSED_ON if name in os.environ} | {"OMP_THREAD_LIMIT": "1"},
        )
        try:
            answer, _ = await asyncio.wait_for(process.communicate(json.dumps(job).encode() + b"\n" + data), self._seconds)
            return _understood(answer)
        except (TimeoutError, OSError, ValueError):
            log.warning("a picture could not be read")
            return PictureRead(trouble=Trouble.FAILED)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


def _understood(answer: bytes) -> PictureRead:
    """What the worker says. Raises ValueError where it said nothing, because it was killed or is broken."""
    said = json.loads(answer)
    trouble = said.get("trouble")
    return PictureRead(said.get("text", ""), Trouble(trouble) if trouble else None, said.get("partly", False))
