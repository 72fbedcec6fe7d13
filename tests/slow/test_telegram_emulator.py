"""Whole conversations on Telegram: the real server, polling a Bot API that others wrote (npm: telegram-test-api)."""

import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.app import Mind
from bot.domain.quiet_help import SHOWN_AT_ONCE, contact_lines
from bot.domain.referral import refer
from bot.domain.reply import Phrase, say
from bot.rendering.values import country_name

pytestmark = pytest.mark.slow

EMULATOR = Path(__file__).parents[1] / "emulator"
TOKEN = "123456:MarkedToken"
PATIENCE = 60.0

ADVERT = {
    "en": "Hello dear, we are hiring customer service for our office in Bangkok, salary 1200 USD, ticket and visa paid by "
    "company",
    "hi": "थाईलैंड में डाटा एंट्री की नौकरी, सैलरी 1 लाख रुपये महीना, अनुभव की जरूरत नहीं, फ्री टिकट, रहना खाना फ्री, "
    "मे सोत में कंपनी लेने आएगी, जल्दी करें सीट सीमित हैं",
}
QUOTED = {"en": "ticket and visa paid", "hi": "1 लाख रुपये"}
HELD = {"en": "they took my passport and I can't leave", "th": "ออกไปไม่ได้ เขายึดพาสปอร์ตไป"}


def soon(there: Callable[[], Any]) -> Any:
    """What `there` gives as soon as it gives something."""
    deadline = time.monotonic() + PATIENCE
    while not (found := there()):
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)
    return found


class Waypost:
    """`waypost serve`, as an operator would run it, with its log and its database in a folder that outlives a crash."""

    def __init__(self, folder: Path, api_url: str) -> None:
        self._log, self._data = folder / "stderr", folder / "data"
        keep = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
        keep |= {"WAYPOST_DATA": str(self._data), "TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": api_url}
        self._environment = keep
        self.start()

    def start(self) -> None:
        """Start, and wait until it says that it answers."""
        with self._log.open("a") as log:
            self.process = subprocess.Popen(
                [Path(sys.executable).with_name("waypost"), "serve", "--port", "0"],
                env=self._environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self.process.stdout is not None
        assert "http://" in self.process.stdout.readline(), self.log()

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self._reap()

    def stop(self) -> None:
        """End it as an operator would."""
        self.process.terminate()
        self._reap()

    def _reap(self) -> None:
        self.process.wait(timeout=PATIENCE)
        assert self.process.stdout is not None
        self.process.stdout.close()

    def log(self) -> str:
        """All that was logged, over all its runs."""
        return self._log.read_text()

    def unsent(self) -> int:
        """How many messages wait in the outbox."""
        with contextlib.closing(sqlite3.connect(f"file:{self._data / 'waypost.db'}?mode=ro", uri=True)) as database:
            return int(database.execute("SELECT count(*) FROM outbox WHERE set_aside IS NULL").fetchone()[0])


@dataclass
class Server:
    """The emulated Bot API, seen from the people's side."""

    url: str

    def ask(self, path: str, **content: Any) -> Any:
        """One of the emulator's own routes."""
        answer = httpx.post(self.url + path, json=content, trust_env=False)
        answer.raise_for_status()
        return answer.json()

    def said(self) -> list[Any]:
        """All that the bot has sent to anybody."""
        history = self.ask("/getUpdatesHistory", token=TOKEN)["result"]
        return [update for update in history if "chat_id" in update.get("message", {})]

    def bring_again(self) -> None:
        """Forget what was confirmed, so that every update is brought once more."""
        self.ask("/again")

    def all_confirmed(self) -> bool:
        """Whether the bot has taken everything that was written to it."""
        return self.ask("/unconfirmed") == 0


@dataclass(frozen=True)
class Screen:
    """One message as it arrived."""

    text: str
    buttons: dict[str, str]
    raw: dict[str, Any]

    @property
    def is_quiet(self) -> bool:
        """Whether it makes no sound, cannot be forwarded and shows no page."""
        flags = (self.raw.get("disable_notification"), self.raw.get("protect_content"))
        return [str(flag).lower() for flag in flags] == ["true", "true"]


class Person:
    """Somebody with Telegram in their hand."""

    def __init__(self, server: Server, waypost: Waypost, mind: Mind, *, chat: int, language: str) -> None:
        self._server, self._waypost, self._mind = server, waypost, mind
        self.chat, self.language = chat, language
        self._from = {"id": chat, "is_bot": False, "first_name": "MarkedName", "language_code": language}
        self.screens: list[Screen] = []

    def words(self, phrase: str | Phrase) -> str:
        """A sentence of the house in this person's language."""
        return self._mind.renderer.phrase(say(phrase) if isinstance(phrase, str) else phrase, self.language)

    def write(self, text: str, **fields: Any) -> list[Screen]:
        """Write something; what comes back."""
        self.send(text, **fields)
        return self.read()

    def send(self, text: str, **fields: Any) -> None:
        """Write something without waiting for an answer."""
        chat = {"id": self.chat, "first_name": "MarkedName", "type": "private"}
        message = {"botToken": TOKEN, "from": self._from, "chat": chat, "date": int(time.time()), "text": text}
        self._server.ask("/sendMessage", **message, **fields)

    def tap(self, phrase: str | Phrase) -> list[Screen]:
        """Tap the button with these words under the newest message that has it; what comes back."""
        title = self.words(phrase)
        return self.tap_id(next(screen.buttons[title] for screen in reversed(self.screens) if title in screen.buttons))

    def tap_id(self, choice: str) -> list[Screen]:
        """Tap the button with this id; what comes back."""
        assert choice in {given for screen in self.screens for given in screen.buttons.values()}
        under = {"message_id": 1, "chat": {"id": self.chat, "type": "private"}, "date": int(time.time())}
        self._server.ask("/sendCallback", botToken=TOKEN, **{"from": self._from}, message=under, data=choice)
        return self.read()

    def read(self) -> list[Screen]:
        """What has arrived since the last look, when all that was written is answered."""
        soon(lambda: self._server.all_confirmed() and self._waypost.unsent() == 0)
        return self.glance()

    def glance(self) -> list[Screen]:
        """What has arrived since the last look."""
        arrived = [
            _screen(found["message"]) for found in self._server.ask("/getUpdates", token=TOKEN, chatId=self.chat)["result"]
        ]
        self.screens += arrived
        return arrived

    def left_in_the_chat(self) -> list[str]:
        """The texts that still stand in this chat, from both sides."""
        history = self._server.ask("/getUpdatesHistory", token=TOKEN)["result"]
        messages = [update["message"] for update in history if "message" in update]
        return [m["text"] for m in messages if int(m.get("chat_id") or m["chat"]["id"]) == self.chat]


def _screen(raw: dict[str, Any]) -> Screen:
    rows = (raw.get("reply_markup") or {}).get("inline_keyboard", [])
    return Screen(raw["text"], {button["text"]: button["callback_data"] for row in rows for button in row}, raw)


@pytest.fixture
def server() -> Iterator[Server]:
    node = shutil.which("node")
    assert node, "node is not installed; “./run test” installs it"
    assert (EMULATOR / "node_modules").is_dir(), "run “npm ci” in tests/emulator, or “./run test”"
    process = subprocess.Popen([node, "serve.js"], cwd=EMULATOR, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    yield Server(f"http://127.0.0.1:{int(process.stdout.readline())}")
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.fixture
def waypost(server: Server, tmp_path: Path) -> Iterator[Waypost]:
    running = Waypost(tmp_path, server.url)
    yield running
    running.stop()
    log = running.log()
    assert "Traceback" not in log
    assert [mark for mark in ("MarkedToken", "MarkedName", *HELD.values(), *ADVERT.values()) if mark in log] == []


@pytest.fixture
def person(server: Server, waypost: Waypost, mind: Mind, request: pytest.FixtureRequest) -> Person:
    return Person(server, waypost, mind, chat=7_000_001, language=request.param)


# --- an offer is checked ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["en"], indirect=True)
def test_an_offer_is_forwarded_questions_are_answered_and_a_verdict_comes(person: Person) -> None:
    (welcome,) = person.write("/start")
    assert welcome.text.startswith(person.words("welcome.hello"))
    (ask,) = person.tap("button.check_offer")
    assert ask.text == person.words("offer.send_it")
    origin = {"type": "hidden_user", "sender_user_name": "MarkedName", "date": 1764000000}
    (screen,) = person.write(ADVERT["en"], forward_origin=origin)
    assert screen.text.startswith(person.words("offer.noticed"))
    assert QUOTED["en"] in screen.text
    verdict: list[Screen] = [screen]
    asked = []
    while any(choice.startswith("sign:") for choice in verdict[-1].buttons.values()):
        asked.append(verdict[-1].text)
        # Every other answer is typed instead of tapped.
        yes = person.words("button.yes")
        verdict = person.write(yes) if len(asked) % 2 else person.tap_id(verdict[-1].buttons[yes])
    assert 1 <= len(asked) == len(set(asked))
    _home_is_told_and_the_verdict_is_danger(person, verdict[-1], "PH")


@pytest.mark.parametrize("person", ["hi"], indirect=True)
def test_an_offer_in_hindi_is_pasted_as_the_first_words(person: Person) -> None:
    (noticed,) = person.write(ADVERT["hi"])
    assert noticed.text.startswith(person.words("offer.noticed"))
    assert QUOTED["hi"] in noticed.text
    _home_is_told_and_the_verdict_is_danger(person, noticed, "IN")


def _home_is_told_and_the_verdict_is_danger(person: Person, screen: Screen, home: str) -> None:
    assert screen.text.endswith(person.words("offer.which_home"))
    what, then = person.tap_id(f"offer.home:{home}")
    assert person.words("verdict.danger") in what.text
    assert QUOTED[person.language] in what.text
    for line in ("verdict.next", "verdict.danger.step1", "verdict.limits", Phrase(f"office/{home}/body")):
        assert person.words(line) in then.text
    assert person.words("button.more_help") in then.buttons
    assert not what.is_quiet


# --- help is found quietly --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["en"], indirect=True)
def test_somebody_who_is_held_finds_help_by_taps_and_hides(person: Person, mind: Mind) -> None:
    (opening,) = person.write(HELD["en"])
    assert opening.text == f"{person.words('help.opening')}\n{person.words('help.safe')}"
    (where,) = person.tap("button.yes")
    assert where.text == person.words("help.which_country")
    (whose,) = person.tap_id("help.country:KH")
    assert whose.text == person.words("help.which_nationality")
    (contacts,) = person.tap_id("help.nationality:PH")
    _contacts_are_those_of(person, contacts, mind, country="KH", nationality="PH")
    (more,) = person.tap("help.button.no_answer")
    assert more.text != contacts.text
    assert all(screen.is_quiet for screen in person.screens)
    _the_chat_is_hidden(person, HELD["en"])


@pytest.mark.parametrize("person", ["th"], indirect=True)
def test_somebody_who_is_held_finds_help_in_thai_by_writing(person: Person, mind: Mind) -> None:
    (opening,) = person.write(HELD["th"])
    assert opening.text == f"{person.words('help.opening')}\n{person.words('help.safe')}"
    (where,) = person.write(person.words("button.yes"))
    assert where.text == person.words("help.which_country")
    (whose,) = person.write("🇰🇭")
    assert whose.text == person.words("help.which_nationality")
    (contacts,) = person.write(country_name("TH", "th"))
    _contacts_are_those_of(person, contacts, mind, country="KH", nationality="TH")
    assert all(screen.is_quiet for screen in person.screens)
    _the_chat_is_hidden(person, HELD["th"])


def _contacts_are_those_of(person: Person, screen: Screen, mind: Mind, *, country: str, nationality: str) -> None:
    best = refer(
        mind.library,
        country=country,
        nationality=nationality,
        language=person.language,
        topic=None,
        today=datetime.now(UTC).date(),
    )[:SHOWN_AT_ONCE]
    assert best
    lines = [person.words(line) for referral in best for line in contact_lines(referral, country, mind.library.languages)]
    assert [line for line in lines if line not in screen.text] == []
    assert re.search(r"https://|\+\d", screen.text)


def _the_chat_is_hidden(person: Person, first_words: str) -> None:
    assert first_words in person.left_in_the_chat()
    (cover,) = person.tap("button.hide")
    assert [choice.partition(":")[0] for choice in cover.buttons.values()] == ["cover"]
    soon(lambda: person.left_in_the_chat() == [cover.text])


# --- nothing is lost and nothing is answered twice --------------------------------------------------------------------


@pytest.mark.parametrize("person", ["en"], indirect=True)
def test_a_conversation_goes_on_over_crashes_as_if_nothing_had_happened(
    person: Person, waypost: Waypost, server: Server, mind: Mind
) -> None:
    steps = [HELD["en"], person.words("button.yes"), country_name("KH", "en"), country_name("PH", "en")]
    for words in steps:
        waypost.kill()
        person.send(words)  # written while nobody listens
        waypost.start()
        assert len(person.read()) == 1
        waypost.kill()
        server.bring_again()  # as if the last confirmations were lost with the connection
        waypost.start()
        assert person.read() == []  # what was answered before is not answered again
    assert [screen.text for screen in person.screens[:3]] == [
        f"{person.words('help.opening')}\n{person.words('help.safe')}",
        person.words("help.which_country"),
        person.words("help.which_nationality"),
    ]
    _contacts_are_those_of(person, person.screens[3], mind, country="KH", nationality="PH")


def test_crashes_in_the_midst_of_a_crowd_lose_nobody(server: Server, waypost: Waypost, mind: Mind) -> None:
    crowd = [Person(server, waypost, mind, chat=8_000_000 + n, language="en") for n in range(40)]
    waypost.kill()
    for person in crowd:
        person.send("/start")
    waypost.start()
    soon(server.all_confirmed)  # Telegram has forgotten the updates: whatever is not kept now is lost
    waypost.kill()
    for _ in range(2):
        before = len(server.said())
        waypost.start()
        soon(lambda least=before: len(server.said()) > least)
        waypost.kill()
    waypost.start()
    answers = [[screen.text for screen in person.read()] for person in crowd]
    assert [texts for texts in answers if set(texts) != {texts[0]}] == []
    assert answers[0][0].startswith(crowd[0].words("welcome.hello"))
    # Only what was in flight at a crash may come twice, and each such message is told to the operator.
    twice = sum(len(texts) - 1 for texts in answers)
    assert twice <= waypost.log().count("in flight when the last run ended")
