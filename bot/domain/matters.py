"""Something new: what each intent leads to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.domain import offers, quiet_help, reporting, talk
from bot.domain.facts import Library
from bot.domain.heard import Heard
from bot.domain.plain_talk import ask_language, confirm_delete, menu, set_language, welcome
from bot.domain.reply import Choice, Reply, say
from bot.domain.state import Situation, State
from bot.domain.turn import CHECK_OFFER, DELETE, MENU, MORE_HELP, OWN_DATA, OWN_WORD, TIPS, WHOM_TO_ASK, Turn


def more_of_the_offer(state: State, heard: Heard, library: Library) -> Turn | None:
    """Something new about the offer that was just judged: another sign of it, or the country to check it in."""
    if heard.country is not None and state.nationality is None and not heard.here:
        return offers.from_country(state, heard.country, library)
    if heard.reading.signs and heard.reading.likeness < offers.OFFER_LIKENESS:
        return offers.add(state, heard.reading, library)
    return None


def _greet(state: State, _heard: Heard, _library: Library, _now: datetime) -> Turn:
    # A greeting, or what only looks like one, does not end the quiet conversation.
    return welcome(state) if state.help is None else menu(state)


def _check_offer(state: State, heard: Heard, library: Library, _now: datetime) -> Turn:
    # "Is this job real? …" followed by the advert itself: read it at once.
    return offers.read(state, heard.reading, library) if heard.reading.signs else offers.begin(state)


def _escaped(state: State, heard: Heard, library: Library, now: datetime) -> Turn:
    return quiet_help.open_help(state, Situation.OUT, heard.reading, library, today=now.date())


def _contacts(state: State, heard: Heard, library: Library, now: datetime) -> Turn:
    return quiet_help.ask_contacts(state, library, reading=heard.reading, today=now.date())


def _explain(key: str, lines: int, *choices: Choice) -> "Handler":
    """An answer that only informs: `key.1` … `key.<lines>`."""
    said = tuple(say(f"{key}.{n}") for n in range(1, lines + 1))

    def handler(state: State, _heard: Heard, _library: Library, _now: datetime) -> Turn:
        return Turn(replace(state, asked=None), (Reply(said, (*choices, MORE_HELP)),))

    return handler


Handler = Callable[[State, Heard, Library, datetime], Turn]


BY_INTENT: dict[str, Handler] = {
    "greet": _greet,
    "menu": lambda state, _h, _l, _n: menu(state),
    "check_offer": _check_offer,
    "escaped": _escaped,
    "ask_hotline": _contacts,
    "ask_embassy": _contacts,
    "talk_to_human": lambda state, heard, library, now: talk.ask(state, library, now, heard),
    "ask_verify_agency": lambda state, heard, library, _n: offers.verify(state, library, heard),
    "change_language": lambda state, heard, library, _n: (
        set_language(state, heard.names_language) if heard.names_language else ask_language(state, library)
    ),
    "delete_data": lambda state, _h, _l, _n: confirm_delete(state),
    "ask_fees_contract": _explain("fees", 3, CHECK_OFFER, MENU),
    "ask_how_scams_work": _explain("how", 3, CHECK_OFFER, TIPS),
    "ask_legal_risk": _explain("legal", 3, WHOM_TO_ASK, MENU),
    "report_recruiter": lambda state, _h, library, _n: reporting.explain(state, library),
    "lost_money": _explain("lost_money", 3, WHOM_TO_ASK, MENU),
    "privacy_question": _explain("privacy", 3, OWN_DATA, OWN_WORD, DELETE),
    "thanks": _explain("thanks", 1, MENU),
    "goodbye": _explain("goodbye", 1, MENU),
    "abuse": _explain("abuse", 1, MENU),
    "out_of_scope": _explain("out_of_scope", 1, CHECK_OFFER, TIPS, MENU),
}
