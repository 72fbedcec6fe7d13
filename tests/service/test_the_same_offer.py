"""That others asked about the same offer is said when they are enough, and never by or to somebody who may be watched."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import Mind
from bot.domain.fingerprints import rounded_down
from bot.domain.inbound import Chosen, PersonRef, Text
from bot.service.conversation import Conversation
from bot.understanding.fingerprints import FingerprintReader
from tests.service.test_conversation import House

ADVERT = "We are hiring cooks and waiters for a hotel in Qatar, salary 500 USD. Send your CV this week to our office."
NAMED = ADVERT + " WhatsApp +66 81 234 5678."
PEOPLE = [PersonRef("listening", f"person{number}") for number in range(8)]


class Fingerprinting(House):
    """The house of the other conversations, with fingerprints."""

    def build(self) -> None:
        super().build()
        self.conversation = Conversation(
            store=self.store,
            listener=self.mind.ear,
            renderer=self.mind.renderer,
            outbox=self.outbox,
            library=lambda: self.mind.library,
            clock=self.clock,
            surfaces={"listening": self.channel.surface},
            fingerprint=FingerprintReader(b"k" * 32).read,
        )

    async def verdict_for(self, person: PersonRef, advert: str = ADVERT) -> str:
        already = len(await self.heard_back())
        for content in (Chosen("offer:start"), Text(advert), Chosen("offer:judge")):
            await self.hear(content, person)
        return "\n".join((await self.heard_back())[already:])


@pytest.fixture
async def house(mind: Mind, tmp_path: Path) -> AsyncIterator[Fingerprinting]:
    house = Fingerprinting(mind, tmp_path / "waypost.db")
    yield house
    await house.outbox.close()
    house.store.close()


async def test_it_is_said_from_five_others_on(house: Fingerprinting) -> None:
    told = [await house.verdict_for(person) for person in PEOPLE[:6]]
    assert ["5 or more other people asked" in verdict for verdict in told] == [False] * 5 + [True]


async def test_the_same_person_twice_is_one(house: Fingerprinting) -> None:
    for person in (*PEOPLE[:4], *PEOPLE[:4]):
        await house.verdict_for(person)
    assert "other people asked" not in await house.verdict_for(PEOPLE[5])


async def test_where_somebody_is_named_it_waits_for_a_review(house: Fingerprinting) -> None:
    told = [await house.verdict_for(person, NAMED) for person in PEOPLE]
    assert not any("other people asked" in verdict for verdict in told)


async def test_whoever_may_be_watched_is_neither_counted_nor_told(house: Fingerprinting) -> None:
    for person in PEOPLE[:5]:
        await house.hear(Chosen("help:start"), person)
        await house.verdict_for(person)
    assert "other people asked" not in await house.verdict_for(PEOPLE[5])
    for person in PEOPLE[6:]:
        await house.verdict_for(person)
    assert "other people asked" not in await house.verdict_for(PEOPLE[0])


@pytest.mark.parametrize(
    ("people", "fewest", "said"),
    [(4, 5, None), (5, 5, 5), (9, 5, 5), (10, 5, 10), (24, 5, 10), (3, 3, 3), (9, 7, 7), (999, 7, 100)],
)
def test_numbers_are_rounded_down(people: int, fewest: int, said: int | None) -> None:
    assert rounded_down(people, fewest) == said
