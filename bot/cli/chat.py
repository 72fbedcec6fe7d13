"""`waypost chat`: a conversation in this terminal. Nothing of it is kept."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.app import House, build_house, build_mind, registers_at
from bot.channels.terminal import NAME, converse
from bot.cli.lines import read_lines
from bot.domain.inbound import PersonRef
from bot.domain.state import State
from bot.errors import WaypostError
from bot.ports import Record
from bot.settings import Settings

ME = PersonRef(NAME, "me")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the person would have told already."""
    parser.add_argument("--language", metavar="xx", help="the language to talk in, such as th")
    parser.add_argument("--country", metavar="CC", help="the country you are in, such as KH")
    parser.add_argument("--json", action="store_true", help="one JSON object a line (always so without a terminal)")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Talk until the input ends."""
    as_json = arguments.json or not sys.stdin.isatty()
    with tempfile.TemporaryDirectory() as folder:
        # Catalogues stay compiled in the usual place; memory and key live in a folder that goes away.
        private = replace(settings, database_url="sqlite://", key=None)
        mind = build_mind(settings)
        registers = registers_at(settings.database, mind.companies)
        house = build_house(private, mind=mind, key_file=Path(folder, "key"), registers=registers)
        try:
            asyncio.run(_talk(house, arguments, as_json))
        finally:
            house.store.close()
    return 0


async def _talk(house: House, arguments: argparse.Namespace, as_json: bool) -> None:
    language, country = arguments.language, arguments.country and arguments.country.upper()
    if language and language not in house.mind.languages:
        raise WaypostError(f"“{language}” is not served. Served are: {', '.join(house.mind.languages)}.")
    if language or country:
        start = State(language=language, language_chosen=language is not None, country=country)
        await house.store.keep(Record(ME, "start", datetime.now(UTC), start, 0))
    await converse(house.conversation.handle, _lines(prompt=not as_json), sys.stdout, person=ME, as_json=as_json)


async def _lines(*, prompt: bool) -> AsyncIterator[str]:
    if not prompt:
        for line in read_lines(sys.stdin.buffer):
            yield line
        return
    while True:
        try:
            yield await asyncio.to_thread(input, "> ")
        except EOFError:
            return
