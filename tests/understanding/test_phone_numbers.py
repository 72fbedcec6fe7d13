"""Which numbers do not fit what is said around them."""

import pytest

from bot.app import Mind
from bot.domain.inbound import Text
from bot.understanding.phone_numbers import NumberReader, homes_of

READER = NumberReader(["office phone", "座机"])


def odd(text: str, *named: str, language: str = "en") -> str | None:
    sign = READER.sign(text, named, language)
    assert sign is None or text[sign.start : sign.end] == sign.quote
    return sign and sign.quote


@pytest.mark.parametrize(
    ("text", "named", "language", "quote"),
    [
        ("Singapore company, call +855 12 345 678", ("SG", "TH"), "en", "+855 12 345 678"),
        ("https://wa.me/959790000001", ("SG",), "en", "959790000001"),
        ("บริษัทสิงคโปร์ โทร +44 7700 900123 หรือ +44 7911 123456", ("SG",), "th", "+44 7911 123456"),
        ("Call +883 5100 0123 4567", (), "en", "+883 5100 0123 4567"),
        ("Call +44 56 0123 4567", (), "en", "+44 56 0123 4567"),
        ("Office phone (Ms Lee): +65 9123 4567", ("SG",), "en", "+65 9123 4567"),
        ("座机：+65 9123 4567", (), "zh-Hans", "+65 9123 4567"),
    ],
)
def test_a_number_that_does_not_fit_is_quoted(text: str, named: tuple[str, ...], language: str, quote: str) -> None:
    assert odd(text, *named, language=language) == quote


@pytest.mark.parametrize(
    ("text", "named", "language"),
    [
        ("Hotel in Dubai, call +971 50 123 4567", ("AE",), "en"),
        ("Work in Dubai, agency in Nairobi: +254 712 345678", ("AE",), "en"),
        ("Trabajo en Dubái, llama al +57 300 1234567", ("AE",), "es"),
        ("Call +855 12 345 678 or +65 6123 4567", ("SG",), "en"),
        ("Call +855 12 345 678", (), "en"),
        ("Call +855 12 345 678", ("SG",), "und"),
        ("Office phone: +65 6123 4567", ("SG",), "en"),
        ("Office manager, mobile +65 9123 4567", ("SG",), "en"),
        ("Call 012 345 678", ("SG",), "en"),
        ("wa.me/9999999999 wa.me/100000000 whatsapp.com/send?phone=6591234567", ("SG",), "en"),
    ],
)
def test_ordinary_numbers_fit(text: str, named: tuple[str, ...], language: str) -> None:
    assert odd(text, *named, language=language) is None


def test_a_language_is_at_home_where_it_is_spoken() -> None:
    assert homes_of("th") == {"TH"}
    assert {"CN", "SG", "TW", "HK"} <= homes_of("zh-Hans")
    assert {"BR", "PT", "MZ"} <= homes_of("pt-BR")
    assert {"PH", "KE", "NG", "IN"} <= homes_of("en")
    assert homes_of("und") == homes_of("zz") == frozenset()


def test_every_served_language_has_a_home(mind: Mind) -> None:
    assert [tag for tag in mind.library.languages if not homes_of(tag)] == []


async def test_a_whole_offer_shows_it(mind: Mind) -> None:
    text = "Urgent hiring: customer service in Bangkok for a Singapore company, 2000 USD. WhatsApp +855 12 345 678"
    signs = {sign.id: sign.quote for sign in (await mind.ear.hear(Text(text), language_hint=None)).reading.signs}
    assert signs["number_does_not_fit"] == "+855 12 345 678"
