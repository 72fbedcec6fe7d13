"""What is remembered about somebody, said to them when they ask."""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain import quiet_help
from bot.domain.facts import Library
from bot.domain.languages import language_name
from bot.domain.reply import CountryName, Hour, Phrase, PlaceName, Quote, Reply, Value, say
from bot.domain.state import Offer, State, TipPlan
from bot.domain.turn import DELETE, MENU, Turn
from bot.domain.verdicts import quoted
from bot.domain.vetting import Answer

_SAID = {Answer.YES: say("button.yes"), Answer.NO: say("button.no"), Answer.UNKNOWN: say("button.unknown")}


def show(state: State, library: Library) -> Turn:
    """All of it, in plain words. Nothing in it names what somebody in danger wrote about: the list may be asked for by
    whoever holds the phone."""
    lines = (say("privacy.1"), *_facts(state, library), say("data.rest"))
    if state.help is not None or state.at_risk:
        reply = quiet_help.quiet(lines, (quiet_help.NUMBER, DELETE))
    else:
        reply = Reply(lines, (DELETE, MENU))
    return Turn(replace(state, asked=None), (reply,))


def _facts(state: State, library: Library) -> Iterator[Phrase]:
    if state.language is not None:
        yield _fact(say("button.language"), language_name(state.language, library.languages))
    if state.country is not None:
        yield _fact(say("data.country"), CountryName(state.country))
    if state.nationality is not None:
        yield _fact(say("help.button.nationality"), CountryName(state.nationality))
    if state.may_translate is not None:
        yield _fact(say("data.translate"), _SAID[Answer.YES if state.may_translate else Answer.NO])
    if state.tips is not None:
        yield from _tips(state.tips)
    if state.help is not None:
        yield say("data.contacts")
    if state.at_risk:
        yield say("data.silent")
    if state.own_word is not None:
        yield say("word.kept")
    if state.offer is not None:
        yield say("data.offer")
        yield from _offer(state.offer, library)


def _tips(plan: TipPlan) -> Iterator[Phrase]:
    yield _fact(say("button.tips"), Phrase(f"tips.every.{plan.every_days}"))
    yield _fact(say("button.tips"), Hour(plan.hour))


def _offer(offer: Offer, library: Library) -> Iterator[Phrase]:
    # A sign that was taken out of the checklist meanwhile has no words any more.
    yield from (quoted(sign) for sign in offer.found if sign.id in library.checklist)
    for sign, answer in offer.answers.items():
        if sign in library.checklist:
            yield _fact(Phrase(f"sign/{sign}/question"), _SAID[answer])
    named: list[Value] = [PlaceName((place.name, *place.aliases)) for place in map(library.place, offer.places) if place]
    named += [CountryName(offer.destination)] if offer.destination else []
    named += [Quote(listing.written) for listing in offer.listings]
    for name in named:
        yield say("offer.sign_told", title=name)


def _fact(what: Phrase, value: Value) -> Phrase:
    return say("data.fact", what=what, value=value)
