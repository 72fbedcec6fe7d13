"""One message travels: understood, answered, kept, sent; once, in order, whatever breaks on the way."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import Mind
from bot.domain.cues import ShortAnswer
from bot.domain.inbound import Chosen, Command, Content, Inbound, PersonRef, Text, Unreadable
from bot.domain.outgoing import Outgoing
from bot.domain.state import State, TipPlan
from bot.errors import SendError, StoreBusy
from bot.library import find_root, load_cues
from bot.ports import Kept, Record
from bot.service.conversation import Conversation
from bot.service.outbox import Outbox
from bot.store.engine import connect, migrate
from bot.store.memory import SqlStore
from bot.store.sealing import Sealer
from tests.fakes import NOON, ListeningChannel, SetClock

ANA, BEN = PersonRef("listening", "ana"), PersonRef("listening", "ben")


class House:
    """A house on a database file, that can be torn down and built again on the same file."""

    def __init__(self, mind: Mind, file: Path) -> None:
        self.mind, self.file = mind, file
        self.channel, self.clock = ListeningChannel(), SetClock()
        self.delivered = 0
        self.build()

    def build(self) -> None:
        engine = connect(f"sqlite:///{self.file}")
        migrate(engine)
        self.store = SqlStore(engine, Sealer(b"k" * 32))
        self.outbox = Outbox(self.store, {"listening": self.channel}, self.clock)
        self.conversation = Conversation(
            store=self.store,
            listener=self.mind.ear,
            renderer=self.mind.renderer,
            outbox=self.outbox,
            library=lambda: self.mind.library,
            clock=self.clock,
            surfaces={"listening": self.channel.surface},
        )

    async def hear(self, content: Content | str, person: PersonRef = ANA, delivery: str | None = None) -> Kept | None:
        self.delivered += 1
        content = Text(content) if isinstance(content, str) else content
        return await self.conversation.handle(
            Inbound(person, delivery or str(self.delivered), content, NOON, message="p1", language_hint="en-GB")
        )

    async def heard_back(self) -> list[str]:
        await self.outbox.settle()
        return [message.text for _, message in self.channel.sent]


@pytest.fixture
async def house(mind: Mind, tmp_path: Path) -> AsyncIterator[House]:
    house = House(mind, tmp_path / "waypost.db")
    yield house
    await house.outbox.close()
    house.store.close()


async def test_an_answer_arrives_and_nothing_is_left_in_the_outbox(house: House) -> None:
    await house.hear(Command("start"))
    assert len(await house.heard_back()) == 1
    assert await house.store.unsent(["listening"]) == ()


async def test_a_number_picks_its_line_where_choices_are_written_as_lines(house: House) -> None:
    house.channel.surface = replace(house.channel.surface, buttons=1)
    house.build()
    await house.hear(Chosen("language:ask"))
    for number in ("99", "๒."):
        await house.hear(number)
    languages = list(house.mind.library.languages)
    asked, unknown, _ = await house.heard_back()
    assert f"2. {house.mind.library.languages[languages[1]].name}" in asked
    assert "1." not in unknown
    assert (await house.store.load(ANA))[0].language == "en"
    await house.hear(Chosen("language:ask"))
    await house.hear("๒.")
    assert (await house.store.load(ANA))[0].language == languages[1]


async def test_what_people_are_called_does_not_say_where_somebody_is(house: House) -> None:
    for content in (Chosen("help:start"), Chosen("help.safe:yes"), Text("I am Bangladeshi")):
        await house.hear(content)
    state = (await house.store.load(ANA))[0]
    assert (state.asked, state.country, state.nationality) == ("help.country", None, "BD")
    await house.hear("Cambodia")
    assert "▪" in (await house.heard_back())[-1]


async def test_an_answer_that_only_the_model_finds_alarming_is_an_answer(house: House) -> None:
    for content in (Text("Hiring po CSR sa Bangkok, $1500, no experience, libre ang plane ticket"), Text("Pinoy po ako")):
        await house.hear(content)
    assert (await house.store.load(ANA))[0].help is None


async def test_nobody_answers_moves_on_to_the_next_contacts(house: House) -> None:
    for content in (Chosen("help:start"), Chosen("help.safe:yes"), Chosen("help.country:KH"), Chosen("help.nationality:KE")):
        await house.hear(content)
    first = (await house.heard_back())[-1]
    await house.hear("no one picks up")
    second = (await house.heard_back())[-1]
    assert "▪" in second
    assert second != first


async def test_a_country_under_the_contacts_puts_right_whom_they_are_for(house: House) -> None:
    for content in (Chosen("help:start"), Chosen("help.safe:yes"), Chosen("help.country:KH"), Chosen("help.nationality:KE")):
        await house.hear(content)
    await house.hear("Thailand")
    state = (await house.store.load(ANA))[0]
    assert (state.country, state.nationality) == ("TH", "KE")
    await house.hear("I am Filipino")
    state = (await house.store.load(ANA))[0]
    assert (state.country, state.nationality) == ("TH", "PH")
    assert all("▪" in words for words in (await house.heard_back())[-2:])


async def test_how_often_tips_come_can_be_said_in_words_of_every_language(house: House) -> None:
    rhythms = {ShortAnswer.EVERY_DAY: 1, ShortAnswer.EVERY_THREE_DAYS: 3, ShortAnswer.EVERY_WEEK: 7}
    books = load_cues(find_root())
    assert {book.language for book in books} == set(house.mind.library.languages)
    for book in books:
        for said, days in ((said, days) for word, days in rhythms.items() for said in book.words[word]):
            await house.hear(Chosen("tips:start"))
            await house.hear(said)
            assert (await house.store.load(ANA))[0].asked == f"tips:hour:{days}", (book.language, said)


async def test_a_repeated_delivery_is_answered_once(house: House) -> None:
    for _ in range(3):
        await house.hear("hello", delivery="same")
    assert len(await house.heard_back()) == 1


async def test_many_at_once_are_all_answered_and_each_person_in_order(house: House) -> None:
    async def talk(person: PersonRef) -> None:
        for content in (Command("start"), Chosen("tips:start"), Chosen("offer:start"), Chosen("help:start")):
            await house.hear(content, person)

    people = [PersonRef("listening", str(number)) for number in range(30)]
    await asyncio.gather(*map(talk, people))
    await house.outbox.settle()
    for person in people:
        said = [message.text for address, message in house.channel.sent if address == person.address]
        assert len(said) == 4
        assert "tips" in said[1]
        assert "offer" in said[2]


async def test_what_was_not_sent_before_a_crash_is_sent_after_it_and_in_order(house: House) -> None:
    await house.outbox.close()
    for content in (Command("start"), Chosen("tips:start")):
        await house.store.keep(
            Record(ANA, str(content), NOON, State(), (await house.store.load(ANA))[1], (Outgoing(str(content)),))
        )
    house.store.close()
    house.build()
    assert await house.outbox.recover() == 2
    assert await house.heard_back() == [str(Command("start")), str(Chosen("tips:start"))]


async def test_a_turn_that_the_database_refuses_for_a_while_is_kept_in_the_end(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusals = iter([True, True, False])
    keep = house.store.keep

    async def locked_at_first(record: Record) -> Kept | None:
        if next(refusals, False):
            raise StoreBusy("locked")
        return await keep(record)

    monkeypatch.setattr(house.store, "keep", locked_at_first)
    await house.hear("they took my passport and lock the door, cannot go out")
    assert "Can you write now" in (await house.heard_back())[0]


async def test_a_temporary_error_is_tried_again_and_a_final_one_is_set_aside(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_sleep = asyncio.sleep
    monkeypatch.setattr(asyncio, "sleep", lambda _seconds: real_sleep(0))
    house.channel.errors = [SendError("busy", retry_after=3), SendError("down")]
    await house.hear(Command("start"))
    assert len(await house.heard_back()) == 1
    house.channel.errors = [SendError("blocked", gone=True)]
    await house.hear(Chosen("tips:start"))
    assert len(await house.heard_back()) == 1
    assert await house.store.unsent(["listening"]) == ()


async def test_hiding_takes_the_chat_back_and_shows_something_harmless(house: House) -> None:
    await house.hear("they took my passport and I cannot leave the building")
    await house.heard_back()
    await house.hear(Chosen("hide"))
    said = await house.heard_back()
    assert house.channel.unsent == [("ana", ("p1", "m1"))]
    assert "Tip for" in said[-1]


async def test_ones_own_word_hides_and_brings_back_and_is_salted(house: House) -> None:
    for person in (ANA, BEN):
        for content in (Chosen("word:ask"), Text("Blue mango")):
            await house.hear(content, person)
    words = [(await house.store.load(person))[0].own_word for person in (ANA, BEN)]
    assert words[0] is not None
    assert words[0] != words[1]
    await house.hear("blue mango")
    assert (await house.store.load(ANA))[0].hidden
    await house.hear("green mango")
    assert (await house.store.load(ANA))[0].hidden
    await house.hear("blue mango")
    assert not (await house.store.load(ANA))[0].hidden


async def test_a_fault_of_ours_loses_one_message_at_most_and_silences_nobody(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = house.channel.send

    async def broken_once(_address: str, _message: Outgoing) -> str | None:
        monkeypatch.setattr(house.channel, "send", send)
        raise RuntimeError("a bug")

    monkeypatch.setattr(house.channel, "send", broken_once)
    await house.hear(Command("start"))
    await house.heard_back()
    await house.hear(Chosen("tips:start"))
    assert len(await house.heard_back()) == 1
    assert len(await house.store.unsent(["listening"])) == 1


async def test_a_country_that_a_changed_app_made_up_is_not_taken(house: House) -> None:
    for made_up in ("help.country:ZZ", "help.country:../x", "help.nationality:kh", "tips:in:7:18:ZZZ"):
        await house.hear(Chosen(made_up))
    state, _ = await house.store.load(ANA)
    assert (state.country, state.nationality) == (None, None)


async def test_a_greeting_in_the_quiet_conversation_stays_quiet(house: House) -> None:
    for content in (Chosen("help:start"), Chosen("help.safe:yes"), Chosen("help.country:KH"), Chosen("help.nationality:KE")):
        await house.hear(content)
    await house.hear("hello good morning")
    await house.heard_back()
    assert all(message.silent and message.sensitive for _, message in house.channel.sent)
    assert (await house.store.load(ANA))[0].help is not None


async def test_start_in_the_quiet_conversation_stays_quiet(house: House) -> None:
    await house.hear("they took my passport and I cannot leave the building")
    await house.hear(Command("start"))
    await house.heard_back()
    assert all(message.silent and message.sensitive for _, message in house.channel.sent)


async def test_a_message_that_was_on_its_way_when_the_chat_was_hidden_is_taken_back_too(house: House) -> None:
    arrived, hidden = asyncio.Event(), asyncio.Event()
    send = house.channel.send

    async def slow(address: str, message: Outgoing) -> str | None:
        if not arrived.is_set():
            arrived.set()
            await hidden.wait()
        return await send(address, message)

    house.channel.send = slow  # type: ignore[method-assign]
    await house.hear("they took my passport and I cannot leave the building")
    await arrived.wait()
    await house.hear(Chosen("hide"))
    hidden.set()
    said = await house.heard_back()
    assert len(said) == 2
    assert ("ana", ("m1",)) in house.channel.unsent


async def test_somebody_in_danger_gets_silent_messages_that_cannot_be_forwarded(house: House) -> None:
    await house.hear("they took my passport and I cannot leave the building")
    await house.hear(Chosen("help:number"))
    await house.heard_back()
    assert house.channel.sent
    assert all(message.silent and message.sensitive for _, message in house.channel.sent)


async def test_a_tip_comes_at_its_hour_once_and_never_after_an_alarm(house: House) -> None:
    state = State(language="en", country="KE", tips=TipPlan(1, 15, NOON))
    await house.store.keep(Record(ANA, "0", NOON, state, 0))
    await house.conversation.give_due_tips()
    await house.conversation.give_due_tips()
    assert len(await house.heard_back()) == 1
    house.clock.forward(timedelta(days=1, minutes=1))
    await house.conversation.give_due_tips()
    two = await house.heard_back()
    assert len(two) == 2
    assert two[0] != two[1]
    await house.hear("they beat me and lock me in, cannot leave")
    before = len(await house.heard_back())
    house.clock.forward(timedelta(days=3))
    await house.conversation.give_due_tips()
    assert len(await house.heard_back()) == before


async def test_a_tip_missed_for_hours_waits_for_its_next_hour(house: House) -> None:
    state = State(language="en", country="KE", tips=TipPlan(1, 15, NOON - timedelta(hours=9)))
    await house.store.keep(Record(ANA, "0", NOON, state, 0))
    await house.conversation.give_due_tips()
    assert await house.heard_back() == []
    later, _ = await house.store.load(ANA)
    assert later.tips is not None
    assert later.tips.next_at > NOON


async def test_forgetting_erases_and_says_what_remains(house: House) -> None:
    await house.hear("my daughter is held in Myawaddy and they want money")
    await house.hear(Command("delete"))
    said = await house.heard_back()
    assert (await house.store.load(ANA))[0] == State()
    assert "erased" in said[-1]


async def test_no_word_of_anybody_reaches_a_log_at_any_level(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    marks = ("Zanzibarina", "77123456789", "Marked Lane")
    for text in (
        "my name is Zanzibarina, they took my passport, call +77123456789, Marked Lane 5, I cannot leave",
        "URGENT HIRING Zanzibarina, pay fee to 77123456789, office at Marked Lane, free flight, Telegram only",
    ):
        await house.hear(text)
        await house.hear(text, BEN)
    house.channel.errors = [SendError("down", gone=True)]
    await house.hear("Zanzibarina again")
    await house.heard_back()
    logged = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert [mark for mark in marks if mark in logged] == []


@pytest.mark.parametrize(
    "content",
    [
        Text(""),
        Text(" \n\t"),
        Text("\ud800\udfff"),
        Text("\u202e\u200b\u2066"),
        Text("🙏" * 2000),
        Text("a" * 1_000_000),
        Text("ကူညီပါ" * 30_000),
        Text("x" * 4096),
        Text("안녕하세요 도와주세요"),
        Text("Сәлеметсіз бе, жұмыс керек"),
        Text("\x00\x01\x02"),
        Text("{country} {0} %s %(x)s"),
        Chosen(""),
        Chosen("sign:nothing:yes"),
        Chosen("help.country:??"),
        Chosen("tips:at:7:99"),
        Chosen("language:xx"),
        Command("nothing"),
        Unreadable("voice"),
        Unreadable("sticker"),
        Unreadable("a thing from the future"),
    ],
    ids=lambda content: type(content).__name__,
)
async def test_whatever_comes_gets_a_kind_answer(house: House, content: Content) -> None:
    await house.hear(content)
    said = await house.heard_back()
    assert said
    assert all(text.strip() for text in said)
    assert not any("Traceback" in text or "{" in text for text in said)


async def test_text_in_two_halves_is_one_offer(house: House) -> None:
    await house.hear(Chosen("offer:start"))
    await house.hear("customer service job in Thailand, free flight and accommodation, no experience")
    await house.hear("also you must pay a visa fee of 300 dollars before")
    state, _ = await house.store.load(ANA)
    assert state.offer is not None
    assert {"upfront_fee", "free_flight_and_lodging"} <= {sign.id for sign in state.offer.found}
    assert replace(state, offer=None).at_risk is False
