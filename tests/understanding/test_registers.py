"""What is found of the names in a message, and how surely."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.app import load_companies
from bot.domain.registries import Closeness, Entry, LookUp, Registry, RegistryKind
from bot.library.assets import find_root
from bot.store.engine import connect, migrate
from bot.store.registries import SqlRegistries
from bot.understanding.registers import MOST_LISTINGS, RegisterReader

COMPANIES = load_companies(find_root(Path(__file__).parents[2]))
LICENSED = Registry("PH", RegistryKind.LICENSED, "https://register.example", date(2026, 11, 1))
WARNED = Registry("PH", RegistryKind.BLACKLIST, "Labour ministry", date(2026, 10, 1))
ENTRIES = (
    Entry("Al Noor Manpower (Pvt.) Ltd.", licence="RL-1234", status="Valid", city="Lahore"),
    Entry("Golden Star Overseas Employment Inc.", licence="DMW-123-LB-05122024-R", status="Delisted"),
    Entry("Solofa Overseas", licence="456789/2026"),
    Entry("บริษัท สยามรุ่งเรือง จำกัด", also="Siam Roongruang Co., Ltd."),
    Entry("深圳市华科人力资源有限公司", status="有效"),
    Entry("مكتب النور الجديد للاستقدام"),
    Entry("Robert'); DROP TABLE registry;-- Manpower Services"),
    Entry("Global Ltd"),
    Entry("New Job"),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlRegistries]:
    engine = connect(f"sqlite:///{tmp_path / 'waypost.db'}")
    migrate(engine)
    yield SqlRegistries(engine)
    engine.dispose()


@pytest.fixture
def registers(store: SqlRegistries) -> RegisterReader:
    store.put(LICENSED, ((entry, COMPANIES.keys_of(entry)) for entry in ENTRIES))
    # A few thousand others, which share words with the names above and with each other.
    others = (Entry(f"{word} {n:x} Overseas Manpower") for n in range(1500) for word in ("Noor", "Golden Star"))
    store.put(WARNED, ((entry, COMPANIES.keys_of(entry)) for entry in (Entry("Bright Future HR LLC"), *others)))
    return RegisterReader(store, lambda: COMPANIES)


def shown(found: LookUp) -> list[tuple[str, Closeness, str]]:
    return [(listing.written, listing.closeness, listing.entry.name) for listing in found.listings]


@pytest.mark.parametrize(
    ("text", "written", "name"),
    [
        ("We hire! Al Noor Manpower Pvt Ltd sends cooks to Qatar.", "Al Noor Manpower Pvt Ltd", ENTRIES[0].name),
        ("Contact AL-NOOR Manpower, Lahore", "AL-NOOR Manpower", ENTRIES[0].name),
        ("ติดต่อที่บริษัท สยามรุ่งเรือง จำกัด", "บริษัท สยามรุ่งเรือง จำกัด", ENTRIES[3].name),
        ("ติดต่อ บริษัท สยามรุ่งเรือง จำกัด วันนี้", "บริษัท สยามรุ่งเรือง จำกัด", ENTRIES[3].name),
        ("Siam Roongruang Co., Ltd. needs typists", "Siam Roongruang Co., Ltd.", ENTRIES[3].name),
        ("联系我，我们是深圳市华科人力资源有限公司，招聘客服", "深圳市华科人力资源有限公司", ENTRIES[4].name),
        ("فرصة عمل مع مكتب النور الجديد للاستقدام اليوم", "مكتب النور الجديد للاستقدام", ENTRIES[5].name),
        ("Hiring now, Lahore, Al Noor Manpower Ltd", "Al Noor Manpower Ltd", ENTRIES[0].name),
        ("Job in Dubai with Bright Future HR LLC, call now", "Bright Future HR LLC", "Bright Future HR LLC"),
    ],
)
async def test_a_name_in_an_advert_is_found_as_it_stands_there(
    registers: RegisterReader, text: str, written: str, name: str
) -> None:
    found = await registers.look_up(text)
    assert shown(found) == [(written, Closeness.SAME, name)]
    listing = found.listings[0]
    assert text[listing.start : listing.end] == written
    assert found.named
    assert not found.only_name


@pytest.mark.parametrize(
    "text",
    [
        "Al Nour Manpower Pvt Ltd needs cooks",
        "Al Noor Travels Pvt Ltd needs cooks",
        "Alnoor Overseas Employment Agency needs cooks",
    ],
)
async def test_a_similar_name_is_never_called_the_same(registers: RegisterReader, text: str) -> None:
    assert {listing.closeness for listing in (await registers.look_up(text)).listings} <= {Closeness.SIMILAR}


@pytest.mark.parametrize(
    "text",
    [
        "is Naagata Solofa Overseas registered?",
        "is naagata solofa overseas registered?",
        "Naagata Solofa Overseas Inc.",
        "Solofa Overseas Naagata hires now, contact us",
        "we are al Solofa Overseas, hiring now",
        "the naagata gulf big solofa overseas ltd is hiring",
    ],
)
async def test_a_name_inside_a_longer_one_is_not_that_name(registers: RegisterReader, text: str) -> None:
    found = await registers.look_up(text, asked=True)
    assert Closeness.SAME not in {listing.closeness for listing in found.listings}


@pytest.mark.parametrize(
    "text",
    [
        "Our global team needs you. Global services, new job, overseas manpower, golden star benefits!",
        "Global Ltd",
        "new job",
        "is this a new job?",
        "Manpower Services",
        "'); DROP TABLE registry_entry;-- \x00 % _ * Ltd",
        "\u202e\u200b" * 50 + " Ltd",
        "Ltd " * 3000,
    ],
)
async def test_common_words_and_hostile_texts_find_nothing(registers: RegisterReader, text: str) -> None:
    assert (await registers.look_up(text, asked=True)).listings == ()


async def test_a_hostile_name_in_a_register_is_a_name_like_any_other(registers: RegisterReader) -> None:
    found = await registers.look_up(ENTRIES[6].name, is_name=True)
    assert [listing.entry for listing in found.listings] == [ENTRIES[6]]
    assert (await registers.look_up("Solofa Overseas", is_name=True)).listings


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("is al noor manpower registered or fake?", ENTRIES[0].name),
        ("Is Al Noor Manpower licensed?", ENTRIES[0].name),
        ("is “solofa overseas” legit", ENTRIES[2].name),
        ("SOLOFA OVERSEAS?", ENTRIES[2].name),
    ],
)
async def test_a_question_may_be_in_small_letters(registers: RegisterReader, text: str, name: str) -> None:
    assert [(c, n) for _, c, n in shown(await registers.look_up(text, asked=True))] == [(Closeness.SAME, name)]


async def test_nothing_but_a_name_is_told_from_a_text_that_holds_one(registers: RegisterReader) -> None:
    assert (await registers.look_up("  Al Noor Manpower.  ")).only_name
    assert (await registers.look_up("Nobody Knows Us Manpower Ltd")).only_name
    assert not (await registers.look_up("Al Noor Manpower took my passport away")).only_name
    assert not (await registers.look_up("how do I check an agency", asked=True)).named
    assert (await registers.look_up("whatever", is_name=True)).named


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("licensed agency RL-1234 hires", ENTRIES[0].name),
        ("our licence is RL 1234.", ENTRIES[0].name),
        ("DMW-123-LB-05122024-R", ENTRIES[1].name),
        ("Licence No. 456789/2026", ENTRIES[2].name),
    ],
)
async def test_a_licence_number_tells_whose_it_is(registers: RegisterReader, text: str, name: str) -> None:
    assert [(c, n) for _, c, n in shown(await registers.look_up(text))] == [(Closeness.NUMBER, name)]


async def test_pay_telephone_numbers_and_years_are_no_licence_numbers(registers: RegisterReader) -> None:
    text = "Pay 456789 a year, call +92 456789 2026, born 1234, https://x.example/RL-1234"
    assert (await registers.look_up(text)).listings == ()


async def test_a_status_that_does_not_mean_valid_does_not_stand(registers: RegisterReader) -> None:
    found = await registers.look_up("Golden Star Overseas Employment Inc.\nAl Noor Manpower Pvt Ltd")
    assert {listing.entry.name: listing.stands for listing in found.listings if listing.closeness is Closeness.SAME} == {
        ENTRIES[0].name: True,
        ENTRIES[1].name: False,
    }


async def test_warnings_come_first_and_only_a_few_are_shown(registers: RegisterReader) -> None:
    text = "Al Noor Manpower Ltd\nSolofa Overseas Ltd\nSiam Roongruang Co., Ltd.\nBright Future HR LLC"
    found = await registers.look_up(text)
    assert len(found.listings) == MOST_LISTINGS
    assert found.listings[0].registry.kind is RegistryKind.BLACKLIST


async def test_without_a_register_nothing_is_built_and_a_new_one_is_seen_after_a_while(
    store: SqlRegistries, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = []

    def build() -> object:
        built.append(1)
        return COMPANIES

    registers = RegisterReader(store, build)  # type: ignore[arg-type]
    assert await registers.look_up("Al Noor Manpower", is_name=True) == LookUp()
    assert built == []
    store.put(LICENSED, [(ENTRIES[0], COMPANIES.keys_of(ENTRIES[0]))])
    monkeypatch.setattr("bot.understanding.registers.SECONDS_KEPT", 0)
    assert (await registers.look_up("Al Noor Manpower", is_name=True)).listings
    assert built == [1]
