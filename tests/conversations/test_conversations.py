"""Golden conversations: each story is a file that a translator can read and write; `--update` rewrites what is said.

`hear` is what the person does: words, `{choice: id}`, `{command: name}`, `{at: [latitude, longitude]}`, `{kind: voice}`.
`say` is everything that comes back, with buttons as `[title] id`. `never` lists words that must not be on the screen.
`operator` is who takes reports.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.app import Mind
from bot.domain.dialogue import language_of, respond
from bot.domain.facts import Library
from bot.domain.inbound import Chosen, Command, Content, Located, Text, Unreadable
from bot.domain.outgoing import Capabilities
from bot.domain.reporting import with_receipt
from bot.domain.state import State
from bot.service.fingerprints import with_fingerprint
from bot.understanding.fingerprints import FingerprintReader
from tests.fakes import NOON

HERE = Path(__file__).parent
STORIES = sorted(HERE.glob("*/*.yaml"))
FINGERPRINTS = FingerprintReader(b"k" * 32)
SURFACE = Capabilities(text_length=4096, body_length=4096, buttons=25, button_length=40)


class _Block(str):
    """A text that is written as a block, so that people can read it."""


yaml.SafeDumper.add_representer(
    _Block, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)
)


@pytest.mark.parametrize("story", STORIES, ids=lambda path: f"{path.parent.name}-{path.stem}")
async def test_the_story_goes_as_written(story: Path, mind: Mind, request: pytest.FixtureRequest) -> None:
    written = yaml.safe_load(story.read_text(encoding="utf-8"))
    language = story.parent.name
    state = State(language=language, language_chosen=True) if written.get("language_known", True) else State()
    lived = []
    library = replace(mind.library, operator=written.get("operator"))
    for step in written["turns"]:
        state, said = await _live(state, step["hear"], mind, library)
        forbidden = [word for word in step.get("never", ()) if word.casefold() in "\n".join(said).casefold()]
        assert forbidden == [], f"on the screen after {step['hear']!r}"
        lived.append({**step, "say": [_Block(text) for text in said]})
    if request.config.getoption("--update"):
        story.write_text(
            yaml.safe_dump({**written, "turns": lived}, allow_unicode=True, sort_keys=False, width=1000), encoding="utf-8"
        )
    assert [step.get("say") for step in yaml.safe_load(story.read_text(encoding="utf-8"))["turns"]] == [
        [str(text) for text in step["say"]] for step in lived
    ]


async def _live(state: State, does: Any, mind: Mind, library: Library) -> tuple[State, list[str]]:
    content = _content(does)
    heard = with_fingerprint(await mind.ear.hear(content, language_hint=None), state, FINGERPRINTS.read)
    turn = respond(state, content, heard, library, NOON)
    if turn.report is not None:
        turn = with_receipt(turn, "receipt")
    language = turn.state.language or language_of(state, heard, library)
    said = []
    for reply in turn.replies:
        for message in mind.renderer.render(reply, language=language, surface=SURFACE):
            buttons = "".join(f"\n[{button.title}] {button.id}" for button in message.buttons)
            said.append(message.text + buttons)
    if turn.unsend:
        said.append("(the messages of this chat are taken back)")
    if turn.forget:
        said.append("(everything is forgotten)")
    return (State() if turn.forget else turn.state), said


def _content(does: Any) -> Content:
    match does:
        case str():
            return Text(does)
        case {"choice": choice}:
            return Chosen(choice)
        case {"command": name}:
            return Command(name)
        case {"at": [latitude, longitude]}:
            return Located(latitude, longitude)
        case {"kind": kind}:
            return Unreadable(kind)
        case {"forwarded": text}:
            return Text(text, forwarded=True)
        case _:
            raise AssertionError(f"nobody can do {does!r}")


def test_every_served_language_has_its_four_stories(mind: Mind) -> None:
    told = {tag: {path.stem for path in STORIES if path.parent.name == tag} for tag in mind.languages}
    wanted = {"an_offer_is_checked", "quiet_help_and_hide", "a_relative_writes", "tips_on_and_off"}
    assert {tag: wanted - stories for tag, stories in told.items() if wanted - stories} == {}
