"""What somebody did before asking us (paid, sent papers, signed, is about to travel): that comes before any question."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from bot.domain import offers
from bot.domain.cues import Done
from bot.domain.facts import ContactKind, Library, Topic
from bot.domain.heard import OfferReading
from bot.domain.quiet_help import contact_lines
from bot.domain.referral import refer
from bot.domain.reply import BREAK, Phrase, Reply, say
from bot.domain.state import Offer, State
from bot.domain.turn import CHECK_OFFER, MENU, MORE_HELP, QUESTIONS, WHOM_TO_ASK, Turn, button
from bot.domain.vetting import FoundSign

_ADVICE = {
    Done.TRAVELS: ("already.travels",),
    Done.PAID: ("lost_money.2", "lost_money.3", "already.paid"),
    Done.SENT_PAPERS: ("already.sent_papers",),
    Done.SIGNED: ("already.signed",),
}

# Whoever paid was asked for money, in words that we have not seen.
_PAID = FoundSign("upfront_fee", "", 0, 0)


def ask(state: State) -> Turn:
    """What was done already? The question about the offer keeps waiting."""
    choices = (*(button(f"already:{done}", f"already.button.{done}") for done in Done), MENU, MORE_HELP)
    return Turn(state, (Reply((say("already.which"),), choices),))


def told(state: State, done: Iterable[Done], reading: OfferReading, library: Library, today: date) -> Turn:
    """What to do at once comes first; then the check goes on, with what is remembered of it."""
    before = state.offer or Offer()
    new = tuple(step for step in _ADVICE if step in set(done))
    offer = offers.taken_in(
        replace(reading, fingerprint=None), replace(before, done=tuple(dict.fromkeys((*before.done, *new))))
    )
    if Done.PAID in new:
        offer = offers.taken_in(OfferReading((_PAID,)), offer)
    state = replace(state, offer=offer, asked=None)
    lines = tuple(_advice(new, state, library, today))
    if before.judged:
        return Turn(state, (Reply(lines, (WHOM_TO_ASK, CHECK_OFFER, MORE_HELP)),))
    if before == Offer():
        lines = (*lines, BREAK, say("offer.send_it"))
        return Turn(replace(state, asked="offer"), (Reply(lines, (QUESTIONS, WHOM_TO_ASK, MORE_HELP)),))
    turn = offers.go_on(state, library)
    return replace(turn, replies=(Reply(lines, (WHOM_TO_ASK,)), *turn.replies))


def _advice(done: Iterable[Done], state: State, library: Library, today: date) -> Iterator[Phrase]:
    yield say("already.opening")
    for step in done:
        yield BREAK
        yield from (say(key) for key in _ADVICE[step])
        if step is Done.TRAVELS:
            yield from _embassy(state, library, today)


def _embassy(state: State, library: Library, today: date) -> tuple[Phrase, ...]:
    """The person's own embassy where the journey goes, as far as both are known and its number is verified."""
    destination = state.offer.destination if state.offer else None
    found = refer(
        library,
        country=destination,
        nationality=state.nationality,
        language=state.language,
        topic=Topic.CONSULAR,
        today=today,
    )
    own = (one for one in found if one.verified and one.contact.kind is ContactKind.EMBASSY)
    first = next((one for one in own if one.contact.country == destination), None)
    return tuple(contact_lines(first, destination, library.languages)) if first else ()
