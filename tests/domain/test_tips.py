"""When the next tip comes: at the person's hour, over clock changes and outages."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.tips import next_time

ZONES = ("Asia/Bangkok", "Asia/Kathmandu", "America/Lima", "Europe/London", "America/New_York", "Australia/Lord_Howe")


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(ZONES),
    st.integers(0, 23),
    st.sampled_from([1, 3, 7]),
)
def test_it_is_always_later_and_within_the_rhythm(now: datetime, zone: str, hour: int, days: int) -> None:
    then = next_time(now, zone=zone, hour=hour, days=days)
    assert now < then <= now + timedelta(days=days, hours=2)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(ZONES),
    st.sampled_from([8, 12, 18, 20]),
)
def test_it_comes_at_the_local_hour_every_day_and_none_is_doubled(now: datetime, zone: str, hour: int) -> None:
    days = set()
    for _ in range(10):
        now = next_time(now, zone=zone, hour=hour, days=1)
        local = now.astimezone(ZoneInfo(zone))
        assert local.hour == hour
        days.add(local.date())
    assert len(days) == 10


@pytest.mark.parametrize(
    ("now", "then"),
    [
        # The night the clocks go forward in London: 01:00 to 02:00 does not exist on 29 March 2026.
        ("2026-03-28T12:00+00:00", "2026-03-29T01:00+00:00"),
        # The night they go back, 01:00 comes twice: the first counts.
        ("2026-10-24T12:00+00:00", "2026-10-25T00:00+00:00"),
    ],
)
def test_an_hour_that_does_not_exist_or_comes_twice(now: str, then: str) -> None:
    assert next_time(datetime.fromisoformat(now), zone="Europe/London", hour=1, days=1) == datetime.fromisoformat(then)
