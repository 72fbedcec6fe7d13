"""Who is shown to whom, first and at all: over every country and nationality of the pack."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.facts import WORLD, Confidence, Contact, ContactKind, Library, Topic
from bot.domain.referral import Referral, refer
from bot.library import find_root, load_library

TODAY = date(2026, 11, 24)
LIBRARY = load_library(find_root())
PACK = {
    *(contact.country for contact in LIBRARY.contacts),
    *(contact.nationality for contact in LIBRARY.contacts),
    *(place.country for place in LIBRARY.places),
    *LIBRARY.offices,
}
COUNTRIES: list[str | None] = [None, *sorted(code for code in PACK if code not in (None, WORLD))]
CAUTION = sorted(code for code, country in LIBRARY.countries.items() if country.authority_caution)


def referred(
    country: str | None,
    nationality: str | None,
    topic: Topic | None = None,
    *,
    today: date = TODAY,
    language: str | None = None,
    shown_to_people: bool = True,
    library: Library = LIBRARY,
) -> tuple[Referral, ...]:
    return refer(
        library,
        country=country,
        nationality=nationality,
        language=language,
        topic=topic,
        today=today,
        shown_to_people=shown_to_people,
    )


@cache
def pairs() -> dict[tuple[str | None, str | None], tuple[Referral, ...]]:
    return {(country, own): referred(country, own) for country in COUNTRIES for own in COUNTRIES}


def ids(referrals: tuple[Referral, ...]) -> list[str]:
    return [referral.contact.id for referral in referrals]


def home(contact: Contact) -> str | None:
    return contact.country or contact.nationality


def test_every_pair_gets_a_verified_reachable_contact_first() -> None:
    for pair, found in pairs().items():
        assert found, pair
        assert found[0].verified, pair
        assert found[0].reach, pair


def test_nobody_gets_what_is_recalled_out_of_reach_or_for_others() -> None:
    for (country, nationality), found in pairs().items():
        for referral in found:
            contact, reach = referral.contact, referral.reach
            assert contact.confidence is not Confidence.RECALLED
            assert reach
            assert contact.nationality in (None, nationality)
            if home(contact) != country:
                assert not reach.short_code
                assert reach.sms is None or reach.sms.startswith("+")
            if contact.nationality is None:
                assert contact.country in (WORLD, country, nationality)


@pytest.mark.parametrize("country", CAUTION)
def test_where_authorities_are_unsafe_the_police_come_last(country: str) -> None:
    for nationality in COUNTRIES:
        found = pairs()[country, nationality]
        kinds = [referral.contact.kind for referral in found]
        police = [
            place
            for place, referral in enumerate(found)
            if referral.contact.kind is ContactKind.POLICE and referral.contact.country == country
        ]
        assert police == list(range(len(kinds) - len(police), len(kinds)))
        assert kinds[0] is not ContactKind.POLICE or nationality == "NP"  # the Nepali line answers from abroad


def test_the_countries_reported_unsafe_are_flagged() -> None:
    assert {"KH", "MM", "LA"} <= set(CAUTION)


@pytest.mark.parametrize(
    ("country", "nationality", "first"),
    [
        ("KH", "ID", "id_kbri_phnompenh"),
        ("MM", "IN", "in_embassy_yangon"),
        ("MM", "PH", "ph_dfa_atn_yangon"),
        ("LA", "TH", "th_embassy_vientiane"),
        ("LA", None, "la_lwu_1362"),
        ("KH", "TH", "th_intl_1300_thais_abroad"),
        ("KH", "KR", "kr_consular_call_center"),
        ("KH", "CN", "cn_12308"),
        ("TH", "ID", "th_1300_msdhs"),
        ("TH", None, "th_1300_msdhs"),
        ("VN", None, "vn_111"),
        ("PH", "IN", "ph_1343"),
        ("ZA", None, "za_nhth"),
        (None, "KE", "ke_diaspora_kazi"),
        (None, None, "global_gaso"),
    ],
)
def test_first_contact(country: str | None, nationality: str | None, first: str) -> None:
    assert ids(referred(country, nationality))[0] == first


def test_elsewhere_the_national_line_comes_before_the_embassy_and_the_police_after_organisations() -> None:
    found = ids(referred("TH", "PH"))
    order = ["th_1300_msdhs", "ph_dfa_atn_bangkok", "mm_gai", "th_tourist_police_1155", "global_gaso"]
    assert [found.index(name) for name in order] == sorted(found.index(name) for name in order)


def test_emergency_comes_first_only_when_asked() -> None:
    assert ids(referred("PH", None))[0] != "emergency_ph"
    assert ids(referred("PH", None, Topic.EMERGENCY))[0] == "emergency_ph"
    assert ids(referred("TH", "PH", Topic.EMERGENCY))[0] == "th_tourist_police_1155"


def test_in_acute_danger_the_own_embassy_still_comes_before_unsafe_police() -> None:
    found = ids(referred("KH", "ID", Topic.EMERGENCY))
    assert found[0] == "id_kbri_phnompenh"
    assert found.index("emergency_kh") < found.index("global_gaso")


def test_lines_for_lost_money_are_kept_for_lost_money() -> None:
    assert "hk_adcc_18222" not in ids(referred("HK", None))
    assert ids(referred("HK", None, Topic.SCAM))[0] == "hk_adcc_18222"


def test_a_post_in_a_third_country_is_not_offered() -> None:
    assert "id_kbri_bangkok" not in ids(referred("KH", "ID"))
    assert "id_kbri_bangkok" not in ids(referred(None, "ID"))


def test_toll_free_numbers_are_offered_only_at_home() -> None:
    at_home = next(entry for entry in referred("US", None) if entry.contact.id == "us_nhth")
    abroad = next(entry for entry in referred("LA", "US") if entry.contact.id == "us_nhth")
    assert at_home.reach.short_code == ("1-888-373-7888",)
    assert at_home.reach.sms == "233733"
    assert abroad.reach.short_code == ()
    assert abroad.reach.sms is None
    assert abroad.reach.email


def test_recalled_contacts_come_last_when_the_operator_asks_for_them() -> None:
    for country in COUNTRIES:
        found = referred(country, None, shown_to_people=False)
        recalled = [entry.contact.confidence is Confidence.RECALLED for entry in found]
        assert recalled == sorted(recalled)
        assert not any(entry.verified for entry in found if entry.contact.confidence is Confidence.RECALLED)
    assert "th_atpd_1191" in ids(referred("TH", None, shown_to_people=False))


def test_what_is_past_its_review_is_neither_first_nor_verified() -> None:
    stale = tuple(
        replace(contact, review_by=TODAY - timedelta(days=1)) if contact.id == "th_1300_msdhs" else contact
        for contact in LIBRARY.contacts
    )
    found = referred("TH", None, library=replace(LIBRARY, contacts=stale))
    assert found[0].verified
    assert not next(entry for entry in found if entry.contact.id == "th_1300_msdhs").verified


def test_confirmed_comes_before_reported_within_a_rank() -> None:
    confirmed = [entry.contact.confidence for entry in referred(None, None)]
    assert confirmed == sorted(confirmed, key=[*Confidence].index)


def test_who_speaks_the_language_comes_first_among_equals() -> None:
    twins = tuple(
        replace(contact, id=f"{contact.id}_{tag}", languages=(tag,))
        for contact in LIBRARY.contacts
        if contact.id == "th_1300_msdhs"
        for tag in ("th", "my", "zh")
    )
    library = replace(LIBRARY, contacts=(*twins, *LIBRARY.contacts))
    assert ids(referred("TH", None, language="my", library=library))[0] == "th_1300_msdhs_my"
    assert ids(referred("TH", None, language="zh-Hans", library=library))[0] == "th_1300_msdhs_zh"


@settings(max_examples=150, deadline=None)
@given(
    country=st.sampled_from([*COUNTRIES, "XX"]),
    nationality=st.sampled_from([*COUNTRIES, "XX"]),
    language=st.sampled_from([None, "en", "th", "zh-Hans", "xx"]),
    topic=st.sampled_from([None, *Topic]),
    days=st.integers(-10, 900),
)
def test_whatever_is_asked_somebody_can_be_reached(
    country: str | None, nationality: str | None, language: str | None, topic: Topic | None, days: int
) -> None:
    today = TODAY + timedelta(days=days)
    found = referred(country, nationality, topic, today=today, language=language)
    assert found
    assert all(entry.reach for entry in found)
    assert len(set(ids(found))) == len(found)
    verified = [entry.verified for entry in found]
    assert verified == sorted(verified, reverse=True)
    assert verified == [entry.contact.is_verified(today) for entry in found]
