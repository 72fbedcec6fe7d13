"""Translation by a provider: in the body of a request only, never waited for long, and nothing of it in a log."""

import asyncio
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

import pytest

from bot.errors import Unavailable
from bot.understanding import translator as module
from bot.understanding.breaker import Breaker
from bot.understanding.translator import AT_ONCE, PATIENCE, MicrosoftTranslator
from tests.provider import KEY, Provider, providing

pytestmark = pytest.mark.enable_socket

MARK = "비밀표시 Zanzibarina 77123456789"


@dataclass
class StandingClock:
    now: float = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with providing(Provider({MARK: "secret mark"})) as provider:
        yield provider


async def test_the_text_is_in_the_body_and_nowhere_else(provider: Provider, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    translator = MicrosoftTranslator(KEY, region="westeurope", server=provider.url)
    assert await translator.to_english(MARK) == "secret mark"
    assert provider.asked == [MARK]
    heads = "\n".join(provider.heads)
    forms = {form for part in MARK.split() for form in (part, quote(part), quote_plus(part), json.dumps(part)[1:-1])}
    assert [form for form in forms if form in heads or form in caplog.text] == []
    assert "westeurope" in heads
    assert KEY not in caplog.text


@pytest.mark.parametrize(("language", "code"), [("th", "th"), ("zh-Hans", "zh-hans"), ("pt-BR", "pt")])
async def test_the_language_is_named_as_the_provider_does(provider: Provider, language: str, code: str) -> None:
    translator = MicrosoftTranslator(KEY, server=provider.url)
    assert await translator.into(language, MARK) == "secret mark"
    assert await translator.to_english(MARK) == "secret mark"
    asked = [head.split(" HTTP")[0].rpartition("to=")[2] for head in provider.heads if "/translate?" in head]
    assert asked == [code, "en"]


async def test_a_library_that_puts_the_text_into_the_address_does_not_get_out(
    provider: Provider, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    def by_address(self: module.microsoft.MicrosoftTranslator, text: str) -> str:
        return str(module.microsoft.requests.post(self._base_url, params={"to": "en", "text": text}).json())

    monkeypatch.setattr(module.microsoft.MicrosoftTranslator, "translate", by_address)
    with pytest.raises(Unavailable):
        await MicrosoftTranslator(KEY, server=provider.url).to_english(MARK)
    assert [head.split(" HTTP")[0] for head in provider.heads] == ["GET /languages?api-version=3.0&scope=translation"]
    assert "Zanzibarina" not in caplog.text


NONSENSE = {
    "an error page": (503, {}, b"<html>"),
    "no JSON": (200, {}, b"\xff\xfe"),
    "an error without words": (500, {}, b"{}"),
    "an empty list": (200, {}, b"[]"),
    "no translation": (200, {}, b'[{"translations": []}]'),
    "an empty one": (200, {}, b'[{"translations": [{"text": " ", "to": "en"}]}]'),
    "something else": (200, {}, b'"text"'),
}


@pytest.mark.parametrize("instead", NONSENSE.values(), ids=NONSENSE.keys())
async def test_nonsense_is_not_taken_for_a_translation(
    provider: Provider, instead: tuple[int, dict[str, str], bytes]
) -> None:
    provider.instead = instead
    with pytest.raises(Unavailable):
        await MicrosoftTranslator(KEY, server=provider.url).to_english(MARK)


async def test_a_refusal_tells_nothing_of_the_text(provider: Provider, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(Unavailable) as raised:
        await MicrosoftTranslator("wrong-key", server=provider.url).to_english(MARK)
    assert provider.asked == [MARK]
    assert "Zanzibarina" not in f"{caplog.text}{raised.value}"
    assert (raised.value.__cause__, raised.value.__context__) == (None, None)


async def test_an_answer_that_points_elsewhere_is_not_followed(provider: Provider) -> None:
    with providing(Provider()) as other:
        for target in (f"{other.url}/translate?api-version=3.0&to=en", "https://elsewhere.example/"):
            provider.instead = (307, {"location": target}, b"")
            with pytest.raises(Unavailable):
                await MicrosoftTranslator(KEY, server=provider.url).to_english(MARK)
        assert other.heads == []


async def test_a_provider_that_hangs_is_left_and_then_left_in_peace(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.3)
    provider.hangs = True
    translator = MicrosoftTranslator(KEY, server=provider.url)
    for _ in range(5):
        with pytest.raises(Unavailable):
            await translator.to_english(MARK)
    assert provider.asked == [MARK]


async def test_only_a_few_are_asked_for_at_a_time(provider: Provider) -> None:
    provider.hangs = True
    translator = MicrosoftTranslator(KEY, server=provider.url)
    asking = [asyncio.create_task(translator.to_english(MARK)) for _ in range(AT_ONCE)]
    await asyncio.sleep(0)
    with pytest.raises(Unavailable, match="too much"):
        await translator.to_english(MARK)
    provider.let_go.set()
    assert await asyncio.gather(*asking) == ["secret mark"] * AT_ONCE
    assert await translator.to_english(MARK) == "secret mark"


async def test_a_provider_that_comes_back_is_asked_again(provider: Provider) -> None:
    clock = StandingClock()
    translator = MicrosoftTranslator(KEY, server=provider.url, breaker=Breaker(PATIENCE, clock))
    provider.instead = NONSENSE["an error page"]
    for _ in range(3):
        with pytest.raises(Unavailable):
            await translator.to_english(MARK)
    assert provider.asked == [MARK]
    provider.instead = None
    clock.now += 1.0
    assert await translator.to_english(MARK) == "secret mark"


def test_nobody_loads_the_library_who_did_not_set_it_up() -> None:
    code = "import sys, bot.app, bot.serving; print({'deep_translator', 'requests', 'bs4'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
