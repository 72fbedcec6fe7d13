"""Whether a chat is the only way to whoever makes an offer."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.app import Mind
from bot.domain.addresses import AddressBook
from bot.domain.inbound import Text
from bot.understanding.chat_contacts import CHAT_ONLY, ChatReader


@pytest.fixture(scope="module")
def reader(mind: Mind) -> ChatReader:
    return ChatReader(mind.library.addresses)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Apply: https://t.me/hr_asia.", "https://t.me/hr_asia"),
        ("wa.me/66812345678", "wa.me/66812345678"),
        ("Hiring, msg @techpark_hr, pay 15.000.000", "@techpark_hr"),
        ("WhatsApp only: +95 9 790 000 001", "WhatsApp only: +95 9 790 000 001"),
        ("สมัครงาน ไลน์ไอดี : job1234", "ไลน์ไอดี : job1234"),
        ("LINE ID: asia_job88", "LINE ID: asia_job88"),
        ("Lương 30.000.000. Zalo 0900.000.123", "Zalo 0900.000.123"),
        ("加微信abc12345咨询", "微信abc12345"),
        ("ဗိုင်ဘာ 09 790 000 001", "ဗိုင်ဘာ 09 790 000 001"),
        ("តេលេ៖ @boss_vip", "តេលេ៖ @boss_vip"),
        ("Телеграм — @asia_job", "Телеграм — @asia_job"),
        ("واتساب ‎+962790000001", "واتساب ‎+962790000001"),
        ("व्हाट्सएप 9800000000", "व्हाट्सएप 9800000000"),
        ("ቴሌግራም @work_th", "ቴሌግራም @work_th"),
    ],
)
def test_a_chat_alone_is_quoted(text: str, quote: str, reader: ChatReader) -> None:
    sign = reader.sign(text)
    assert sign
    assert sign.quote == quote == text[sign.start : sign.end]


@pytest.mark.parametrize(
    "text",
    [
        "Telegram @hr_asia or jobs@acme.com",
        "t.me/acme and www.acme.com",
        "WhatsApp +971 50 123 4567, office 04 123 4567",
        "Call 0812-0000-1111",
        "Interview on WhatsApp in 10 minutes",
        "Line cook, 12 hours. Online customer service, 3500 USD",
        "hr@acme.com",
        "Production line 12345",
        "",
    ],
)
def test_other_ways_and_no_way_tell_nothing(text: str, reader: ChatReader) -> None:
    assert reader.sign(text) is None


async def test_what_is_said_of_chats_counts_once(mind: Mind) -> None:
    text = "We are hiring chat agents. The recruiter talks only on Telegram: @hr_asia"
    signs = {sign.id for sign in (await mind.ear.hear(Text(text), language_hint=None)).reading.signs}
    assert "unsolicited_contact_chat_app" in signs
    assert CHAT_ONLY not in signs


PIECES = some.sampled_from(["@hr_asia", "t.me/x", "wa ", "line", "id", "+66 81", "2345678", ".", ":", " ", "ไลน์", "İ", "\n"])


@given(some.lists(some.one_of(PIECES, some.text(max_size=4)), max_size=12).map("".join))
def test_each_quote_stands_in_the_text(text: str) -> None:
    book = AddressBook(chat_links=frozenset({"t.me"}), chat_apps=("wa", "line", "ไลน์"))
    if sign := ChatReader(book).sign(text):
        assert sign.quote
        assert text[sign.start : sign.end] == sign.quote
