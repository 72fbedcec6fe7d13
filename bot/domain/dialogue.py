"""The conversation: (what is known, what was heard, the facts, the time) → what is said and remembered. Pure.

The order of the checks is the heart of it: a tapped button, then hiding, then an alarm, then the cover, then the answer
to a question, then everything else. An alarm is looked at before any question can swallow it."""

from dataclasses import replace
from datetime import datetime

from bot.domain import already, offers, own_word, pictures, quiet_help, reporting, talk, tips
from bot.domain.answers import SURE, asks_where, country_said, located, take_answer
from bot.domain.cues import ShortAnswer, Urgency
from bot.domain.facts import Library, Stage
from bot.domain.heard import Heard
from bot.domain.inbound import Chosen, Command, Content, Located, Pictured, PictureRead, SharedPhone, Text, Unreadable
from bot.domain.languages import language_choices
from bot.domain.matters import BY_INTENT, more_of_the_offer
from bot.domain.plain_talk import (
    ask_language,
    confirm_delete,
    cover,
    hide,
    menu,
    not_understood,
    plain_reply,
    which_language,
)
from bot.domain.reply import Phrase, Reply, say
from bot.domain.state import Situation, State
from bot.domain.taps import chosen, command
from bot.domain.tongue import Tongue, choose_tongue, speak
from bot.domain.translation import ask_to_translate
from bot.domain.turn import HELP_SIGN, MORE_HELP, Turn

# Answers that end a matter. Where there is a worry, saying "I did not understand" is better than any of them.
BRUSH_OFFS = frozenset({"abuse", "goodbye", "out_of_scope", "thanks"})


# Nothing that was asked for is as hard to take back: somebody hidden by mistake sees the cover from then on.
SURE_TO_HIDE = 0.8
# "I am from the Philippines": letters of an answer that says where somebody is or comes from, or what was done, and no more.
SHORT_ANSWER = 40


def respond(state: State, content: Content, heard: Heard, library: Library, now: datetime) -> Turn:
    """Decide one turn. Never raises for any content; whatever cannot be understood gets a kind, short answer."""
    if isinstance(content, PictureRead) and (state.hidden or state.language is None):
        # Hidden or forgotten since the picture came: whoever looks at the screen now did not ask for anything.
        return Turn(state)
    if library.helpers is None:
        state = replace(state, talk=None)
    private = own_word.is_private(state, content)
    advert = isinstance(content, Text | Pictured) and offers.is_offer(heard, expected=False)
    quoting = private or advert or _is_of_others(content)
    tongue = choose_tongue(state, heard, frozenset(library.languages), library.readable, quoting=quoting)
    turn = talk.beside(state, _step(speak(state, tongue), content, heard, library, now), content, heard)
    if turn.state.help is not None or turn.forget:
        return turn
    turn = _offer_languages(turn, heard, tongue, library)
    # Whoever was in the quiet conversation a moment ago may still be watched.
    return turn if state.help is not None or private else ask_to_translate(turn, content, heard, tongue, library)


def _is_of_others(content: Content) -> bool:
    """Whether the words are somebody else's, so that they do not tell what the person reads."""
    return isinstance(content, PictureRead) or (isinstance(content, Text | Pictured) and content.forwarded)


def language_of(state: State, heard: Heard, library: Library) -> str:
    """The language to render a turn's replies in, when the state after it has none."""
    return state.language or heard.hint or (heard.guess.tag if heard.guess.tag in library.languages else "en")


def _step(state: State, content: Content, heard: Heard, library: Library, now: datetime) -> Turn:
    match content:
        case Chosen(choice):
            return chosen(state, choice, library, now)
        case Command(name):
            return command(state, name, library, now)
        case Located():
            return located(state, heard, library, now)
        case SharedPhone():
            return country_said(state, heard, library, now) or menu(state)
        case Pictured(caption=caption, forwarded=forwarded):
            turn = _first_of_all(state, Text(caption, forwarded), heard, library, now)
            return turn or _concerned(pictures.arrived(state, heard), heard)
        case PictureRead():
            return _picture_read(state, content, heard, library, now)
        case Unreadable(kind):
            if state.hidden:
                return cover(state, now)
            known = kind if kind in ("picture", "voice", "sticker", "video", "file") else "other"
            return Turn(state, (plain_reply(state, say(f"unreadable.{known}")),))
        case Text():
            return _text(state, content, heard, library, now)


def _first_of_all(state: State, text: Text, heard: Heard, library: Library, now: datetime) -> Turn | None:
    """What goes before everything that was asked or sent: their own word, a button's words, hiding, an alarm, the cover."""
    if not text.forwarded and own_word.is_it(state, text.text):
        return own_word.come_back(state) if state.hidden else hide(state, now)
    if heard.button is not None and not state.hidden:
        return chosen(state, heard.button, library, now)
    if ShortAnswer.HIDE in heard.words or (not heard.words and heard.intent == "hide" and heard.confidence >= SURE_TO_HIDE):
        return hide(state, now)
    of_the_offer = _is_advert(text, heard) or _is_about_the_offer_alone(state, heard, library)
    if heard.danger.urgent and not of_the_offer and not _only_answers(state, heard):
        return _alarm(state, heard, library, now)
    return cover(state, now) if state.hidden else None


def _alarm(state: State, heard: Heard, library: Library, now: datetime) -> Turn:
    kinds = sorted(heard.danger.urgent)
    return quiet_help.open_help(state, _whose(heard), heard.reading, library, kinds=kinds, today=now.date())


def _picture_read(state: State, read: PictureRead, heard: Heard, library: Library, now: datetime) -> Turn:
    if heard.danger.urgent and not _is_advert(Text(read.text, forwarded=True), heard):
        return _alarm(state, heard, library, now)
    turn = reporting.take(state, heard, library) or pictures.read(state, read, heard, library)
    return _concerned(turn, heard)


def _text(state: State, text: Text, heard: Heard, library: Library, now: datetime) -> Turn:
    if turn := _first_of_all(state, text, heard, library, now):
        return turn
    if text.edited and not state.offer:
        return Turn(state)
    if state.asked == own_word.ASKED and not text.forwarded and (turn := own_word.take(state, heard)):
        return turn
    if state.talk is not None and ShortAnswer.STOP in heard.words:
        return talk.end(state)
    if state.talk is None and _says_what_was_done(state, text, heard):
        return _concerned(already.told(state, heard.done, heard.reading, library, now.date()), heard)
    if turn := take_answer(state, heard, library, now):
        return turn
    if state.talk is not None and not text.to_check:
        return talk.passed_on(state, library, now)
    waits = state.help is not None and (state.asked or "").startswith(("help.", "human"))
    if waits and not heard.words and not offers.is_offer(heard, expected=False):
        return talk.ask(state, library, now) if state.asked == "human" else quiet_help.ask_again(state, library, now.date())
    return _new_matter(state, text, heard, library, now)


def _only_answers(state: State, heard: Heard) -> bool:
    """A country, a short answer to a question that waits, "I sent my passport photo": there the model alone, which needs a
    longer sentence, is no alarm."""
    asked = state.asked or ""
    short = len(heard.text) <= SHORT_ANSWER and len(set(heard.reading.countries)) == 1
    named = (asks_where(asked) and (short or heard.country is not None)) or (short and heard.of_people)
    answered = bool(asked) and bool(heard.words - {ShortAnswer.ALARM})
    done = bool(heard.done) and len(heard.text) <= SHORT_ANSWER
    return (named or answered or done) and not heard.net.urgent


def _whose(heard: Heard) -> Situation:
    """Who is in danger. In doubt the writer: that path asks first whether it is safe, and is right for both."""
    other = Urgency.TRAPPED_OTHER
    if other not in heard.danger.urgent:
        return Situation.SELF
    own = sum(heard.share(kind) for kind in Urgency if kind is not other)
    least = heard.share(other)
    if heard.danger.urgent == {other}:
        # Where the alarm speaks of somebody else only, the model has to be sure to say otherwise.
        least = max(SURE, least)
    return Situation.OTHER if own < least else Situation.SELF


def _says_what_was_done(state: State, text: Text, heard: Heard) -> bool:
    """Not in the quiet conversation, nor in a report, nor in words that may be a recruiter's: "I have paid your ticket"."""
    own = not text.forwarded and heard.reading.likeness < offers.OFFER_LIKENESS
    return bool(heard.done) and own and state.help is None and state.asked != "report"


def _is_advert(text: Text, heard: Heard) -> bool:
    """Somebody else's advert may speak of guards or passports; the person who shows it to us is not the one held."""
    return (text.forwarded or heard.intent == "offer_text") and heard.reading.likeness >= offers.OFFER_LIKENESS


def _is_about_the_offer_alone(state: State, heard: Heard, library: Library) -> bool:
    """The answer of a recruiter that we wait for, about nothing but the offer: there the model by itself is no alarm."""
    stages = {library.checklist[sign.id].stage for sign in heard.reading.signs}
    return state.asked == "offer.answer" and bool(stages) and Stage.ARRIVAL not in stages and not heard.net.urgent


def _new_matter(state: State, text: Text, heard: Heard, library: Library, now: datetime) -> Turn:
    if heard.words & {ShortAnswer.STOP}:
        return tips.stop_tips(state)
    if heard.words & {ShortAnswer.LANGUAGE}:
        return ask_language(state, library)
    if heard.words & {ShortAnswer.DELETE}:
        return confirm_delete(state)
    if state.offer is not None and state.offer.judged and (more := more_of_the_offer(state, heard, library)):
        return more
    if heard.only_name and (heard.reading.listings or (text.to_check and not offers.is_offer(heard, expected=False))):
        return _concerned(offers.verify(state, library, heard), heard)
    if offers.is_offer(heard, expected=text.forwarded or text.to_check):
        return _concerned(offers.read(state, heard.reading, library), heard)
    if text.to_check:
        return _concerned(offers.verify(state, library, heard), heard)
    if turn := _about_tips(state, heard):
        return _concerned(turn, heard)
    # A bare name of a place says nothing that the model could rank.
    handler = BY_INTENT.get(heard.intent) if heard.confidence >= SURE and heard.country is None else None
    if handler is None or (heard.danger.concern and heard.intent in BRUSH_OFFS):
        return _concerned(offers.ask_again(state, library) if offers.waits(state) else not_understood(state), heard)
    return _concerned(handler(state, heard, library, now), heard)


def _about_tips(state: State, heard: Heard) -> Turn | None:
    """Wanting tips and no longer wanting them are said in nearly the same words: in doubt both choices are shown."""
    wanted, unwanted = heard.share("subscribe_tips"), heard.share("unsubscribe")
    if wanted + unwanted < SURE or heard.intent not in ("subscribe_tips", "unsubscribe") or heard.country is not None:
        return None
    return tips.stop_tips(state) if state.tips and unwanted >= 2 * wanted else tips.ask_tips(state)


def _concerned(turn: Turn, heard: Heard) -> Turn:
    """A softer worry takes over nothing: the answer only says that more help is one tap away."""
    if not heard.danger.concern or turn.state.help is not None or not turn.replies:
        return turn
    last = turn.replies[-1]
    choices = (MORE_HELP, *(choice for choice in last.choices if choice.id != MORE_HELP.id))
    noted = replace(last, lines=(*last.lines, say("concern.line")), choices=choices)
    return replace(turn, replies=(*turn.replies[:-1], noted))


def _offer_languages(turn: Turn, heard: Heard, tongue: Tongue, library: Library) -> Turn:
    """Add the way to another language: a whole list for a stranger we cannot place, one button after a switch."""
    if not turn.replies or turn.state.hidden:
        return turn
    last = turn.replies[-1]
    if tongue.among and not heard.danger.urgent:
        # What was said was not understood anyway; one message in each language is enough to read.
        lines = tuple(Phrase("language.which", language=tag) for tag in tongue.among)
        choices = (*language_choices(tongue.among, library.languages), HELP_SIGN)
        return replace(turn, replies=(Reply(lines, choices),))
    if tongue.ask:
        return replace(turn, replies=(*turn.replies, which_language(library)))
    if tongue.offer_switch:
        switch = language_choices([tongue.offer_switch], library.languages)
        return replace(turn, replies=(*turn.replies[:-1], replace(last, choices=(*last.choices, *switch))))
    return turn
