"""Testing a recruiter: a message to send them, and what their answer changes."""

from dataclasses import replace

from bot.domain import offers, verdicts
from bot.domain.facts import Library
from bot.domain.heard import OfferReading
from bot.domain.plain_talk import menu
from bot.domain.reply import Phrase, Reply, say
from bot.domain.state import Offer, State
from bot.domain.turn import ANSWERED, MENU, MORE_HELP, Turn


def message(state: State, library: Library) -> Turn:
    """A text to copy, in the person's language and in the advert's; in English where the advert's is not known."""
    offer = state.offer or Offer()
    if not verdicts.may_test(state, verdicts.judge(offer, library), library):
        return menu(state)
    own, theirs = state.language or "en", offer.language if offer.language in library.languages else "en"
    # Each stands alone in its message, so that it can be copied or forwarded as it is.
    texts = [Reply((Phrase("test.message", language=tag),)) for tag in dict.fromkeys((own, theirs))]
    return Turn(state, (Reply((say("test.opening"),)), *texts, Reply((say("test.after"),), (ANSWERED, MENU, MORE_HELP))))


def wait(state: State) -> Turn:
    """The check is kept until they answer; what comes next is read as their answer."""
    if state.offer is None or not state.offer.judged:
        return offers.begin(state)
    return Turn(replace(state, asked="offer.answer"), (Reply((say("test.send_answer"),), (MENU, MORE_HELP)),))


def answered(state: State, reading: OfferReading, library: Library) -> Turn:
    """What they answered, taken into the same offer: what is new in it, and the verdict again if it weighs."""
    before = state.offer or Offer()
    if offers.is_another(reading, before):
        return offers.read(state, reading, library)
    # The fingerprint stays the advert's: their answer is another text.
    offer = offers.taken_in(replace(reading, fingerprint=None), before)
    new = offer.found[len(before.found) :]
    state = replace(state, asked=None, offer=offer)
    if new:
        turn = verdicts.tell_verdict(state, library)
        return replace(turn, replies=(Reply((say("test.new"), *map(verdicts.quoted, new))), *turn.replies))
    verdict = verdicts.judge(offer, library)
    lines = (say("test.nothing_new"), say(f"verdict.{verdict.level}"))
    return Turn(state, (Reply(lines, verdicts.ways_on(state, verdict, library)),))
