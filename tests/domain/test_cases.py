"""A talk with the helpers' team: what each side does, as it reaches the other."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.app import Mind
from bot.domain.cases import Case, Note, Step, from_person, from_staff, remind
from bot.domain.cues import ShortAnswer, Urgency
from bot.domain.danger import Danger
from bot.domain.dialogue import respond
from bot.domain.facts import Helpers, Library, OpenHours
from bot.domain.heard import Heard
from bot.domain.inbound import Act, Chosen, Command, Content, FromStaff, Located, PersonRef, Pictured, Text, Unreadable
from bot.domain.office_hours import opens_next
from bot.domain.state import Help, State, Talk
from bot.domain.turn import Told, Turn, What
from tests.fakes import NOON

HELPERS = Helpers("House of Hope")
ANA = PersonRef("telegram", "1")
TALKING = State(language="en", country="KH", help=Help(), at_risk=True, talk=Talk())
WEEKDAYS = Helpers("Hope", OpenHours(frozenset(range(5)), time(9), time(17)), "Asia/Phnom_Penh")


@pytest.fixture
def library(mind: Mind) -> Library:
    return replace(mind.library, helpers=HELPERS)


def live(library: Library, state: State, content: Content | str, heard: Heard | None = None) -> Turn:
    content = Text(content) if isinstance(content, str) else content
    return respond(state, content, heard or Heard(), library, NOON)


def keys(turn: Turn | Step) -> list[str]:
    return [line.key for reply in turn.replies for line in reply.lines]


def choices(turn: Turn | Step) -> set[str]:
    return {choice.id for reply in turn.replies for choice in reply.choices}


# --- the person -------------------------------------------------------------------------------------------------------


def test_what_is_shared_and_with_whom_is_said_before_a_yes_opens_the_case(library: Library) -> None:
    asked = live(library, State(language="en"), Chosen("human:ask"))
    assert keys(asked) == ["human.opening", "human.share", "human.there", "human.ask"]
    assert asked.replies[0].lines[1].values["name"] == "House of Hope"
    assert (asked.told, asked.state.talk) == (None, None)
    for yes in (Chosen("human:yes"), Text("yes")):
        turn = live(library, asked.state, yes, Heard(words=frozenset({ShortAnswer.YES})))
        assert turn.told == Told(What.OPENED)
        assert turn.state.talk == Talk()
        assert turn.replies[0].silent
        assert turn.replies[0].sensitive


def test_a_no_opens_nothing_and_shows_other_people_who_answer(library: Library) -> None:
    asked = live(library, State(language="en", country="KH", nationality="PH"), Chosen("human:ask"))
    turn = live(library, asked.state, "no", Heard(words=frozenset({ShortAnswer.NO})))
    assert (turn.told, turn.state.talk) == (None, None)
    assert keys(turn)[0] == "help.contacts"


def test_an_unclear_answer_is_no_yes(library: Library) -> None:
    asked = live(library, State(language="en"), Chosen("human:ask"))
    turn = live(library, asked.state, "who are you people")
    assert (turn.told, keys(turn)[-1]) == (None, "human.ask")


def test_without_a_team_there_is_no_button_and_contacts_are_the_answer(mind: Mind, library: Library) -> None:
    contacts = State(language="en", country="KH", nationality="PH", help=Help())
    assert "human:ask" in choices(live(library, contacts, Chosen("help:number")))
    assert "human:ask" not in choices(live(mind.library, contacts, Chosen("help:number")))
    for tap in ("human:ask", "human:yes", "human:end"):
        turn = live(mind.library, State(language="en"), Chosen(tap))
        assert (turn.told, keys(turn)[:2]) == (None, ["human.opening", "human.no_staff"])
    # The operator ended it: what somebody writes is answered by the program again.
    assert live(mind.library, TALKING, "hello?").told is None


def test_words_are_passed_on_and_that_is_said_once(library: Library) -> None:
    turn = live(library, TALKING, "  They moved us to the second floor ")
    assert turn.told == Told(What.SAID, "They moved us to the second floor")
    assert keys(turn) == ["human.passed_on", "human.there"]
    again = live(library, turn.state, "Six of us")
    assert (again.told, again.replies) == (Told(What.SAID, "Six of us"), ())


def test_an_alarm_is_answered_at_once_and_passed_on(library: Library) -> None:
    danger = Danger(frozenset({Urgency.TRAPPED}), concern=True)
    turn = live(library, TALKING, "they locked the door", Heard(danger=danger, net=danger))
    assert keys(turn)[0] == "help.opening"
    assert turn.told == Told(What.ALARM, "they locked the door")


def test_hiding_works_at_once_and_only_that_it_happened_is_told(library: Library) -> None:
    turn = live(library, TALKING, "hide", Heard(words=frozenset({ShortAnswer.HIDE})))
    assert turn.unsend
    assert (turn.told, turn.state.talk) == (Told(What.HID), Talk())
    under_cover = live(library, turn.state, "who is this, what did you write about")
    assert under_cover.told is None
    assert live(library, turn.state, Chosen("human:end")).state.talk == Talk()
    assert live(library, turn.state, Command("start")).told == Told(What.BACK)


def test_an_alarm_of_somebody_who_hid_reaches_the_team_with_its_words(library: Library) -> None:
    danger = Danger(frozenset({Urgency.TRAPPED}), concern=True)
    hidden = replace(TALKING, hidden=True, help=None)
    turn = live(library, hidden, "they locked the door", Heard(danger=danger, net=danger))
    assert turn.told == Told(What.BACK, "they locked the door")
    assert posts(told(What.BACK, CASE, "help")) == [Note.BACK, "💬 help", Note.ALARM]


@pytest.mark.parametrize("content", [Chosen("help:number"), Chosen("menu"), Text("rice cooks at Al Noor", to_check=True)])
def test_what_is_meant_for_the_program_is_not_passed_on(library: Library, content: Content) -> None:
    assert live(library, TALKING, content).told is None


def test_a_picture_is_told_plainly_to_stay_here_and_the_words_under_it_go(library: Library) -> None:
    assert live(library, TALKING, Pictured("p", caption="this is the gate")).told == Told(What.SAID, "this is the gate")
    for content in (Pictured("p"), Unreadable("voice"), Located(13.08, 103.2)):
        turn = live(library, TALKING, content)
        assert turn.told is None
        assert keys(turn)[-1] == "human.words_only"


@pytest.mark.parametrize(
    ("content", "heard"), [(Chosen("human:end"), Heard()), (Text("stop"), Heard(words=frozenset({ShortAnswer.STOP})))]
)
def test_the_person_can_end_it_by_a_button_or_a_word(library: Library, content: Content, heard: Heard) -> None:
    turn = live(library, TALKING, content, heard)
    assert (turn.told, turn.state.talk) == (Told(What.ENDED), None)


def test_deleting_ends_it_and_says_until_when_the_team_has_something(library: Library) -> None:
    turn = live(library, TALKING, Command("delete"))
    assert turn.forget
    assert turn.told == Told(What.DELETED)
    assert keys(turn) == ["delete.done", "delete.remains", "human.deleted"]


def test_a_translator_is_asked_about_where_it_is_of_use(library: Library) -> None:
    translating = replace(library, translator="Microsoft")
    thai = replace(TALKING, language="th", talk=None)
    turn = live(translating, thai, Chosen("human:yes"))
    assert keys(turn)[-1] == "human.translate"
    assert turn.state.talk == Talk(translate=None)
    for answer, agreed in (("human:translate", True), ("human:original", False)):
        after = live(translating, turn.state, Chosen(answer))
        assert after.state.talk == Talk(translate=agreed)
        assert "human.translate" not in keys(after)
    assert "human.translate" not in keys(live(library, thai, Chosen("human:yes")))
    assert "human.translate" not in keys(live(translating, replace(thai, language="en"), Chosen("human:yes")))


# --- the team ---------------------------------------------------------------------------------------------------------

CASE = Case(ANA, NOON, "en", "KH", number=12, waits_since=NOON, remind_at=NOON + timedelta(minutes=15))


def staff(act: Act, words: str = "", state: State = TALKING, case: Case = CASE) -> Step:
    return from_staff(case, FromStaff(70, "9", act, words), state, HELPERS, NOON)


def posts(step: Step) -> list[str]:
    return [post.text for post in step.posts]


def test_an_answer_reaches_the_person_quietly_and_ends_the_waiting() -> None:
    step = staff(Act.SAY, "We are here.", state=replace(TALKING, asked="help.safe", talk=Talk(waits=True)))
    assert keys(step) == ["human.answer"]
    assert (step.replies[0].silent, step.replies[0].sensitive) == (True, True)
    assert (step.state.asked, step.state.talk, posts(step)) == (None, Talk(), [])
    assert (step.case.waits_since, step.case.remind_at) == (None, None)


@pytest.mark.parametrize("act", [act for act in Act if act not in (Act.SAY, Act.CLOSE)])
def test_nothing_else_that_the_team_does_reaches_the_person(act: Act) -> None:
    step = staff(act, "MarkedNote")
    assert (step.replies, step.state, step.case.waits_since) == ((), TALKING, NOON)


def test_a_hidden_chat_is_never_written_to() -> None:
    hidden = replace(TALKING, hidden=True, help=None)
    assert (staff(Act.SAY, "hello", hidden).replies, posts(staff(Act.SAY, "hello", hidden))) == ((), [Note.HIDDEN])
    closed = staff(Act.CLOSE, state=hidden)
    assert (closed.replies, posts(closed), closed.state.talk) == ((), [Note.CLOSED_UNSEEN], None)


def test_closing_tells_the_person_and_nothing_is_passed_on_after_it() -> None:
    step = staff(Act.CLOSE)
    assert keys(step) == ["human.closed"]
    assert (step.state.talk, step.case.gone_at) == (None, NOON + HELPERS.keep)
    assert [post.last for post in step.posts] == [True]
    late = staff(Act.SAY, "one more thing", step.state, step.case)
    assert (late.replies, posts(late)) == ((), [Note.IS_CLOSED])
    # The person has a new case by now: the old topic still reaches nobody.
    assert staff(Act.SAY, "one more thing", TALKING, step.case).replies == ()


def test_a_case_is_claimed_handed_over_and_marked() -> None:
    claimed = staff(Act.CLAIM).case
    assert claimed.claimed
    handed = staff(Act.TRANSFER, "@sok", case=claimed)
    assert (handed.case.holder, posts(handed)) == ("@sok", ["Handed over to @sok."])
    assert posts(staff(Act.TRANSFER)) == [Note.TO_WHOM]
    assert staff(Act.URGENT).case.urgent


def told(what: What, case: Case, words: str = "", helpers: Helpers = HELPERS, now: datetime = NOON) -> Step:
    return from_person(case, Told(what, words), TALKING, helpers, now)


def test_the_team_reads_what_was_written_and_what_happened() -> None:
    fresh = Case(ANA, NOON, "en", "KH")
    assert posts(told(What.OPENED, fresh)) == [Note.OPENED]
    assert posts(told(What.SAID, fresh, "ℹ️ Closed.")) == ["💬 ℹ️ Closed."]
    alarm = told(What.ALARM, fresh, "help")
    assert (posts(alarm), alarm.case.urgent) == (["💬 help", Note.ALARM], True)
    hid = told(What.HID, CASE)
    assert (posts(hid), hid.case.remind_at) == ([Note.HID], None)
    assert [post.last for what in (What.ENDED, What.DELETED) for post in told(what, CASE).posts] == [True, True]
    assert told(What.DELETED, CASE).case.gone_at == NOON + timedelta(days=1)


def test_the_team_is_reminded_once_of_the_first_words_that_nobody_answered() -> None:
    first = told(What.SAID, Case(ANA, NOON, number=12), "one").case
    later = told(What.SAID, first, "two", now=NOON + timedelta(minutes=10)).case
    assert later.remind_at == NOON + timedelta(minutes=15)
    step = remind(replace(later, urgent=True, claimed=True, holder="@sok"), TALKING, NOON + timedelta(minutes=16))
    assert posts(step) == ["⚠️ @sok: Nobody has answered for 16 minutes."]
    assert step.case.remind_at is None
    assert told(What.SAID, step.case, "three").case.remind_at is None
    assert "Nobody has claimed" in posts(remind(later, TALKING, NOON))[0]


# --- office hours -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (datetime(2026, 11, 24, 3, 0, tzinfo=UTC), None),  # Tuesday 10:00 there
        (datetime(2026, 11, 24, 1, 0, tzinfo=UTC), datetime(2026, 11, 24, 2, 0, tzinfo=UTC)),
        (datetime(2026, 11, 24, 10, 0, tzinfo=UTC), datetime(2026, 11, 25, 2, 0, tzinfo=UTC)),
        (datetime(2026, 11, 27, 12, 0, tzinfo=UTC), datetime(2026, 11, 30, 2, 0, tzinfo=UTC)),  # Friday evening
    ],
)
def test_when_somebody_is_there_again(now: datetime, opens: datetime | None) -> None:
    assert opens_next(WEEKDAYS, now) == opens
    assert opens_next(HELPERS, now) is None


@pytest.mark.parametrize(
    ("country", "said"),
    [
        ("NP", "Nobody is there now. Somebody is there again on November 25, 2026, from 7:45 AM (time in Nepal)."),
        (None, "Nobody is there now. Somebody is there again on November 25, 2026, from 9:00 AM (time in Phnom Penh)."),
    ],
)
def test_the_hour_is_said_in_the_persons_own_time(mind: Mind, country: str | None, said: str) -> None:
    turn = live(replace(mind.library, helpers=WEEKDAYS), State(language="en", country=country), Chosen("human:ask"))
    assert mind.renderer.phrase(turn.replies[0].lines[2], "en").replace("\u202f", " ") == said


def test_the_reminder_waits_for_the_office_to_open() -> None:
    step = told(What.SAID, Case(ANA, NOON), "hello", WEEKDAYS, datetime(2026, 11, 27, 12, 0, tzinfo=UTC))
    assert step.case.remind_at == datetime(2026, 11, 30, 2, 15, tzinfo=UTC)
