"""The conversation: (what is known, what was heard, the facts, the time) → what is said and remembered. Pure.

The order of the checks is the heart of it: a tapped button, then hiding, then an alarm, then the cover, then the answer
to a question, then everything else. An alarm is looked at before any question can swallow it.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.domain import offers, quiet_help, tips
from bot.domain.cues import ShortAnswer, Urgency
from bot.domain.facts import WORLD, Library
from bot.domain.heard import Heard
from bot.domain.inbound import Chosen, Command, Content, Located, SharedPhone, Text, Unreadable
from bot.domain.reply import Choice, LanguageName, Phrase, Reply, say
from bot.domain.state import Situation, State
from bot.domain.tongue import Tongue, choose_tongue, speak
from bot.domain.turn import CHECK_OFFER, LANGUAGE, MENU, MORE_HELP, TIPS, Turn, button
from bot.domain.vetting import Answer

SURE = 0.45
COVERS = 7


def respond(state: State, content: Content, heard: Heard, library: Library, now: datetime) -> Turn:
    """Decide one turn. Never raises for any content; whatever cannot be understood gets a kind, short answer."""
    quoting = isinstance(content, Text) and (content.forwarded or offers.is_offer(heard, expected=False))
    tongue = choose_tongue(state, heard, frozenset(library.languages), quoting=quoting)
    turn = _step(speak(state, tongue), content, heard, library, now)
    return _offer_languages(turn, tongue, library) if turn.state.help is None and not turn.forget else turn


def language_of(state: State, heard: Heard, library: Library) -> str:
    """The language to render a turn's replies in, when the state after it has none."""
    return state.language or heard.hint or (heard.guess.tag if heard.guess.tag in library.languages else "en")


def _step(state: State, content: Content, heard: Heard, library: Library, now: datetime) -> Turn:
    match content:
        case Chosen(choice):
            return _chosen(state, choice, library, now)
        case Command(name):
            return _command(state, name, library, now)
        case Located():
            return _located(state, heard, library, now)
        case SharedPhone():
            return _country_said(state, heard, library, now) or _menu(state, "menu.opening")
        case Unreadable(kind):
            if state.hidden:
                return _cover(state, now)
            known = kind if kind in ("picture", "voice", "sticker", "video", "file") else "other"
            return Turn(state, (_reply(state, say(f"unreadable.{known}")),))
        case Text():
            return _text(state, content, heard, library, now)


def _text(state: State, text: Text, heard: Heard, library: Library, now: datetime) -> Turn:
    if heard.button is not None and not state.hidden:
        return _chosen(state, heard.button, library, now)
    if ShortAnswer.HIDE in heard.words or (not heard.words and heard.intent == "hide" and heard.confidence >= SURE):
        return _hide(state, now)
    if heard.danger.urgent and not _is_advert(text, heard):
        situation = _whose(heard)
        kinds = sorted(heard.danger.urgent)
        return quiet_help.open_help(state, situation, heard.reading, library, kinds=kinds, today=now.date())
    if state.hidden:
        return _cover(state, now)
    if text.edited and not state.offer:
        return Turn(state)
    if turn := _answer(state, heard, library, now):
        return turn
    waits = state.help is not None and (state.asked or "").startswith("help.")
    if waits and not heard.words and not offers.is_offer(heard, expected=False):
        return quiet_help.ask_again(state, library, now.date())
    return _new_matter(state, text, heard, library, now)


def _whose(heard: Heard) -> Situation:
    """Who is in danger. In doubt the writer: that path asks first whether it is safe, and is right for both."""
    other = Urgency.TRAPPED_OTHER
    if other not in heard.danger.urgent:
        return Situation.SELF
    share = {scored.intent: scored.confidence for scored in heard.ranked}
    own = sum(share.get(kind, 0.0) for kind in Urgency if kind is not other)
    certain = share.get(other, 0.0) > own if share else heard.danger.urgent == {other}
    return Situation.OTHER if certain else Situation.SELF


def _is_advert(text: Text, heard: Heard) -> bool:
    """Somebody else's advert may speak of guards or passports; the person who shows it to us is not the one held."""
    return (text.forwarded or heard.intent == "offer_text") and heard.reading.likeness >= offers.OFFER_LIKENESS


# --- answers to the question that waits -------------------------------------------------------------------------


def _answer(state: State, heard: Heard, library: Library, now: datetime) -> Turn | None:
    """The turn, if this message answers what was asked; None lets it be heard as something new."""
    asked = state.asked or ""
    given = _given(heard)
    if ShortAnswer.MENU in heard.words:
        return _menu(state, "menu.opening")
    if asked.startswith("sign:"):
        sign = asked.removeprefix("sign:")
        if given is not None:
            return offers.answer(state, sign, given, library)
        if heard.reading.signs:
            return offers.read(state, heard.reading, library)
    if asked == "help.safe" and given in (Answer.YES, Answer.NO):
        return quiet_help.safe_to_write(state, given is Answer.YES, library, now.date())
    skips = bool(heard.words & {ShortAnswer.SKIP, ShortAnswer.UNSURE, ShortAnswer.NO})
    if asked in ("help.country", "help.nationality", "offer.home", "verify.home") or asked.startswith("tips:country:"):
        if skips and not asked.startswith("tips:"):
            return _country_taken(state, asked, None, library, now)
        return _country_said(state, heard, library, now)
    if asked == "offer" and offers.is_offer(heard, expected=True):
        return offers.read(state, heard.reading, library)
    if asked == "language" and heard.names_language:
        return _set_language(state, heard.names_language)
    if asked == "delete" and given in (Answer.YES, Answer.NO):
        return _forget(state) if given is Answer.YES else _menu(state, "menu.opening")
    if asked.startswith("tips:hour:") and (hour := tips.hour_in(heard.text)) is not None:
        return tips.choose_hour(state, int(asked.split(":")[2]), hour, library, now)
    return None


def _given(heard: Heard) -> Answer | None:
    by_word = {ShortAnswer.YES: Answer.YES, ShortAnswer.NO: Answer.NO}
    by_word |= {ShortAnswer.UNSURE: Answer.UNKNOWN, ShortAnswer.SKIP: Answer.UNKNOWN}
    for word, answer in by_word.items():
        if word in heard.words:
            return answer
    if heard.confidence >= SURE:
        return {"affirm": Answer.YES, "deny": Answer.NO, "unsure": Answer.UNKNOWN}.get(heard.intent)
    return None


def _country_said(state: State, heard: Heard, library: Library, now: datetime) -> Turn | None:
    code = heard.country or (heard.reading.countries[0] if len(set(heard.reading.countries)) == 1 else None)
    if code is None:
        return None
    return _country_taken(state, state.asked or "help.country", code, library, now)


def _country_taken(state: State, asked: str, code: str | None, library: Library, now: datetime) -> Turn:
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
    return _menu(replace(state, country=code or state.country), "menu.opening")


def _located(state: State, heard: Heard, library: Library, now: datetime) -> Turn:
    if state.hidden:
        return _cover(state, now)
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
        else _country_taken(state, asked, heard.country, library, now)
    )


# --- something new ----------------------------------------------------------------------------------------------


def _new_matter(state: State, text: Text, heard: Heard, library: Library, now: datetime) -> Turn:
    if heard.words & {ShortAnswer.STOP}:
        return tips.stop_tips(state)
    if heard.words & {ShortAnswer.LANGUAGE}:
        return _ask_language(state, library)
    if heard.words & {ShortAnswer.DELETE}:
        return _confirm_delete(state)
    if state.offer is not None and state.offer.judged and (more := _more_of_the_offer(state, heard, library)):
        return more
    if offers.is_offer(heard, expected=text.forwarded):
        return _concerned(offers.read(state, heard.reading, library), heard)
    # A bare name of a place says nothing that the model could rank.
    handler = _BY_INTENT.get(heard.intent) if heard.confidence >= SURE and heard.country is None else None
    if handler is None:
        return _concerned(_not_understood(state), heard)
    return _concerned(handler(state, heard, library, now), heard)


def _more_of_the_offer(state: State, heard: Heard, library: Library) -> Turn | None:
    """Something new about the offer that was just judged: another sign of it, or the country to check it in."""
    if heard.country is not None and state.nationality is None:
        return offers.from_country(state, heard.country, library)
    if heard.reading.signs and heard.reading.likeness < offers.OFFER_LIKENESS:
        return offers.add(state, heard.reading, library)
    return None


def _concerned(turn: Turn, heard: Heard) -> Turn:
    """A softer worry takes over nothing: the answer only says that more help is one tap away."""
    if not heard.danger.concern or turn.state.help is not None or not turn.replies:
        return turn
    last = turn.replies[-1]
    choices = (MORE_HELP, *(choice for choice in last.choices if choice.id != MORE_HELP.id))
    noted = replace(last, lines=(*last.lines, say("concern.line")), choices=choices)
    return replace(turn, replies=(*turn.replies[:-1], noted))


def _greet(state: State, _heard: Heard, _library: Library, _now: datetime) -> Turn:
    return _welcome(state)


def _check_offer(state: State, heard: Heard, library: Library, _now: datetime) -> Turn:
    # "Is this job real? …" followed by the advert itself: read it at once.
    return offers.read(state, heard.reading, library) if heard.reading.signs else offers.begin(state)


def _escaped(state: State, heard: Heard, library: Library, now: datetime) -> Turn:
    return quiet_help.open_help(state, Situation.OUT, heard.reading, library, today=now.date())


def _contacts(state: State, heard: Heard, library: Library, now: datetime) -> Turn:
    return quiet_help.ask_contacts(state, library, reading=heard.reading, today=now.date())


def _human(state: State, heard: Heard, library: Library, now: datetime) -> Turn:
    turn = quiet_help.ask_contacts(state, library, reading=heard.reading, today=now.date())
    return replace(turn, replies=(quiet_help.quiet((say("human.opening"), say("human.no_staff"))), *turn.replies))


def _explain(key: str, lines: int, *choices: Choice) -> "_Handler":
    """An answer that only informs: `key.1` … `key.<lines>`."""
    said = tuple(say(f"{key}.{n}") for n in range(1, lines + 1))

    def handler(state: State, _heard: Heard, _library: Library, _now: datetime) -> Turn:
        return Turn(replace(state, asked=None), (Reply(said, (*choices, MORE_HELP)),))

    return handler


_Handler = Callable[[State, Heard, Library, datetime], Turn]

_BY_INTENT: dict[str, _Handler] = {
    "greet": _greet,
    "menu": lambda state, _h, _l, _n: _menu(state, "menu.opening"),
    "check_offer": _check_offer,
    "escaped": _escaped,
    "ask_hotline": _contacts,
    "ask_embassy": _contacts,
    "talk_to_human": _human,
    "ask_verify_agency": lambda state, _h, library, _n: offers.verify(state, library),
    "subscribe_tips": lambda state, _h, _l, _n: tips.ask_tips(state),
    "unsubscribe": lambda state, _h, _l, _n: tips.stop_tips(state),
    "change_language": lambda state, heard, library, _n: (
        _set_language(state, heard.names_language) if heard.names_language else _ask_language(state, library)
    ),
    "delete_data": lambda state, _h, _l, _n: _confirm_delete(state),
    "ask_fees_contract": _explain("fees", 3, CHECK_OFFER, MENU),
    "ask_how_scams_work": _explain("how", 3, CHECK_OFFER, TIPS),
    "ask_legal_risk": _explain("legal", 3, button("help:contacts", "help.button.contacts"), MENU),
    "report_recruiter": _explain("report", 3, CHECK_OFFER, MENU),
    "lost_money": _explain("lost_money", 3, button("help:contacts", "help.button.contacts"), MENU),
    "privacy_question": _explain("privacy", 3, button("delete:ask", "button.delete"), MENU),
    "thanks": _explain("thanks", 1, MENU),
    "goodbye": _explain("goodbye", 1, MENU),
    "abuse": _explain("abuse", 1, MENU),
    "out_of_scope": _explain("out_of_scope", 1, CHECK_OFFER, TIPS, MENU),
}


# --- buttons and commands ---------------------------------------------------------------------------------------


def _chosen(state: State, choice: str, library: Library, now: datetime) -> Turn:
    today = now.date()
    head, *rest = choice.split(":")
    if choice == "hide":
        return _hide(state, now)
    plain: dict[str, Callable[[], Turn]] = {
        "menu": lambda: _menu(state, "menu.opening"),
        "offer:start": lambda: offers.begin(state),
        "offer:questions": lambda: offers.begin_with_questions(state, library),
        "offer:judge": lambda: offers.judge_now(state, library),
        "help:start": lambda: quiet_help.open_help(state, Situation.SELF, Heard().reading, library, today=today),
        "help:contacts": partial(quiet_help.ask_contacts, state, library, reading=Heard().reading, today=today),
        "help:other": lambda: quiet_help.open_help(state, Situation.OTHER, Heard().reading, library, today=today),
        "help:self": lambda: quiet_help.open_help(state, Situation.SELF, Heard().reading, library, today=today),
        "help:number": lambda: quiet_help.show_contacts(state, library, today),
        "help:next": lambda: quiet_help.show_contacts(state, library, today, from_start=False),
        "help:country": lambda: quiet_help.ask_country(state, library),
        "tips:start": lambda: tips.ask_tips(state),
        "tips:off": lambda: tips.stop_tips(state),
        "language:ask": lambda: _ask_language(state, library),
        "delete:ask": lambda: _confirm_delete(state),
        "delete:yes": lambda: _forget(state),
    }
    if choice in plain:
        return plain[choice]()
    if head == "sign" and len(rest) == 2 and rest[0] in library.checklist and rest[1] in set(Answer):
        return offers.answer(state, rest[0], Answer(rest[1]), library)
    if head == "help.safe" and rest in (["yes"], ["no"]):
        return quiet_help.safe_to_write(state, rest == ["yes"], library, today)
    if head in ("help.country", "help.nationality", "offer.home", "verify.home") and len(rest) == 1:
        return _country_taken(state, head, None if rest[0] == "skip" else rest[0], library, now)
    if head == "language" and rest and rest[0] in library.languages:
        return _set_language(state, rest[0])
    numbers = [int(part) for part in rest[1:3] if part.isdecimal()]
    if choice.startswith("tips:every:") and numbers and numbers[0] in tips.RHYTHMS:
        return tips.choose_rhythm(state, numbers[0])
    if choice.startswith(("tips:at:", "tips:in:")) and len(numbers) == 2 and numbers[0] in tips.RHYTHMS and numbers[1] < 24:
        if rest[0] == "in":
            return _country_taken(state, f"tips:country:{numbers[0]}:{numbers[1]}", rest[-1], library, now)
        return tips.choose_hour(state, numbers[0], numbers[1], library, now)
    return _not_understood(state)


def _command(state: State, name: str, library: Library, now: datetime) -> Turn:
    match name:
        case "start" | "help" if state.help is not None:
            # Somebody in the quiet conversation must not suddenly get a loud welcome.
            reply = quiet_help.quiet((say("menu.opening"),), (quiet_help.NUMBER, CHECK_OFFER))
            return Turn(replace(state, asked=None), (reply,), urgent=True)
        case "start":
            return _welcome(replace(state, hidden=False))
        case "help":
            return _menu(replace(state, hidden=False), "menu.opening")
        case "language":
            return _ask_language(state, library)
        case "stop":
            return tips.stop_tips(state)
        case "delete":
            return _forget(state)
        case _:
            return _cover(state, now) if state.hidden else _not_understood(state)


# --- small answers ----------------------------------------------------------------------------------------------


def _reply(state: State, *lines: Phrase) -> Reply:
    """A plain answer. In the quiet conversation every answer stays quiet, whatever it is about."""
    if state.help is not None:
        return quiet_help.quiet(lines, (quiet_help.NUMBER,))
    return Reply(lines, (CHECK_OFFER, TIPS, MORE_HELP))


def _welcome(state: State) -> Turn:
    lines = (say("welcome.hello"), say("welcome.what"), say("welcome.privacy"))
    return Turn(replace(state, asked=None, help=None), (Reply(lines, (CHECK_OFFER, MORE_HELP, TIPS, LANGUAGE)),))


def _menu(state: State, key: str) -> Turn:
    if state.help is not None:
        return Turn(replace(state, asked=None), (_reply(state, say(key)),))
    return Turn(replace(state, asked=None), (Reply((say(key),), (CHECK_OFFER, MORE_HELP, TIPS, LANGUAGE)),))


def _not_understood(state: State) -> Turn:
    """Nothing fits. The waiting question keeps waiting, and the ways on are shown."""
    return Turn(state, (_reply(state, say("unknown.sorry")),))


def _ask_language(state: State, library: Library) -> Turn:
    choices = tuple(Choice(f"language:{tag}", LanguageName(tag)) for tag in library.languages)
    return Turn(replace(state, asked="language"), (Reply((say("language.which"),), choices),))


def _set_language(state: State, tag: str) -> Turn:
    state = replace(state, language=tag, language_chosen=True, asked=None)
    return Turn(state, (_reply(state, say("language.set")),))


def _offer_languages(turn: Turn, tongue: Tongue, library: Library) -> Turn:
    """Add the way to another language: a whole list for a stranger we cannot place, one button after a switch."""
    if not turn.replies or turn.state.hidden:
        return turn
    last = turn.replies[-1]
    if tongue.ask:
        choices = tuple(Choice(f"language:{tag}", LanguageName(tag)) for tag in library.languages)
        languages = Reply((say("language.which"),), choices)
        return replace(turn, replies=(*turn.replies, languages))
    if tongue.offer_switch:
        switch = Choice(f"language:{tongue.offer_switch}", LanguageName(tongue.offer_switch))
        return replace(turn, replies=(*turn.replies[:-1], replace(last, choices=(*last.choices, switch))))
    return turn


def _confirm_delete(state: State) -> Turn:
    choices = (button("delete:yes", "button.delete"), MENU)
    return Turn(replace(state, asked="delete"), (Reply((say("delete.sure"),), choices),))


def _forget(state: State) -> Turn:
    """Erase everything at once. The language of the last words is kept only for saying them."""
    return Turn(State(language=state.language), (Reply((say("delete.done"), say("delete.remains"))),), forget=True)


def _hide(state: State, now: datetime) -> Turn:
    """Forget what the chat was about, take back what the channel allows, and show something harmless."""
    bare = State(language=state.language, language_chosen=state.language_chosen, at_risk=state.at_risk, hidden=True)
    if state.help is not None:
        bare = replace(bare, at_risk=True)
    return Turn(bare, _cover(bare, now).replies, urgent=True, unsend=True)


def _cover(state: State, now: datetime) -> Turn:
    """What somebody sees who looks over the shoulder or writes in the person's place."""
    return Turn(state, (Reply((say(f"cover.{now.toordinal() % COVERS}"),), silent=True),))
