"""Checking an offer: read it, and ask what can still change the verdict."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.domain.countries import home_choices
from bot.domain.cues import Done
from bot.domain.facts import Library
from bot.domain.heard import Heard, OfferReading
from bot.domain.listed import listed_lines
from bot.domain.reply import BREAK, Phrase, Reply, say
from bot.domain.state import Offer, State
from bot.domain.turn import (
    ALREADY,
    BACK,
    CHECK_OFFER,
    GO_ON,
    MENU,
    MORE_HELP,
    NEW_OFFER,
    QUESTIONS,
    Turn,
    button,
)
from bot.domain.verdicts import MOST_REASONS, judge, office_lines, quoted, tell_verdict
from bot.domain.vetting import (
    HINTS,
    OF_THE_WHOLE,
    Answer,
    FoundSign,
    Level,
    Verdict,
    in_order,
    next_question,
    present,
)

# Two phrases that only adverts and recruiters use make a text an offer; one does when somebody asked us to look at it.
OFFER_LIKENESS = 2
MOST_LISTINGS = 3


def is_offer(heard: Heard, *, expected: bool) -> bool:
    """Whether this text is a job offer or a recruiter's message. `expected`: we have just asked for one."""
    reading = heard.reading
    if heard.intent == "offer_text" and heard.confidence >= 0.5:
        return True
    told = sum(sign.id not in HINTS for sign in reading.signs)
    return reading.likeness + told >= (1 if expected else OFFER_LIKENESS) and (expected or reading.likeness > 0)


def begin(state: State) -> Turn:
    """Ask for the offer, unless another one waits to be checked to its end."""
    if state.offer is None or not state.offer.begun:
        return begin_anew(state)
    reply = Reply((say("offer.unfinished"),), (GO_ON, NEW_OFFER, MORE_HELP))
    return Turn(replace(state, asked="offer.unfinished", help=None), (reply,))


def begin_anew(state: State) -> Turn:
    """Ask for an offer, whatever was checked before."""
    reply = Reply((say("offer.send_it"),), (QUESTIONS, MENU, MORE_HELP))
    return Turn(replace(state, asked="offer", offer=None, help=None), (reply,))


def begin_with_questions(state: State, library: Library) -> Turn:
    """Go through the checklist without a text."""
    return go_on(replace(state, offer=Offer()), library)


def read(state: State, reading: OfferReading, library: Library) -> Turn:
    """Take in an offer's text; further texts of the same offer add to what is known."""
    before = still_open(state)
    another = is_another(reading, before)
    offer = taken_in(reading, Offer() if another else before)
    turn = go_on(replace(state, offer=offer), library, noticed=_telling(offer.found, library))
    if not another:
        return turn
    first, *rest = turn.replies
    return replace(turn, replies=(replace(first, lines=(say("offer.another"), *first.lines)), *rest))


def _telling(found: Iterable[FoundSign], library: Library) -> tuple[FoundSign, ...]:
    """The few signs that count most, as they stand in the text."""
    ranked = sorted(found, key=lambda sign: (sign.id in OF_THE_WHOLE, -library.checklist[sign.id].counts))
    return in_order(ranked[:MOST_REASONS])


def is_another(reading: OfferReading, before: Offer) -> bool:
    """Whether this is a whole advert by itself, for other work in another country. In doubt it is not: a recruiter's chat
    comes in pieces, and what one piece tells must not be lost with the next."""
    other_work = _kinds_of_work(before.roles, before.found).isdisjoint(_kinds_of_work(reading.roles, reading.signs))
    whole = reading.likeness >= OFFER_LIKENESS and reading.roles and reading.countries and reading.monthly_usd is not None
    known = before.roles and before.destination
    return bool(whole and known) and before.destination not in reading.countries and other_work


def _kinds_of_work(roles: Iterable[str], signs: Iterable[FoundSign]) -> set[str]:
    return {*roles, *(sign.id for sign in signs if sign.id == "lure_role_online_desk")}


def still_open(state: State) -> Offer:
    """The offer that is being checked; a new one after a verdict."""
    return state.offer if state.offer and not state.offer.judged else Offer()


def add(state: State, reading: OfferReading, library: Library) -> Turn:
    """Something new about an offer that was judged already: the verdict again, with it."""
    return tell_verdict(replace(state, offer=taken_in(reading, state.offer)), library)


def verify(state: State, library: Library, heard: Heard | None = None) -> Turn:
    """Where to check an agency or employer, without an offer at hand; first what registers say, where one was named."""
    if heard is not None and heard.looked_up:
        lines = listed_lines(heard.reading.listings) or (say("registry.not_found"),)
        turn = verify(replace(state, asked=None), library)
        return replace(turn, replies=(Reply((say("registry.opening"), *lines)), *turn.replies))
    if state.nationality is None and state.asked != "verify.home":
        return ask_verify_home(state, library)
    lines = office_lines(library, state.nationality)
    said = (say("verify.opening"), *lines) if lines else (say("verify.none"),)
    return Turn(replace(state, asked=None), (Reply(said, (CHECK_OFFER, MENU, MORE_HELP)),))


def ask_verify_home(state: State, library: Library) -> Turn:
    """Whose office is to be named?"""
    choices = (
        *home_choices("verify.home", state.language, library),
        button("verify.home:skip", "button.skip"),
        MORE_HELP,
    )
    return Turn(replace(state, asked="verify.home"), (Reply((say("verify.which_home"),), choices),))


def taken_in(reading: OfferReading, before: Offer | None = None) -> Offer:
    """What a text adds to what was known of an offer."""
    before = before or Offer()
    known = {sign.id for sign in before.found}
    return replace(
        before,
        found=(*before.found, *(sign for sign in reading.signs if sign.id not in known)),
        places=tuple(dict.fromkeys((*before.places, *reading.places))),
        destination=before.destination or (reading.countries[0] if reading.countries else None),
        roles=tuple(dict.fromkeys((*before.roles, *reading.roles))),
        listings=tuple(dict.fromkeys((*before.listings, *reading.listings)))[:MOST_LISTINGS],
        fingerprint=reading.fingerprint.with_more(before.fingerprint) if reading.fingerprint else before.fingerprint,
        names_somebody=before.names_somebody or bool(reading.contacts),
        language=before.language or reading.language,
    )


def still_to_ask(offer: Offer, library: Library) -> Iterator[str]:
    """The signs that would be asked about one after the other, if each answer were "I don't know"."""
    answers = dict(offer.answers)
    while True:
        sign = _next(replace(offer, answers=answers), library)
        if sign is None:
            return
        yield sign
        answers[sign] = Answer.UNKNOWN


def answer(state: State, sign: str, given: Answer, library: Library) -> Turn:
    """Take an answer to a checklist question; the same question answered again replaces the old answer."""
    offer = state.offer or Offer()
    if library.checklist[sign].warns_on_no:
        given = {Answer.YES: Answer.NO, Answer.NO: Answer.YES}.get(given, given)
    return go_on(replace(state, offer=replace(offer, answers={**offer.answers, sign: given})), library)


def back(state: State) -> Turn | None:
    """The last question that was answered once more, as if it had not been; None before the first answer."""
    if state.offer is None or not state.offer.answers:
        return None
    *before, last = state.offer.answers
    answers = {sign: state.offer.answers[sign] for sign in before}
    return _ask(replace(state, offer=replace(state.offer, answers=answers, judged=False)), last)


def judge_now(state: State, library: Library) -> Turn:
    """The verdict on what is known, without further questions."""
    return tell_verdict(state, library) if state.offer else begin(state)


def from_country(state: State, code: str | None, library: Library) -> Turn:
    """Take where the person comes from (None: rather not say) and give the verdict with that country's office."""
    return tell_verdict(replace(state, nationality=code or state.nationality), library)


def ask_home(state: State, library: Library, noticed: tuple[FoundSign, ...] = ()) -> Turn:
    """Whose office can confirm it? Asked once, skippable."""
    lines = (*_noticed_lines(noticed), say("offer.which_home"))
    choices = (
        *home_choices("offer.home", state.language, library),
        button("offer.home:skip", "button.skip"),
        *((BACK,) if state.offer and state.offer.answers else ()),
        MORE_HELP,
    )
    return Turn(replace(state, asked="offer.home"), (Reply(lines, choices),))


def waits(state: State) -> bool:
    """Whether a question about an offer waits for its answer."""
    asked = state.asked or ""
    return asked == "offer.home" or asked.startswith("sign:")


def ask_again(state: State, library: Library) -> Turn:
    """The answer was not understood. The question is put once more, so that its buttons are at hand again."""
    turn = ask_home(state, library) if state.asked == "offer.home" else go_on(state, library)
    reply = turn.replies[-1]
    return replace(turn, replies=(replace(reply, lines=(say("help.say_again"), reply.lines[-1])),))


def go_on(state: State, library: Library, *, noticed: tuple[FoundSign, ...] = ()) -> Turn:
    """The next question about the offer at hand; the verdict when nothing more needs asking."""
    offer = state.offer or Offer()
    question = _next(offer, library)
    if question is None:
        asked_home = state.nationality is not None or state.asked == "offer.home"
        return tell_verdict(state, library) if asked_home else ask_home(state, library, noticed)
    lines = _noticed_lines(noticed)
    if not (noticed or offer.answers or offer.done):
        lines = (say("offer.nothing_noticed") if offer.places or offer.destination else say("offer.let_us_look"),)
    return _ask(replace(state, offer=offer), question, lines)


def _ask(state: State, question: str, lines: tuple[Phrase, ...] = ()) -> Turn:
    offer = state.offer or Offer()
    asked = f"sign:{question}"
    choices = (
        *(button(f"{asked}:{a}", f"button.{a}") for a in Answer),
        *((BACK,) if offer.answers else ()),
        button("offer:judge", "offer.button.judge"),
        *(() if offer.answers or offer.done else (ALREADY,)),
        MORE_HELP,
    )
    return Turn(replace(state, asked=asked), (Reply((*lines, Phrase(f"sign/{question}/question")), choices),))


def _noticed_lines(noticed: tuple[FoundSign, ...]) -> tuple[Phrase, ...]:
    return (say("offer.noticed"), *map(quoted, noticed), BREAK) if noticed else ()


def _next(offer: Offer, library: Library) -> str | None:
    return next_question(
        present(offer.found, offer.answers),
        offer.answers,
        checklist=library.checklist,
        combinations=library.combinations,
        places=offer.places,
        travels_soon=Done.TRAVELS in offer.done,
    )


def judge_text(heard: Heard, library: Library) -> Verdict:
    """The verdict on a text alone, as somebody would get it who was asked for an offer and sent this."""
    verdict = judge(taken_in(heard.reading), library)
    return verdict if is_offer(heard, expected=True) else replace(verdict, level=Level.NOT_AN_OFFER, score=0.0)
