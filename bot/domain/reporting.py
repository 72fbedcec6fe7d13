"""Handing an offer to the operator: what they get is said first, nothing goes without a yes, and it can be taken back."""

from dataclasses import replace

from bot.domain import offers
from bot.domain.cues import ShortAnswer
from bot.domain.facts import Library
from bot.domain.heard import Heard
from bot.domain.plain_talk import menu, plain_reply
from bot.domain.reply import Quote, Reply, say
from bot.domain.reports import Report
from bot.domain.state import State
from bot.domain.turn import CHECK_OFFER, MENU, MORE_HELP, REPORT, Turn, button

LONGEST = 4000
# What people mean when they show a recruiter's number without the words of an advert.
_SHOWS = frozenset({"ask_verify_agency", "check_offer", "offer_text", "report_recruiter"})


def explain(state: State, library: Library) -> Turn:
    """How to warn others; with a button to do it here, where there is somebody who takes it."""
    lines = (say("report.1"), say("report.2"), say("report.3"))
    first = (REPORT,) if offers.can_report(state, library) else ()
    return Turn(replace(state, asked=None), (Reply(lines, (*first, CHECK_OFFER, MENU, MORE_HELP)),))


def ask(state: State, library: Library) -> Turn:
    """Say what would be handed over and to whom, and ask."""
    if not offers.can_report(state, library):
        return explain(state, library)
    lines = (say("report.ask", operator=library.operator or ""), say("report.what"))
    choices = (button("report:yes", "button.yes"), button("report:no", "button.no"), MORE_HELP)
    return Turn(replace(state, asked="report:sure"), (Reply(lines, choices),))


def answered(state: State, agreed: bool, library: Library) -> Turn:
    """After a yes the text is needed once more, since it was not kept."""
    if not agreed or not offers.can_report(state, library):
        return menu(state)
    return Turn(replace(state, asked="report"), (Reply((say("report.send"),), (MENU, MORE_HELP)),))


def take(state: State, heard: Heard, library: Library) -> Turn | None:
    """Take the text that was asked for and show what was taken. None: this message is something else."""
    if state.asked != "report" or not offers.can_report(state, library):
        return None
    if heard.words & {ShortAnswer.NO, ShortAnswer.SKIP}:
        return menu(state)
    reading = heard.reading
    shown = offers.is_offer(heard, expected=True) or (bool(reading.contacts) and heard.intent in _SHOWS)
    if not shown or reading.fingerprint is None:
        return None
    offer = offers.taken_in(reading, offers.same_offer(state, reading))
    verdict = offers.judge(offer, library)
    text = heard.text[:LONGEST]
    report = Report(text, reading.contacts, verdict.signs, verdict.level, offer.destination, reading.fingerprint)
    lines = [say("report.done", operator=library.operator or "", text=Quote(text))]
    if reading.contacts:
        lines.append(say("report.contacts", contacts=", ".join(reading.contacts)))
    return Turn(replace(state, asked=None), (Reply(tuple(lines), (MENU, MORE_HELP)),), report=report)


def with_receipt(turn: Turn, receipt: str) -> Turn:
    """The turn, with a button that takes the report back. Only whoever has the button can do so."""
    shown, *rest = turn.replies
    delete = button(f"report:delete:{receipt}", "report.button.delete")
    return replace(turn, replies=(replace(shown, choices=(delete, *shown.choices)), *rest))


def take_back(state: State, receipt: str) -> Turn:
    """Delete the report of this receipt."""
    return Turn(replace(state, asked=None), (plain_reply(state, say("report.deleted")),), withdraw=receipt)
