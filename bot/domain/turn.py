"""One step of a conversation: what is remembered from now on, what is said, what else is to happen."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.fingerprints import Fingerprint
from bot.domain.reply import Choice, Phrase, Reply, Symbol, Value, say
from bot.domain.reports import Report
from bot.domain.state import State


class What(StrEnum):
    """What the helpers' team is told of a person's turn."""

    OPENED = "opened"
    SAID = "said"
    ALARM = "alarm"
    """Said, and it rang the alarm."""
    HID = "hid"
    BACK = "back"
    """After hiding; with words where an alarm brought them back."""
    ENDED = "ended"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """For the helpers' team; `words` are the person's own."""

    what: What
    words: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """`urgent` replies overtake all others. `forget` erases the person; `unsend` takes back the chat's messages.

    `told` goes into the person's case. `asked_about`: the offer that a verdict is given on, to count who asked;
    `names_somebody`: it gives somebody's number, link or account. `report` is handed to the operator; `withdraw` is the
    receipt of one that is taken back.
    """

    state: State
    replies: tuple[Reply, ...] = ()
    urgent: bool = False
    forget: bool = False
    unsend: bool = False
    asked_about: Fingerprint | None = None
    names_somebody: bool = False
    report: Report | None = None
    withdraw: str | None = None
    told: Told | None = None


def button(choice: str, key: str, /, **values: Value) -> Choice:
    """A button whose words stand in the catalogue under `key`."""
    return Choice(choice, Phrase(key, values) if values else say(key))


# On every screen: the person's own alarm, worded so that nobody who looks on can tell what it is.
MORE_HELP = button("help:start", "button.more_help")
# For somebody whose language we do not know: the same, without a word.
HELP_SIGN = Choice(MORE_HELP.id, Symbol("☎️"))
HIDE = button("hide", "button.hide")
MENU = button("menu", "button.menu")
CHECK_OFFER = button("offer:start", "button.check_offer")
TIPS = button("tips:start", "button.tips")
LANGUAGE = button("language:ask", "button.language")
WHOM_TO_ASK = button("help:contacts", "help.button.contacts")
ALREADY = button("already:ask", "offer.button.already")
QUESTIONS = button("offer:questions", "offer.button.questions")
DELETE = button("delete:ask", "button.delete")
OWN_DATA = button("data:show", "data.button")
OWN_WORD = button("word:ask", "word.button")
REPORT = button("report:start", "report.button.start")
GO_ON = button("offer:go_on", "offer.button.go_on")
NEW_OFFER = button("offer:new", "offer.button.new")
BACK = button("offer:back", "offer.button.back")
TEST = button("offer:test", "offer.button.test")
ANSWERED = button("offer:answered", "offer.button.answered")
# Under the words of a picture: they were read wrongly.
ANEW = button("picture:anew", "picture.button.anew")
TALK = button("human:ask", "human.button")
END_TALK = button("human:end", "human.end")

# Buttons that are understood when somebody types their words, on whatever screen and in whatever language.
TYPED = {
    choice.id: choice.label
    for choice in (
        MORE_HELP,
        HIDE,
        MENU,
        CHECK_OFFER,
        TIPS,
        LANGUAGE,
        button("help:number", "help.button.number"),
        button("help:next", "help.button.no_answer"),
        button("help:country", "help.button.country"),
        button("help:nationality", "help.button.nationality"),
        WHOM_TO_ASK,
        button("help.safe:no", "help.button.not_now"),
        button("help:other", "help.button.other"),
        button("help:self", "help.button.self"),
        QUESTIONS,
        TEST,
        ANSWERED,
        ALREADY,
        ANEW,
        REPORT,
        TALK,
        END_TALK,
        button("offer:judge", "offer.button.judge"),
        button("tips:every:1", "tips.every.1"),
        button("tips:every:3", "tips.every.3"),
        button("tips:every:7", "tips.every.7"),
        button("tips:off", "tips.button.off"),
        DELETE,
        OWN_DATA,
        OWN_WORD,
    )
    if isinstance(choice.label, Phrase)
}
