"""Tips: whether, how often, at what hour, and which one next."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.countries import home_choices
from bot.domain.facts import Country, Library, Tip
from bot.domain.reply import Choice, Hour, Phrase, Reply, say
from bot.domain.state import State, TipPlan
from bot.domain.turn import MENU, MORE_HELP, Turn, button

RHYTHMS = (1, 3, 7)
HOURS = (8, 12, 18, 20)
# An hour that was missed by more than this (an outage) waits for its next day instead of waking somebody at night.
CATCH_UP = timedelta(hours=3)


def next_time(now: datetime, *, zone: str, hour: int, days: int) -> datetime:
    """The first `hour` o'clock in `zone` that is after `now` and, for `days` > 1, that many days on. Aware, in UTC.

    A clock change neither skips nor doubles: the local hour is kept, and an hour that does not exist moves on by the gap.
    """
    local = now.astimezone(ZoneInfo(zone))
    day = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    if day <= local:
        day += timedelta(days=1)
    return (day + timedelta(days=days - 1)).astimezone(now.tzinfo)


def country_of(state: State, library: Library) -> Country | None:
    """Where the person is, or else comes from; None when neither is known."""
    return library.country(state.country) or library.country(state.nationality)


def zone_of(state: State, library: Library) -> str | None:
    """The time zone there."""
    country = country_of(state, library)
    return country.time_zone if country else None


def ask_tips(state: State) -> Turn:
    """Show how tips stand and what can be changed."""
    plan = state.tips
    if plan is None:
        lines = (say("tips.about"), say("tips.off"))
    else:
        lines = (say("tips.about"), say("tips.on", days=plan.every_days, hour=Hour(plan.hour)))
    choices = tuple(button(f"tips:every:{days}", f"tips.every.{days}") for days in RHYTHMS)
    if plan is not None:
        choices += (button("tips:off", "tips.button.off"),)
    return Turn(replace(state, asked="tips"), (Reply(lines, (*choices, MORE_HELP)),))


def choose_rhythm(state: State, days: int) -> Turn:
    """Take the rhythm and ask for the hour."""
    hours = tuple(Choice(f"tips:at:{days}:{hour}", Hour(hour)) for hour in HOURS)
    return Turn(replace(state, asked=f"tips:hour:{days}"), (Reply((say("tips.which_hour"),), (*hours, MORE_HELP)),))


def choose_hour(state: State, days: int, hour: int, library: Library, now: datetime) -> Turn:
    """Turn tips on, or first ask where the person is, since an hour means nothing without a place.

    This is the person asking, so it also ends the silence that an alarm had brought.
    """
    zone = zone_of(state, library)
    if zone is None:
        choices = home_choices(f"tips:in:{days}:{hour}", state.language, library)
        return Turn(replace(state, asked=f"tips:country:{days}:{hour}"), (Reply((say("tips.which_country"),), choices),))
    kept = state.tips.sent if state.tips else ()
    # The first tip comes at the next such hour, whatever the rhythm: people want to see that it works.
    plan = TipPlan(days, hour, next_time(now, zone=zone, hour=hour, days=1), kept)
    done = replace(state, tips=plan, asked=None, at_risk=False)
    return Turn(done, (Reply((say("tips.set", hour=Hour(hour), days=days), say("tips.how_to_stop")), (MENU, MORE_HELP)),))


def stop_tips(state: State) -> Turn:
    """Turn tips off. Also the answer to "stop" in any language."""
    return Turn(replace(state, tips=None, asked=None), (Reply((say("tips.stopped"),), (MENU, MORE_HELP)),))


def give_tip(state: State, library: Library, now: datetime) -> Turn:
    """The tip that is due, and when the next one is. Says nothing where nothing may be pushed."""
    plan, zone = state.tips, zone_of(state, library)
    if plan is None or zone is None or state.at_risk or state.hidden:
        return Turn(state)
    later = next_time(now, zone=zone, hour=plan.hour, days=plan.every_days)
    if now - plan.next_at > CATCH_UP:
        return Turn(replace(state, tips=replace(plan, next_at=next_time(now, zone=zone, hour=plan.hour, days=1))))
    tip, seen = pick_tip(state, library)
    if tip is None:
        return Turn(replace(state, tips=replace(plan, next_at=later)))
    after = replace(state, tips=replace(plan, next_at=later, sent=seen))
    return Turn(after, (Reply((Phrase(f"tip/{tip.id}"),), (MENU, MORE_HELP), silent=True),))


def pick_tip(state: State, library: Library) -> tuple[Tip | None, tuple[str, ...]]:
    """The next tip for this person and what has been sent after it; a new cycle starts when all were sent."""
    destination = state.offer.destination if state.offer else None
    suitable = library.tips_for(origin=state.nationality or state.country, destination=destination)
    sent = state.tips.sent if state.tips else ()
    # Tips written for this person's countries come before the general ones.
    ranked = sorted(suitable, key=lambda tip: not (tip.origins or tip.destinations))
    for history in (sent, ()):
        for tip in ranked:
            if tip.id not in history:
                return tip, (*history, tip.id)
    return None, sent
