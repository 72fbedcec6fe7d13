"""Answers to the question that waits, in words or by a shared place; nothing here swallows an alarm."""

import re
from dataclasses import replace
from datetime import datetime

from bot.domain import offers, quiet_help, recruiter, reporting, talk, tips
from bot.domain.countries import homes_of
from bot.domain.cues import ShortAnswer
from bot.domain.facts import WORLD, Library
from bot.domain.heard import Heard
from bot.domain.plain_talk import cover, forget, menu, set_language
from bot.domain.state import State
from bot.domain.turn import Turn
from bot.domain.vetting import Answer

# Below this the model is only guessing.
SURE = 0.45

# "Please delete what you know of me": what people want from us is said in a few words.
LONGEST_WISH = 60

_RHYTHMS = {ShortAnswer.EVERY_DAY: 1, ShortAnswer.EVERY_THREE_DAYS: 3, ShortAnswer.EVERY_WEEK: 7}
ASKS_HOME = frozenset({"help.nationality", "offer.home", "verify.home"})


def asks_where(asked: str) -> bool:
    """Whether this question is answered by a country."""
    return asked in ASKS_HOME or asked == "help.country" or asked.startswith("tips:country:")


def take_answer(state: State, heard: Heard, library: Library, now: datetime) -> Turn | None:
    """The turn, if this message answers what was asked; None lets it be heard as something new."""
    asked = state.asked or ""
    given = _given(heard)
    if ShortAnswer.NO_ANSWER in heard.words and state.help is not None and state.help.shown:
        return quiet_help.show_contacts(state, library, now.date(), from_start=False)
    if ShortAnswer.MENU in heard.words:
        return menu(state)
    if ShortAnswer.BACK in heard.words and state.help is None and (turn := offers.back(state)):
        return turn
    if asked == "offer.answer" and _is_their_answer(heard):
        return recruiter.answered(state, heard.reading, library)
    if asked == "offer.unfinished" and given in (Answer.YES, Answer.NO):
        return offers.go_on(state, library) if given is Answer.YES else offers.begin_anew(state)
    if asked == "offer.unfinished" and offers.is_offer(heard, expected=True):
        return offers.read(replace(state, offer=None), heard.reading, library)
    if asked.startswith("sign:"):
        sign = asked.removeprefix("sign:")
        if given is not None:
            return offers.answer(state, sign, given, library)
        if heard.reading.signs:
            return offers.read(state, heard.reading, library)
    if asked == "help.safe" and given in (Answer.YES, Answer.NO):
        return quiet_help.safe_to_write(state, given is Answer.YES, library, now.date())
    if asked == "human" and given in (Answer.YES, Answer.NO):
        return talk.answered(state, given is Answer.YES, library, now)
    skips = bool(heard.words & {ShortAnswer.SKIP, ShortAnswer.UNSURE, ShortAnswer.NO})
    if asked in ("offer.home", "verify.home") and _is_of_an_offer(heard):
        return offers.read(replace(state, asked=None), heard.reading, library)
    if asks_where(asked):
        if skips and not asked.startswith("tips:"):
            return country_taken(state, asked, None, library, now)
        return country_said(state, heard, library, now)
    if not asked and state.help is not None and state.help.shown and heard.country is not None:
        # Under the contacts a country says what was wrong with them: whom they are for, or where.
        set_it = quiet_help.set_nationality if heard.of_people else quiet_help.set_country
        return set_it(state, heard.country, library, now.date())
    if asked == "offer" and offers.is_offer(heard, expected=True):
        return offers.read(state, heard.reading, library)
    if asked == "report:sure" and given in (Answer.YES, Answer.NO):
        return reporting.answered(state, given is Answer.YES, library)
    if turn := reporting.take(state, heard, library):
        return turn
    if asked == "language" and heard.names_language:
        return set_language(state, heard.names_language)
    if asked == "delete" and given in (Answer.YES, Answer.NO):
        return forget(state) if given is Answer.YES else menu(state)
    if asked == "tips" and (days := next((days for word, days in _RHYTHMS.items() if word in heard.words), None)):
        return tips.choose_rhythm(state, days)
    if asked.startswith("tips:hour:") and heard.hour is not None:
        return tips.choose_hour(state, int(asked.split(":")[2]), heard.hour, library, now)
    return None


def _is_their_answer(heard: Heard) -> bool:
    """In doubt it is: only a few words that clearly mean something else to us are not."""
    if heard.reading.signs or len(heard.text) > LONGEST_WISH:
        return True
    return not heard.words and heard.country is None and heard.confidence < SURE


def _is_of_an_offer(heard: Heard) -> bool:
    """An advert, or the next piece of a recruiter's chat: the country that it names is not where somebody comes from."""
    return heard.country is None and (bool(heard.reading.signs) or offers.is_offer(heard, expected=False))


def _given(heard: Heard) -> Answer | None:
    by_word = {ShortAnswer.YES: Answer.YES, ShortAnswer.NO: Answer.NO}
    by_word |= {ShortAnswer.UNSURE: Answer.UNKNOWN, ShortAnswer.SKIP: Answer.UNKNOWN}
    for word, answer in by_word.items():
        if word in heard.words:
            return answer
    if heard.confidence >= SURE:
        return {"affirm": Answer.YES, "deny": Answer.NO, "unsure": Answer.UNKNOWN}.get(heard.intent)
    return None


def country_said(state: State, heard: Heard, library: Library, now: datetime) -> Turn | None:
    code = heard.country or (heard.reading.countries[0] if len(set(heard.reading.countries)) == 1 else None)
    if code is None:
        return None
    if heard.of_people and state.asked == "help.country" and state.help is not None:
        # "I am Bangladeshi" does not say where somebody is held.
        return quiet_help.ask_country(replace(state, nationality=code), library)
    # Where hardly anybody is held, "I am in Vietnam" in Vietnamese says where home is.
    at_home = code in homes_of(state.language, library) and code not in library.hosts
    if heard.here and state.asked in ASKS_HOME and not at_home:
        return _here_instead(state, code, library, now)
    return country_taken(state, state.asked or "help.country", code, library, now)


def _here_instead(state: State, code: str, library: Library, now: datetime) -> Turn:
    """ "I am in Thailand now" does not say whose citizen somebody is: take where they are, and ask again."""
    if state.asked == "help.nationality":
        return quiet_help.set_country(replace(state, nationality=None), code, library, now.date())
    state = replace(state, country=code)
    return offers.ask_home(state, library) if state.asked == "offer.home" else offers.ask_verify_home(state, library)


def country_taken(state: State, asked: str, code: str | None, library: Library, now: datetime) -> Turn:
    # A tapped id comes from the person's side, and a changed app can send anything.
    code = code if code is not None and re.fullmatch("[A-Z]{2}", code) and code != WORLD else None
    if asked == "offer.home":
        return offers.from_country(state, code, library)
    if asked == "verify.home":
        return offers.verify(replace(state, nationality=code or state.nationality), library)
    if asked == "help.nationality":
        return quiet_help.set_nationality(state, code, library, now.date())
    if asked.startswith("tips:country:"):
        days, hour = map(int, asked.split(":")[2:4])
        return tips.choose_hour(replace(state, country=code), days, hour, library, now)
    if state.help is not None:
        return quiet_help.set_country(state, code, library, now.date())
    return menu(replace(state, country=code or state.country))


def located(state: State, heard: Heard, library: Library, now: datetime) -> Turn:
    if state.hidden:
        return cover(state, now)
    if len(heard.near_border) > 1:
        return quiet_help.which_of(state, heard.near_border)
    if heard.country is None:
        return quiet_help.ask_country(state, library)
    # A shared place always means "I am here": it is the quickest way to say where help is needed.
    asked = state.asked if state.asked and state.asked.startswith("tips:country:") else "help.country"
    keep = state if state.help or asked != "help.country" else replace(state, help=None)
    return (
        quiet_help.set_country(keep, heard.country, library, now.date())
        if asked == "help.country"
        else country_taken(state, asked, heard.country, library, now)
    )
