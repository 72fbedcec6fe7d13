"""The process that reads one file and ends: `python -m bot.reading.worker`, a job on its input, the words on its output.

What people send is opened here and nowhere else: with little memory, little time, and no way to write to a disk.
"""

import json
import os
import resource
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bot.domain.inbound import Trouble
from bot.reading.packs import with_english

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 40
LONGEST_TEXT = 20_000
# Enough lines to tell in which script they are written.
STRIP = 420
# Two packs at a time are tried, since small servers have two cores.
AT_ONCE = 2


def main() -> None:
    """Read a line of JSON and the file's bytes after it; write one JSON object."""
    _confine()
    job = json.loads(sys.stdin.buffer.readline())
    answer = _answer(job, sys.stdin.buffer.read())
    json.dump(answer, sys.stdout)


def _confine() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    # No file can be written, not even by a library's own idea, and no core dump is left behind.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The conversation goes first: somebody may be writing for help.
    os.nice(10)


def _answer(job: dict[str, Any], data: bytes) -> dict[str, Any]:
    # Only now, so that the limits hold for the library too.
    from bot.reading.documents import Document, is_pdf, words_of
    from bot.reading.prepare import Unfit, picture, readable

    def read(image: Any) -> str:
        return _read(job, readable(image))

    try:
        text, partly = words_of(data, read) if is_pdf(data) else Document(read(picture(data)), False)
    except Unfit as unfit:
        return {"trouble": unfit.why}
    except MemoryError:
        return {"trouble": Trouble.TOO_LARGE}
    return {"text": text[:LONGEST_TEXT], "partly": partly} if text else {"trouble": Trouble.NO_WORDS}


def _read(job: dict[str, Any], image: Any) -> str:
    """The words; empty when there are none. Mostly they are in the person's language or in English, and upright."""
    from bot.reading.recognise import recognise

    program, first = job["program"], tuple(job["packs"])
    best = recognise(program, image, first)
    if best.is_good(first):
        return best.text
    if (way := _another_way(program, image, first, job["others"])) is not None:
        best = max(best, recognise(program, *way), key=lambda read: read.sureness)
    return best.text if best.is_words else ""


def _another_way(program: str, image: Any, first: Sequence[str], others: Sequence[str]) -> tuple[Any, Sequence[str]] | None:
    """How else the picture can be read: turned, or in another script. A strip of it is enough to tell; None when no way
    promises more."""
    from bot.reading.prepare import fullest_strip
    from bot.reading.recognise import recognise

    turned = {angle: image.rotate(angle, expand=True) for angle in (0, 90, 180, 270)}
    strips = {angle: fullest_strip(picture, STRIP) for angle, picture in turned.items()}

    def sureness(way: tuple[int, Sequence[str]]) -> float:
        angle, packs = way
        return recognise(program, strips[angle], packs).sureness

    turns = [(angle, first) for angle in turned if angle]
    scripts = [(0, (pack,)) for pack in others if pack not in first]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for ways in (turns, scripts):
            tried = dict(zip(ways, pool.map(sureness, ways), strict=True))
            angle, packs = max(tried, key=lambda way: tried[way], default=(0, first))
            if tried.get((angle, packs), 0.0) >= 1:
                return turned[angle], with_english(packs[0])
    return None


if __name__ == "__main__":
    main()
