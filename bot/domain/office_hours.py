"""When the helpers' team is there, said in the person's own time."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.facts import Helpers, Library
from bot.domain.reply import CountryName, Hour, Phrase, Value, say
from bot.domain.state import State
from bot.domain.tips import country_of


def opens_next(helpers: Helpers, now: datetime) -> datetime | None:
    """When somebody is there again; None while somebody is there."""
    hours, local = helpers.hours, now.astimezone(ZoneInfo(helpers.zone))
    for ahead in range(8):
        day = local.date() + timedelta(days=ahead)
        opens = datetime.combine(day, hours.opens or time.min, local.tzinfo)
        closes = datetime.combine(day if hours.closes else day + timedelta(days=1), hours.closes or time.min, local.tzinfo)
        if day.weekday() in hours.days and local < closes:
            return opens if local < opens else None
    return None


def presence(state: State, helpers: Helpers, library: Library, now: datetime) -> Phrase:
    """Whether somebody is there now, or when; by the clock where the person is, as far as that is known."""
    opens = opens_next(helpers, now)
    if opens is None:
        return say("human.there")
    country = country_of(state, library)
    local = opens.astimezone(ZoneInfo(country.time_zone)) if country else opens
    place: Value = CountryName(country.code) if country else helpers.zone.rpartition("/")[2].replace("_", " ")
    return say("human.away", day=local.date(), hour=Hour(local.hour, local.minute), place=place)
