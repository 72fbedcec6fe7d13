"""A language is added with files alone: an invented one is, and the bot hears and speaks it."""

import shutil
from pathlib import Path

import pytest

from bot.app import build_mind
from bot.domain.dialogue import respond
from bot.domain.inbound import Chosen, Text
from bot.domain.outgoing import Capabilities
from bot.domain.state import State
from bot.library.assets import find_root
from bot.library.loading import load_library
from bot.library.sentences import load_sentences
from bot.rendering.extraction import update
from bot.settings import Settings
from tests.fakes import NOON

SURFACE = Capabilities(text_length=4096, body_length=4096, buttons=30, button_length=40)

CUES = """
language: zz
danger:
  urgent:
    trapped:
      - say: ["zuzu ... blixa"]
words:
  "yes": ["zja"]
names:
  zz: ["zuzish"]
"""


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    root = find_root()
    shutil.copytree(root / "content", tmp_path / "content")
    shutil.copytree(root / "locales", tmp_path / "locales")
    register = tmp_path / "locales" / "languages.yaml"
    added = "  zz: {name: Zz, script: Latn, direction: ltr, fallback: [es, en], homes: [PE]}\n"
    written = register.read_text(encoding="utf-8")
    register.write_text(written.replace("\nlanguages:\n", f"\nlanguages:\n{added}"), encoding="utf-8")
    (tmp_path / "content" / "cues" / "zz.yaml").write_text(CUES, encoding="utf-8")
    update(load_sentences(root, load_library(root)), tmp_path / "locales", ["zz"])
    po = tmp_path / "locales" / "zz" / "LC_MESSAGES" / "waypost.po"
    before = 'msgctxt "help.opening"\nmsgid "Hello, I am here."\nmsgstr ""'
    assert before in po.read_text(encoding="utf-8")
    after = before[:-2] + '"Zello, zi zam."'
    po.write_text(po.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    return tmp_path


async def test_it_is_offered_heard_and_spoken_and_falls_back_by_the_register(assets: Path, tmp_path: Path) -> None:
    mind = build_mind(Settings(data=tmp_path / "data", assets=assets))
    choose = await mind.ear.hear(Chosen("language:zz"), language_hint=None)
    state = respond(State(), Chosen("language:zz"), choose, mind.library, NOON).state
    assert state.language == "zz"
    text = Text("zuzu na blixa")
    heard = await mind.ear.hear(text, language_hint=None)
    turn = respond(state, text, heard, mind.library, NOON)
    (message,) = mind.renderer.render(turn.replies[0], language="zz", surface=SURFACE)
    opening, question = message.text.split("\n")
    assert opening == "Zello, zi zam."
    assert question == mind.renderer.phrase(turn.replies[0].lines[1], "es")
    assert (await mind.ear.hear(Text("zja"), language_hint=None)).words == {"yes"}
