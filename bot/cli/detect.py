"""`waypost detect`: lines in, one language tag out for each; `und` when unsure."""

import argparse
import sys

from bot.cli.lines import read_lines
from bot.language.detection import build_detector
from bot.library.assets import find_root, locales_folder
from bot.library.register import load_languages
from bot.settings import Settings


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """It has none: the lines come on standard input."""


def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Name the language of each line of standard input."""
    detector = build_detector(load_languages(locales_folder(find_root(settings.assets))))
    for line in read_lines(sys.stdin.buffer):
        sys.stdout.write(detector.guess(line).tag + "\n")
    return 0
