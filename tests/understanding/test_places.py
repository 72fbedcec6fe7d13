"""Countries, towns and peoples as people type them, and everyday words that look like them."""

import pytest

from bot.library.assets import find_root, locales_folder
from bot.library.loading import load_library
from bot.library.register import load_languages
from bot.understanding.normalise import normalise
from bot.understanding.places import Gazetteer, PlaceNames

LIBRARY = load_library(find_root())
GAZETTEER = Gazetteer(LIBRARY, PlaceNames.of(LIBRARY, load_languages(locales_folder(find_root()))))


def only_country(answer: str) -> str | None:
    plain = normalise(answer)
    return GAZETTEER.only_country(plain, GAZETTEER.find(plain))


@pytest.mark.parametrize(
    ("answer", "country"),
    [
        ("দুবাই", "AE"),
        ("ቤሩት", "LB"),
        ("في بيروت", "LB"),
        ("लेबनानमा", "LB"),
        ("বৈরুত", "LB"),
        ("Lebanoni", "LB"),
        ("কম্বোডিয়ায় আছি", "KH"),
        ("em o cam", "KH"),
        ("xì ha núc", "KH"),
        ("Lào", "LA"),
        ("ລາວ", "LA"),
        ("je suis camerounaise", "CM"),
        ("suis malien", "ML"),
        ("pilipino po", "PH"),
        ("أنا سوري", "SY"),
        ("عمان", "OM"),
        ("в Мьянме", "MM"),
        ("दुबईमा", "AE"),
        ("கம்போடியாவில்", "KH"),
        ("ශ්‍රී ලාංකික", "LK"),
        ("ኢትዮጵያዊት ነኝ", "ET"),
        ("mimi ni mtanzania", "TZ"),
        ("ni ɗan Najeriya ne", "NG"),
        ("我在金邊", "KH"),
        ("Mali", "ML"),
        ("cam", "KH"),
        ("LA", "LA"),
    ],
)
def test_an_answer_of_one_place_is_that_country(answer: str, country: str) -> None:
    assert only_country(answer) == country


@pytest.mark.parametrize(
    "answer", ["no", "NO", "si", "na", "la", "cảm ơn", "mali po", "oo nga", "lao động", "mang thai", "cuba tolong"]
)
def test_words_that_look_like_a_place_are_no_answer(answer: str) -> None:
    assert only_country(answer) is None


@pytest.mark.parametrize(
    "text",
    [
        "em đang xuất khẩu lao động",
        "llevamos dos días sin comer",
        "кроме того я не могу уйти",
        "bago nila kami isakay sa truck",
        "mali yangu imeibiwa",
        "ຖ້າລາວຊິຮູ້ບໍ",
        "je suis seul",
        "udah aman kok sip",
        "เช็กให้หน่อย ปรากฏว่าโดนหลอก",
    ],
)
def test_names_that_are_everyday_words_are_not_found_within_a_message(text: str) -> None:
    assert GAZETTEER.find(normalise(text)) == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("họ đưa em qua bà vẹt", "bavet"),
        ("কেকে পার্কে আটকা", "kk_park"),
        ("сейчас в Мьявадди", "myawaddy"),
        ("म सिहानूकभिल मा छु", "sihanoukville"),
        ("bloqués au Triangle d'or", "golden_triangle"),
    ],
)
def test_reported_places_are_found_as_they_are_written(text: str, place: str) -> None:
    assert place in {named.place for named in GAZETTEER.find(normalise(text))}
