"""An offer reaches the operator only after a yes, as shown, without a trace of who gave it; and it can be taken back."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from bot.app import Mind
from bot.domain.inbound import Chosen, Content, PersonRef, Text
from bot.domain.outgoing import Outgoing
from bot.domain.reports import Report
from bot.domain.vetting import Level
from bot.service.conversation import Conversation
from bot.store.engine import connect
from bot.store.sealing import Sealer
from bot.store.tables import metadata, report
from bot.understanding.fingerprints import FingerprintReader
from tests.fakes import NOON
from tests.service.test_conversation import House

ME = PersonRef("listening", "MarkedAddress77")
ADVERT = (
    "URGENT: customer service staff for Thailand, 1500 USD a month, no experience, free flight and room. Our driver picks"
    " you up in Mae Sot. WhatsApp +66 81 234 5678, t.me/hr_anna"
)


class Reporting(House):
    """The house of the other conversations, run by somebody who takes reports."""

    operator: str | None = "Harbour"

    def build(self) -> None:
        super().build()
        self.conversation = Conversation(
            store=self.store,
            listener=self.mind.ear,
            renderer=self.mind.renderer,
            outbox=self.outbox,
            library=lambda: replace(self.mind.library, operator=self.operator),
            clock=self.clock,
            surfaces={"listening": self.channel.surface},
            fingerprint=FingerprintReader(b"k" * 32).read,
        )

    async def after(self, *contents: Content) -> list[Outgoing]:
        """What comes back on the last of these."""
        for content in contents:
            await self.outbox.settle()
            already = len(self.channel.sent)
            await self.hear(content, ME)
        await self.outbox.settle()
        return [message for _, message in self.channel.sent[already:]]

    def reports(self) -> list[Report]:
        engine = connect(f"sqlite:///{self.file}")
        with engine.begin() as connection:
            sealed = [row.body_sealed for row in connection.execute(select(report))]
        engine.dispose()
        return [msgspec.json.decode(Sealer(b"k" * 32).open(body, b"report"), type=Report) for body in sealed]


@pytest.fixture
async def house(mind: Mind, tmp_path: Path) -> AsyncIterator[Reporting]:
    house = Reporting(mind, tmp_path / "waypost.db")
    yield house
    await house.outbox.close()
    house.store.close()


def buttons(messages: list[Outgoing]) -> list[str]:
    return [button.id for message in messages for button in message.buttons]


CHECKED = (Chosen("offer:start"), Text(ADVERT), Chosen("offer:judge"))
HANDED = (*CHECKED, Chosen("report:start"), Chosen("report:yes"), Text(ADVERT))


async def test_after_a_warning_it_is_offered_and_nothing_goes_before_the_yes(house: Reporting) -> None:
    assert "report:start" in buttons(await house.after(*CHECKED))
    [asked] = await house.after(Chosen("report:start"))
    assert "Harbour" in asked.text.splitlines()[0]
    assert buttons([asked])[:2] == ["report:yes", "report:no"]
    await house.after(Chosen("report:no"), Text(ADVERT))
    assert house.reports() == []


async def test_what_was_handed_over_is_shown_and_is_all_that_is_kept(house: Reporting) -> None:
    [shown] = await house.after(*HANDED)
    assert "URGENT: customer service" in shown.text
    assert "+66 81 234 5678, t.me/hr_anna" in shown.text
    [kept] = house.reports()
    assert (kept.text, kept.level, kept.country) == (ADVERT, Level.DANGER, "TH")
    assert kept.contacts == ("+66 81 234 5678", "t.me/hr_anna")
    assert "no_skills_no_experience" in kept.signs


async def test_the_yes_can_be_typed(house: Reporting) -> None:
    await house.after(*CHECKED, Text("Report this offer"), Text("yes"), Text(ADVERT))
    assert len(house.reports()) == 1


async def test_signs_of_another_offer_are_not_handed_over(house: Reporting) -> None:
    other = (
        "We are hiring a cook for a hotel in Dubai, salary 500 USD, you pay a visa fee of 300 USD before travel. t.me/hr_ben"
    )
    await house.after(*CHECKED, Chosen("report:start"), Chosen("report:yes"), Text(other))
    [kept] = house.reports()
    assert "upfront_fee" in kept.signs
    assert "destination_hotspot" not in kept.signs


async def test_delete_it_deletes_it_and_no_other(house: Reporting) -> None:
    first = buttons(await house.after(*HANDED))[0]
    await house.after(*HANDED)
    assert first.startswith("report:delete:")
    await house.after(Chosen("report:delete:guessed"))
    assert len(house.reports()) == 2
    [gone] = await house.after(Chosen(first))
    assert "deleted" in gone.text
    assert len(house.reports()) == 1


async def test_an_alarm_or_a_question_is_not_taken_for_the_advert(house: Reporting) -> None:
    asked = (*CHECKED, Chosen("report:start"), Chosen("report:yes"))
    assert "help.safe:yes" in buttons(await house.after(*asked, Text("they took my passport and I can't leave")))
    await house.after(Text("hide"))
    await house.after(*asked, Text("what do you remember about me?"))
    assert house.reports() == []


async def test_without_an_operator_nobody_is_asked(house: Reporting) -> None:
    house.operator = None
    assert "report:start" not in buttons(await house.after(*CHECKED))
    assert "report:yes" not in buttons(await house.after(Chosen("report:start")))
    await house.after(Chosen("report:yes"), Text(ADVERT))
    assert house.reports() == []


async def test_in_the_quiet_conversation_nobody_is_asked(house: Reporting) -> None:
    assert "report:start" not in buttons(await house.after(Chosen("help:start"), *CHECKED))
    assert "report:yes" not in buttons(await house.after(Chosen("report:start")))


async def test_nothing_in_the_database_leads_from_a_report_to_who_gave_it(house: Reporting) -> None:
    await house.after(*HANDED)
    await house.after(Chosen("menu"))
    engine = connect(f"sqlite:///{house.file}")
    with engine.begin() as connection:
        rows = {table.name: connection.execute(select(table)).all() for table in metadata.sorted_tables}
    engine.dispose()
    [row] = rows["report"]
    assert row.day == NOON.date()
    of_me = {bytes(rows["person"][0].id), bytes(rows["advert_asker"][0].person)}
    assert of_me.isdisjoint({bytes(value) for value in row if isinstance(value, bytes)})
    state, _ = await house.store.load(ME)
    assert "report" not in repr(state)
    stolen = b"".join(file.read_bytes() for file in house.file.parent.glob("waypost.db*"))
    assert [mark for mark in (b"MarkedAddress77", b"81 234 5678", b"hr_anna", b"Mae Sot") if mark in stolen] == []
