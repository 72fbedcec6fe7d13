"""A small load: the same requests to any server with Rasa's REST shape, one connection a sender, over loopback."""

import asyncio
import itertools
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# What people write, in the order one might: a whole short visit. Rasa and Waypost get the very same.
VISIT = (
    "hello",
    "is this job in Thailand real? customer service, 1500 USD a month, free flight, no experience",
    "no",
    "I don't know",
    "how do these scams work",
    "ฉันอยากรู้ว่างานนี้จริงไหม",
    "quiero recibir consejos",
    "这个中介靠谱吗",
    "thank you",
    "bye",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """One round: answered turns, seconds it took, and how long single turns took, in seconds, sorted."""

    turns: int
    seconds: float
    each: tuple[float, ...]

    @property
    def rate(self) -> float:
        """Turns a second."""
        return self.turns / self.seconds

    def percentile(self, share: float) -> float:
        """The time, in seconds, within which this share of the turns was answered."""
        return self.each[min(len(self.each) - 1, int(share * len(self.each)))]


async def talk(port: int, sender: str, text: str) -> bool:
    """One message; whether it was answered with at least one reply."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    try:
        return await _exchange(reader, writer, sender, text)
    except (OSError, ValueError, asyncio.IncompleteReadError):
        return False
    finally:
        writer.close()


async def measure(port: int, *, senders: int, seconds: float, tag: str) -> Measured:
    """Let `senders` talk for `seconds`, each sending its next message when the last one is answered."""
    end = time.perf_counter() + seconds
    begun = time.perf_counter()
    runs = await asyncio.gather(*(_visit(port, f"{tag}-{number}", end) for number in range(senders)))
    took = time.perf_counter() - begun
    each = sorted(itertools.chain.from_iterable(runs))
    return Measured(len(each), took, tuple(each))


async def _visit(port: int, sender: str, end: float) -> Sequence[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    each = []
    for text in itertools.cycle(VISIT):
        begun = time.perf_counter()
        if begun >= end:
            break
        if not await _exchange(reader, writer, sender, text):
            raise ValueError(f"a message was not answered on port {port}")
        each.append(time.perf_counter() - begun)
    writer.close()
    return each


async def _exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, sender: str, text: str) -> bool:
    body = json.dumps({"sender": sender, "message": text}).encode()
    head = (
        "POST /webhooks/rest/webhook HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    status, *headers = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    length = next(int(line.split(":")[1]) for line in headers if line.lower().startswith("content-length:"))
    answer = await reader.readexactly(length)
    return " 200 " in status and len(json.loads(answer)) > 0


def resident_bytes(pid: int) -> int:
    """Resident memory of a process and its children, in bytes. Linux only."""
    total = 0
    for process in (pid, *_children(pid)):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                total += int(line.split()[1]) * 1024
    return total


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed] + [grand for child in listed for grand in _children(int(child))]
