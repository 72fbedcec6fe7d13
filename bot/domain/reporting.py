"""Handing an offer to the operator: what they get is said first, nothing goes without a yes, and it can be taken back."""

from dataclasses import replace

from bot.domain import offers, verdicts
from bot.domain.cues import ShortAnswer
from bot.domain.facts import Library
from bot.domain.heard import Heard
from bot.domain.plain_talk import menu, plain_reply
from bot.domain.reply import Quote, Reply, say
from bot.domain.reports import Report
from bot.domain.state import Offer, State
from bot.domain.turn import CHECK_OFFER, MENU, MORE_HELP, REPORT, Turn, button

LONGEST = 10_000
# What people mean when they show a recruiter's number without the words of an advert.
_SHOWS = frozenset({"ask_verify_agency", "check_offer", "offer_text", "report_recruiter"})


def explain(state: State, library: Library) -> Turn:
    """How to warn others; with a button to do it here, where there is somebody who takes it."""
    lines = (say("report.1"), say("report.2"), say("report.3"))
    first = (REPORT,) if verdicts.can_report(state, library) else ()
    return Turn(replace(state, asked=None), (Reply(lines, (*first, CHECK_OFFER, MENU, MORE_HELP)),))


def ask(state: State, library: Library) -> Turn:
    """Say what would be handed over and to whom, and ask."""
    if not verdicts.can_report(state, library):
        return explain(state, library)
    lines = (say("report.ask", operator=library.operator or ""), say("report.what"))
    choices = (button("report:yes", "button.yes"), button("report:no", "button.no"), MORE_HELP)
    return Turn(replace(state, asked="report:sure"), (Reply(lines, choices),))


def answered(state: State, agreed: bool, library: Library) -> Turn:
    """After a yes the text is needed once more, since it was not kept."""
    if not agreed or not verdicts.can_report(state, library):
        return menu(state)
    return Turn(replace(state, asked="report"), (Reply((say("report.send"),), (MENU, MORE_HELP)),))


def take(state: State, heard: Heard, library: Library) -> Turn | None:
    """Take the text that was asked for and show what was taken. None: this message is something else."""
    if state.asked != "report" or not verdicts.can_report(state, library):
        return None
    if heard.words & {ShortAnswer.NO, ShortAnswer.SKIP}:
        return menu(state)
    shown = offers.is_offer(heard, expected=True) or (bool(heard.reading.contacts) and heard.intent in _SHOWS)
    report = _report_of(heard, state.offer, library) if shown else None
    if report is None:
        return None
    lines = [say("report.done", operator=library.operator or "", text=Quote(report.text))]
    if report.contacts:
        lines.append(say("report.contacts", contacts=", ".join(report.contacts)))
    return Turn(replace(state, asked=None), (Reply(tuple(lines), (MENU, MORE_HELP)),), report=report)


def _report_of(heard: Heard, checked: Offer | None, library: Library) -> Report | None:
    fingerprint = heard.reading.fingerprint
    if fingerprint is None:
        return None
    # What was answered about another offer is no sign of this one.
    same = checked is not None and checked.fingerprint is not None and fingerprint.is_like(checked.fingerprint)
    offer = offers.taken_in(heard.reading, checked if same else None)
    verdict = verdicts.judge(offer, library)
    text = heard.text[:LONGEST]
    return Report(text, heard.reading.contacts, verdict.signs, verdict.level, offer.destination, fingerprint)


def with_receipt(turn: Turn, receipt: str) -> Turn:
    """The turn, with a button that takes the report back. Only whoever has the button can do so."""
    shown, *rest = turn.replies
    delete = button(f"report:delete:{receipt}", "report.button.delete")
    return replace(turn, replies=(replace(shown, choices=(delete, *shown.choices)), *rest))


def take_back(state: State, receipt: str) -> Turn:
    """Delete the report of this receipt."""
    return Turn(replace(state, asked=None), (plain_reply(state, say("report.deleted")),), withdraw=receipt)
