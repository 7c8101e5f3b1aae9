"""Dates as people here read them. Every date is a day in London; nothing in this file asks what today is."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from seenheard.ui.words import count

LONDON = ZoneInfo("Europe/London")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def short(day: date | None) -> str:
    """ "29 April 2026", or "not recorded"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else "not recorded"


def long(day: date | None) -> str:
    """ "Wednesday 29 April 2026", or "not recorded"."""
    return f"{WEEKDAYS[day.weekday()]} {short(day)}" if day else "not recorded"


def month(day: date) -> str:
    """ "April 2026"."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def clock_time(moment: datetime) -> str:
    """The London time of an aware moment: "9:05am", "2pm", "midday", "midnight"."""
    local = moment.astimezone(LONDON)
    if (local.hour, local.minute) in ((0, 0), (12, 0)):
        return "midday" if local.hour else "midnight"
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def moment(at: datetime | None) -> str:
    """ "31 March 2026 at 2:05pm" in London for an aware moment, or "not recorded"."""
    return f"{short(at.astimezone(LONDON).date())} at {clock_time(at)}" if at else "not recorded"


def span(days: int) -> str:
    """A number of days: "1 day", "12 days"."""
    return count(days, "day")


def from_today(day: date, on: date) -> str:
    """How far a day is from `on`: "today", "tomorrow", "yesterday", "in 3 days", "3 days ago"."""
    days = (day - on).days
    if days in NEAR:
        return NEAR[days]
    return f"in {span(days)}" if days > 0 else f"{span(-days)} ago"


NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def months(since: date, until: date) -> int:
    """Whole months from one day to another; a month is complete on the same day of the month, or its last."""
    whole = (until.year - since.year) * 12 + until.month - since.month
    return whole if until.day >= since.day or _is_last_of_month(until) else whole - 1


def age(born_on: date | None, on: date) -> str:
    """How old on a day: "12 days", "7 weeks", "14 months" up to two years, then "9 years".

    A day before the birth is "not yet born"; no birth date is "age not recorded". Somebody born on
    29 February is a year older on 1 March of other years.
    """
    if born_on is None:
        return "age not recorded"
    if on < born_on:
        return "not yet born"
    years = on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
    if years >= 2:
        return count(years, "year")
    days = (on - born_on).days
    if days < 14:
        return span(days)
    whole = months(born_on, on)
    return count(whole, "month") if whole >= 3 else count(days // 7, "week")


def _is_last_of_month(day: date) -> bool:
    """True on the last day, so that a month from 31 January is complete on the last of February."""
    following = date.fromordinal(day.toordinal() + 1)
    return following.month != day.month
