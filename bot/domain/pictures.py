"""Pictures: what is said when one comes, and when it has been read."""

from dataclasses import replace

from bot.domain import offers, recruiter
from bot.domain.facts import Library
from bot.domain.heard import Heard
from bot.domain.inbound import PictureRead
from bot.domain.matters import more_of_the_offer
from bot.domain.plain_talk import plain_reply
from bot.domain.reply import Quote, Reply, say
from bot.domain.state import State
from bot.domain.turn import ANEW, MORE_HELP, QUESTIONS, Turn


def arrived(state: State, heard: Heard) -> Turn:
    """A picture came, and is being read. What the words under it tell of the offer is taken in at once."""
    if heard.reading.signs and state.help is None:
        state = replace(state, offer=offers.taken_in(heard.reading, offers.still_open(state)))
    wait = say("picture.wait")
    return Turn(state, (plain_reply(state, wait) if state.help is not None else Reply((wait,), (MORE_HELP,)),))


def read(state: State, picture: PictureRead, heard: Heard, library: Library) -> Turn:
    """It has been read: the words are shown, to be put right by the person, and are looked at like any offer's."""
    if picture.trouble is not None:
        return Turn(state, (plain_reply(state, say(f"picture.{picture.trouble}")),))
    words = (say("picture.read", text=Quote(picture.text)), *((say("picture.pages"),) if picture.partly else ()))
    if state.help is not None:
        return Turn(state, (plain_reply(state, *words),))
    judged = state.offer is not None and state.offer.judged
    turn = more_of_the_offer(state, heard, library) if judged else None
    if state.asked == "offer.answer":
        turn = recruiter.answered(state, heard.reading, library)
    elif turn is None and offers.is_offer(heard, expected=True):
        turn = offers.read(state, heard.reading, library)
    if turn is None:
        return Turn(state, (Reply((*words, say("verdict.not_an_offer")), (ANEW, QUESTIONS, MORE_HELP)),))
    return replace(turn, replies=(Reply(words, (ANEW,)), *turn.replies))
