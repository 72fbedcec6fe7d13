"""Pay as adverts write it: amount, currency and period, in the six languages."""

import pytest

from bot.library.assets import find_root
from bot.library.loading import load_library
from bot.understanding.pay import PayReader

LIBRARY = load_library(find_root())
READER = PayReader(LIBRARY)


def usd(code: str, amount: float) -> float:
    currency = LIBRARY.currency(code)
    assert currency is not None
    return amount * currency.usd


@pytest.mark.parametrize(
    ("text", "code", "monthly"),
    [
        ("salary 1500 USD a month", "USD", 1500),
        ("$1,500/month", "USD", 1500),
        ("1.500 dólares mensuales", "USD", 1500),
        ("pay $20 per hour", "USD", 20 * 208),
        ("เงินเดือน 35,000 บาท", "THB", 35000),
        ("เงินเดือน 12,000 บาท มีประสบการณ์ 1 ปี", "THB", 12000),
        ("月薪2万人民币", "CNY", 20000),
        ("sueldo S/ 2500 al mes", "PEN", 2500),
        ("सैलरी ५०,००० रुपये महीना", "INR", 50000),
    ],
)
def test_pay_is_read_as_dollars_a_month(text: str, code: str, monthly: float) -> None:
    pay = READER.read(text)
    assert pay is not None
    assert pay.monthly_usd == pytest.approx(usd(code, monthly), rel=0.01)


@pytest.mark.parametrize("text", ["", "call 0812345678", "2 years of experience", "we are 500 people", "İİİ 2026-11-24"])
def test_what_is_no_pay_is_not_read_as_pay(text: str) -> None:
    assert READER.read(text) is None


def test_the_quote_is_truly_in_the_text_whatever_stands_before_it() -> None:
    text = "İSTANBUL ŞİRKETİ: salary 3000 USD a month"
    pay = READER.read(text)
    assert pay is not None
    assert text[pay.start : pay.end] == "3000 USD"


@pytest.mark.parametrize("hostile", ["1 " * 500_000, "9" * 1_000_000, "$" * 100_000, "1,000." * 100_000, "\ud800 5 USD"])
def test_numbers_without_end_are_no_trouble(hostile: str) -> None:
    READER.read(hostile)
