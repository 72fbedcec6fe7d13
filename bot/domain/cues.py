"""Cues: how people say that they are in danger, how adverts word their signs.

They are read from `content/cues/<tag>.yaml` and stand here as written; the small grammar of the phrases
(alternatives, gaps, endings) is the matcher's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Urgency(StrEnum):
    """Why a message takes over the conversation at once; named as the intents are."""

    TRAPPED = "trapped"
    TRAPPED_OTHER = "trapped_other"
    DANGER_NOW = "danger_now"
    SELF_HARM = "self_harm"


class Done(StrEnum):
    """What somebody did about an offer before asking us: it makes something more pressing than the next question."""

    PAID = "paid"
    SENT_PAPERS = "sent_papers"
    SIGNED = "signed"
    TRAVELS = "travels"


class ShortAnswer(StrEnum):
    """What a message means when the whole of it is one of the listed words."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    SKIP = "skip"
    BACK = "back"
    MENU = "menu"
    HIDE = "hide"
    STOP = "stop"
    LANGUAGE = "language"
    DELETE = "delete"
    ALARM = "alarm"
    NO_ANSWER = "no_answer"
    EVERY_DAY = "every_day"
    EVERY_THREE_DAYS = "every_three_days"
    EVERY_WEEK = "every_week"


@dataclass(frozen=True, slots=True)
class CueItem:
    """Phrases that mean one thing (`say`), unless one of `unless` stands in the same text."""

    say: tuple[str, ...]
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CueBook:
    """All cues of one language. A key that a mapping lacks means "no cues", never an error."""

    language: str
    """BCP 47 tag, the name of the file."""
    urgent: Mapping[Urgency, tuple[CueItem, ...]]
    concern: tuple[CueItem, ...]
    signs: Mapping[str, tuple[CueItem, ...]]
    """By sign id."""
    roles: Mapping[str, tuple[str, ...]]
    """By role id: names of the job as adverts write them."""
    done: Mapping[Done, tuple[str, ...]]
    """How the person says what they did already, in the first person."""
    here: tuple[str, ...]
    """Phrases that say where somebody is now, in a text that names a country."""
    offer: tuple[str, ...]
    """Phrases that show that a text is a job advert or a recruiter's message."""
    words: Mapping[ShortAnswer, tuple[str, ...]]
    names: Mapping[str, tuple[str, ...]]
    """By language tag: how speakers of this language name that language."""
