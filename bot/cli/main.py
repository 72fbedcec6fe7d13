"""Finds the command and runs it. Commands are imported when they are called, so that small ones start fast."""

import argparse
import importlib
import logging
import os
import sys
from collections.abc import Sequence

from bot.cli.discreet import Discreet
from bot.errors import WaypostError
from bot.settings import Settings

COMMANDS = {
    "serve": "Answer people: web phone, REST, and Telegram if it is configured.",
    "chat": "Talk to Waypost in this terminal.",
    "parse": "What is understood of each line: intent, alarm, entities.",
    "detect": "The language of each line.",
    "check": "Check a job offer for warning signs.",
    "hotlines": "Contacts for a country, best first.",
    "registry": "Lists of licensed or blacklisted companies: import, list, remove.",
    "privacy": "What is stored, why and how long; a new key.",
    "reports": "Offers that people handed over: list, show, review, export.",
    "content": "Check the content files.",
    "locales": "Translations: extract, update, status.",
    "doctor": "What is configured, missing or stale.",
    "evaluate": "How well people are understood, language by language.",
    "bench": "Compare with Rasa's own REST server, side by side.",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="waypost", description="A signpost for people who are offered work abroad.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    given = list(sys.argv[1:] if arguments is None else arguments)
    for name, about in COMMANDS.items():
        command = commands.add_parser(name, help=about, description=about)
        if given[:1] == [name]:
            module = importlib.import_module(f"bot.cli.{name}")
            module.add_arguments(command)
            command.set_defaults(run=module.run)
    chosen = parser.parse_args(given)
    try:
        settings = Settings.from_environ(os.environ)
        quiet_logging(settings.log_level)
        return int(chosen.run(chosen, settings))
    except WaypostError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except (KeyboardInterrupt, BrokenPipeError):
        return 130


def quiet_logging(level: str) -> None:
    """Logs to stderr. Other libraries may only warn: at lower levels they print addresses and payloads."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Discreet("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("bot").setLevel(level.upper())


if __name__ == "__main__":
    sys.exit(main())
