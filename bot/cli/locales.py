"""`waypost locales`: bring the translation catalogues up to date, or say how far each one is."""

import argparse
import sys

from bot.library.assets import find_root, locales_folder
from bot.library.loading import load_library
from bot.library.register import load_languages, spoken
from bot.library.sentences import load_sentences
from bot.rendering.catalogues import SOURCE
from bot.rendering.extraction import update
from bot.rendering.progress import progress
from bot.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with the catalogues."""
    parser.add_argument("action", choices=["update", "status"], help="update: extract sentences; status: how far each is")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Update or report; status exits with 1 while something is untranslated."""
    root = find_root(settings.assets)
    folder = locales_folder(root)
    languages = spoken(load_languages(folder))
    sentences = load_sentences(root, load_library(root))
    if arguments.action == "update":
        update(sentences, folder, [tag for tag in languages if tag != SOURCE])
        return 0
    complete = True
    for status in progress(sentences, languages, folder):
        complete = complete and status.current == status.total
        share = 100 * status.current // max(1, status.total)
        sys.stdout.write(
            f"{status.tag:8} {share:3}%  {status.current} of {status.total} up to date, "
            f"{status.stale} out of date, {status.reviewed} reviewed by a person\n"
        )
    return 0 if complete else 1
