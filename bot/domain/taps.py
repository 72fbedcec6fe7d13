"""Tapped buttons and slash commands → the step they stand for. Ids come from the person's side, so none is trusted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.domain import already, offers, own_data, own_word, quiet_help, recruiter, reporting, talk, tips
from bot.domain.answers import asks_where, country_taken
from bot.domain.cues import Done
from bot.domain.facts import Library
from bot.domain.heard import Heard
from bot.domain.inbound import Chosen, Content, Text
from bot.domain.plain_talk import (
    ask_language,
    confirm_delete,
    cover,
    forget,
    hide,
    menu,
    not_understood,
    set_language,
    welcome,
)
from bot.domain.reply import say
from bot.domain.state import Situation, State
from bot.domain.translation import answered
from bot.domain.turn import ALREADY, ANSWERED, BACK, CHECK_OFFER, GO_ON, TEST, Turn
from bot.domain.vetting import Answer

LONGEST_NUMBER = 3
# These belong to a check. In the quiet conversation they were left on the screen, or their words mean something else.
OF_A_CHECK = frozenset({ALREADY.id, ANSWERED.id, BACK.id, GO_ON.id, TEST.id})


def picked(state: State, content: Content) -> Content:
    """A bare number that picks one of the numbered lines is that choice; everything else stays what it is."""
    number = content.text.strip().rstrip(".)") if isinstance(content, Text) else ""
    if number.isdecimal() and len(number) <= LONGEST_NUMBER and 0 < int(number) <= len(state.numbered):
        return Chosen(state.numbered[int(number) - 1])
    return content


def chosen(state: State, choice: str, library: Library, now: datetime) -> Turn:
    today = now.date()
    head, *rest = choice.split(":")
    if choice == "hide":
        return hide(state, now)
    if state.help is not None and (choice in OF_A_CHECK or head == "already"):
        return menu(state)
    plain: dict[str, Callable[[], Turn]] = {
        "menu": lambda: menu(state),
        "offer:start": lambda: offers.begin(state),
        "offer:questions": lambda: offers.begin_with_questions(state, library),
        "offer:judge": lambda: offers.judge_now(state, library),
        "offer:go_on": lambda: offers.go_on(state, library),
        "offer:new": lambda: offers.begin_anew(state),
        "offer:back": lambda: offers.back(state) or menu(state),
        "offer:test": lambda: recruiter.message(state, library),
        "offer:answered": lambda: recruiter.wait(state),
        "already:ask": lambda: already.ask(state),
        "picture:anew": lambda: offers.begin_anew(state),
        "report:start": lambda: reporting.ask(state, library),
        "report:yes": lambda: reporting.answered(state, True, library),
        "report:no": lambda: reporting.answered(state, False, library),
        "help:start": lambda: quiet_help.open_help(state, Situation.SELF, Heard().reading, library, today=today),
        "help:contacts": partial(quiet_help.ask_contacts, state, library, reading=Heard().reading, today=today),
        "help:other": lambda: quiet_help.open_help(state, Situation.OTHER, Heard().reading, library, today=today),
        "help:self": lambda: quiet_help.open_help(state, Situation.SELF, Heard().reading, library, today=today),
        "help:number": lambda: quiet_help.show_contacts(state, library, today),
        "help:next": lambda: quiet_help.show_contacts(state, library, today, from_start=False),
        "help:country": lambda: quiet_help.ask_country(state, library),
        "help:nationality": lambda: quiet_help.ask_nationality(state, library),
        "tips:start": lambda: tips.ask_tips(state),
        "tips:off": lambda: tips.stop_tips(state),
        "language:ask": lambda: ask_language(state, library),
        "data:show": lambda: _own_data(state, library, now),
        "word:ask": lambda: cover(state, now) if state.hidden else own_word.ask(state),
        "delete:ask": lambda: confirm_delete(state),
        "delete:yes": lambda: forget(state),
    }
    if choice in plain:
        return plain[choice]()
    if turn := talk.chosen(state, choice, library, now):
        return turn
    if head == "sign" and len(rest) == 2 and rest[0] in library.checklist and rest[1] in set(Answer):
        return offers.answer(state, rest[0], Answer(rest[1]), library)
    if head == "already" and len(rest) == 1 and rest[0] in set(Done):
        return already.told(state, [Done(rest[0])], Heard().reading, library, today)
    if head == "help.safe" and rest in (["yes"], ["no"]):
        return quiet_help.safe_to_write(state, rest == ["yes"], library, today)
    if asks_where(head) and len(rest) == 1:
        return country_taken(state, head, None if rest[0] == "skip" else rest[0], library, now)
    if choice.startswith("report:delete:"):
        return reporting.take_back(state, rest[-1])
    if head == "translate" and rest in (["yes"], ["no"]) and library.translator is not None:
        return answered(state, rest == ["yes"])
    if head == "language" and rest and rest[0] in library.languages:
        return set_language(state, rest[0])
    if head == "cover" and len(rest) == 1 and rest[0].isdecimal() and len(rest[0]) == 1:
        return cover(state, now, int(rest[0]))
    numbers = [int(part) for part in rest[1:3] if part.isdecimal()]
    if choice.startswith("tips:every:") and numbers and numbers[0] in tips.RHYTHMS:
        return tips.choose_rhythm(state, numbers[0])
    if choice.startswith(("tips:at:", "tips:in:")) and len(numbers) == 2 and numbers[0] in tips.RHYTHMS and numbers[1] < 24:
        if rest[0] == "in":
            return country_taken(state, f"tips:country:{numbers[0]}:{numbers[1]}", rest[-1], library, now)
        return tips.choose_hour(state, numbers[0], numbers[1], library, now)
    return cover(state, now) if state.hidden else not_understood(state)


def command(state: State, name: str, library: Library, now: datetime) -> Turn:
    match name:
        case "start" | "help" if state.help is not None:
            # Somebody in the quiet conversation must not suddenly get a loud welcome.
            reply = quiet_help.quiet((say("menu.opening"),), (quiet_help.NUMBER, CHECK_OFFER))
            return Turn(replace(state, asked=None), (reply,), urgent=True)
        case "start":
            return welcome(replace(state, hidden=False))
        case "help":
            return menu(replace(state, hidden=False))
        case "check":
            return offers.begin(state)
        case "language":
            return ask_language(state, library)
        case "stop":
            return tips.stop_tips(state)
        case "data":
            return _own_data(state, library, now)
        case "delete":
            return forget(state)
        case _:
            return cover(state, now) if state.hidden else not_understood(state)


def _own_data(state: State, library: Library, now: datetime) -> Turn:
    # Behind the cover stands nobody who may know that anything is remembered.
    return cover(state, now) if state.hidden else own_data.show(state, library)
