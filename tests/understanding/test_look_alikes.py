"""Which addresses are made to look like another's, with the sites that the content holds."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.app import Mind
from bot.domain.addresses import AddressBook
from bot.understanding.addresses import AddressReader


@pytest.fixture(scope="module")
def reader(mind: Mind) -> AddressReader:
    return AddressReader(mind.library.addresses, mind.library.official_hosts)


def copied(reader: AddressReader, text: str) -> list[str]:
    return [sign.quote for sign in reader.signs(text) if sign.id == "look_alike_link"]


@pytest.mark.parametrize(
    "host",
    [
        "1inkedin.com",
        "linkedln.com",
        "rnarriott.com",
        "lіnkedіn.com",  # Cyrillic
        "xn--lnkedn-pvfe.com",  # the same, as it is looked up
        "ｌｉｎｋｅｄｉｎ.com",
        "jobstret.com",
        "linkedin-jobs.com",
        "linkedin.apply-now.com",
        "accor.com.hr-portal.net",
        "dmw-gov.ph",
        "dmw.gov.ph.apply.com",
        "emigrate.gov.in.visa-apply.com",
        "mea-gov.in",
    ],
)
@pytest.mark.parametrize("text", ["{}", "Apply at https://{}/job?id=1 today", "สมัครที่{}ด่วน", "hr@{}", "({})."])
def test_a_copied_name_is_quoted(host: str, text: str, reader: AddressReader) -> None:
    assert copied(reader, text.format(host)) == [host]


@pytest.mark.parametrize(
    "text",
    [
        "www.linkedin.com/jobs, uk.linkedin.com",
        "indeed.co.uk and jobstreet.vn are theirs in other countries",
        "about.google",
        "accor.wd3.myworkdayjobs.com",
        "mea.gov.in, www.gov.br, gov.uz, usa.gov, dmw.gov.ph",
        "See linkedin.com.Apply there. We use indeed.com.we do",
        "modern.com 10.30 U.S.A. node.js e.g.this xn--.com xn--é.com",
        "hr@acme-gruppe.de",
    ],
)
def test_real_names_and_other_things_are_not(text: str, reader: AddressReader) -> None:
    assert copied(reader, text) == []


def test_no_list_copies_nothing() -> None:
    assert copied(AddressReader(AddressBook()), "linkedin-jobs.com") == []


PIECES = some.sampled_from(
    ["linkedin", "lіnkedіn", "gov", "xn--", ".com", ".", "-", "İ", "ß", "ไทย", "。", "a", "0", "@", "/"]
)
BOOK = AddressBook(imitated=frozenset({"linkedin.com"}))


@settings(deadline=None)  # what is read when first needed takes its time once
@given(some.lists(some.one_of(PIECES, some.text(max_size=4)), max_size=12).map("".join))
def test_each_quote_stands_in_the_text(text: str) -> None:
    for sign in AddressReader(BOOK, ["dmw.gov.ph"]).signs(text):
        assert sign.quote
        assert text[sign.start : sign.end] == sign.quote


def test_what_hardly_any_text_needs_is_not_read_at_start() -> None:
    code = "import sys, bot.app, bot.serving; print({'icu', 'publicsuffixlist'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
