"""The words of a text that a sign was read from, quoted back."""

import pytest

from bot.app import Mind
from bot.domain.inbound import Text
from bot.understanding.spans import in_whole_words


@pytest.mark.parametrize(
    ("text", "sign", "quote"),
    [
        # Doubled letters and vowel marks are dropped before cues are looked for.
        ("Cleaners wanted, visa free ticket free, medical", "free_flight_and_lodging", "visa free ticket free"),
        ("placement fee?", "upfront_fee", "placement fee"),
        ("تذكرة وسكن وأكل مجاناً، لا يشترط", "free_flight_and_lodging", "وسكن وأكل مجاناً"),
        ("ຂວັນມາ ໃຫ້ຈ່າຍຄ່າພາສີ ຂ້ອຍ", "upfront_fee", "ໃຫ້ຈ່າຍຄ່າພາສີ"),
        ("Nagbebenta ka ba ng tao", "moved_or_sold", "Nagbebenta ka"),
    ],
)
async def test_no_word_is_cut(text: str, sign: str, quote: str, mind: Mind) -> None:
    signs = {sign.id: sign for sign in (await mind.ear.hear(Text(text), language_hint=None)).reading.signs}
    assert signs[sign].quote == quote == text[signs[sign].start : signs[sign].end]


@pytest.mark.parametrize(
    ("text", "cue", "quote"),
    [("ຄອລເຊັນເຕີ້ໄດ້", "ຄອລເຊັນເຕີ", "ຄອລເຊັນເຕີ້"), ("包机票free", "包机票", "包机票"), ("x" * 500, "x", "x" * 61)],
)
def test_scripts_without_spaces_and_walls_of_letters_end_somewhere(text: str, cue: str, quote: str) -> None:
    start, end = in_whole_words(text, 0, len(cue))
    assert text[start:end] == quote
