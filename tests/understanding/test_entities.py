"""Counts of people, times and organisations, as people write them."""

import pytest

from bot.app import Mind
from bot.domain.entities import Entity
from bot.library.assets import find_root
from bot.library.entities import load_entity_words
from bot.understanding.entities import EntityReader
from bot.understanding.organisations import OrganisationReader

ORGANISATIONS = OrganisationReader(load_entity_words(find_root()).organisations)


@pytest.fixture(scope="module")
def reader(mind: Mind) -> EntityReader:
    return mind.entities()


def of(kind: str, found: list[Entity]) -> list[object]:
    return [entity.value for entity in found if entity.kind == kind]


@pytest.mark.parametrize(
    ("language", "text", "people", "times"),
    [
        ("en", "there are 12 of us here, they move us tonight", [12], ["tonight"]),
        ("en", "in an hour they take us, 3 girls", [3], ["PT1H"]),
        ("th", "พวกเรามี 5 คน เขาจะย้ายคืนนี้ อีก 2 ชั่วโมง", [5], ["tonight", "PT2H"]),
        ("th", "เราห้าคน ย้ายพรุ่งนี้", [5], ["tomorrow"]),
        ("id", "kami ada 5 orang, besok mau dipindah", [5], ["tomorrow"]),
        ("ms", "kami 3 orang, esok mereka bawa kami", [3], ["tomorrow"]),
        ("hi", "हम 4 लोग हैं, 3 दिन में ले जाएंगे", [4], ["P3D"]),
        ("es", "somos tres, nos mueven en 2 horas", [3], ["PT2H"]),
        ("zh-Hans", "我们有12个人，明天要被卖走", [12], ["tomorrow"]),
        ("zh-Hant", "我們有3個人，2小時後要走", [3], ["PT2H"]),
        ("vi", "chúng tôi có năm người, 2 giờ nữa họ đi", [5], ["PT2H"]),
        ("ru", "нас пятеро, через 3 дня увезут", [5], ["P3D"]),
        ("ar", "احنا خمسة اشخاص، بعد ساعتين ينقلونا", [5], ["PT2H"]),
        ("sw", "tuko watu 6, baada ya siku 3", [6], ["P3D"]),
        ("ha", "mutane biyar, nan da awa 2", [5], ["PT2H"]),
        ("my", "ကျွန်တော်တို့ ၅ ယောက်ရှိတယ် ဒီည ပြောင်းမယ်", [5], ["tonight"]),
        ("km", "យើងមាន ៥ នាក់ ស្អែក គេនឹងផ្លាស់ទី", [5], ["tomorrow"]),
        ("lo", "ພວກເຮົາ 5 ຄົນ ມື້ອື່ນ", [5], ["tomorrow"]),
        ("ur", "ہم پانچ لوگ ہیں، ۳ دن میں", [5], ["P3D"]),
        ("bn", "আমরা পাঁচ জন, ৩ দিনের মধ্যে", [5], ["P3D"]),
        ("ne", "हामी ५ जना छौं, भोलि लैजान्छ", [5], ["tomorrow"]),
        ("ta", "நாங்கள் 5 பேர், நாளை", [5], ["tomorrow"]),
        ("si", "අපි පස් දෙනෙක්, හෙට", [5], ["tomorrow"]),
        ("am", "5 ሰዎች ነን፣ በ2 ሰዓት ውስጥ", [5], ["PT2H"]),
        ("fil", "lima kami dito, bukas", [5], ["tomorrow"]),
        ("fr", "nous sommes 4, vol le 12 décembre 2026", [4], ["2026-12-12"]),
        ("pt-BR", "somos cinco pessoas; voo 12 de dezembro", [5], ["--12-12"]),
        ("vi", "vé ngày 12 tháng 12", [], ["--12-12"]),
        ("zh-Hans", "机票12月12日", [], ["--12-12"]),
        ("en", "flight on 12/11/2026", [], ["12/11/2026"]),
        ("en", "flight 11 Dec", [], ["--12-11"]),
        ("my", "ရက် ၂၀ အတွင်း", [], ["P20D"]),
    ],
)
def test_how_many_and_when(reader: EntityReader, language: str, text: str, people: list[int], times: list[str]) -> None:
    found = reader.read(text, language)
    assert of("person_count", found) == people
    assert of("time_left", found) == times


@pytest.mark.parametrize(
    "text",
    [
        "we are 3 hours away from the border",
        "working 12 hours a day, 2 years of experience",
        "I may 5 times have asked",
        "my number is +66 81 234 5678",
        "pago das pessoas",
        "1.5 people",
    ],
)
def test_other_numbers_count_nobody_and_are_no_time(reader: EntityReader, text: str) -> None:
    found = reader.read(text, "en")
    assert of("person_count", found) == []
    assert of("time_left", found) == []


@pytest.mark.parametrize(
    ("text", "hour"),
    [("meet tomorrow at 5 pm", 17), ("tonight, 5 people", None), ("ย้ายพรุ่งนี้ ตอน 2 ทุ่ม", 20), ("tonight, in 2 hours", None)],
)
def test_a_named_day_has_the_hour_that_stands_next_to_it(reader: EntityReader, text: str, hour: int | None) -> None:
    day = next(entity for entity in reader.read(text, "en") if entity.value in ("tomorrow", "tonight"))
    assert day.more.get("hour") == hour


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Golden Lion Group Co., Ltd is hiring in Phnom Penh", "Golden Lion Group Co., Ltd"),
        ("I work for PT Maju Jaya in Jakarta", "PT Maju Jaya"),
        ("บริษัท โกลเด้น ไลอ้อน จำกัด รับสมัคร", "บริษัท โกลเด้น ไลอ้อน จำกัด"),
        ("我在某某科技有限公司工作", "某某科技有限公司"),
        ("công ty TNHH Hoàng Gia tuyển người", "công ty TNHH Hoàng Gia"),
        ("The agency is Al Noor Manpower, they ask money", "Al Noor Manpower"),
        ("ООО «Ромашка» набирает людей", "ООО «Ромашка»"),
        ("تواصلت معي شركة النور للتوظيف", "شركة النور للتوظيف"),
        ("golden lion co ltd is it real?", "golden lion co ltd"),
        ("मैं सनराइज ओवरसीज प्राइवेट लिमिटेड में काम करता हूँ", "सनराइज ओवरसीज प्राइवेट लिमिटेड"),
        ("kerja di Bintang Timur Sdn Bhd", "Bintang Timur Sdn Bhd"),
        ("ils disent que c'est Atlas Conseil SARL", "Atlas Conseil SARL"),
    ],
)
def test_an_organisation_is_named_as_written(text: str, name: str) -> None:
    (found,) = ORGANISATIONS.read(text)
    assert (found.value, text[found.start : found.end]) == (name, name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ltd",
        "they are a big Group",
        "THE AGENCY SAYS NO",
        "我们公司在这里",
        "บริษัทนี้ดีไหม",
        "the company took my passport",
        "pt",
    ],
)
def test_what_names_no_organisation_is_none(text: str) -> None:
    assert ORGANISATIONS.read(text) == []


@pytest.mark.parametrize(
    "hostile",
    [
        "5 people " * 50_000,
        "9" * 500_000,
        "tomorrow " * 50_000,
        "Ltd " * 100_000,
        "บริษัท" * 50_000,
        "A " * 100_000 + "Ltd",
        "\ud800 5 คน \u202e",
        "有限公司" * 20_000,
        "12月" * 50_000,
        "PT «" * 50_000,
    ],
)
def test_hostile_texts_are_read_and_every_place_lies_in_the_text(reader: EntityReader, hostile: str) -> None:
    assert all(0 <= entity.start < entity.end <= len(hostile) for entity in reader.read(hostile, "en"))


def test_places_hold_in_the_original_whatever_stands_around(reader: EntityReader) -> None:
    text = "İİ 🆘 h-e-l-p!! we're 12 people… PT Maju Jaya, ၃ ရက်အတွင်း, 1500 USD a month in Myawaddy"
    quotes = {entity.kind: text[entity.start : entity.end] for entity in reader.read(text, "en")}
    assert quotes == {
        "person_count": "12 people",
        "organisation": "PT Maju Jaya",
        "time_left": "၃ ရက်အတွင်း",
        "money": "1500 USD",
        "country": "Myawaddy",
        "place": "Myawaddy",
    }


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("เขาพาไปเคเคปาร์ค", "kk_park"),
        ("ພວກເຮົາຢູ່ ແມ່ສອດ", "mae_sot"),
        ("ខ្ញុំនៅកំពង់សោម", "sihanoukville"),
        ("нас везут в Сиануквиль", "sihanoukville"),
        ("انا في سيهانوكفيل", "sihanoukville"),
        ("আমি সিহানুকভিল এ আছি", "sihanoukville"),
        ("人在金三角經濟特區", "gtsez"),
    ],
)
def test_places_are_known_in_the_scripts_of_those_who_are_held_there(reader: EntityReader, text: str, place: str) -> None:
    assert place in of("place", reader.read(text, "und"))


def test_one_word_is_one_role(reader: EntityReader) -> None:
    assert of("role", reader.read("a job as a nurse", "en")) == ["nurse"]
