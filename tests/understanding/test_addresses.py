"""What an address tells by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.domain.addresses import AddressBook
from bot.understanding.addresses import AddressReader

READER = AddressReader(
    AddressBook(
        free_mail=frozenset({"gmail.com", "qq.com"}),
        shorteners=frozenset({"bit.ly"}),
        free_sites=frozenset({"blogspot.com", "docs.google.com/forms"}),
    )
)


def seen(text: str) -> dict[str, str]:
    return {sign.id: sign.quote for sign in READER.signs(text)}


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Send your CV to hr.acme@gmail.com.", "hr.acme@gmail.com"),
        ("联系HR：12345@QQ.com谢谢", "12345@QQ.com"),
        ("สมัครที่job@gmail.comด่วน", "job@gmail.com"),
    ],
)
def test_a_free_address_is_quoted_in_any_script(text: str, quote: str) -> None:
    assert seen(text) == {"free_mail_address": quote}


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Apply: https://bit.ly/3xY, today", "https://bit.ly/3xY"),
        ("apply (acme-jobs.blogspot.com)", "acme-jobs.blogspot.com"),
        ("https://docs.google.com/forms/d/e/1FA", "https://docs.google.com/forms/d/e/1FA"),
    ],
)
def test_a_link_that_hides_its_owner_is_quoted(text: str, quote: str) -> None:
    assert seen(text) == {"hidden_link": quote}


@pytest.mark.parametrize(
    "text",
    [
        "Write to jobs@acme.com or see www.acme.com/careers.",
        "jobs@gmail.com.acme.org",
        "jobs@notgmail.com",
        "https://notbit.ly/x",
        "https://docs.google.com/document/d/1",
        "Must know Gmail, bit. ly and blogspot",
        "Five years of experience. No fee.",
    ],
)
def test_other_addresses_tell_nothing(text: str) -> None:
    assert seen(text) == {}


PIECES = some.sampled_from(
    ["a@gmail.com", "https://bit.ly/1", "x.blogspot.com", "@", ".", "/", " ", "ไทย", "ß", "İ", "😀", "a"]
)


@given(some.lists(some.one_of(PIECES, some.text(max_size=4)), max_size=12).map("".join))
def test_each_quote_stands_in_the_text(text: str) -> None:
    for sign in READER.signs(text):
        assert sign.quote
        assert text[sign.start : sign.end] == sign.quote
