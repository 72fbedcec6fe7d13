"""Reported adverts as others read them: valid, the same each time, harmless in a spreadsheet."""

import csv
import io
import json
from datetime import date

import pytest
import stix2
from pymisp import MISPEvent

from bot.domain.fingerprints import Fingerprint
from bot.domain.reports import KeptReport, Report, Reported, Status
from bot.domain.vetting import Level
from bot.exporting.misp import as_misp
from bot.exporting.stix import as_stix
from bot.exporting.table import as_csv
from bot.exporting.ways import as_shared

PRINT = Fingerprint(tuple(range(16)))
TEXT = '=HYPERLINK("http://x.example") Job in "Laos"; it\'s easy'


def reported(text: str, *contacts: str, number: int = 3, level: Level = Level.HIGH) -> Reported:
    report = Report(text, contacts, ("upfront_fee", "no_skills_no_experience"), level, "LA", PRINT)
    later = Report(text, (*contacts[:1], "hr@firma.example"), ("upfront_fee",), Level.DANGER, None, PRINT)
    kept = (
        KeptReport(report, date(2026, 11, 1), Status.CONFIRMED),
        KeptReport(later, date(2026, 11, 20), Status.NEW),
    )
    return Reported(number, bytes([number]) * 16, kept)


ONE = reported(TEXT, "+66 81-234 5678", "t.me/o'hara", "@hr_anna")
WITHOUT_CONTACTS = Reported(
    4, b"4" * 16, (KeptReport(Report("Job", (), (), Level.HIGH, None, PRINT), date(2026, 11, 2), Status.NEW),)
)
BOTH = [ONE, WITHOUT_CONTACTS]


def test_the_bundle_is_valid_and_says_whom_to_look_for() -> None:
    bundle = stix2.parse(as_stix(BOTH, "Harbour"), version="2.1")
    kinds = [made.type for made in bundle.objects]
    assert (kinds.count("report"), kinds.count("indicator"), kinds.count("identity")) == (2, 1, 1)
    [indicator] = [made for made in bundle.objects if made.type == "indicator"]
    assert indicator.pattern == (
        "[user-account:user_id = '+66812345678'] OR [url:value = 'https://t.me/o\\'hara']"
        " OR [user-account:account_login = 'hr_anna'] OR [email-addr:value = 'hr@firma.example']"
    )
    there = {made.id for made in bundle.objects}
    assert {ref for made in bundle.objects if made.type == "report" for ref in made.object_refs} <= there


def test_an_event_is_read_by_misp_and_says_whom_to_look_for() -> None:
    event = MISPEvent()
    event.load(json.dumps(json.loads(as_misp(BOTH))["response"][0]))
    assert [(each.type, each.value) for each in event.attributes][:4] == [
        ("phone-number", "+66812345678"),
        ("url", "https://t.me/o'hara"),
        ("text", "hr_anna"),
        ("email", "hr@firma.example"),
    ]
    assert str(event.date) == "2026-11-01"


def test_exporting_twice_is_the_same() -> None:
    assert as_stix(BOTH, "Harbour") == as_stix(BOTH, "Harbour")
    assert as_misp(BOTH) == as_misp(BOTH)


@pytest.mark.parametrize("text", [TEXT, "+1+cmd", "@SUM(1)", " \n=1", "＝1", "-2"])
def test_no_cell_is_a_formula(text: str) -> None:
    _, *lines = csv.reader(io.StringIO(as_csv([reported(text, "+66 81 234 5678")])))
    assert [cell for cell in lines[0] if cell.strip()[0] in "=+-@＝"] == []
    assert lines[0][-1] == f"'{text}"


def test_an_advert_is_as_grave_as_its_gravest_report_and_has_all_contacts_once() -> None:
    assert (ONE.level, ONE.first, ONE.last) == (Level.DANGER, date(2026, 11, 1), date(2026, 11, 20))
    assert ONE.contacts == ("+66 81-234 5678", "t.me/o'hara", "@hr_anna", "hr@firma.example")
    confirmed = ONE.only(statuses={Status.CONFIRMED}, since=date.min)
    assert confirmed is not None
    assert confirmed.level is Level.HIGH
    assert ONE.only(statuses={Status.CONFIRMED}, since=date(2026, 11, 2)) is None


@pytest.mark.parametrize(
    ("written", "shared"),
    [("(+95) 9 421", "+959421"), ("၀၉၄၂၁", "09421"), ("@a_b", "a_b"), ("https://a.example/x", "https://a.example/x")],
)
def test_contacts_are_shared_in_one_way_of_writing(written: str, shared: str) -> None:
    assert as_shared(written) == shared
