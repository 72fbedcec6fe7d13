"""Hours as people say them."""

import pytest

from bot.library.assets import find_root
from bot.library.loading import load_library
from bot.understanding.clock import HourReader

READER = HourReader(load_library(find_root()).day_parts)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("8 pm", 20),
        ("8p.m. please", 20),
        ("12 am", 0),
        ("12 pm", 12),
        ("20:00", 20),
        ("18h30", 18),
        ("a las 9 de la noche", 21),
        ("7 de la mañana", 7),
        ("शाम 6 बजे", 18),
        ("रात ९ बजे", 21),
        ("subah 7 baje", 7),
        ("6 โมงเย็น", 18),
        ("2 ทุ่ม", 20),
        ("ตี 5", 5),
        ("ည ၈ နာရီ", 20),
        ("ညနေ ၆ နာရီ", 18),
        ("晚上8点", 20),
        ("早上7点半", 7),
        ("下午3点", 15),
        ("saa mbili usiku, yaani saa 2 usiku", 20),
        ("saa 1 asubuhi", 7),
        ("ማታ 2 ሰዓት", 20),
        ("ማታ ፪ ሰዓት", 20),
        ("晚上⑧点", 20),
        ("الساعة ٨ مساء", 20),
        ("19", 19),
        ("1 at night", 1),
    ],
)
def test_an_hour_is_read(text: str, hour: int) -> None:
    assert READER.read(text) == hour


@pytest.mark.parametrize("text", ["6", "at 6", "", "evening", "25", "120", "99 pm", "0 pm", "no idea"])
def test_what_names_no_hour_for_sure_is_not_guessed(text: str) -> None:
    assert READER.read(text) is None
