"""Settings: every one documented, every wrong one told, no secret shown."""

import re
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.domain.facts import Helpers, OpenHours
from bot.errors import SettingsError
from bot.settings import Settings

DOCUMENT = Path(__file__).parents[1] / "docs" / "settings.md"
SOURCE = Path(__file__).parents[1] / "bot" / "settings.py"


def test_nothing_has_to_be_set() -> None:
    settings = Settings.from_environ({})
    assert settings.database.startswith("sqlite:///")
    assert settings.on_loopback


def test_every_setting_is_documented_and_nothing_else_is() -> None:
    read = set(re.findall(r'"((?:WAYPOST|TELEGRAM|RASA|DATABASE)_[A-Z_]+)"', SOURCE.read_text()))
    told = set(re.findall(r"`((?:WAYPOST|TELEGRAM|RASA|DATABASE)_[A-Z_]+)`", DOCUMENT.read_text()))
    assert read == told


def test_all_wrong_values_are_told_at_once() -> None:
    wrong = {
        "WAYPOST_PORT": "99999",
        "WAYPOST_KEY": "short",
        "WAYPOST_NEW_KEY": "short",
        "WAYPOST_KEEP_PEOPLE": "0",
        "WAYPOST_KEEP_UNSENT": "9" * 30,
        "WAYPOST_KEEP_DELIVERIES": "soon",
        "WAYPOST_KEEP_CHAT_IDS": "49",
        "WAYPOST_PHONE": "maybe",
        "DATABASE_URL": "mysql://x",
        "TELEGRAM_WEBHOOK_URL": "http://plain.example",
        "WAYPOST_STAFF_CHAT": "our team",
        "WAYPOST_STAFF_HOURS": "Mon-Fri 09:00-17:00 Asia/Nowhere",
        "WAYPOST_STAFF_MINUTES": "0",
        "WAYPOST_CASE_DAYS": "-1",
        "RASA_URL": "nonsense",
        "WAYPOST_TRANSLATOR": "google",
        "WAYPOST_TRANSLATOR_URL": "http://plain.example",
        "WAYPOST_ASSETS": "/no/such/folder",
        "WAYPOST_OCR": "on",
        "WAYPOST_OTHERS_FEWEST": "2",
        "WAYPOST_OTHERS_DAYS": "0",
        "WAYPOST_OPERATOR": "a" * 81,
        "WAYPOST_REPORTS_DAYS": "always",
        "WAYPOST_LOG_LEVEL": "loud",
    }
    with pytest.raises(SettingsError) as caught:
        Settings.from_environ(wrong)
    assert {problem.split()[0] for problem in caught.value.problems} == set(wrong)


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"TELEGRAM_WEBHOOK_URL": "https://bot.example"}, "TELEGRAM_WEBHOOK_SECRET"),
        ({"WAYPOST_REST": "on", "WAYPOST_HOST": "0.0.0.0"}, "WAYPOST_REST_TOKEN"),
        ({"WAYPOST_TRANSLATOR": "microsoft"}, "WAYPOST_TRANSLATOR_KEY"),
        ({"WAYPOST_STAFF_CHAT": "-1009", "TELEGRAM_TOKEN": "1:a"}, "WAYPOST_OPERATOR"),
        ({"WAYPOST_STAFF_CHAT": "-1009", "WAYPOST_OPERATOR": "Hope"}, "TELEGRAM_TOKEN"),
    ],
)
def test_what_cannot_work_or_would_be_open_to_everybody_is_refused(given: dict[str, str], missing: str) -> None:
    with pytest.raises(SettingsError, match=missing):
        Settings.from_environ(given)


@pytest.mark.parametrize(
    "hours", ["Fri-Mon 09:00-17:00 Asia/Manila", "Mon-Fri 17:00-09:00 UTC", "Mon-Fri 09:00-25:00 UTC", "9-5"]
)
def test_hours_that_mean_nothing_are_told(hours: str) -> None:
    with pytest.raises(SettingsError, match="WAYPOST_STAFF_HOURS"):
        Settings.from_environ({"WAYPOST_STAFF_HOURS": hours})


def test_a_team_has_a_name_hours_and_patience() -> None:
    given = {
        "WAYPOST_STAFF_CHAT": "-1009",
        "WAYPOST_OPERATOR": "Hope",
        "TELEGRAM_TOKEN": "1:a",
        "WAYPOST_STAFF_MINUTES": "5",
    }
    assert Settings.from_environ({}).helpers is None
    assert Settings.from_environ(given).helpers == Helpers("Hope", patience=timedelta(minutes=5))
    helpers = Settings.from_environ(given | {"WAYPOST_STAFF_HOURS": "mon-fri 09:00-17:30 Asia/Phnom_Penh"}).helpers
    assert helpers is not None
    assert (helpers.hours, helpers.zone) == (OpenHours(frozenset(range(5)), time(9), time(17, 30)), "Asia/Phnom_Penh")


def test_no_secret_shows_when_settings_are_printed() -> None:
    secrets = {
        "WAYPOST_KEY": "ab" * 32,
        "WAYPOST_NEW_KEY": "cd" * 32,
        "TELEGRAM_TOKEN": "12:verysecret",
        "TELEGRAM_WEBHOOK_SECRET": "hooksecret",
        "RASA_TOKEN": "rasasecret",
        "WAYPOST_TRANSLATOR_KEY": "translatorsecret",
        "WAYPOST_REST_TOKEN": "restsecret",
        "DATABASE_URL": "postgresql://me:dbsecret@host/x",
    }
    shown = repr(Settings.from_environ(secrets))
    assert [value for value in (*secrets.values(), "dbsecret") if value in shown] == []
