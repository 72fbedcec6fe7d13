"""`waypost parse`: lines in, one JSON object out for each."""

import argparse
import asyncio
import sys

from bot.app import build_mind
from bot.cli.lines import read_lines, write_json
from bot.domain.heard import Heard
from bot.domain.inbound import Text
from bot.settings import Settings
from bot.understanding.reach import phones_in, urls_in

ALTERNATIVES = 2


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """It has none: the lines come on standard input."""


def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Understand each line of standard input."""
    ear = build_mind(settings).ear

    async def understand() -> None:
        for line in read_lines(sys.stdin.buffer):
            write_json(as_json(line, await ear.hear(Text(line), language_hint=None)))

    asyncio.run(understand())
    return 0


def as_json(text: str, heard: Heard) -> dict[str, object]:
    """What was understood, in the shape that other programs rely on."""
    reading = heard.reading
    entities: list[dict[str, object]] = [{"entity": "country", "value": code} for code in reading.countries]
    entities += [{"entity": "place", "value": place} for place in reading.places]
    entities += [{"entity": "role", "value": role} for role in reading.roles]
    entities += [{"entity": "phone", "value": phone} for phone in phones_in(text)]
    entities += [{"entity": "url", "value": url} for url in urls_in(text)]
    if reading.monthly_usd is not None:
        entities.append({"entity": "money", "value": round(reading.monthly_usd, 2), "unit": "USD/month"})
    return {
        "text": text,
        "language": heard.guess.tag,
        "intent": heard.intent,
        "confidence": round(heard.confidence, 4),
        "alternatives": [
            {"intent": scored.intent, "confidence": round(scored.confidence, 4)}
            for scored in heard.ranked[1 : 1 + ALTERNATIVES]
        ],
        "urgent": bool(heard.danger.urgent),
        "concern": heard.danger.concern,
        "entities": entities,
    }
