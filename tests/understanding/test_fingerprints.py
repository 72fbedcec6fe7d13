"""The same advert is known again after small changes, in every language, and no other advert is taken for it."""

import itertools
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.fingerprints import Fingerprint
from bot.evaluation.adverts import read_adverts
from bot.understanding.fingerprints import FingerprintReader
from bot.understanding.reach import contacts_in

READER = FingerprintReader(b"k" * 32)
ADVERTS = read_adverts(Path(__file__).parents[1] / "offers" / "tuning")


def alike(one: Fingerprint | None, other: Fingerprint | None) -> bool:
    assert one is not None
    assert other is not None
    return one.is_like(other)


def with_other_digits(text: str) -> str:
    return "".join(str((int(char) + 3) % 10) if char.isascii() and char.isdigit() else char for char in text)


def with_lines_moved(text: str) -> str:
    lines = text.splitlines()
    random.Random(1).shuffle(lines)
    return "\n".join(lines)


def without_its_end(text: str) -> str:
    return text[: len(text) * 9 // 10]


@pytest.mark.parametrize("changed", [str.upper, with_other_digits, with_lines_moved, without_its_end])
def test_a_changed_copy_is_the_same_advert(changed: Callable[[str], str]) -> None:
    known = [alike(READER.read(advert.text), READER.read(changed(advert.text))) for advert in ADVERTS]
    assert sum(known) / len(known) > 0.98


def test_no_two_adverts_are_taken_for_one() -> None:
    prints = [READER.read(advert.text) for advert in ADVERTS]
    assert len(prints) == 600
    assert not any(alike(one, other) for one, other in itertools.combinations(prints, 2))


def test_an_advert_in_pieces_has_the_fingerprint_of_the_whole() -> None:
    text = ADVERTS[0].text
    first, second = READER.read(text[: len(text) // 2]), READER.read(text[len(text) // 2 :])
    assert first is not None
    assert alike(first.with_more(second), READER.read(text))
    assert first.with_more(None) == first


def test_another_key_makes_another_fingerprint_and_no_letters_make_none() -> None:
    assert not alike(READER.read(ADVERTS[0].text), FingerprintReader(b"j" * 32).read(ADVERTS[0].text))
    assert READER.read(" 🙂 ") is None


@pytest.mark.parametrize(
    ("text", "contacts"),
    [
        ("Call +66 81 234 5678 or 081-234-5678", ("+66 81 234 5678", "081-234-5678")),
        ("ทักไลน์ LINE ID: jobthai88 หรือ t.me/hr_anna", ("jobthai88", "t.me/hr_anna")),
        ("Telegram @hr_anna, wa.me/66812345678.", ("@hr_anna", "wa.me/66812345678")),
        ("微信：abc_123 hr@firma.example", ("abc_123", "hr@firma.example")),
        ("ဖုန်း ၀၉၄၂၁၂၃၄၅၆၇", ("၀၉၄၂၁၂၃၄၅၆၇",)),
        ("ทักไลน์ไอดี admin_xx99, Viber id hr.anna", ("admin_xx99", "hr.anna")),
        ("Deadline: today. Line identity. Online: yes. 1500 USD a month, 12 hours, since 2019.", ()),
        ("1500-2000 USD, 08.30-16.30, from 2026-11-25 or 25.11.2026 on", ()),
        ("0812-345678, 98765-43210", ("0812-345678", "98765-43210")),
    ],
)
def test_whatever_somebody_can_be_reached_by_is_found_as_written(text: str, contacts: tuple[str, ...]) -> None:
    assert contacts_in(text) == contacts
