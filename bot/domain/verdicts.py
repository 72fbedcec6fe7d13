"""The verdict on an offer in words: how bad it is and why, what to do next, and whom to ask."""

from dataclasses import replace

from bot.domain.cues import Done
from bot.domain.facts import Library, Office, Stage, Strength
from bot.domain.fingerprints import rounded_down
from bot.domain.listed import listed_lines
from bot.domain.quiet_help import site
from bot.domain.reply import BREAK, Choice, CountryName, Dial, Phrase, PlaceName, Quote, Reply, say
from bot.domain.state import Offer, State
from bot.domain.turn import ALREADY, ANSWERED, CHECK_OFFER, MORE_HELP, REPORT, TEST, TIPS, Turn
from bot.domain.vetting import NOW, Answer, FoundSign, Level, Verdict, likely, present, weigh

MOST_REASONS = 5
MOST_UNKNOWN = 3
MOST_GOOD_ANSWERS = 2


def judge(offer: Offer, library: Library) -> Verdict:
    """The verdict on an offer as it is known now."""
    checklist = library.checklist
    seen = present(offer.found, offer.answers)
    unknown = [s for s in checklist.values() if s.asked and s.id not in seen and offer.answers.get(s.id) is not Answer.NO]
    unknown.sort(key=lambda s: -s.counts * likely(s, travels_soon=Done.TRAVELS in offer.done))
    return weigh(
        seen, checklist=checklist, combinations=library.combinations, places=offer.places, unknown=(s.id for s in unknown)
    )


def tell_verdict(state: State, library: Library) -> Turn:
    """The verdict on what is known, and what to do next."""
    offer = state.offer or Offer()
    verdict = judge(offer, library)
    quotes = {sign.id: sign for sign in offer.found}
    reasons = [
        quoted(quotes[sign]) if sign in quotes else say("offer.sign_told", title=Phrase(f"sign/{sign}/title"))
        for sign in verdict.signs[:MOST_REASONS]
    ]
    what = [say("verdict.opening"), say(f"verdict.{verdict.level}")]
    if reasons:
        what += [BREAK, say("verdict.because"), *reasons, BREAK, Phrase(f"sign/{verdict.signs[0]}/why")]
    what += [Phrase(f"combination/{held}") for held in verdict.combinations[:1]]
    if strong := _strong_place(offer, library):
        what.append(say("verdict.place", place=strong))
    what += _real_offer(verdict, library)
    if offer.listings:
        what += [BREAK, *listed_lines(offer.listings)]
    next_steps = [say("verdict.next"), say(f"verdict.{verdict.level}.step1"), say(f"verdict.{verdict.level}.step2")]
    next_steps += (
        [say("verdict.ask_office"), *lines]
        if (lines := office_lines(library, state.nationality))
        else [say("verdict.ask_embassy")]
    )
    if verdict.unknown:
        next_steps += [BREAK, say("verdict.not_checked")]
        next_steps += [say("offer.sign_told", title=Phrase(f"sign/{s}/question")) for s in verdict.unknown[:MOST_UNKNOWN]]
    next_steps += [BREAK, say("verdict.limits")]
    done = replace(state, asked=None, offer=replace(offer, judged=True))
    # Whoever may be watched is not counted, and is told of nobody.
    asked_about = None if state.may_be_watched else offer.fingerprint
    replies = (Reply(tuple(what)), Reply(tuple(next_steps), ways_on(done, verdict, library)))
    return Turn(done, replies, asked_about=asked_about, names_somebody=offer.names_somebody)


def told_of_others(turn: Turn, others: int, library: Library) -> Turn:
    """The verdict, with a line that others asked about this offer too, where they are enough."""
    people = rounded_down(others, library.fewest_others)
    if people is None:
        return turn
    line = say("verdict.others", people=str(people))
    opening = say("verdict.opening")
    return replace(
        turn,
        replies=tuple(
            replace(reply, lines=(*reply.lines, BREAK, line)) if opening in reply.lines else reply for reply in turn.replies
        ),
    )


def ways_on(state: State, verdict: Verdict, library: Library) -> tuple[Choice, ...]:
    """What can be done after a verdict, the most pressing first."""
    tests = (TEST, ANSWERED) if may_test(state, verdict, library) else ()
    warned = verdict.level in (Level.DANGER, Level.HIGH)
    more = (CHECK_OFFER, REPORT if warned and can_report(state, library) else TIPS)
    already = () if state.offer and state.offer.done else (ALREADY,)
    if verdict.level is Level.DANGER:
        return (MORE_HELP, *already, *tests, *more)
    return (*tests, MORE_HELP, *already, *more)


def may_test(state: State, verdict: Verdict, library: Library) -> bool:
    """Whether somebody may be sent back to the recruiter with questions: not whoever may be held, or on the way already."""
    there = (library.checklist[sign] for sign in verdict.signs)
    now = {c.id for c in library.combinations if c.verdict in NOW}
    held = any(sign.stage is Stage.ARRIVAL and not sign.asked for sign in there) or not now.isdisjoint(verdict.combinations)
    return not (held or state.may_be_watched)


def can_report(state: State, library: Library) -> bool:
    """Whether there is somebody to hand an offer to. Whoever may be watched is asked nothing of the kind."""
    return library.operator is not None and not state.may_be_watched


def office_lines(library: Library, code: str | None) -> tuple[Phrase, ...]:
    """How the person's own country confirms an employer; only what is verified is shown. Empty where there is none."""
    office = library.office(code)
    if code is None or office is None or office.checks is None:
        return ()
    lines = [say("offer.office", country=CountryName(code), body=Phrase(f"office/{code}/body"))]
    lines.append(say("offer.office.checks", checks=Phrase(f"office/{code}/checks")))
    lines += [say("offer.office.step", step=Phrase(f"office/{code}/step/{n}")) for n in range(len(office.steps))]
    if url := office.shown_url():
        lines.append(say("offer.office.link", url=url))
    if numbers := office.shown_numbers():
        lines.append(say("offer.office.call", number=Dial(numbers[0], code)))
    return (*lines, *_checked(office))


def _checked(office: Office) -> tuple[Phrase, ...]:
    if office.verified is None:
        return ()
    return (say("contact.checked", day=office.verified, source=site(next(iter(office.sources), None))),)


def quoted(sign: FoundSign) -> Phrase:
    """A sign with the words that it was read from."""
    if not sign.quote:
        return say("offer.sign_told", title=Phrase(f"sign/{sign.id}/title"))
    return say("offer.sign_quoted", title=Phrase(f"sign/{sign.id}/title"), quote=Quote(sign.quote))


def _real_offer(verdict: Verdict, library: Library) -> list[Phrase]:
    """How an honest offer differs in what weighs most here."""
    heavy = [sign for sign in verdict.signs if library.checklist[sign].says_what_is_good][:MOST_GOOD_ANSWERS]
    told = [say("offer.sign_told", title=Phrase(f"sign/{sign}/good_answer")) for sign in heavy]
    return [BREAK, say("verdict.real"), *told] if told else []


def _strong_place(offer: Offer, library: Library) -> PlaceName | None:
    named = (library.place(place) for place in offer.places)
    strong = next((place for place in named if place and place.strength is Strength.STRONG), None)
    return PlaceName((strong.name, *strong.aliases)) if strong else None
