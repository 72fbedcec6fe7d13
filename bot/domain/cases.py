"""A case: somebody's talk with the helpers' team, from the team's side.

The team sees what the person writes, the language and the country. Where to reach the person is in the case, and
nothing here puts it into words. What the team reads is in English.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.facts import Helpers
from bot.domain.inbound import Act, FromStaff, PersonRef
from bot.domain.office_hours import opens_next
from bot.domain.quiet_help import NUMBER, quiet
from bot.domain.reply import BREAK, Reply, Words, say
from bot.domain.state import State
from bot.domain.turn import END_TALK, TALK, Told, What

# What somebody wrote who deleted their data stays so long for the team to read that they did.
DELETED_LIFE = timedelta(days=1)


class Note(StrEnum):
    """What the team is told, in its words."""

    OPENED = (
        "Somebody asks to talk. What you write here goes to them; what they write comes here, marked 💬.\n"
        "Stays here: /note TEXT, or a message that begins with //\n"
        "/claim takes the case, /transfer NAME hands it over, /urgent marks it, /close ends it."
    )
    ALARM = "⚠️ Urgent: these words rang the alarm. Contacts were shown at once."
    HID = "The person hid the chat. Do not write until they are back: nothing is passed on."
    HIDDEN = "Not passed on: the person hid the chat."
    BACK = "The person is back. What you write is passed on again."
    ENDED = "The person ended the talk. The case is closed."
    DELETED = "The person deleted their data. The case is closed, and this topic is deleted tomorrow."
    CLAIMED = "Claimed."
    URGENT = "⚠️ Marked as urgent."
    TO_WHOM = "Not handed over: write the name behind /transfer."
    CLOSED = "Closed. The person was told."
    CLOSED_UNSEEN = "Closed. The person hid the chat and was not told."
    LOST = "⚠️ A message did not reach the person: they may have blocked the bot, or left Telegram."
    IS_CLOSED = "Not passed on: this case is closed."
    UNKNOWN = "Not passed on: there is no such command."
    WORDLESS = "Not passed on: only new messages in words are. To correct something, write it again."


@dataclass(frozen=True, slots=True)
class Post:
    """A message into the case's topic; `last`: the topic is closed after it."""

    text: str
    last: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Case:
    """One case. `number` is 0 until it is kept for the first time.

    `waits_since`: the person wrote then, and nobody has answered since; `remind_at`: the team is reminded of it then.
    `gone_at` is set when it is closed: it is erased then.
    """

    person: PersonRef
    opened: datetime
    language: str | None = None
    country: str | None = None
    number: int = 0
    holder: str = ""
    claimed: bool = False
    urgent: bool = False
    waits_since: datetime | None = None
    remind_at: datetime | None = None
    gone_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether messages are passed on."""
        return self.gone_at is None


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of a case: the case and the person's state after it, posts for the team, replies to the person."""

    case: Case
    state: State
    posts: tuple[Post, ...] = ()
    replies: tuple[Reply, ...] = ()


def opened(person: PersonRef, state: State, now: datetime) -> Case:
    """A new case."""
    return Case(person, now, state.language, state.country)


def from_person(case: Case, told: Told, state: State, helpers: Helpers, now: datetime) -> Step:
    """What the person did, as the team is told."""
    match told.what:
        case What.OPENED:
            return Step(_waiting(case, helpers, now), state, _notes(Note.OPENED))
        case What.SAID:
            return Step(_waiting(case, helpers, now), state, (Post(f"💬 {told.words}"),))
        case What.ALARM:
            return _alarm(_waiting(case, helpers, now), told, state)
        case What.HID:
            return Step(_answered(case), state, _notes(Note.HID))
        case What.BACK if told.words:
            step = _alarm(_waiting(case, helpers, now), told, state)
            return replace(step, posts=(*_notes(Note.BACK), *step.posts))
        case What.BACK:
            return Step(_waiting(case, helpers, now), state, _notes(Note.BACK))
        case What.ENDED:
            return Step(_closed(case, now + helpers.keep), state, _last(Note.ENDED))
        case What.DELETED:
            return Step(_closed(case, now + DELETED_LIFE), state, _last(Note.DELETED))


def from_staff(case: Case, said: FromStaff, state: State, helpers: Helpers, now: datetime) -> Step:
    """What somebody of the team did. Only plain words are passed on, and only while the person has the chat open."""
    if not case.is_open or state.talk is None:
        return Step(case, state, () if said.act is Act.NOTE else _notes(Note.IS_CLOSED))
    match said.act:
        case Act.SAY if state.hidden:
            return Step(case, state, _notes(Note.HIDDEN))
        case Act.SAY:
            lines = [say("human.answer", text=Words(said.words))]
            if said.translation:
                lines += [BREAK, say("human.translation", text=Words(said.translation))]
            # What the person writes next answers this, whatever was asked before.
            state = replace(state, asked=None, talk=replace(state.talk, waits=False))
            return Step(_answered(case), state, replies=(quiet(lines, (END_TALK, NUMBER)),))
        case Act.CLOSE if state.hidden:
            return Step(_closed(case, now + helpers.keep), replace(state, talk=None), _last(Note.CLOSED_UNSEEN))
        case Act.CLOSE:
            bye = quiet((say("human.closed"),), (TALK, NUMBER))
            return Step(_closed(case, now + helpers.keep), replace(state, talk=None), _last(Note.CLOSED), (bye,))
        case Act.TRANSFER if said.words:
            handed = replace(case, claimed=True, holder=said.words)
            return Step(handed, state, (Post(f"Handed over to {said.words}."),))
        case Act.CLAIM:
            return Step(replace(case, claimed=True, holder=""), state, _notes(Note.CLAIMED))
        case Act.URGENT:
            return Step(replace(case, urgent=True), state, _notes(Note.URGENT))
        case Act.NOTE:
            return Step(case, state)
    refusals = {Act.TRANSFER: Note.TO_WHOM, Act.WORDLESS: Note.WORDLESS}
    return Step(case, state, _notes(refusals.get(said.act, Note.UNKNOWN)))


def translated(case: Case, state: State, english: str) -> Step:
    """What a machine made of the person's words, under them."""
    return Step(case, state, (Post(f"🌐 Machine translation: {english}"),))


def lost(case: Case, state: State) -> Step:
    """A message to the person was given up."""
    return Step(case, state, _notes(Note.LOST))


def remind(case: Case, state: State, now: datetime) -> Step:
    """Tell the team that somebody waits; once for each time that they wait."""
    if case.waits_since is None:
        return Step(replace(case, remind_at=None), state)
    minutes = int((now - case.waits_since).total_seconds() // 60)
    mark, call = "⚠️ " if case.urgent else "", f"{case.holder}: " if case.holder else ""
    unclaimed = "" if case.claimed else " Nobody has claimed this case."
    reminder = Post(f"{mark}{call}Nobody has answered for {minutes} minutes.{unclaimed}")
    return Step(replace(case, remind_at=None), state, (reminder,))


def _waiting(case: Case, helpers: Helpers, now: datetime) -> Case:
    """From the first words on that nobody has answered; the team is reminded in its hours."""
    if case.waits_since is not None:
        return case
    return replace(case, waits_since=now, remind_at=(opens_next(helpers, now) or now) + helpers.patience)


def _alarm(case: Case, told: Told, state: State) -> Step:
    return Step(replace(case, urgent=True), state, (Post(f"💬 {told.words}"), *_notes(Note.ALARM)))


def _answered(case: Case) -> Case:
    return replace(case, waits_since=None, remind_at=None)


def _closed(case: Case, gone_at: datetime) -> Case:
    return replace(_answered(case), gone_at=gone_at)


def _notes(*notes: Note) -> tuple[Post, ...]:
    return tuple(Post(note) for note in notes)


def _last(note: Note) -> tuple[Post, ...]:
    return (Post(note, last=True),)
