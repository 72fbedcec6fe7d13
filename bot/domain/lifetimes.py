"""How long what is stored may stay."""

from dataclasses import dataclass
from datetime import timedelta

# Telegram lets a bot delete messages for 48 hours; older ids are of no use to anybody.
LONGEST_CHAT_IDS = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """The operator's choice. Each table names the one that its rows have.

    `people` counts from the day of a person's last message or tip. `deliveries`: providers repeat one for some days at most.
    `asked`: who asked about an offer.
    """

    people: timedelta = timedelta(days=90)
    deliveries: timedelta = timedelta(days=7)
    unsent: timedelta = timedelta(days=7)
    chat_ids: timedelta = LONGEST_CHAT_IDS
    asked: timedelta = timedelta(days=90)
    reports: timedelta = timedelta(days=365)
