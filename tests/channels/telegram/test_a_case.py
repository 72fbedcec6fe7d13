"""A whole case, from the question to the end, between a person's chat and the team's group on Telegram."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.app import Mind
from bot.channels.phone.channel import PhoneChannel
from bot.channels.phone.looks import WHATSAPP
from bot.channels.telegram import StaffChannel, TelegramChannel
from bot.channels.telegram.parsing import parsed
from bot.channels.telegram.taking import event_in, take
from bot.domain.cases import Note
from bot.domain.facts import Helpers
from bot.domain.inbound import Chosen, Content, Inbound, PersonRef, Text
from bot.domain.reply import Value, say
from bot.ports import Channel
from bot.service.conversation import Conversation
from bot.service.outbox import Outbox
from bot.store.engine import connect, migrate
from bot.store.memory import SqlStore
from bot.store.sealing import Sealer
from tests.channels.telegram.bot_api import FORUM, TOKEN, BotApi
from tests.channels.telegram.payloads import ANA, FROM, GROUP, VOICE, message, tap
from tests.fakes import ScriptedTranslator, SetClock

HELPERS = Helpers("House of Hope")
SOK = {"id": 7, "is_bot": False, "first_name": "Sok"}


class Town:
    """Ana's chat and the team's group, with the bot between them; it can be torn down and built again."""

    def __init__(self, api: BotApi, mind: Mind, file: Path) -> None:
        self.api, self.clock = api, SetClock()
        self._mind, self.library = mind, replace(mind.library, helpers=HELPERS)
        self._file, self._numbers = file, count(1)
        self.translator, self.phone = ScriptedTranslator(), PhoneChannel(WHATSAPP)

    async def build(self) -> None:
        engine = connect(f"sqlite:///{self._file}")
        migrate(engine)
        self.store = SqlStore(engine, Sealer(b"k" * 32))
        self.telegram = TelegramChannel(TOKEN, self.api.url, staff_chat=FORUM, pauses=())
        await self.telegram.open()
        room = StaffChannel(self.telegram, FORUM, self.store.cases)
        channels: dict[str, Channel] = {channel.name: channel for channel in (self.telegram, self.phone)}
        self.outbox = Outbox(self.store, {**channels, "staff": room}, self.clock)
        self.conversation = Conversation(
            store=self.store,
            listener=self._mind.ear,
            renderer=self._mind.renderer,
            outbox=self.outbox,
            library=lambda: self.library,
            clock=self.clock,
            surfaces={name: channel.surface for name, channel in channels.items()},
            translator=self.translator,
            channels=channels,
            cases=self.store.cases,
            room=room,
        )
        assert self.conversation.desk is not None
        self.desk = self.conversation.desk

    async def close(self) -> None:
        await self.outbox.close()
        self.store.close()
        await self.telegram.close()

    async def take(self, update: dict[str, Any]) -> None:
        found = parsed(update)
        assert found is not None
        event = event_in(found, self.telegram)
        if event is not None:
            await take(self.conversation.handle, event)
        await self.desk.settle()
        await self.outbox.settle()

    def words(self, key: str, language: str, **values: Value) -> str:
        return self._mind.renderer.phrase(say(key, **values), language)

    async def ana(self, text: str = "", **fields: Any) -> list[str]:
        """Ana writes or taps; what has newly come to her chat."""
        number, before = next(self._numbers), len(self.chat())
        tapped = fields.pop("tapped", None)
        await self.take(tap(tapped, number) if tapped else message(number, **({"text": text} if text else {}), **fields))
        return self.chat()[before:]

    async def staff(self, text: str, **fields: Any) -> list[str]:
        """Somebody of the team writes in the newest topic; what has newly come to Ana's chat."""
        before = len(self.chat())
        await self.take(self.from_staff(next(self._numbers), text, **fields))
        return self.chat()[before:]

    def from_staff(self, number: int, text: str, **fields: Any) -> dict[str, Any]:
        there = {"chat": GROUP | {"id": FORUM}, "from": SOK, "message_thread_id": max(self.api.topics, default=70)}
        return message(number, **(there | {"text": text} | fields))

    def chat(self) -> list[str]:
        return [given["text"] for given in self.api.messages.values() if given["chat_id"] == ANA]

    def topic(self) -> list[str]:
        return self.api.in_topic(max(self.api.topics))


@pytest.fixture
async def town(api: BotApi, mind: Mind, tmp_path: Path) -> AsyncIterator[Town]:
    town = Town(api, mind, tmp_path / "waypost.db")
    await town.build()
    yield town
    await town.close()


async def opened(town: Town, language: str = "en") -> None:
    for choice in (
        f"language:{language}",
        "help:start",
        "help.safe:yes",
        "help.country:KH",
        "help.nationality:PH",
        "human:ask",
    ):
        await town.ana(tapped=choice)
    await town.ana(tapped="human:yes")


async def test_a_case_from_opening_to_closing(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for choice in ("language:en", "help:start", "help.safe:yes", "help.country:KH", "help.nationality:PH"):
        (screen,) = await town.ana(tapped=choice)
    assert screen.startswith("Here are contacts for you.")
    (question,) = await town.ana("I want to talk to a real person")
    assert "The team of House of Hope can answer you here." in question
    assert town.api.topics == {}
    await town.ana("yes")
    assert [topic["name"] for topic in town.api.topics.values()] == ["Case 1 · KH · English"]
    assert town.topic() == [Note.OPENED]

    (passed_on,) = await town.ana("MarkedStory one")
    assert passed_on.startswith("I have passed it on.")
    assert await town.ana("MarkedStory two") == []
    assert await town.staff("/claim") == []
    assert await town.staff("// MarkedNote: call the embassy first") == []
    assert await town.staff("/note MarkedNote") == []
    assert await town.staff("MarkedAnswer: we are here.\nAre you hurt?") == [
        "The team writes:\nMarkedAnswer: we are here.\nAre you hurt?"
    ]
    assert len(await town.ana("no")) == 1
    (voice,) = await town.ana(voice=VOICE)
    assert voice.endswith("I can pass on words only, no pictures, voice or files.")
    assert town.topic() == [Note.OPENED, "💬 MarkedStory one", "💬 MarkedStory two", Note.CLAIMED, "💬 no"]

    to_ana = [given for given in town.api.messages.values() if given["chat_id"] == ANA]
    assert all(given["disable_notification"] and given["protect_content"] for given in to_ana[2:])
    assert await town.staff("/close") == ["The team has ended this talk. You can begin again at any time."]
    assert (town.topic()[-1], town.api.topics[70]["closed"]) == (Note.CLOSED, True)
    seen = caplog.text + str(town.api.topics) + "".join(town.topic())
    assert [secret for secret in (str(ANA), FROM["first_name"], FROM["username"]) if secret in seen] == []
    assert "Marked" not in caplog.text


async def test_hiding_closes_the_way_to_the_person_until_they_are_back(town: Town) -> None:
    await opened(town)
    await town.ana("MarkedStory")
    await town.ana(tapped="hide")
    (cover,) = town.chat()
    assert await town.ana("who is this") == [cover]
    assert await town.staff("Are you there?") == []
    assert town.topic()[-3:] == ["💬 MarkedStory", Note.HID, Note.HIDDEN]
    await town.ana("/start")
    assert town.topic()[-1] == Note.BACK
    assert await town.staff("Good that you are back.") == ["The team writes:\nGood that you are back."]


async def test_an_alarm_is_answered_as_always_and_reaches_the_team_marked(town: Town) -> None:
    await opened(town)
    (answer,) = await town.ana("they took my passport and I can't leave")
    assert answer.startswith("Hello, I am here.")
    assert town.topic()[-2:] == ["💬 they took my passport and I can't leave", Note.ALARM]


async def test_each_side_is_taken_once_over_a_restart(town: Town) -> None:
    await opened(town)
    await town.ana("MarkedStory")
    again = [message(900, text="once"), town.from_staff(901, "once")]
    for _ in range(2):
        for update in again:
            await town.take(update)
        await town.close()
        await town.build()
    assert town.topic().count("💬 once") == 1
    assert town.chat().count("The team writes:\nonce") == 1


async def test_the_team_is_reminded_and_an_old_case_is_erased_with_its_topic(town: Town) -> None:
    await opened(town)
    town.clock.forward(timedelta(minutes=14))
    await town.desk.remind()
    town.clock.forward(timedelta(minutes=1))
    for _ in range(2):
        await town.desk.remind()
    await town.outbox.settle()
    assert [text for text in town.topic() if "Nobody has answered" in text] == [
        "Nobody has answered for 15 minutes. Nobody has claimed this case."
    ]
    await town.staff("/close")
    town.clock.forward(HELPERS.keep - timedelta(hours=1))
    await town.desk.tidy()
    assert len(town.api.topics) == 1
    town.clock.forward(timedelta(hours=1))
    await town.desk.tidy()
    assert town.api.topics == {}


async def test_the_person_ends_it_and_begins_another(town: Town) -> None:
    await opened(town)
    await town.ana(tapped="human:end")
    assert (town.topic()[-1], town.api.topics[70]["closed"]) == (Note.ENDED, True)
    assert await town.staff("wait") == []
    await town.ana(tapped="human:ask")
    await town.ana(tapped="human:yes")
    assert [topic["name"] for topic in town.api.topics.values()] == ["Case 1 · KH · English", "Case 2 · KH · English"]


async def test_deleting_erases_the_case_and_soon_its_topic(town: Town) -> None:
    await opened(town)
    await town.ana("/delete")
    assert (town.topic()[-1], town.api.topics[70]["closed"]) == (Note.DELETED, True)
    assert await town.store.cases.open_case(PersonRef("telegram", str(ANA))) is None
    assert await town.staff("are you there?") == []
    town.clock.forward(timedelta(days=1))
    await town.desk.tidy()
    assert town.api.topics == {}


async def test_other_groups_and_other_topics_are_nobody(town: Town) -> None:
    await opened(town)
    before = len(town.api.messages)
    await town.staff("hello", chat=GROUP)
    await town.staff("hello", message_thread_id=5)
    assert len(town.api.messages) == before


async def test_the_team_is_told_when_the_person_cannot_be_reached(town: Town) -> None:
    await opened(town)
    town.api.blocked.add(str(ANA))
    await town.staff("Are you there?")
    await town.outbox.settle()
    assert town.topic()[-1] == Note.LOST


@pytest.mark.parametrize("language", ["en", "my", "km", "th", "zh-Hans", "hi", "sw", "am", "es"])
async def test_the_person_reads_all_of_it_in_their_language(town: Town, language: str) -> None:
    def said(key: str, **values: Value) -> str:
        return town.words(key, language, **values)

    await opened(town, language)
    assert [said(key, name=HELPERS.name) in town.chat()[-2] for key in ("human.share", "human.there", "human.ask")] == [
        True
    ] * 3
    assert town.chat()[-1].startswith(said("human.opened", end=say("human.end")))
    assert await town.ana("1 2 3") == [f"{said('human.passed_on')}\n{said('human.there')}"]
    assert await town.staff("4 5 6") == [said("human.answer", text="4 5 6")]
    assert await town.staff("/close") == [said("human.closed")]
    assert len({said("human.closed"), town.words("human.closed", "en")}) == (1 if language == "en" else 2)


async def test_somebody_on_the_web_phone_talks_to_the_same_team(town: Town) -> None:
    person = PersonRef(town.phone.name, "00112233445566778899aabbccddeeff")
    does: list[Content] = [Chosen("language:en"), Chosen("human:ask"), Chosen("human:yes"), Text("MarkedStory")]
    for number, content in enumerate(does):
        await town.conversation.handle(Inbound(person, str(number), content, town.clock.now()))
    await town.outbox.settle()
    assert town.topic() == [Note.OPENED, "💬 MarkedStory"]
    await town.staff("We are here.")
    shown = town.phone.chats.of(person.address).drawings()
    assert ["The team writes:\\nWe are here." in drawing for drawing in shown].count(True) == 1


# --- translation ------------------------------------------------------------------------------------------------------

HUNGRY, FOOD = "พวกเราหิว", "เราจะส่งอาหารไป"


@pytest.fixture
async def thai(town: Town) -> Town:
    """Ana's talk in Thai, with a provider that may be asked."""
    town.library = replace(town.library, translator="Microsoft")
    town.translator.knows = {HUNGRY: "We are hungry", "We send food.": FOOD}
    await opened(town, "th")
    return town


async def test_each_side_reads_its_own_language_under_the_original(thai: Town) -> None:
    assert "Microsoft" in thai.chat()[-1]
    await thai.ana(tapped="human:translate")
    await thai.ana(HUNGRY)
    assert thai.topic()[-2:] == [f"💬 {HUNGRY}", "🌐 Machine translation: We are hungry"]
    assert await thai.staff("We send food.") == [f"ทีมเขียนมาว่า:\nWe send food.\n\nแปลโดยเครื่อง:\n{FOOD}"]
    await thai.staff("// MarkedNote")
    assert thai.translator.asked == [("en", HUNGRY), ("th", "We send food.")]


async def test_without_a_yes_nothing_is_translated(thai: Town) -> None:
    await thai.ana(HUNGRY)
    await thai.ana(tapped="human:original")
    await thai.ana(HUNGRY)
    assert await thai.staff("We send food.") == ["ทีมเขียนมาว่า:\nWe send food."]
    assert thai.translator.asked == []


async def test_an_alarm_is_passed_on_without_a_translator(thai: Town) -> None:
    await thai.ana(tapped="human:translate")
    await thai.ana("ออกไปไม่ได้ เขายึดพาสปอร์ตไป")
    assert thai.topic()[-1] == Note.ALARM
    assert thai.translator.asked == []


async def test_a_provider_that_does_not_answer_keeps_nothing_back(thai: Town) -> None:
    thai.translator.knows.clear()
    await thai.ana(tapped="human:translate")
    await thai.ana(HUNGRY)
    assert thai.topic()[-1] == f"💬 {HUNGRY}"
    assert await thai.staff("We send food.") == ["ทีมเขียนมาว่า:\nWe send food."]
