"""What is remembered about one person between messages: as little as the conversation needs."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.cues import Done
from bot.domain.fingerprints import Fingerprint
from bot.domain.registries import Listing
from bot.domain.vetting import Answer, FoundSign


class Situation(StrEnum):
    """Who needs help: the person who writes, somebody they know, or a person who got out."""

    SELF = "self"
    OTHER = "other"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer being checked: what was found in its text and what the person answered.

    The advert itself is not kept; `found` holds the few words that each sign was read from, `listings` what registers say
    about the names in it. `names_somebody`: it gives a number, link or account of somebody. `done`: what the person had
    done before the check.
    """

    found: tuple[FoundSign, ...] = ()
    places: tuple[str, ...] = ()
    destination: str | None = None
    answers: dict[str, Answer] = field(default_factory=dict)
    judged: bool = False
    roles: tuple[str, ...] = ()
    listings: tuple[Listing, ...] = ()
    fingerprint: Fingerprint | None = None
    names_somebody: bool = False
    done: tuple[Done, ...] = ()
    language: str | None = None
    """What the advert is written in."""

    @property
    def begun(self) -> bool:
        """Whether there is something to go on with."""
        return not self.judged and bool(self.found or self.answers)


@dataclass(frozen=True, slots=True)
class Help:
    """The quiet conversation: who it is about, what was raised, how many contacts were shown already."""

    situation: Situation = Situation.SELF
    kinds: tuple[str, ...] = ()
    shown: int = 0


@dataclass(frozen=True, slots=True)
class TipPlan:
    """Tips as the person wants them: every `every_days` days at local `hour`; `next_at` is the next one, aware UTC."""

    every_days: int
    hour: int
    next_at: datetime
    sent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class OwnWord:
    """The person's own word for hiding and coming back, as a digest with a salt: nobody can read it here.

    The salt is its key and lies sealed with it, so that a new key for the database does not lose the word.
    """

    salt: bytes
    digest: bytes


@dataclass(frozen=True, slots=True)
class Talk:
    """A case is open with the helpers' team. `waits`: the person was told that their words were passed on, and nobody has
    answered since. `translate`: whether a provider may translate between the two; None until the person says so."""

    waits: bool = False
    translate: bool | None = None


@dataclass(frozen=True, slots=True)
class State:
    """One person. `asked` is the id of the question that waits for an answer, such as `help.country` or `sign:upfront_fee`.

    `numbered` are the ids of choices that the last answer showed as numbered lines. `at_risk` keeps every unasked message
    away until the person turns tips on again. `hidden`: the cover is up. `may_translate`: whether the person agreed that
    what they write goes to a translation provider; None while they were not asked, False until they say yes.
    """

    language: str | None = None
    language_chosen: bool = False
    country: str | None = None
    nationality: str | None = None
    asked: str | None = None
    numbered: tuple[str, ...] = ()
    at_risk: bool = False
    hidden: bool = False
    offer: Offer | None = None
    help: Help | None = None
    tips: TipPlan | None = None
    may_translate: bool | None = None
    own_word: OwnWord | None = None
    talk: Talk | None = None

    @property
    def may_be_watched(self) -> bool:
        """Whether somebody may be reading along: the person is in the quiet conversation, or was."""
        return self.help is not None or self.at_risk
