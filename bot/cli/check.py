"""`waypost check`: an offer on standard input, or one JSON object a line, judged by the checklist."""

import argparse
import asyncio
import json
import sys

from bot.app import Mind, build_mind, registers_at
from bot.cli.lines import read_lines, write_json
from bot.domain.inbound import Text
from bot.domain.offers import judge_text, still_to_ask, taken_in
from bot.domain.registries import Listing
from bot.domain.vetting import Level
from bot.ports import Registers
from bot.service.registers import with_registers
from bot.settings import Settings

MOST_ASKED = 5


class Unreadable(ValueError):
    """A line that is no JSON object with an id and a text."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How the offers come."""
    parser.add_argument("--jsonl", action="store_true", help='one JSON object a line: {"id": "…", "text": "…"}')


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print one JSON object for each offer. Exit code 2 when a line could not be read; the others are still answered."""
    mind = build_mind(settings)
    registers = registers_at(settings.database, mind.companies)
    if not arguments.jsonl:
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
        write_json(asyncio.run(check(mind, None, text, registers)))
        return 0
    code = 0
    for number, line in enumerate(read_lines(sys.stdin.buffer), 1):
        try:
            given, text = _read(line)
        except Unreadable as problem:
            sys.stderr.write(f"line {number}: {problem}\n")
            code = 2
            continue
        write_json(asyncio.run(check(mind, given, text, registers)))
    return code


def _read(line: str) -> tuple[object, str]:
    try:
        read = json.loads(line)
    except ValueError:
        raise Unreadable("this is not JSON") from None
    if not isinstance(read, dict) or not isinstance(read.get("text"), str):
        raise Unreadable('this is not an object with "id" and "text"')
    return read.get("id"), read["text"]


async def check(mind: Mind, given: object, text: str, registers: Registers | None = None) -> dict[str, object]:
    """One offer, judged; what is no offer may be the name of a company, or a question about one."""
    content = Text(text)
    heard = await with_registers(await mind.ear.hear(content, language_hint=None), content, registers)
    offer = taken_in(heard.reading)
    verdict = judge_text(heard, mind.library)
    quotes = {sign.id: sign.quote for sign in offer.found}
    return {
        "id": given,
        "verdict": str(verdict.level),
        "score": verdict.score,
        "signs": [
            {"id": sign, "weight": str(mind.library.checklist[sign].weight), "quote": quotes[sign]} for sign in verdict.signs
        ],
        "ask": list(still_to_ask(offer, mind.library))[:MOST_ASKED] if verdict.level is not Level.NOT_AN_OFFER else [],
        "resembles_fraud": None,
        "language": heard.guess.tag,
        # Only where registers are loaded and say something: without them nothing was looked up.
        **({"registries": [_as_json(one) for one in heard.reading.listings]} if heard.reading.listings else {}),
    }


def _as_json(listing: Listing) -> dict[str, object]:
    entry, registry = listing.entry, listing.registry
    return {
        "written": listing.written,
        "match": str(listing.closeness),
        "kind": str(registry.kind),
        "name": entry.name,
        "licence": entry.licence or None,
        "status": entry.status or None,
        "city": entry.city or None,
        "country": registry.country,
        "source": registry.source,
        "as_of": registry.as_of.isoformat(),
    }
