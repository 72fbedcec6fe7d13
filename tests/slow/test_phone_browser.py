"""Whole conversations on the web phone, in a real Chromium, with the real server behind it.

WAYPOST_SCREENSHOTS names a folder for what was on the screen, so that somebody can look at it.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from bot.app import Mind
from bot.domain.reply import say
from tests.reading.drawing import as_file, drawn

pytestmark = pytest.mark.slow

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIETLY = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOOKS = ("telegram", "whatsapp")
SIZES = {"desk": {"width": 1280, "height": 920}, "pocket": {"width": 360, "height": 740}}

ADVERT = {
    "en": "URGENT HIRING customer service in Thailand, salary 1500 USD a month, no experience needed, free flight and "
    "accommodation, company will pick you up in Mae Sot. Only 2 slots left, contact HR on Telegram.",
    "hi": "थाईलैंड में डाटा एंट्री की नौकरी, सैलरी 1 लाख रुपये महीना, अनुभव की जरूरत नहीं, फ्री टिकट, रहना खाना फ्री, "
    "मे सोत में कंपनी लेने आएगी, जल्दी करें सीट सीमित हैं",
}
HELD = {"en": "they took my passport and I can't leave", "hi": "मेरा पासपोर्ट छीन लिया और बाहर नहीं जाने देते"}
HOME = {"en": "PH", "hi": "IN"}


class Server:
    """`waypost serve`, as an operator would run it."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        self._errors = (folder / "stderr").open("w+", encoding="utf-8")
        keep = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
        self.process = subprocess.Popen(
            [Path(sys.executable).with_name("waypost"), "serve", "--port", str(port)],
            env={**keep, "WAYPOST_DATA": str(folder / "data")},
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        found = re.search(r"http://\S+", said)
        assert found, said
        self.url = found[0]

    def end(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Stop it; the exit code and everything it logged."""
        self.process.send_signal(number)
        code = self.process.wait(timeout=30)
        assert self.process.stdout is not None
        self.process.stdout.close()
        self._errors.seek(0)
        logged = self._errors.read()
        self._errors.close()
        return code, logged


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("serve"))
    yield running
    assert running.end() == (0, ""), "it stops in good order and has nothing to complain of"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.fail("Chromium is needed: apt-get install chromium fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIETLY)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(os.environ.get("WAYPOST_SCREENSHOTS") or tmp_path_factory.mktemp("screenshots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class Phone:
    """The page, used as people use it."""

    def __init__(self, browser: Browser, url: str, look: str, language: str, size: str = "desk") -> None:
        self.look = look
        locale = {"en": "en-GB", "hi": "hi-IN"}[language]
        context = browser.new_context(viewport=SIZES[size], locale=locale, device_scale_factor=1)  # type: ignore[arg-type]
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.set_default_timeout(15_000)
        self.page.goto(url)
        if look == "whatsapp":
            self.show_options()
            self.page.get_by_role("button", name="WhatsApp", exact=True).click()
            self.hide_options()
        else:
            self.page.get_by_role("button", name="START").click()
            expect(self.bubbles()).to_have_count(1)

    def show_options(self) -> None:
        if self.page.locator("#options").is_visible():
            self.page.locator("#options").click()

    hide_options = show_options

    def bubbles(self) -> Locator:
        """What the bot has said."""
        return self.page.locator(f"[data-chat={self.look}] > li[data-id]:not(.mine):not(.leaving)")

    def own(self) -> Locator:
        return self.page.locator(f"[data-chat={self.look}] > li.mine:not(.leaving)")

    def write(self, text: str) -> None:
        before = self.bubbles().count()
        self.page.get_by_label("Type a message").fill(text)
        self.page.get_by_role("button", name="Send", exact=True).click()
        self._answered(before)

    def tap(self, choice: str) -> None:
        """Tap a button of the last message, in the way of this look."""
        before = self.bubbles().count()
        last = self.bubbles().last
        plain = last.locator(f'[data-choice="{choice}"]')
        if plain.count():
            plain.click()
        else:
            last.locator(".keys button").click()
            self.page.locator(f'#sheet input[value="{choice}"]').check()
            self.page.locator("#sheet .go").click()
        self._answered(before)

    def offered(self) -> list[str]:
        """The ids of the choices under the last message."""
        last = self.bubbles().last
        plain = [key.get_attribute("data-choice") or "" for key in last.locator("[data-choice]").all()]
        if plain or not last.locator(".keys button").count():
            return plain
        last.locator(".keys button").click()
        rows = [row.get_attribute("value") or "" for row in self.page.locator("#sheet input").all()]
        self.page.keyboard.press("Escape")
        return rows

    def _answered(self, before: int) -> None:
        expect(self.bubbles()).not_to_have_count(before)
        # A turn may say more than one message; they come at once.
        self.page.wait_for_timeout(400)

    def overflowing(self) -> list[str]:
        """Whatever is wider than its place or stands out of the phone."""
        return self.page.evaluate(  # type: ignore[no-any-return]
            """() => {
                const edge = document.querySelector(".screen").getBoundingClientRect().right + 1;
                return [...document.querySelectorAll("html, .screen *")]
                    .filter(part => part.getClientRects().length && !part.closest(".unseen, svg, .lock p"))
                    .filter(part => part.scrollWidth > Math.max(part.clientWidth, part.offsetWidth) + 1
                        || (part.closest(".screen") && part.getBoundingClientRect().right > edge))
                    .map(part => `${part.tagName}.${part.className}: ${part.textContent.slice(0, 60)}`);
            }"""
        )

    def texts(self) -> list[str]:
        return self.bubbles().locator(".said").all_inner_texts()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ADVERT)
@pytest.mark.parametrize("look", LOOKS)
def test_an_offer_is_checked(
    browser: Browser, server: Server, mind: Mind, pictures: Path, look: str, language: str, size: str
) -> None:
    phone = Phone(browser, server.url, look, language, size)
    phone.write(ADVERT[language])
    opening = mind.renderer.phrase(say("verdict.opening"), language)
    for _ in range(12):
        if any(text.startswith(opening) for text in phone.texts()):
            break
        offered = phone.offered()
        answers = [
            choice for choice in offered if choice in (f"offer.home:{HOME[language]}",) or choice.endswith(":unknown")
        ]
        assert answers, offered
        phone.tap(answers[0])
    said = "\n".join(phone.texts())
    assert mind.renderer.phrase(say("verdict.danger"), language) in said
    assert mind.renderer.phrase(say("verdict.limits"), language) in said
    assert phone.overflowing() == []
    phone.page.screenshot(path=pictures / f"vetting-{look}-{language}-{size}.png")
    assert phone.complaints == []
    phone.page.context.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", HELD)
@pytest.mark.parametrize("look", LOOKS)
def test_somebody_who_is_held_finds_contacts_and_hides(
    browser: Browser, server: Server, mind: Mind, pictures: Path, look: str, language: str, size: str
) -> None:
    phone = Phone(browser, server.url, look, language, size)
    phone.write(HELD[language])
    for choice in ("help.safe:yes", "help.country:KH", f"help.nationality:{HOME[language]}"):
        phone.tap(choice)
    contacts = mind.renderer.phrase(say("help.contacts"), language)
    assert contacts in "\n".join(phone.texts())
    assert re.search(r"\d{3}", phone.texts()[-1]), "a number to call"
    assert phone.overflowing() == []
    phone.page.screenshot(path=pictures / f"help-{look}-{language}-{size}.png")

    phone.show_options()
    phone.page.get_by_role("button", name="Lock screen").click()
    notices = phone.page.locator("#notices p").all_inner_texts()
    phone.page.screenshot(path=pictures / f"locked-{look}-{language}-{size}.png")
    assert notices[0] == contacts, "the lock screen shows a harmless first line"
    assert phone.overflowing() == []
    phone.page.get_by_role("button", name="Unlock").click()

    phone.tap("help:next")
    phone.tap("hide")
    covers = {mind.renderer.phrase(say(f"cover.{n}"), language) for n in range(7)}
    if look == "telegram":
        expect(phone.bubbles()).to_have_count(1)
        expect(phone.own()).to_have_count(0)
        assert {phone.texts()[0]} <= covers
        assert HELD[language] not in phone.page.locator("body").inner_text()
    else:
        assert phone.texts()[-1] in covers
        assert contacts in "\n".join(phone.texts()), "WhatsApp lets no bot take a message back"
    phone.page.screenshot(path=pictures / f"hidden-{look}-{language}-{size}.png")
    assert phone.complaints == []
    phone.page.context.close()


def test_a_conversation_is_there_again_after_a_reload_and_not_in_a_new_one(browser: Browser, server: Server) -> None:
    phone = Phone(browser, server.url, "telegram", "en")
    phone.write(HELD["en"])
    before = phone.texts()
    phone.page.reload()
    expect(phone.bubbles()).to_have_count(len(before))
    assert phone.texts() == before
    phone.page.get_by_role("button", name="New conversation").click()
    expect(phone.bubbles()).to_have_count(0)
    assert phone.complaints == []
    phone.page.context.close()


def test_a_whole_book_is_refused_kindly_and_stays_in_the_field(browser: Browser, server: Server) -> None:
    phone = Phone(browser, server.url, "whatsapp", "en")
    field = phone.page.get_by_label("Type a message")
    field.evaluate("(field, text) => { field.value = text.repeat(100000); }", "ten bytes ")
    phone.page.get_by_role("button", name="Send", exact=True).click()
    expect(phone.page.get_by_role("alert")).to_contain_text("too long")
    assert phone.own().count() == 0
    assert len(field.input_value()) == 1_000_000
    phone.page.context.close()


def test_other_kinds_of_messages_can_be_tried(browser: Browser, server: Server, mind: Mind) -> None:
    phone = Phone(browser, server.url, "telegram", "en")
    for kind, key in (("Voice message", "unreadable.voice"), ("Sticker", "unreadable.sticker")):
        before = phone.bubbles().count()
        phone.page.get_by_role("button", name="Attach").click()
        phone.page.get_by_role("button", name=kind).click()
        expect(phone.bubbles()).to_have_count(before + 1)
        assert phone.texts()[-1] == mind.renderer.phrase(say(key), "en")
    phone.page.get_by_role("button", name="Attach").click()
    phone.page.get_by_role("button", name="Location").click()
    phone.page.get_by_role("button", name="Myawaddy, Myanmar").click()
    expect(phone.bubbles().last.locator('[data-choice="help.country:MM"]')).to_be_visible()
    phone.page.context.close()


def test_a_picture_of_an_advert_is_read_and_checked(
    browser: Browser, server: Server, mind: Mind, pictures: Path, tmp_path: Path
) -> None:
    (tmp_path / "advert.png").write_bytes(as_file(drawn()))
    phone = Phone(browser, server.url, "telegram", "en")
    before = phone.bubbles().count()
    phone.page.get_by_role("button", name="Attach").click()
    phone.page.get_by_role("button", name="Picture or PDF").click()
    phone.page.locator("#sheet input[type=file]").set_input_files(tmp_path / "advert.png")
    expect(phone.bubbles()).to_have_count(before + 3, timeout=60_000)
    wait, words, noticed = phone.texts()[before:]
    assert wait == mind.renderer.phrase(say("picture.wait"), "en")
    assert "URGENT HIRING Customer service in Thailand" in words
    assert "Free flight and accommodation" in noticed
    phone.page.screenshot(path=pictures / "picture.png")
    assert phone.complaints == []
    phone.page.context.close()


def test_what_is_written_while_the_server_is_away_arrives_once(browser: Browser, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    first = Server(tmp_path, port)
    phone = Phone(browser, first.url, "whatsapp", "en")
    phone.write("hello")
    first.end(signal.SIGKILL)
    expect(phone.page.get_by_role("status")).to_be_visible()
    phone.page.get_by_label("Type a message").fill(HELD["en"])
    phone.page.get_by_role("button", name="Send", exact=True).click()
    phone.page.wait_for_timeout(1500)

    second = Server(tmp_path, port)
    expect(phone.page.get_by_role("status")).to_be_hidden(timeout=30_000)
    expect(phone.bubbles()).to_have_count(2)
    expect(phone.own().last).to_have_attribute("data-tick", "read")
    phone.page.wait_for_timeout(1000)
    assert (phone.bubbles().count(), phone.own().count()) == (2, 2)
    phone.page.context.close()
    assert second.end()[0] == 0
