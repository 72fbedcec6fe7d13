"""The quiet conversation: is it safe to write, where, whose citizen, then whom to turn to. Few words, few taps.

Everything said here is silent and sensitive. Nothing here is ever sent unless the person has just written.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from bot.domain.countries import home_choices, host_choices
from bot.domain.cues import Urgency
from bot.domain.facts import Contact, Library, Topic
from bot.domain.heard import OfferReading
from bot.domain.languages import Language, language_name
from bot.domain.referral import Referral, refer
from bot.domain.reply import BREAK, Choice, CountryName, Dial, Phrase, Reply, Value, say
from bot.domain.state import Help, Situation, State
from bot.domain.turn import END_TALK, HIDE, OWN_WORD, TALK, Turn, button

SHOWN_AT_ONCE = 3

NUMBER = button("help:number", "help.button.number")
_FOR_OTHER = button("help:other", "help.button.other")
_FOR_ME = button("help:self", "help.button.self")


def quiet(lines: Iterable[Phrase], choices: Iterable[Choice] = ()) -> Reply:
    """A reply for somebody who may be watched: no sound, not to be forwarded, unsent on hiding, with a way to hide."""
    return Reply(tuple(lines), (*choices, HIDE), silent=True, sensitive=True)


def open_help(
    state: State,
    situation: Situation,
    reading: OfferReading,
    library: Library,
    *,
    kinds: Iterable[str] = (),
    today: date,
) -> Turn:
    """Begin, or begin again with what is new. From here on nothing is pushed to this person."""
    before = state.help
    merged = tuple(dict.fromkeys((*(before.kinds if before else ()), *kinds)))
    state = replace(
        state,
        help=Help(situation, merged),
        country=_host_named(reading, library) or state.country,
        at_risk=True,
        hidden=False,
        offer=None,
    )
    if situation is Situation.OTHER:
        return _with_lines(_ask_next(state, library, today), ("help.other.first", *_OTHER_STEPS), (_FOR_ME,))
    if situation is Situation.OUT:
        return _with_lines(_ask_next(state, library, today), ("help.out.first", *_OUT_STEPS))
    opening = "help.opening.self_harm" if Urgency.SELF_HARM in merged else "help.opening"
    lines = [say(opening), say("help.safe")]
    if Urgency.DANGER_NOW in merged:
        lines.insert(1, say("help.now"))
    choices = (button("help.safe:yes", "button.yes"), button("help.safe:no", "help.button.not_now"), NUMBER, _FOR_OTHER)
    return Turn(replace(state, asked="help.safe"), (quiet(lines, choices),), urgent=True)


def ask_contacts(state: State, library: Library, *, reading: OfferReading, today: date) -> Turn:
    """Somebody asks for a number or an embassy: no alarm, so straight to where they are."""
    state = replace(state, help=state.help or Help(), country=_host_named(reading, library) or state.country)
    return _ask_next(state, library, today)


def safe_to_write(state: State, safe: bool, library: Library, today: date) -> Turn:
    """The answer to "can you write now without anybody seeing?"."""
    state = _in_help(state)
    if safe:
        return _ask_next(state, library, today)
    return Turn(
        replace(state, asked="help.safe"),
        (quiet((say("help.later"), say("help.later.delete")), (NUMBER,)),),
        urgent=True,
    )


def set_country(state: State, code: str | None, library: Library, today: date) -> Turn:
    """Take where the person is (None: skipped)."""
    return _ask_next(replace(_in_help(state), country=code), library, today, done="help.country")


def set_nationality(state: State, code: str | None, library: Library, today: date) -> Turn:
    """Take whose citizen the person is (None: skipped), then show contacts."""
    return show_contacts(replace(_in_help(state), nationality=code or state.nationality), library, today)


def ask_again(state: State, library: Library, today: date) -> Turn:
    """The answer was not understood. The question stays; nobody is thrown out of here by a word we do not know."""
    if state.asked == "help.safe":
        turn = open_help(state, _situation(state), OfferReading(), library, today=today)
    elif state.asked == "help.country":
        turn = ask_country(state, library)
    else:
        turn = ask_nationality(state, library)
    reply = turn.replies[-1]
    return replace(turn, replies=(replace(reply, lines=(say("help.say_again"), *reply.lines)),))


def which_of(state: State, codes: tuple[str, ...]) -> Turn:
    """A shared place lies near a border, where a few hundred metres decide: ask instead of guessing."""
    choices = tuple(Choice(f"help.country:{code}", CountryName(code)) for code in codes)
    return Turn(replace(_in_help(state), asked="help.country"), (quiet((say("help.which_side"),), choices),), urgent=True)


def ask_country(state: State, library: Library) -> Turn:
    """Where are you now? By name, flag, number prefix, place or button."""
    key = "help.other.which_country" if _situation(state) is Situation.OTHER else "help.which_country"
    choices = (*host_choices("help.country", state.language, library), button("help.country:skip", "button.unknown"), NUMBER)
    return Turn(replace(_in_help(state), asked="help.country"), (quiet((say(key),), choices),), urgent=True)


def show_contacts(state: State, library: Library, today: date, *, from_start: bool = True) -> Turn:
    """The next few contacts, best first. "No answer" moves on; after the last it starts again, and says what else to try."""
    state = _in_help(state)
    help_ = state.help or Help()
    # A relative mostly writes from home: what is shown must be diallable there, not where the other person is.
    here = state.nationality if help_.situation is Situation.OTHER else state.country
    found = refer(
        library,
        calling_from=here,
        country=state.country,
        nationality=state.nationality or _only_home(state, library),
        language=state.language,
        topic=Topic.EMERGENCY if Urgency.DANGER_NOW in help_.kinds or Urgency.SELF_HARM in help_.kinds else None,
        today=today,
    )
    again = not from_start and help_.shown >= len(found)
    start = 0 if from_start or again else help_.shown
    shown = found[start : start + SHOWN_AT_ONCE]
    # Whoever skipped the question, or tapped wrongly, got no contact of their own country: at the end it is asked again.
    lines = [say("help.contacts.again"), say("help.contacts.nobody")] if again else [say("help.contacts")]
    for referral in shown:
        lines += [BREAK, *contact_lines(referral, here, library.languages)]
    own = {code for referral in found for code in (referral.contact.nationality, referral.contact.country)}
    if state.nationality and state.nationality not in (state.country, *own):
        lines += [BREAK, say("help.contacts.own", country=CountryName(state.nationality))]
    lines += [BREAK, say("help.honest"), *_ways_back(state)]
    goes_on = not again or len(found) > len(shown)
    choices = [button("help:next", "help.button.no_answer")] if goes_on else []
    choices.append(button("help:country", "help.button.country"))
    if again:
        choices.append(button("help:nationality", "help.button.nationality"))
    if library.helpers is not None:
        choices.append(END_TALK if state.talk else TALK)
    state = replace(state, asked=None, help=replace(help_, shown=start + len(shown)))
    return Turn(state, (quiet(lines, choices),), urgent=True)


def _ways_back(state: State) -> tuple[Phrase, ...]:
    hide = say("button.hide")
    if state.own_word is not None:
        return (say("word.way_back", close=hide),)
    return (say("help.way_back", close=hide), say("word.offer", word=OWN_WORD.label))


def contact_lines(referral: Referral, country: str | None, languages: Mapping[str, Language]) -> list[Phrase]:
    """One contact: who, how to reach them, when, in which languages, what to know first, and when it was checked."""
    contact = referral.contact
    reach = referral.reach
    lines = [say("contact.name", name=Phrase(f"contact/{contact.id}/name"), kind=say(f"contact.kind.{contact.kind}"))]
    lines += [say(f"warning/{warning}") for warning in contact.warnings]
    numbers = (*reach.short_code, *reach.phone)
    ways: list[tuple[str, Value | None]] = [("call", Dial(number, country)) for number in numbers[:2]]
    ways += [("sms", Dial(reach.sms, country) if reach.sms else None)]
    ways += [("whatsapp", Dial(reach.whatsapp, None) if reach.whatsapp else None)]
    ways += [("telegram", reach.telegram), ("email", reach.email), ("url", reach.url)]
    lines += [say(f"contact.{way}", to=to) for way, to in ways if to is not None]
    lines += _hours(contact)
    if contact.languages:
        first = contact.languages[:4]
        names: dict[str, Value] = {f"language{n}": language_name(tag, languages) for n, tag in enumerate(first, 1)}
        lines.append(Phrase(f"contact.languages.{len(first)}", names))
    if referral.verified and contact.verified:
        lines.append(say("contact.checked", day=contact.verified, source=site(contact.source)))
    return lines


def site(source: str | None) -> str:
    """The source as people can read it: the name of the web site."""
    return (source or "").removeprefix("https://").removeprefix("http://").removeprefix("www.").partition("/")[0]


def _hours(contact: Contact) -> list[Phrase]:
    if contact.hours is None:
        return []
    if contact.hours.always:
        return [say("contact.always")]
    key = "contact.hours.daily" if len(contact.hours.days) == 7 else "contact.hours.weekdays"
    return [say(key, opens=_clock(contact.hours.opens), closes=_clock(contact.hours.closes))]


def _clock(time: object) -> str:
    return "24:00" if time is None else f"{time:%H:%M}"


_OTHER_STEPS = ("help.other.keep", "help.other.quiet", "help.other.pay", "help.other.report")
_OUT_STEPS = ("help.out.place", "help.out.papers", "help.out.law", "help.out.recruiters")


def _ask_next(state: State, library: Library, today: date, *, done: str | None = None) -> Turn:
    if state.country is None and done != "help.country":
        return ask_country(state, library)
    if state.nationality is None:
        return ask_nationality(state, library)
    return show_contacts(state, library, today)


def ask_nationality(state: State, library: Library) -> Turn:
    """Whose citizen are you?"""
    key = "help.other.which_nationality" if _situation(state) is Situation.OTHER else "help.which_nationality"
    choices = (
        *home_choices("help.nationality", state.language, library),
        button("help.nationality:skip", "button.skip"),
        NUMBER,
    )
    return Turn(replace(_in_help(state), asked="help.nationality"), (quiet((say(key),), choices),), urgent=True)


def _with_lines(turn: Turn, keys: Iterable[str], choices: tuple[Choice, ...] = ()) -> Turn:
    first = Reply(tuple(say(key) for key in keys), choices, silent=True, sensitive=True)
    return replace(turn, replies=(first, *turn.replies))


def _host_named(reading: OfferReading, library: Library) -> str | None:
    """Where the person is, if the message says so without doubt: one place or one host country, and no second one."""
    places = {place.country for place in map(library.place, reading.places) if place}
    hosts = {code for code in reading.countries if code in library.hosts}
    named = places or hosts
    return named.pop() if len(named) == 1 else None


def _only_home(state: State, library: Library) -> str | None:
    """For who did not say whose citizen they are: the one country where their language is at home, if there is just one."""
    language = library.languages.get(state.language or "")
    return language.homes[0] if language and len(language.homes) == 1 else None


def _situation(state: State) -> Situation:
    return state.help.situation if state.help else Situation.SELF


def _in_help(state: State) -> State:
    return state if state.help else replace(state, help=Help())
