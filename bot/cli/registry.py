"""`waypost registry`: lists of licensed or blacklisted companies, as offices publish them: import, list, remove."""

import argparse
import re
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from babel import Locale

from bot.app import load_companies
from bot.domain.registries import Entry, Registry, RegistryKind
from bot.errors import WaypostError
from bot.library.assets import find_root
from bot.library.registries import load_registry_words
from bot.library.registry_file import encoding_of, read_register
from bot.settings import Settings
from bot.store.engine import connect, migrate
from bot.store.registries import SqlRegistries

LONGEST_SOURCE = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with which register."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="action")
    bring = actions.add_parser("import", help="load a CSV file, in the place of the same register's older one")
    bring.add_argument("file", type=Path, help="the first line names the columns; one is called “name”")
    bring.add_argument("--country", required=True, metavar="CC", help="whose register it is, such as PH")
    bring.add_argument("--kind", required=True, choices=[str(kind) for kind in RegistryKind], help="what it lists")
    bring.add_argument("--source", required=True, help="its address, or words that tell where it comes from; people see it")
    bring.add_argument("--as-of", required=True, metavar="YYYY-MM-DD", help="the day of the register; people see it")
    bring.add_argument("--encoding", help="of the file, where it is told wrongly, such as windows-1252")
    actions.add_parser("list", help="the registers that are loaded")
    remove = actions.add_parser("remove", help="take a register away")
    remove.add_argument("number", type=int, help="its number, as “list” shows it")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Do it, and say in a sentence what was done."""
    engine = connect(settings.database)
    migrate(engine)
    registries = SqlRegistries(engine)
    try:
        if arguments.action == "import":
            _import(arguments, settings, registries)
        elif arguments.action == "remove":
            removed = registries.remove(arguments.number)
            if removed is None:
                raise WaypostError(f"There is no register with the number {arguments.number}. “list” shows those there are.")
            sys.stdout.write(f"Removed: {in_words(removed)}.\n")
        else:
            lines = [f"{registry.id}  {in_words(registry)}\n" for registry in registries.registries()]
            sys.stdout.writelines(lines or ["No register is loaded.\n"])
    finally:
        engine.dispose()
    return 0


def in_words(registry: Registry) -> str:
    """A register in one line: whose, what, how many, of which day, from where."""
    what = "licensed" if registry.kind is RegistryKind.LICENSED else "to beware of"
    return f"{registry.country}, {registry.entries:,} {what}, as of {registry.as_of} ({registry.source})"


def _import(arguments: argparse.Namespace, settings: Settings, registries: SqlRegistries) -> None:
    register = Registry(
        _country(arguments.country),
        RegistryKind(arguments.kind),
        _source(arguments.source),
        _day(arguments.as_of, datetime.now(UTC).date()),
    )
    root = find_root(settings.assets)
    words, companies = load_registry_words(root), load_companies(root)
    began = time.monotonic()
    encoding = arguments.encoding or encoding_of(arguments.file)
    sample = ""

    def entries() -> Iterator[tuple[Entry, Sequence[int]]]:
        nonlocal sample
        for entry in read_register(arguments.file, words, encoding):
            sample = sample or ("" if entry.name.isascii() else entry.name)
            yield entry, companies.keys_of(entry)

    kept, replaced = registries.put(register, entries())
    sys.stdout.write(f"Loaded in {time.monotonic() - began:.1f} s: {in_words(kept)}.\n")
    if not encoding.startswith("utf"):
        sys.stdout.write(f"It was read as {encoding}: “{sample}”. If that looks wrong, load it again with --encoding.\n")
    for old in replaced:
        sys.stdout.write(f"It takes the place of the one as of {old.as_of} with {old.entries:,} entries.\n")
    for other in registries.registries():
        if (other.country, other.kind) == (kept.country, kept.kind) and other.id != kept.id:
            sys.stdout.write(
                f"Also loaded for {other.country}: number {other.id}, from {other.source}. If that is an older form of this"
                f" one, take it away: waypost registry remove {other.id}\n"
            )


def _country(given: str) -> str:
    code = given.upper()
    if not re.fullmatch("[A-Z]{2}", code) or code not in Locale("en").territories:
        raise WaypostError(f"“{given}” is not a country code of two letters, such as PH.")
    return code


def _source(given: str) -> str:
    source = " ".join(given.split())
    if not source or len(source) > LONGEST_SOURCE or not source.isprintable():
        raise WaypostError(f"--source must be an address or a few words, at most {LONGEST_SOURCE} characters.")
    return source


def _day(given: str, today: date) -> date:
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise WaypostError(f"“{given}” is not a day such as 2026-11-01.") from None
    if day > today:
        raise WaypostError(f"--as-of {day} has not come yet.")
    return day
