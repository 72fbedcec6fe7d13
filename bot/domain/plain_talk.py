"""Short answers that belong to no flow: welcome, menu, language, forgetting, hiding and the cover."""

from dataclasses import replace
from datetime import datetime

from bot.domain import quiet_help
from bot.domain.facts import Library
from bot.domain.languages import language_choices
from bot.domain.reply import Choice, Phrase, Reply, say
from bot.domain.state import State
from bot.domain.turn import ANSWERED, CHECK_OFFER, GO_ON, LANGUAGE, MENU, MORE_HELP, OWN_WORD, TIPS, Turn, button

COVERS = 7


def plain_reply(state: State, *lines: Phrase) -> Reply:
    """A plain answer. In the quiet conversation every answer stays quiet, whatever it is about."""
    if state.help is not None:
        return quiet_help.quiet(lines, (quiet_help.NUMBER,))
    return Reply(lines, (CHECK_OFFER, TIPS, MORE_HELP))


def welcome(state: State) -> Turn:
    """Who this is, what it can do, what it keeps."""
    lines = [say("welcome.hello"), say("welcome.what"), say("welcome.privacy")]
    choices = _what_next(state)
    if GO_ON in choices:
        lines.append(say("offer.unfinished"))
    return Turn(replace(state, asked=None, help=None), (Reply(tuple(lines), choices),))


def menu(state: State) -> Turn:
    """What can be done here. In the quiet conversation it stays quiet and short."""
    if state.help is not None:
        reply = quiet_help.quiet((say("menu.opening"),), (quiet_help.NUMBER, OWN_WORD))
        return Turn(replace(state, asked=None), (reply,))
    return Turn(replace(state, asked=None), (Reply((say("menu.opening"),), _what_next(state)),))


def _what_next(state: State) -> tuple[Choice, ...]:
    """What was begun comes first, however long ago it was left."""
    choices = (CHECK_OFFER, MORE_HELP, TIPS, LANGUAGE)
    if state.offer is None or state.may_be_watched:
        return choices
    return (ANSWERED, *choices) if state.offer.judged else (GO_ON, *choices) if state.offer.begun else choices


def not_understood(state: State) -> Turn:
    """Nothing fits. The waiting question keeps waiting, and the ways on are shown."""
    return Turn(state, (plain_reply(state, say("unknown.sorry")),))


def which_language(library: Library) -> Reply:
    """Every served language, each in its own words."""
    return Reply((say("language.which"),), language_choices(library.languages, library.languages))


def ask_language(state: State, library: Library) -> Turn:
    """Which language from now on?"""
    return Turn(replace(state, asked="language"), (which_language(library),))


def set_language(state: State, tag: str) -> Turn:
    """The person chose; no guess changes it any more."""
    state = replace(state, language=tag, language_chosen=True, asked=None)
    return Turn(state, (plain_reply(state, say("language.set")),))


def confirm_delete(state: State) -> Turn:
    """Ask once before everything is erased."""
    choices = (button("delete:yes", "button.delete"), MENU)
    return Turn(replace(state, asked="delete"), (Reply((say("delete.sure"),), choices),))


def forget(state: State) -> Turn:
    """Erase everything at once. The language of the last words is kept only for saying them."""
    return Turn(State(language=state.language), (Reply((say("delete.done"), say("delete.remains"))),), forget=True)


def hide(state: State, now: datetime) -> Turn:
    """Forget what the chat was about, take back what the channel allows, and show something harmless."""
    bare = State(
        language=state.language,
        language_chosen=state.language_chosen,
        at_risk=state.at_risk,
        hidden=True,
        own_word=state.own_word,
        talk=state.talk,
    )
    if state.help is not None:
        bare = replace(bare, at_risk=True)
    return Turn(bare, cover(bare, now).replies, urgent=True, unsend=True)


def cover(state: State, now: datetime, tip: int | None = None) -> Turn:
    """What somebody sees who looks over the shoulder or writes in the person's place: study tips, one after the other."""
    tip = (now.toordinal() if tip is None else tip) % COVERS
    another = button(f"cover:{tip + 1}", "cover.more")
    return Turn(state, (Reply((say(f"cover.{tip}"),), (another,), silent=True),))
