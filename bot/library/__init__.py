"""Loads and checks `content/`: facts and cues as frozen values, and the linter that reads them critically."""

from bot.library.assets import content_folder, find_root, locales_folder
from bot.library.documents import Problem
from bot.library.loading import load_cues, load_library

__all__ = ["Problem", "content_folder", "find_root", "load_cues", "load_library", "locales_folder"]
