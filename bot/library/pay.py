"""Pay: `content/pay/bands.yaml`, `lures.yaml` and `currencies.yaml`."""

from dataclasses import dataclass
from datetime import date

from bot.domain.facts import (
    Confidence,
    Currency,
    Lure,
    MinimumPay,
    Multiplier,
    PayBand,
    PayPeriod,
    PayThresholds,
    PayWords,
    PeriodWords,
)
from bot.library.documents import Document
from bot.library.records import Notes, Record

PER = ("month", "day")


@dataclass(frozen=True, slots=True)
class Bands:
    """What `bands.yaml` holds."""

    bands: tuple[PayBand, ...]
    minimum_pay: tuple[MinimumPay, ...]
    thresholds: PayThresholds


def read_bands(document: Document, notes: Notes) -> Bands:
    """Real pay, minimum pay, and from which ratio on pay is far above the market."""
    file = Record(notes, document, (), document.data)
    record = file.record("thresholds")
    thresholds = PayThresholds(
        times_real_high=record.needed_number("times_real_high"),
        times_home_pay=record.needed_number("times_home_pay"),
        confidence=record.choice("confidence", Confidence),
    )
    record.maybe_text("note")
    record.finish()
    bands = Bands(
        bands=tuple(_band(band) for band in file.records("bands")),
        minimum_pay=tuple(_minimum(minimum) for minimum in file.records("minimum_pay")),
        thresholds=thresholds,
    )
    file.finish()
    return bands


def read_lures(document: Document, notes: Notes) -> list[Lure]:
    """The offers that reports name as bait."""
    file = Record(notes, document, (), document.data)
    lures = [_lure(record) for record in file.records("lures")]
    file.finish()
    return lures


def read_currencies(document: Document, notes: Notes) -> list[Currency]:
    """How currencies are written, with their reference rates."""
    file = Record(notes, document, (), document.data)
    as_of = file.day("as_of") or date.min
    confidence = file.choice("confidence", Confidence)
    currencies = []
    for record in file.records("currencies"):
        words = record.texts("words")
        usd = record.needed_number("usd")
        currencies.append(Currency(record.text("code"), words, usd, as_of, confidence))
        record.finish()
    file.finish()
    return currencies


def _band(record: Record) -> PayBand:
    band = PayBand(
        country=record.text("country"),
        role=record.text("role"),
        low=record.number("low"),
        high=record.number("high"),
        confidence=record.choice("confidence", Confidence),
    )
    record.finish()
    return band


def _minimum(record: Record) -> MinimumPay:
    year = record.number("year")
    minimum = MinimumPay(
        country=record.text("country"),
        low=record.needed_number("low"),
        high=record.needed_number("high"),
        year=None if year is None else int(year),
        confidence=record.choice("confidence", Confidence),
        source=record.maybe_text("source"),
    )
    record.maybe_text("note")
    record.finish()
    return minimum


def _lure(record: Record) -> Lure:
    lure = Lure(
        destination=record.text("destination"),
        role=record.maybe_text("role"),
        as_reported=record.text("as_reported"),
        low=record.number("low"),
        high=record.number("high"),
        currency=record.maybe_text("currency"),
        per=record.maybe_text("per") or "month",
        usd_low=record.number("usd_low"),
        usd_high=record.number("usd_high"),
        nationality=record.maybe_text("nationality"),
        source=record.maybe_text("source"),
        confidence=record.choice("confidence", Confidence),
        note=record.maybe_text("note"),
    )
    if lure.per not in PER:
        record.problem(f'"per" is one of: {", ".join(PER)}', "per")
    record.finish()
    return lure


def read_pay_words(document: Document, notes: Notes) -> PayWords:
    """How amounts and periods are written."""
    file = Record(notes, document, (), document.data)
    words = PayWords(
        multipliers=tuple(_multiplier(record) for record in file.records("multipliers")),
        periods=tuple(_period(record) for record in file.records("periods")),
        pay=file.texts("pay"),
        bounds=file.texts("bounds"),
        onwards=file.texts("onwards"),
        currencies=_texts_by_key(file.record("currencies")),
        own_currency=_texts_by_key(file.record("own_currency")),
    )
    file.finish()
    return words


def _multiplier(record: Record) -> Multiplier:
    multiplier = Multiplier(record.needed_number("times"), record.texts("words"), record.texts("before"))
    record.finish()
    return multiplier


def _period(record: Record) -> PeriodWords:
    words = PeriodWords(record.choice("period", PayPeriod), record.needed_number("in_month"), record.texts("words"))
    record.finish()
    return words


def _texts_by_key(record: Record) -> dict[str, str]:
    return {key: record.text(key) for key in record}
