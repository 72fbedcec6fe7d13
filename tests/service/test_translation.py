"""What is not understood goes to a translator only after a yes, never in an alarm; what it means is then heard."""

import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest

from bot.app import Mind
from bot.domain.inbound import Chosen, Command, Content, Inbound, PersonRef, Text
from bot.domain.outgoing import Outgoing
from bot.domain.state import State
from bot.service.conversation import Conversation
from bot.service.outbox import Outbox
from bot.store.engine import connect, migrate
from bot.store.memory import SqlStore
from bot.store.sealing import Sealer
from bot.understanding.translator import MicrosoftTranslator
from tests.fakes import NOON, ListeningChannel, SetClock
from tests.provider import KEY, Provider, providing

pytestmark = pytest.mark.enable_socket

MIN = PersonRef("listening", "min")
HELLO = "안녕하세요 일자리를 찾고 있어요"
HELD = "여권을 빼앗겼고 건물에서 나갈 수 없어요"
OFFER = "태국 고객센터 채용, 항공권과 숙소 무료, 비자 수수료 먼저 내세요"
ENGLISH = {
    HELLO: "Hello, I am looking for a job",
    HELD: "They took my passport and I cannot leave the building",
    OFFER: "Hiring customer service in Thailand, free flight and accommodation, pay a visa fee first",
}


class House:
    """A conversation with the provider behind it."""

    def __init__(self, mind: Mind, provider: Provider) -> None:
        engine = connect("sqlite://")
        migrate(engine)
        self.store, self.channel, clock = SqlStore(engine, Sealer(b"k" * 32)), ListeningChannel(), SetClock()
        self.outbox = Outbox(self.store, {"listening": self.channel}, clock)
        self.library = replace(mind.library, translator="Microsoft")
        self.conversation = Conversation(
            store=self.store,
            listener=mind.ear,
            renderer=mind.renderer,
            outbox=self.outbox,
            library=lambda: self.library,
            clock=clock,
            surfaces={"listening": self.channel.surface},
            translator=MicrosoftTranslator(KEY, server=provider.url),
        )
        self.delivered = 0

    async def hear(self, *contents: Content | str) -> list[Outgoing]:
        """What came back for the last of them."""
        for content in contents:
            before = len(self.channel.sent)
            self.delivered += 1
            content = Text(content) if isinstance(content, str) else content
            await self.conversation.handle(Inbound(MIN, str(self.delivered), content, NOON))
            await self.outbox.settle()
        return [message for _, message in self.channel.sent[before:]]

    async def state(self) -> State:
        return (await self.store.load(MIN))[0]


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with providing(Provider(ENGLISH)) as provider:
        yield provider


@pytest.fixture
async def house(mind: Mind, provider: Provider) -> AsyncIterator[House]:
    house = House(mind, provider)
    yield house
    await house.outbox.close()
    house.store.close()


async def test_the_question_comes_once_in_the_languages_that_are_likeliest_read(house: House, provider: Provider) -> None:
    languages, question = await house.hear(HELLO)
    assert [button.id for button in question.buttons] == ["translate:yes", "translate:no", "help:start"]
    assert [button.title for button in question.buttons] == ["✅", "❌", "☎️"]
    lines = question.text.splitlines()
    assert len(lines) == len(languages.text.splitlines()) == 2
    assert all("Microsoft" in line for line in lines)
    assert "May I send" in lines[1]
    assert len(await house.hear(HELLO)) == 1
    assert provider.heads == []


@pytest.mark.parametrize("taps", [[], ["translate:no"], ["translate:yes", "translate:no"]])
async def test_nothing_is_sent_without_a_yes_that_still_holds(house: House, provider: Provider, taps: list[str]) -> None:
    await house.hear(HELLO, *map(Chosen, taps), HELLO, HELD)
    assert provider.heads == []
    assert (await house.state()).may_translate is False


async def test_after_a_yes_an_offer_is_read_and_only_the_persons_own_words_are_quoted(
    house: House, provider: Provider
) -> None:
    await house.hear(HELLO, Chosen("translate:yes"), Chosen("language:en"))
    (answer,) = await house.hear(OFFER)
    assert provider.asked == [OFFER]
    offer = (await house.state()).offer
    assert offer is not None
    assert {"upfront_fee", "free_flight_and_lodging"} <= {sign.id for sign in offer.found}
    assert "They ask you for money" in answer.text
    assert all(sign.quote in OFFER for sign in offer.found)
    assert "“" not in answer.text


async def test_an_alarm_that_only_the_translation_shows_opens_the_quiet_conversation(house: House) -> None:
    await house.hear(HELLO, Chosen("translate:yes"), HELD)
    state = await house.state()
    assert (state.asked, state.at_risk) == ("help.safe", True)


async def test_an_alarm_is_answered_without_asking_anybody(house: House, provider: Provider) -> None:
    for beginning in ([], [HELLO, Chosen("translate:yes")]):
        await house.hear(Command("delete"), *beginning)
        (answer,) = await house.hear("Меня держат здесь, не выпускают")
        assert "translate:yes" not in [button.id for button in answer.buttons]
        assert (await house.state()).help is not None
        # Nor later, in the quiet conversation.
        if not beginning:
            assert all("translate:yes" not in [b.id for b in said.buttons] for said in await house.hear(HELLO))
    assert provider.heads == []


async def test_under_the_cover_nothing_is_asked_or_sent(house: House, provider: Provider) -> None:
    (cover,) = await house.hear(Chosen("hide"), HELLO)
    assert [button.title for button in cover.buttons] == ["Another tip"]
    await house.hear(Command("start"), HELLO, Chosen("translate:yes"), Chosen("hide"), HELLO)
    assert (await house.state()).may_translate is None
    await house.hear(Chosen("translate:yes"), HELLO)
    assert provider.heads == []


async def test_a_provider_that_is_down_costs_only_the_translation(house: House, provider: Provider) -> None:
    provider.instead = (503, {}, b"")
    await house.hear(HELLO, Chosen("translate:yes"))
    assert len(await house.hear(HELLO)) == 1
    assert provider.asked == [HELLO]


async def test_somebody_who_is_understood_is_not_asked(house: House, provider: Provider) -> None:
    for text in (
        "Hello, I am looking for a job",
        "Busco trabajo en Tailandia",
        "ok",
        "👍",
        "Halo, saya mau kerja di Thailand",
    ):
        said = await house.hear(text)
        assert all("translate:yes" not in [button.id for button in message.buttons] for message in said)
    assert provider.heads == []


async def test_without_a_provider_the_buttons_of_another_time_do_nothing(house: House) -> None:
    house.library = replace(house.library, translator=None)
    assert len(await house.hear(HELLO)) == 1
    await house.hear(Chosen("translate:yes"))
    assert (await house.state()).may_translate is None


async def test_no_translated_word_reaches_a_log(house: House, provider: Provider, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    marked = "제 이름은 비밀표시 77123456789 입니다"
    provider.english[marked] = "my name is Zanzibarina 77123456789"
    await house.hear(HELLO, Chosen("translate:yes"), marked)
    provider.instead = (400, {}, b'{"error": "Zanzibarina"}')
    await house.hear(marked)
    assert provider.asked == [marked, marked]
    logged = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert [mark for mark in ("비밀표시", "Zanzibarina", "77123456789") if mark in logged] == []
