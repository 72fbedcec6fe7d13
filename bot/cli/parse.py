"""`waypost parse`: lines in, one JSON object out for each."""

import argparse
import asyncio
import sys
from collections.abc import Iterable

from bot.app import build_mind
from bot.cli.lines import read_lines, write_json
from bot.domain.entities import Entity
from bot.domain.heard import Heard
from bot.domain.inbound import Text
from bot.settings import Settings

ALTERNATIVES = 2


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """It has none: the lines come on standard input."""


def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Understand each line of standard input."""
    mind = build_mind(settings)
    entities = mind.entities()

    async def understand() -> None:
        for line in read_lines(sys.stdin.buffer):
            heard = await mind.ear.hear(Text(line), language_hint=None)
            write_json(as_json(line, heard, entities.read(heard.text, heard.guess.tag)))

    asyncio.run(understand())
    return 0


def as_json(text: str, heard: Heard, entities: Iterable[Entity]) -> dict[str, object]:
    """What was understood, in the shape that other programs rely on."""
    # Text in the Zawgyi encoding was converted before it was read: then places in it are none in the original.
    placed = text == heard.text
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
        "entities": [_entity(heard.text, entity, placed=placed) for entity in entities],
    }


def _entity(text: str, entity: Entity, *, placed: bool) -> dict[str, object]:
    where = {"start": entity.start, "end": entity.end} if placed else {}
    return {"entity": entity.kind, "value": entity.value, **entity.more, **where, "text": text[entity.start : entity.end]}
