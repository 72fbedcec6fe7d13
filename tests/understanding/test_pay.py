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


@pytest.mark.parametrize(
    ("language", "text", "code", "amount", "period"),
    [
        ("hi", "1.5 लाख महीना", "INR", 150_000, "month"),
        ("hi", "salary 70k per month", "INR", 70_000, "month"),
        ("en", "gaji 15 juta", "IDR", 15_000_000, None),
        ("vi", "lương 15 triệu", "VND", 15_000_000, None),
        ("vi", "Thu nhập 20tr/tháng", "VND", 20_000_000, "month"),
        ("th", "เงินเดือน 35000", "THB", 35_000, "month"),
        ("my", "လစာ ၅ သိန်း", "MMK", 500_000, None),
        ("my", "လစာ သိန်း ၂၀ ရမယ်", "MMK", 2_000_000, None),
        ("zh-Hans", "一个月3万", "CNY", 30_000, "month"),
        ("bn", "বেতন ৫০ হাজার", "BDT", 50_000, None),
        ("ur", "تنخواہ 80 ہزار", "PKR", 80_000, None),
        ("ne", "तलब ५० हजार", "NPR", 50_000, None),
        ("fil", "sahod 50k kada buwan", "PHP", 50_000, "month"),
        ("pt-BR", "salário 8 mil por mês", "BRL", 8_000, "month"),
        ("sw", "mshahara shilingi elfu 50 kwa mwezi", None, 50_000, "month"),
        ("am", "ደሞዝ 15 ሺህ ብር በወር", "ETB", 15_000, "month"),
        ("ha", "albashi dubu 500 naira", "NGN", 500_000, None),
        ("ru", "зарплата 2000 долларов в месяц", "USD", 2_000, "month"),
        ("km", "ប្រាក់ខែ 800 ដុល្លារ", "USD", 800, None),
        ("ar", "راتب 1500 دولار بالشهر", "USD", 1_500, "month"),
        ("vi", "lương tháng 15-20 triệu", "VND", 20_000_000, "month"),
        ("zh-Hans", "收入3-5万一个月", "CNY", 50_000, "month"),
        ("en", "70k per month", None, 70_000, "month"),
        ("en", "salary 35000", None, 35_000, None),
        ("en", "salary up to 3000", None, 3_000, None),
        ("ar", "راتب من 1800", None, 1_800, None),
        ("ru", "от 1800$", "USD", 1_800, None),
        ("ru", "зарплата от 60000", None, 60_000, None),
        ("th", "เงินเดือนเริ่มต้น 30000", "THB", 30_000, "month"),
        ("sw", "mshahara kuanzia 50000", None, 50_000, None),
        ("zh-Hans", "急招客服 8 万起", "CNY", 80_000, None),
        ("zh-Hans", "1800起", "CNY", 1_800, None),
    ],
)
def test_pay_without_a_currency_takes_the_only_one_that_fits_or_none(
    language: str, text: str, code: str | None, amount: float, period: str | None
) -> None:
    (pay,) = READER.all(text, language)
    assert (pay.currency, pay.amount) == (code, amount)
    assert period is None or pay.period == period
    assert (pay.monthly_usd is None) == (code is None)


@pytest.mark.parametrize(
    ("language", "text", "upper"), [("en", "salary from 1500 to 2500", 2_500), ("zh-Hant", "薪水 3萬至8萬", 80_000)]
)
def test_the_upper_end_of_a_range_is_pay_too(language: str, text: str, upper: float) -> None:
    assert READER.all(text, language)[-1].amount == upper


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("hi", "visa ke liye 5 lakh dena hai"),
        ("th", "โทร 0812345678"),
        ("th", "ค่าไถ่ 3 แสน"),
        ("vi", "nợ 50 triệu"),
        ("en", "I have 10k followers"),
        ("en", "call from 1500 to 2300"),
        ("zh-Hans", "中介费8万起"),
        ("zh-Hans", "2026起"),
        ("my", "၅ သိန်း လောက် ပေးရတယ်"),
    ],
)
def test_a_sum_that_is_not_plainly_pay_is_not_read_as_pay(language: str, text: str) -> None:
    assert READER.all(text, language) == ()
