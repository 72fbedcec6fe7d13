"""`waypost privacy`: what is stored, why, for how long, and how old it is; and a new key for all of it."""

import argparse
import socket
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidTag

from bot.errors import WaypostError
from bot.settings import Settings
from bot.store.audit import Held, held, strangers
from bot.store.engine import connect, migrate
from bot.store.rekey import fits, rekey
from bot.store.sealing import KEY_FILE, Sealer, key_from

_OLD_KEY = (
    "Backups from before now open with the old key only. Keep the two together, away from this machine, and destroy\n"
    "both when you need the backups no longer. If somebody may have got the old key, destroy both now.\n"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="action")
    actions.add_parser("audit", help="every table and column: what for, how long, how many rows and how old")
    actions.add_parser("rotate-key", help="seal everything with a new key; stop “waypost serve” before")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Do it; the exit code is 1 when something is stored that should not be there any more."""
    if arguments.action == "rotate-key":
        return _rotate(settings, datetime.now(UTC))
    return _audit(settings, datetime.now(UTC))


def _audit(settings: Settings, now: datetime) -> int:
    engine = connect(settings.database)
    try:
        migrate(engine)
        tables = held(engine, settings.lifetimes, now)
        unknown = list(strangers(engine))
    finally:
        engine.dispose()
    for table in tables:
        sys.stdout.writelines(f"{line}\n" for line in _in_words(table))
    problems = [f"TOO OLD: “{table.table.name}”. Does “waypost serve” run?" for table in tables if table.overdue]
    problems += [f"UNKNOWN: “{name}” is a table that this version does not know." for name in unknown]
    sys.stdout.writelines(f"{line}\n" for line in problems or ["Nothing is older than it may be."])
    return 1 if problems else 0


def _in_words(one: Held) -> Iterator[str]:
    table = one.table
    rows = "1 row" if one.rows == 1 else f"{one.rows:,} rows"
    oldest = f", the oldest of {one.oldest:%Y-%m-%d %H:%M} UTC" if one.oldest else ""
    yield f"{table.name}: {rows}{oldest}"
    ends = [_length(one.lifetime)] if one.lifetime else []
    ends += [f"until {table.info['until']}"] if table.info["until"] else []
    yield f"  stays {', or '.join(ends)}"
    width = max(len(column.name) for column in table.columns)
    for column in table.columns:
        yield f"  {column.name:<{width}}  {column.info['purpose']}"
    yield ""


def _length(lifetime: timedelta) -> str:
    whole_days = lifetime % timedelta(days=1) == timedelta()
    unit, word = (timedelta(days=1), "day") if whole_days else (timedelta(hours=1), "hour")
    number = lifetime // unit
    return f"{number} {word}{'' if number == 1 else 's'}"


def _rotate(settings: Settings, now: datetime) -> int:
    _be_alone(settings)
    if settings.key is not None:
        if settings.new_key is None or settings.new_key == settings.key:
            raise WaypostError("Set WAYPOST_NEW_KEY to the new key. Make one with: openssl rand -hex 32")
        _seal_anew(settings, bytes.fromhex(settings.key), bytes.fromhex(settings.new_key))
        sys.stdout.write(f"Now set WAYPOST_KEY to the new key and take WAYPOST_NEW_KEY away.\n{_OLD_KEY}")
        return 0
    file, pending = settings.data / KEY_FILE, settings.data / "key.new"
    if not file.exists():
        raise WaypostError("There is no key yet. It is made at the first start.")
    # Broken off after the sealing, the next run finds the new key here and only has to put it in its place.
    _seal_anew(settings, key_from(None, file), key_from(None, pending))
    before = _beside(file, now)
    pending.replace(file)
    sys.stdout.write(f"The old key is now in {before}. Take it off this machine.\n{_OLD_KEY}")
    return 0


def _beside(file: Path, now: datetime) -> Path:
    """A second name for the old key, under which it stays when the new one takes its place."""
    for other in file.parent.glob(f"{file.name}.until-*"):
        if other.samefile(file):  # of a run that was broken off
            return other
    before = file.with_name(f"{file.name}.until-{now:%Y-%m-%dT%H%M%S.%f}")
    before.hardlink_to(file)
    return before


def _be_alone(settings: Settings) -> None:
    """A server that runs would go on with the old key."""
    try:
        socket.create_connection((settings.host, settings.port), timeout=2).close()
    except OSError:
        return
    raise WaypostError(f"Something answers at {settings.host}, port {settings.port}. Stop “waypost serve” first.")


def _seal_anew(settings: Settings, old: bytes, new: bytes) -> None:
    engine = connect(settings.database)
    try:
        migrate(engine)
        if fits(engine, Sealer(old)):
            people = rekey(engine, Sealer(old), Sealer(new))
            sys.stdout.write(f"Everything is sealed with the new key (people: {people:,}).\n")
        elif fits(engine, Sealer(new)):
            sys.stdout.write("Everything was sealed with the new key already.\n")
        else:
            raise WaypostError("Neither the old key nor the new one opens what is stored. Nothing was changed.")
    except InvalidTag:
        raise WaypostError("Not everything that is stored opens with the old key. Nothing was changed.") from None
    finally:
        engine.dispose()
