"""What registers of companies say reaches the person, changes no level for the better, and never stands in the way."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.app import Mind
from bot.domain.inbound import Chosen, Command, Text
from bot.domain.registries import Entry, LookUp, Registry, RegistryKind
from bot.errors import Unavailable
from bot.service.conversation import Conversation
from bot.store.engine import connect, migrate
from bot.store.registries import SqlRegistries
from bot.understanding.registers import RegisterReader
from tests.service.test_conversation import ANA, House

LICENSED = Registry("PK", RegistryKind.LICENSED, "https://register.example/list", date(2026, 11, 1))
WARNED = Registry("PH", RegistryKind.BLACKLIST, "Labour ministry, circular 12", date(2026, 10, 1))
ADVERT = "We are hiring cooks and waiters for Qatar, salary 500 USD, contact {} today. Send your CV on WhatsApp."


class Registered(House):
    """The house of the other conversations, with registers."""

    def build(self) -> None:
        super().build()
        engine = connect(f"sqlite:///{self.file}")
        migrate(engine)
        self.registries = SqlRegistries(engine)
        companies = self.mind.companies()
        for register, entries in (
            (LICENSED, [Entry("Al Noor Manpower Pvt Ltd", licence="RL-1234", city="Lahore")]),
            (LICENSED, [Entry("Old Gate Manpower Ltd", status="Cancelled")]),
            (WARNED, [Entry("Bright Future Recruitment Ltd")]),
        ):
            register = replace(register, source=register.source + ("#2" if entries[0].status else ""))
            self.registries.put(register, [(entry, companies.keys_of(entry)) for entry in entries])
        self.ask(RegisterReader(self.registries, self.mind.companies))

    def ask(self, registers: object) -> None:
        self.conversation = Conversation(
            store=self.store,
            listener=self.mind.ear,
            renderer=self.mind.renderer,
            outbox=self.outbox,
            library=lambda: self.mind.library,
            clock=self.clock,
            surfaces={"listening": self.channel.surface},
            registers=registers,  # type: ignore[arg-type]
        )

    async def verdict_on(self, name: str) -> str:
        already = len(await self.heard_back())
        for content in (Chosen("offer:start"), Text(ADVERT.format(name)), Chosen("offer:judge")):
            await self.hear(content)
        return "\n".join((await self.heard_back())[already:])


@pytest.fixture
async def house(mind: Mind, tmp_path: Path) -> AsyncIterator[Registered]:
    house = Registered(mind, tmp_path / "waypost.db")
    yield house
    await house.outbox.close()
    house.store.close()


def level(said: str) -> str:
    return next(char for char in said if char in "🔴🟠🟡⚪")


async def test_a_licensed_name_is_named_with_its_register_and_changes_no_level(house: Registered) -> None:
    plain, licensed = await house.verdict_on("Nobody Knows Ltd"), await house.verdict_on("Al Noor Manpower Ltd")
    assert "In a list of licensed agencies: “Al Noor Manpower Pvt Ltd, RL-1234, Lahore”" in licensed
    assert "https://register.example/list, November 1, 2026" in licensed
    assert "Call the agency with the number in the official list" in licensed
    assert "Al Noor" not in plain
    assert level(licensed) == level(plain)


async def test_a_name_that_is_warned_of_is_a_strong_sign(house: Registered) -> None:
    said = await house.verdict_on("Bright Future Recruitment Ltd")
    assert "list of names to beware of: “Bright Future Recruitment Ltd”" in said
    assert "Labour ministry, circular 12, October 1, 2026" in said
    assert level(said) == "🟠"


async def test_a_similar_name_is_said_to_be_similar_and_is_no_sign(house: Registered) -> None:
    plain, said = await house.verdict_on("Nobody Knows Ltd"), await house.verdict_on("Brighte Future Recruitment Ltd")
    assert "Not the same name, only a similar one:\n• In a list of names to beware of: “Bright Future" in said
    assert level(said) == level(plain)


async def test_a_licence_that_has_ended_is_not_called_one(house: Registered) -> None:
    said = await house.verdict_on("Old Gate Manpower Ltd")
    assert "with the status “Cancelled”: “Old Gate Manpower Ltd”" in said
    assert "licensed agencies" not in said


@pytest.mark.parametrize(
    "asks", [Text("Is Al Noor Manpower licensed?"), Text("al noor manpower", to_check=True), Text("Al Noor Manpower")]
)
async def test_who_asks_about_a_name_hears_what_the_lists_say_and_where_to_check(house: Registered, asks: Text) -> None:
    await house.hear(asks)
    first, second = await house.heard_back()
    assert first.startswith("Here is what the lists say about this name:\n• In a list of licensed agencies: “Al Noor")
    assert second.startswith("Which country are you from?")


async def test_a_name_in_no_list_is_said_to_be_in_none(house: Registered) -> None:
    await house.hear(Text("Nobody Knows", to_check=True))
    assert "I did not find this name" in (await house.heard_back())[0]


async def test_an_offer_behind_check_is_read_as_an_offer_even_while_a_country_was_asked_for(house: Registered) -> None:
    await house.hear(Text("Al Noor Manpower", to_check=True))
    await house.hear(Text(ADVERT.format("Bright Future Recruitment Ltd"), to_check=True))
    assert "names to beware of: “Bright Future Recruitment Ltd”" in (await house.heard_back())[-1]


async def test_check_alone_asks_for_the_offer(house: Registered) -> None:
    await house.hear(Command("check"))
    assert "paste or forward the job offer" in (await house.heard_back())[0]


async def test_an_alarm_asks_no_register_and_is_not_swallowed_by_check(house: Registered) -> None:
    class Asked:
        async def look_up(self, *_: object, **__: object) -> LookUp:
            raise AssertionError("an alarm waits for nothing")

    house.ask(Asked())
    await house.hear(Text("they took my passport and I cannot leave, Al Noor Manpower Ltd", to_check=True))
    assert "Can you write now" in (await house.heard_back())[0]


async def test_without_the_registers_all_goes_on_and_no_log_tells_the_name(
    house: Registered, caplog: pytest.LogCaptureFixture
) -> None:
    class Gone:
        async def look_up(self, *_: object, **__: object) -> LookUp:
            raise Unavailable("the registers cannot be read: OperationalError")

    house.ask(Gone())
    caplog.set_level(logging.DEBUG)
    assert level(await house.verdict_on("Al Noor Manpower Ltd"))
    assert "nothing was looked up" in caplog.text
    assert "Noor" not in caplog.text


async def test_what_registers_said_survives_until_the_verdict(house: Registered) -> None:
    await house.hear(Chosen("offer:start"))
    await house.hear(ADVERT.format("Al Noor Manpower Ltd"))
    state, _ = await house.store.load(ANA)
    assert state.offer is not None
    assert [listing.entry.city for listing in state.offer.listings] == ["Lahore"]
    assert state.offer.listings[0].registry.as_of == LICENSED.as_of
