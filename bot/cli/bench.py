"""`waypost bench`: Waypost and Rasa's own REST server, side by side in one run, with the same requests; prints ratios.

Needs a checkout with Rasa's environment (nlu/README.md); trains Rasa's model first if there is none.
"""

import argparse
import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.cli.load import Measured, measure, resident_bytes, talk
from bot.errors import WaypostError
from bot.library.assets import find_root
from bot.settings import Settings

READY_PATIENCE = 180.0


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its process, its port, and the seconds from start to its first answer."""

    name: str
    pid: int
    port: int
    ready: float


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How long, and how many at once."""
    parser.add_argument("--seconds", type=float, default=10.0, help="length of each round (default 10)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds for each server, taken in turns (default 3)")
    parser.add_argument("--senders", type=int, default=32, help="people who talk at the same time (default 32)")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Start both, load them in turns, print the comparison."""
    nlu = find_root(settings.assets) / "nlu"
    python = nlu / ".venv" / "bin" / "python"
    if not python.exists():
        raise WaypostError("Rasa's environment is not there. Run “python3 nlu/bootstrap.py” in a checkout first.")
    model = _model(nlu, python)
    with tempfile.TemporaryDirectory() as folder, _rasa(nlu, python, model) as rasa, _waypost(Path(folder)) as waypost:
        pairs: list[tuple[Measured, Measured]] = []
        for number in range(arguments.rounds):
            options = {"senders": arguments.senders, "seconds": arguments.seconds, "tag": f"round{number}"}
            pairs.append((asyncio.run(measure(waypost.port, **options)), asyncio.run(measure(rasa.port, **options))))
        _report(waypost, rasa, pairs)
    return 0


def _report(waypost: Server, rasa: Server, pairs: Sequence[tuple[Measured, Measured]]) -> None:
    ours, theirs = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    rate, rasa_rate = _middle([m.rate for m in ours]), _middle([m.rate for m in theirs])
    memory, rasa_memory = resident_bytes(waypost.pid), resident_bytes(rasa.pid)
    rows = [
        ("turns a second", f"{rate:.0f}", f"{rasa_rate:.0f}", f"{rate / rasa_rate:.1f} times"),
        *(
            (
                f"turn, {share:.0%} within",
                f"{1000 * _middle([m.percentile(share) for m in ours]):.1f} ms",
                f"{1000 * _middle([m.percentile(share) for m in theirs]):.1f} ms",
                "",
            )
            for share in (0.5, 0.99)
        ),
        ("resident memory", f"{memory / 2**20:.0f} MiB", f"{rasa_memory / 2**20:.0f} MiB", f"1/{rasa_memory / memory:.1f}"),
        ("start to first answer", f"{waypost.ready:.1f} s", f"{rasa.ready:.1f} s", f"1/{rasa.ready / waypost.ready:.0f}"),
    ]
    sys.stdout.write(f"{'':24}{'Waypost':>12}{'Rasa':>12}{'ratio':>14}\n")
    for name, our, their, ratio in rows:
        sys.stdout.write(f"{name:24}{our:>12}{their:>12}{ratio:>14}\n")
    sys.stdout.write("Waypost keeps each turn on disk before it answers; Rasa keeps its conversations in memory.\n")


def _middle(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def _model(nlu: Path, python: Path) -> Path:
    """The newest model with the rules in it; made now if there is none."""
    folder = nlu / "models"
    if not list(folder.glob("bench-*.tar.gz")):
        sys.stderr.write("Training Rasa's model; this takes minutes.\n")
        command = [str(python), "-m", "rasa", "train", "--fixed-model-name", "bench-model", "--quiet"]
        environ = {**os.environ, "RASA_TELEMETRY_ENABLED": "false"}
        subprocess.run(command, cwd=nlu, check=True, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return max(folder.glob("bench-*.tar.gz"), key=lambda path: path.stat().st_mtime)


@contextmanager
def _rasa(nlu: Path, python: Path, model: Path) -> Iterator[Server]:
    port = _free_port()
    command = [str(python), "serve.py", "--port", str(port), "--model", str(model)]
    with _running("Rasa", command, port, nlu, dict(os.environ)) as server:
        yield server


@contextmanager
def _waypost(folder: Path) -> Iterator[Server]:
    port = _free_port()
    environ = {**os.environ, "WAYPOST_DATA": str(folder), "DATABASE_URL": "", "TELEGRAM_TOKEN": "", "RASA_URL": ""}
    command = [sys.executable, "-m", "bot.cli.main", "serve", "--port", str(port)]
    # The first start makes the database and compiles the catalogues; every other start is the one that counts.
    with _running("Waypost", command, port, Path.cwd(), environ):
        pass
    with _running("Waypost", command, port, Path.cwd(), environ) as server:
        yield server


@contextmanager
def _running(name: str, command: Sequence[str], port: int, folder: Path, environ: dict[str, str]) -> Iterator[Server]:
    begun = time.perf_counter()
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=folder, env=environ, stdout=quiet, stderr=quiet)
    try:
        while not asyncio.run(talk(port, "first", "hello")):
            if process.poll() is not None or time.perf_counter() - begun > READY_PATIENCE:
                raise WaypostError(f"{name} did not start.")
            time.sleep(0.02)
        yield Server(name, process.pid, port, time.perf_counter() - begun)
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port
