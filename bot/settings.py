"""What the operator set, read once from the environment. Wrong or missing values are all told at once, at start."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.domain.facts import Helpers, OpenHours
from bot.domain.fingerprints import FEWEST
from bot.domain.lifetimes import LONGEST_CHAT_IDS, Lifetimes
from bot.errors import SettingsError

_T = TypeVar("_T")

# Those that deep-translator sends the text in the body of a request; with its others it stands in the address. People are
# asked by the name that they know.
TRANSLATORS = {"microsoft": "Microsoft"}
KEY = "64 hexadecimal digits (make one with: openssl rand -hex 32)"
MOST_HOURS = LONGEST_CHAT_IDS // timedelta(hours=1)
LONGEST_NAME = 80
# Ten years.
LONGEST_KEPT = 3650
_SOME_DAYS = f"a number of days from 1 to {LONGEST_KEPT}"
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS = re.compile(
    r"(?P<first>{0})-(?P<last>{0})\s+(?P<opens>\d\d:\d\d)-(?P<closes>\d\d:\d\d)\s+(?P<zone>\S+)".format("|".join(_DAYS)),
    re.IGNORECASE,
)
ALWAYS = (OpenHours(), "UTC")
LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting. Fields marked `repr=False` are secrets and never show. docs/settings.md explains each."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 8765
    database_url: str | None = field(default=None, repr=False)
    key: str | None = field(default=None, repr=False)
    new_key: str | None = field(default=None, repr=False)
    phone: bool = True
    rest: bool = False
    rest_token: str | None = field(default=None, repr=False)
    telegram_token: str | None = field(default=None, repr=False)
    telegram_webhook_url: str | None = None
    telegram_webhook_secret: str | None = field(default=None, repr=False)
    telegram_api_url: str | None = None
    staff_chat: int | None = None
    staff_hours: tuple[OpenHours, str] = ALWAYS
    staff_minutes: int = 15
    case_days: int = 30
    rasa_url: str | None = None
    rasa_token: str | None = field(default=None, repr=False)
    translator: str | None = None
    translator_key: str | None = field(default=None, repr=False)
    translator_region: str | None = None
    translator_url: str | None = None
    ocr: bool = True
    lifetimes: Lifetimes = field(default_factory=Lifetimes)
    others_fewest: int = 5
    operator: str | None = None
    assets: Path | None = None
    log_level: str = "info"

    @property
    def database(self) -> str:
        """The database to use: the configured one, or the embedded one in the data folder."""
        return self.database_url or f"sqlite:///{self.data / 'waypost.db'}"

    @property
    def on_loopback(self) -> bool:
        """Whether the server can only be reached from this machine."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def helpers(self) -> Helpers | None:
        """The team that people can talk to, if there is one."""
        if self.staff_chat is None or self.operator is None:
            return None
        return Helpers(
            self.operator, *self.staff_hours, timedelta(minutes=self.staff_minutes), timedelta(days=self.case_days)
        )

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings. Raises SettingsError with one plain sentence for each wrong value."""
        problems: list[str] = []

        def read(name: str, default: _T, parse: Callable[[str], _T], expected: str) -> _T:
            text = environ.get(name, "").strip()
            if not text:
                return default
            try:
                return parse(text)
            except (ValueError, KeyError):
                problems.append(f"{name} must be {expected}.")
                return default

        def word(name: str) -> str | None:
            return environ.get(name, "").strip() or None

        def days(name: str, default: timedelta) -> timedelta:
            return read(name, default, _days, _SOME_DAYS)

        usual = Lifetimes()
        home = Path(environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
        settings = cls(
            data=read("WAYPOST_DATA", home / "waypost", Path, "a folder"),
            host=word("WAYPOST_HOST") or "127.0.0.1",
            port=read("WAYPOST_PORT", 8765, _port, "a number from 0 to 65535"),
            database_url=read("DATABASE_URL", None, _database, "an address that begins with sqlite:/// or postgresql://"),
            key=read("WAYPOST_KEY", None, _key, KEY),
            new_key=read("WAYPOST_NEW_KEY", None, _key, KEY),
            phone=read("WAYPOST_PHONE", True, _switch, "on or off"),
            rest=read("WAYPOST_REST", False, _switch, "on or off"),
            rest_token=word("WAYPOST_REST_TOKEN"),
            telegram_token=word("TELEGRAM_TOKEN"),
            telegram_webhook_url=read("TELEGRAM_WEBHOOK_URL", None, _https, "an address that begins with https://"),
            telegram_webhook_secret=word("TELEGRAM_WEBHOOK_SECRET"),
            telegram_api_url=read("TELEGRAM_API_URL", None, _http, "an address that begins with http:// or https://"),
            staff_chat=read("WAYPOST_STAFF_CHAT", None, int, "the number of a Telegram group, such as -1001234567890"),
            staff_hours=read("WAYPOST_STAFF_HOURS", ALWAYS, _office_hours, "such as Mon-Fri 09:00-17:00 Asia/Phnom_Penh"),
            staff_minutes=read("WAYPOST_STAFF_MINUTES", 15, _count, "a number of minutes, 1 or more"),
            case_days=read("WAYPOST_CASE_DAYS", 30, _count, "a number of days, 1 or more"),
            rasa_url=read("RASA_URL", None, _http, "an address that begins with http:// or https://"),
            rasa_token=word("RASA_TOKEN"),
            translator=read("WAYPOST_TRANSLATOR", None, _translator, "one of " + ", ".join(TRANSLATORS)),
            translator_key=word("WAYPOST_TRANSLATOR_KEY"),
            translator_region=word("WAYPOST_TRANSLATOR_REGION"),
            translator_url=read("WAYPOST_TRANSLATOR_URL", None, _https, "an address that begins with https://"),
            ocr=read("WAYPOST_OCR", True, _auto, "auto or off"),
            lifetimes=Lifetimes(
                people=days("WAYPOST_KEEP_PEOPLE", usual.people),
                deliveries=days("WAYPOST_KEEP_DELIVERIES", usual.deliveries),
                unsent=days("WAYPOST_KEEP_UNSENT", usual.unsent),
                chat_ids=read("WAYPOST_KEEP_CHAT_IDS", usual.chat_ids, _hours, f"whole hours, from 1 to {MOST_HOURS}"),
                asked=days("WAYPOST_OTHERS_DAYS", usual.asked),
                reports=days("WAYPOST_REPORTS_DAYS", usual.reports),
            ),
            others_fewest=read("WAYPOST_OTHERS_FEWEST", 5, _fewest, f"a number from {FEWEST}"),
            operator=read("WAYPOST_OPERATOR", None, _name, f"a name of at most {LONGEST_NAME} characters, on one line"),
            assets=read("WAYPOST_ASSETS", None, _folder, "a folder that exists, with content/ and locales/ in it"),
            log_level=read("WAYPOST_LOG_LEVEL", "info", _level, "one of " + ", ".join(LEVELS)),
        )
        if settings.telegram_webhook_url and not settings.telegram_webhook_secret:
            problems.append("TELEGRAM_WEBHOOK_SECRET is needed with TELEGRAM_WEBHOOK_URL, or anybody could forge messages.")
        if settings.staff_chat and not (settings.operator and settings.telegram_token):
            problems.append("WAYPOST_OPERATOR and TELEGRAM_TOKEN are needed with WAYPOST_STAFF_CHAT.")
        if settings.translator and not settings.translator_key:
            problems.append("WAYPOST_TRANSLATOR_KEY is needed with WAYPOST_TRANSLATOR.")
        if settings.rest and not settings.on_loopback and not settings.rest_token:
            problems.append(
                "WAYPOST_REST_TOKEN is needed when WAYPOST_REST is on and the server can be reached from outside."
            )
        if problems:
            raise SettingsError(problems)
        return settings


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise ValueError
    return port


def _fewest(text: str) -> int:
    if int(text) < FEWEST:
        raise ValueError
    return int(text)


def _name(text: str) -> str:
    if len(text) > LONGEST_NAME or not text.isprintable():
        raise ValueError
    return text


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _office_hours(text: str) -> tuple[OpenHours, str]:
    found = _HOURS.fullmatch(text)
    if found is None:
        raise ValueError
    first, last = (_DAYS.index(found[name].lower()) for name in ("first", "last"))
    opens, closes = (time.fromisoformat(found[name]) for name in ("opens", "closes"))
    if first > last or opens >= closes:
        raise ValueError
    # An unknown zone is a KeyError.
    return OpenHours(frozenset(range(first, last + 1)), opens, closes), ZoneInfo(found["zone"]).key


def _switch(text: str) -> bool:
    return {"on": True, "off": False}[text.lower()]


def _auto(text: str) -> bool:
    return {"auto": True, "off": False}[text.lower()]


def _level(text: str) -> str:
    if text.lower() not in LEVELS:
        raise ValueError
    return text.lower()


def _translator(text: str) -> str:
    if text.lower() not in TRANSLATORS:
        raise ValueError
    return text.lower()


def _key(text: str) -> str:
    if len(bytes.fromhex(text)) != 32:
        raise ValueError
    return text


def _database(text: str) -> str:
    if not text.startswith(("sqlite://", "postgresql://", "postgresql+psycopg://")):
        raise ValueError
    return text


def _http(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError
    return text.rstrip("/")


def _https(text: str) -> str:
    if urlsplit(text).scheme != "https":
        raise ValueError
    return _http(text)


def _days(text: str) -> timedelta:
    if not 1 <= int(text) <= LONGEST_KEPT:
        raise ValueError
    return timedelta(days=int(text))


def _hours(text: str) -> timedelta:
    if not 1 <= int(text) <= MOST_HOURS:
        raise ValueError
    return timedelta(hours=int(text))


def _folder(text: str) -> Path:
    folder = Path(text)
    if not folder.is_dir():
        raise ValueError
    return folder
