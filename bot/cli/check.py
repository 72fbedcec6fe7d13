"""`waypost check`: an offer on standard input, or one JSON object a line, judged by the checklist.

With `--explain` it tells in words what each sign adds to the score.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator

from bot.app import Mind, build_mind, registers_at
from bot.cli.lines import read_lines, write_json
from bot.domain.explaining import explained
from bot.domain.heard import Heard
from bot.domain.inbound import Text
from bot.domain.offers import judge_text, still_to_ask, taken_in
from bot.domain.registries import Listing
from bot.domain.vetting import THRESHOLDS, Level
from bot.ports import Registers
from bot.service.registers import with_registers
from bot.settings import Settings

MOST_ASKED = 5


class Unreadable(ValueError):
    """A line that is no JSON object with an id and a text."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How the offers come."""
    parser.add_argument("--jsonl", action="store_true", help='one JSON object a line: {"id": "…", "text": "…"}')
    parser.add_argument("--explain", action="store_true", help="tell in words what each sign adds to the score, not as JSON")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Answer each offer. Exit code 2 when a line could not be read; the others are still answered."""
    mind = build_mind(settings)
    registers = registers_at(settings.database, mind.companies)

    def answer(given: object, text: str) -> None:
        heard = asyncio.run(hear(mind, text, registers))
        if arguments.explain:
            sys.stdout.write("\n".join(explanation(mind, given, heard)) + "\n")
        else:
            write_json(check(mind, given, heard))

    if not arguments.jsonl:
        answer(None, sys.stdin.buffer.read().decode("utf-8", "replace"))
        return 0
    code = 0
    for number, line in enumerate(read_lines(sys.stdin.buffer), 1):
        try:
            given, text = _read(line)
        except Unreadable as problem:
            sys.stderr.write(f"line {number}: {problem}\n")
            code = 2
            continue
        answer(given, text)
    return code


def _read(line: str) -> tuple[object, str]:
    try:
        read = json.loads(line)
    except ValueError:
        raise Unreadable("this is not JSON") from None
    if not isinstance(read, dict) or not isinstance(read.get("text"), str):
        raise Unreadable('this is not an object with "id" and "text"')
    return read.get("id"), read["text"]


async def hear(mind: Mind, text: str, registers: Registers | None) -> Heard:
    """The text as it is understood, and what the registers say; what is no offer may be the name of a company."""
    content = Text(text)
    return await with_registers(await mind.ear.hear(content, language_hint=None), content, registers)


def check(mind: Mind, given: object, heard: Heard) -> dict[str, object]:
    """One offer, judged."""
    offer = taken_in(heard.reading)
    verdict = judge_text(heard, mind.library)
    fraud = heard.reading.resembles_fraud
    quotes = {sign.id: sign.quote for sign in offer.found}
    return {
        "id": given,
        "verdict": str(verdict.level),
        "score": verdict.score,
        "signs": [
            {"id": sign, "weight": str(mind.library.checklist[sign].weight), "quote": quotes[sign]} for sign in verdict.signs
        ],
        "ask": list(still_to_ask(offer, mind.library))[:MOST_ASKED] if verdict.level is not Level.NOT_AN_OFFER else [],
        "resembles_fraud": None if fraud is None else round(fraud, 3),
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


def explanation(mind: Mind, given: object, heard: Heard) -> Iterator[str]:
    """How the verdict on one offer came about, line by line, for people who keep the checklist."""
    told = judge_text(heard, mind.library)
    if given is not None:
        yield f"{given}:"
    if told.level is Level.NOT_AN_OFFER:
        yield "not_an_offer: nothing here reads like a job offer."
        return
    limits = ", ".join(f"{level} from {least:.2f}" for least, level in THRESHOLDS)
    yield f"{told.level}, score {told.score:.2f} ({limits})"
    quotes = {sign.id: sign.quote for sign in heard.reading.signs}
    parts = explained(told, mind.library)
    for part in parts.signs:
        sign = mind.library.checklist[part.sign]
        yield f'  {part.adds:+.2f}  {sign.id} ({sign.weight}): "{quotes[sign.id]}"'
        if not part.adds:
            yield "         counts only beside a sign of another kind"
    yield f"  {parts.score:5.2f}  all signs together"
    for floor in parts.floors:
        yield f"  {floor.score:5.2f}  at least, and at least {floor.level}: {floor.combination} holds"
    if parts.held_back:
        yield f"         no more than {told.level}: hints alone (a contact, the wording) make no offer high or danger"
