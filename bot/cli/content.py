"""`waypost content lint`: everything that is wrong in the content files, with file and line."""

import argparse
import sys
from datetime import UTC, datetime

from bot.library.assets import find_root
from bot.library.lint import lint
from bot.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with the content."""
    parser.add_argument("action", choices=["lint"], help="lint: list every problem in plain words")


def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the problems; exit code 1 when there are any."""
    problems = lint(find_root(settings.assets), today=datetime.now(UTC).date())
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    sys.stdout.write(f"{len(problems)} problems.\n" if problems else "Content is in order.\n")
    return 1 if problems else 0
