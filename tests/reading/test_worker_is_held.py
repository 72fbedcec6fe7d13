"""The process that opens pictures is held to its limits, and the server never opens one itself."""

import asyncio
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import psutil
import pytest

from bot.domain.inbound import Trouble
from bot.reading.reader import MOST_WAITING, WorkerReader


def reader_with(code: str, *, seconds: float = 20.0) -> WorkerReader:
    """A reader whose worker runs this code instead of its own."""
    confined = "from bot.reading import worker; worker._confine(); import sys, os, subprocess, json\n"
    return WorkerReader("/bin/false", {}, seconds=seconds, worker=(sys.executable, "-c", confined + code))


@pytest.mark.parametrize(
    "code",
    [
        "bytearray(3 * 1024**3)",
        "os.abort()",
        "print('no answer')",
        "sys.exit()",
        "os.write(os.open('written', os.O_CREAT | os.O_WRONLY), b'x'); print('{}')",
    ],
    ids=["too much memory", "a crash", "nonsense", "nothing", "writes to the disk"],
)
async def test_a_worker_that_fails_is_a_picture_that_was_not_read(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert (await reader_with(code).read(b"", None)).trouble is Trouble.FAILED
    assert [file.stat().st_size for file in tmp_path.iterdir() if file.is_file()] in ([], [0])


async def test_a_worker_that_takes_too_long_is_killed_with_all_that_it_started() -> None:
    code = "subprocess.run(['sleep', '1000.25'])"
    assert (await reader_with(code, seconds=1.0).read(b"", None)).trouble is Trouble.FAILED
    left = [process for process in psutil.process_iter(["cmdline"]) if "1000.25" in (process.info["cmdline"] or ())]
    assert left == []


async def test_pictures_wait_for_each_other_and_not_too_many_wait() -> None:
    reader = reader_with('print(json.dumps({"text": "read"}))')
    found = await asyncio.gather(*(reader.read(b"", None) for _ in range(MOST_WAITING + 3)))
    assert [read.text for read in found] == ["read"] * MOST_WAITING + [""] * 3
    assert {read.trouble for read in found[MOST_WAITING:]} == {Trouble.FAILED}


def _loaded(modules: Sequence[str]) -> str:
    code = f"import sys, {', '.join(modules)}; print('PIL' in sys.modules)"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_the_server_does_not_load_what_opens_pictures() -> None:
    assert _loaded(["bot.serving", "bot.reading.reader"]) == "False"
    assert _loaded(["bot.reading.prepare"]) == "True"
