"""Talking to a person: what is shared is said first, and only after a yes a case opens. The person's side of it.

Everything else goes on as before: buttons, alarms and hiding work at once, whatever is passed on.
"""

from dataclasses import replace
from datetime import datetime

from bot.domain.facts import Library
from bot.domain.heard import Heard
from bot.domain.inbound import Content, Located, Pictured, SharedPhone, Text, Unreadable
from bot.domain.office_hours import presence
from bot.domain.plain_talk import cover
from bot.domain.quiet_help import NUMBER, ask_contacts, quiet
from bot.domain.reply import Choice, Symbol, say
from bot.domain.state import Help, State, Talk
from bot.domain.turn import END_TALK, Told, Turn, What, button

# What the team reads, and what a translator translates into for it.
TEAM_READS = "en"

_TRANSLATE, _ORIGINAL = Choice("human:translate", Symbol("✅")), Choice("human:original", Symbol("❌"))
_YES, _NO = button("human:yes", "button.yes"), button("human:no", "button.no")


def ask(state: State, library: Library, now: datetime, heard: Heard | None = None) -> Turn:
    """Say who would read along, what they would see and when they are there. Without a team: other people who answer."""
    helpers = library.helpers
    if helpers is None:
        turn = _contacts(state, library, now, heard)
        return replace(turn, replies=(quiet((say("human.opening"), say("human.no_staff"))), *turn.replies))
    if state.talk is not None:
        return _opened(state, library, now)
    lines = (
        say("human.opening"),
        say("human.share", name=helpers.name),
        presence(state, helpers, library, now),
        say("human.ask"),
    )
    return Turn(replace(_in_help(state), asked="human"), (quiet(lines, (_YES, _NO, NUMBER)),), urgent=True)


def answered(state: State, agreed: bool, library: Library, now: datetime) -> Turn:
    """Open a case, or show the contacts instead."""
    if not agreed or library.helpers is None:
        return _contacts(replace(state, asked=None), library, now)
    turn = _opened(replace(_in_help(state), asked=None, talk=state.talk or Talk()), library, now)
    return turn if state.talk is not None else replace(turn, told=Told(What.OPENED))


def passed_on(state: State, library: Library, now: datetime) -> Turn:
    """The words go to the team. That is said once, until somebody answers."""
    helpers = library.helpers
    if helpers is None or state.talk is None or state.talk.waits:
        return Turn(state)
    lines = (say("human.passed_on"), presence(state, helpers, library, now))
    return Turn(replace(state, talk=replace(state.talk, waits=True)), (quiet(lines, (END_TALK, NUMBER)),), urgent=True)


def end(state: State) -> Turn:
    """The person ends it."""
    told = Told(What.ENDED) if state.talk is not None else None
    return Turn(replace(state, talk=None), (quiet((say("human.ended"),), (NUMBER,)),), urgent=True, told=told)


def chosen(state: State, choice: str, library: Library, now: datetime) -> Turn | None:
    """A button of this conversation; None for every other."""
    if choice not in ("human:ask", "human:yes", "human:no", "human:end", _TRANSLATE.id, _ORIGINAL.id):
        return None
    if state.hidden:
        return cover(state, now)
    if choice == "human:ask" or library.helpers is None:
        return ask(state, library, now)
    if choice in (_TRANSLATE.id, _ORIGINAL.id):
        talk = state.talk and replace(state.talk, translate=choice == _TRANSLATE.id and library.translator is not None)
        return ask(replace(state, talk=talk), library, now)
    return end(state) if choice == "human:end" else answered(state, choice == "human:yes", library, now)


def beside(before: State, turn: Turn, content: Content, heard: Heard) -> Turn:
    """The turn with what the team is told of it."""
    if before.talk is None or turn.told is not None:
        return turn
    if turn.forget:
        first, *rest = turn.replies
        told_too = replace(first, lines=(*first.lines, say("human.deleted")))
        return replace(turn, replies=(told_too, *rest), told=Told(What.DELETED))
    if turn.unsend:
        return replace(turn, told=Told(What.HID))
    words = _words(content, heard)
    if before.hidden:
        # An alarm brings back whoever hid, and its words are for the team too.
        back = Told(What.BACK, words if heard.danger.urgent else "")
        return turn if turn.state.hidden else replace(turn, told=back)
    if words:
        turn = replace(turn, told=Told(What.ALARM if heard.danger.urgent else What.SAID, words))
    return _words_only(turn) if isinstance(content, Pictured | Unreadable | Located | SharedPhone) else turn


def _words(content: Content, heard: Heard) -> str:
    """What is passed on: the person's words, unless they are a button's or meant for a check."""
    if isinstance(content, Text):
        return "" if heard.button is not None or content.to_check else content.text.strip()
    return content.caption.strip() if isinstance(content, Pictured) else ""


def _words_only(turn: Turn) -> Turn:
    if not turn.replies:
        return turn
    *others, last = turn.replies
    return replace(turn, replies=(*others, replace(last, lines=(*last.lines, say("human.words_only")))))


def _opened(state: State, library: Library, now: datetime) -> Turn:
    there = (presence(state, library.helpers, library, now),) if library.helpers else ()
    lines = (say("human.opened", end=END_TALK.label), *there)
    reply = quiet(lines, (END_TALK, NUMBER))
    if library.translator is None or state.language == TEAM_READS or state.talk is None or state.talk.translate is not None:
        return Turn(state, (reply,), urgent=True)
    question = quiet((say("human.translate", provider=library.translator),), (_TRANSLATE, _ORIGINAL))
    return Turn(state, (reply, question), urgent=True)


def _contacts(state: State, library: Library, now: datetime, heard: Heard | None = None) -> Turn:
    return ask_contacts(state, library, reading=(heard or Heard()).reading, today=now.date())


def _in_help(state: State) -> State:
    return state if state.help else replace(state, help=Help())
