"""A picture is answered at once, read beside the conversation, and then looked at like a pasted text."""

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest

from bot.app import Mind
from bot.domain.inbound import Chosen, Content, Inbound, PersonRef, Pictured, PictureRead, Text, Trouble
from bot.domain.state import State
from bot.ports import Kept
from bot.service.conversation import Conversation
from bot.service.outbox import Outbox
from bot.service.pictures import MOST_WAITING
from bot.store.engine import connect, migrate
from bot.store.memory import SqlStore
from bot.store.sealing import Sealer
from tests.fakes import NOON, ListeningChannel, ScriptedReader, SetClock

ANA = PersonRef("listening", "ana")
ADVERT = "URGENT HIRING customer service in Thailand\n1500 USD a month, no experience\nfree flight, pick up in Mae Sot"
HELD = "they took my passport and I can't leave"
READS = {
    b"advert": PictureRead(ADVERT),
    b"more": PictureRead("you must pay a visa fee of 300 dollars before you start, transfer it to our agent"),
    b"held": PictureRead("please help me, they took my passport and I cannot leave the building"),
    b"menu": PictureRead("Soup of the day\nBread\nCoffee with milk"),
    b"contract": PictureRead(ADVERT, partly=True),
} | {trouble.encode(): PictureRead(trouble=trouble) for trouble in Trouble}


class House:
    """A house in memory whose pictures are read as the test says."""

    def __init__(self, mind: Mind, reader: ScriptedReader | None) -> None:
        engine = connect("sqlite://")
        migrate(engine)
        self.channel, self.reader = ListeningChannel(media={data.decode(): data for data in READS}), reader
        self.store = SqlStore(engine, Sealer(b"k" * 32))
        channels, clock = {"listening": self.channel}, SetClock()
        self.outbox = Outbox(self.store, channels, clock)
        self.conversation = Conversation(
            store=self.store,
            listener=mind.ear,
            renderer=mind.renderer,
            outbox=self.outbox,
            library=lambda: mind.library,
            clock=clock,
            surfaces={"listening": self.channel.surface},
            reader=reader,
            channels=channels,
        )
        self.delivered = 0

    async def hear(self, content: Content, delivery: str | None = None) -> Kept | None:
        self.delivered += 1
        delivery = delivery or str(self.delivered)
        return await self.conversation.handle(Inbound(ANA, delivery, content, NOON, f"p{delivery}", "en-GB"))

    async def said(self, *, after_reading: bool = True) -> list[str]:
        if after_reading and self.conversation.pictures is not None:
            await self.conversation.pictures.settle()
        await self.outbox.settle()
        return [message.text for _, message in self.channel.sent]

    async def state(self) -> State:
        return (await self.store.load(ANA))[0]


@pytest.fixture
def reader() -> ScriptedReader:
    return ScriptedReader(READS)


@pytest.fixture
async def house(mind: Mind, reader: ScriptedReader) -> AsyncIterator[House]:
    house = House(mind, reader)
    yield house
    await house.outbox.close()
    house.store.close()


async def test_an_advert_in_a_picture_is_shown_back_and_checked(house: House, reader: ScriptedReader) -> None:
    await house.hear(Pictured("advert"))
    wait, words, *_, question = await house.said()
    assert wait == "One moment, I am reading it."
    assert words.startswith("This is what I read: “URGENT HIRING customer service in Thailand 1500 USD")
    assert "free flight" in question
    assert reader.languages == ["en"]
    _, shown = house.channel.sent[1]
    assert [button.id for button in shown.buttons] == ["picture:anew"]


async def test_a_long_document_of_which_only_a_part_was_read_is_said_to_be_one(house: House) -> None:
    await house.hear(Pictured("contract", "file"))
    assert (await house.said())[1].endswith("”\nI read only the first pages of it.")


async def test_what_was_read_wrongly_is_typed_anew(house: House) -> None:
    await house.hear(Pictured("advert"))
    await house.said()
    await house.hear(Chosen("picture:anew"))
    state = await house.state()
    assert (state.offer, state.asked) == (None, "offer")


async def test_further_pictures_and_words_belong_to_the_same_offer(house: House) -> None:
    await house.hear(Pictured("advert", caption="they said there is no written contract"))
    await house.said()
    await house.hear(Pictured("more"))
    await house.said()
    state = await house.state()
    assert state.offer is not None
    assert {"free_flight_and_lodging", "upfront_fee"} <= {sign.id for sign in state.offer.found}


async def test_an_alarm_under_a_picture_waits_for_nothing(house: House, reader: ScriptedReader) -> None:
    reader.at_once = False
    await house.hear(Pictured("advert", caption=HELD))
    assert (await house.said(after_reading=False))[0].startswith("Hello, I am here.")
    await house.hear(Chosen("help.safe:yes"))
    assert len(await house.said(after_reading=False)) == 2
    reader.go_on.set()
    await house.said()
    assert (await house.state()).help is not None
    assert all(message.silent and message.sensitive for _, message in house.channel.sent)


async def test_an_alarm_in_a_picture_is_heard(house: House) -> None:
    await house.hear(Pictured("held"))
    assert (await house.said())[-1].startswith("Hello, I am here.")


@pytest.mark.parametrize("choice", ["hide", "delete:yes"])
async def test_nothing_shows_up_on_a_screen_that_was_hidden_or_emptied_meanwhile(
    house: House, reader: ScriptedReader, choice: str
) -> None:
    reader.at_once = False
    await house.hear(Pictured("held"))
    await house.hear(Chosen(choice))
    before = await house.said(after_reading=False)
    reader.go_on.set()
    assert await house.said() == before
    assert (await house.state()).help is None


async def test_a_picture_that_is_no_offer_is_shown_back_with_ways_on(house: House) -> None:
    await house.hear(Pictured("menu"))
    assert "Soup of the day" in (await house.said())[-1]
    _, shown = house.channel.sent[-1]
    assert {button.id for button in shown.buttons} == {"picture:anew", "offer:questions", "help:start"}


@pytest.mark.parametrize("media", [*Trouble, "lost"])
async def test_a_picture_that_cannot_be_read_is_said_kindly(house: House, media: str) -> None:
    await house.hear(Pictured(media))
    wait, sorry = await house.said()
    assert sorry not in ("", wait)
    assert "type" in sorry


async def test_the_same_picture_delivered_again_is_read_once(house: House, reader: ScriptedReader) -> None:
    for _ in range(3):
        await house.hear(Pictured("menu"), delivery="same")
    assert len(await house.said()) == 2
    assert len(reader.languages) == 1


async def test_too_many_pictures_at_once_are_refused_and_not_kept_waiting(house: House, reader: ScriptedReader) -> None:
    reader.at_once = False
    for _ in range(MOST_WAITING + 2):
        await house.hear(Pictured("menu"))
    reader.go_on.set()
    said = await house.said()
    assert sum("could not read it just now" in text for text in said) == 2
    assert sum("Soup of the day" in text for text in said) == MOST_WAITING


async def test_who_waits_when_the_server_stops_is_asked_to_send_it_again(house: House, reader: ScriptedReader) -> None:
    reader.at_once = False
    await house.hear(Pictured("menu"))
    await asyncio.sleep(0)
    assert house.conversation.pictures is not None
    await house.conversation.pictures.close()
    assert "send it again" in (await house.said())[-1]


@pytest.mark.parametrize(("caption", "begins"), [("", "I cannot read pictures yet."), (HELD, "Hello, I am here.")])
async def test_without_a_reader_only_the_words_under_a_picture_are_there(mind: Mind, caption: str, begins: str) -> None:
    house = House(mind, None)
    await house.hear(Pictured("advert", caption=caption))
    (answer,) = await house.said()
    assert answer.startswith(begins)
    house.store.close()


async def test_no_word_of_a_picture_reaches_a_log(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for content in (Pictured("advert", caption="Zanzibarina"), Pictured("held"), Pictured("lost"), Text("Zanzibarina")):
        await house.hear(content)
    await house.said()
    logged = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert [mark for mark in ("Zanzibarina", "Mae Sot", "passport") if mark in logged] == []
