"""What the council has set: who is asked, how often, and who is told at once. No page here shows a child."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from seenheard.ui.dates import short
from seenheard.ui.forms import Form
from seenheard.ui.parts import Link, Row
from seenheard.ui.words import count, join_and

from .. import queries
from ..domain import settings as domain
from ..forms.settings import VOICE_WORDS, WHO_WORDS
from .what_is_asked import AskingForm, tabs

TITLE = "Settings of the voices"
NAMES: Mapping[str, str] = {
    domain.VOICES: "Voices that are asked",
    domain.WHO: "Children who are asked",
    domain.DUTY_INBOX: "Duty inbox",
    domain.NIGHT_INBOX: "Inbox for nights and weekends",
    domain.NIGHT_NUMBER: "Telephone for nights and weekends",
    domain.OFFICE_HOURS: "Working hours",
    domain.HAVE_THIS: "Time to say “I have this”",
    domain.BEFORE_A_REVIEW: "Before a review",
    domain.EVERY: "Where no review is near",
}
SAYS: Mapping[str, str] = {
    domain.VOICES: "A voice that is switched off is not asked in rounds that open from today. What it has said stays.",
    domain.WHO: "Looked-after children are always among them. Children in a series of short breaks, and children not "
    "yet born, never are.",
    domain.DUTY_INBOX: "When a child or a carer says red on safety, a message is sent here at once, in working hours.",
    domain.NIGHT_INBOX: "The same at night, at weekends and on bank holidays.",
    domain.NIGHT_NUMBER: "A child who says red on safety reads this number on the same page, with 999 and Childline. "
    "Ring it before you write it here.",
    domain.OFFICE_HOURS: "When the duty inbox is read: Monday to Friday, but for bank holidays. At all other times "
    "messages go to the inbox for nights and weekends.",
    domain.HAVE_THIS: "After a red on safety somebody has to press “I have this” within so many minutes, or the "
    "next on the list is told.",
    domain.BEFORE_A_REVIEW: "A round opens so many weeks before a child’s review.",
    domain.EVERY: "Where no review is near, a round opens so many months after the one before.",
}
NO_CHILD = "No child is asked"
OFF = "The child’s voice is switched off below: no child is asked."


@dataclass(frozen=True)
class SettingsPage:
    """Everything that is set. `no_child`: why no child is asked, where that is so."""

    tabs: tuple[Link, ...]
    rows: tuple[Row, ...]
    no_child: str
    off: str

    title = heading = TITLE
    no_child_heading = NO_CHILD


def settings_page(*, on: date) -> SettingsPage:
    """What holds on this day, whether set or not."""
    told = queries.settings_on(on)
    return SettingsPage(
        tabs=tabs("settings"),
        rows=tuple(_row(name, told) for name in NAMES),
        no_child=_missing(domain.missing_for_children(told)),
        off="" if "child" in domain.value(domain.VOICES, told) else OFF,
    )


def setting_page(name: str, form: Form) -> AskingForm:
    """The form for one of them."""
    back = Link(TITLE, reverse("voices:settings"))
    return AskingForm(title=NAMES[name], caption=TITLE, form=form, button="Keep", lead=(SAYS[name],), back=back)


def _missing(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    parts = join_and(f"{NAMES[name][0].lower()}{NAMES[name][1:]}" for name in names)
    return f"A red on safety would reach nobody at once. Still missing: {parts}."


def _row(name: str, told: Mapping[str, Any]) -> Row:
    held = domain.value(name, told)
    change = Link("Set" if held is None else "Change", reverse("voices:set", args=[name]))
    value, note = WORDS[name](held) if held is not None else ("Not set yet", "")
    if held is not None and name not in told:
        note = f"{note} Not set here: what comes with the product.".strip()
    return Row(NAMES[name], value, note, (change,))


def _inbox(held: Any) -> tuple[str, str]:
    return held["role"], held["email"]


def _night(held: Any) -> tuple[str, str]:
    day = short(date.fromisoformat(held["checked_on"]))
    return held["number"], f"Rung and checked by {held['checked_by']} on {day}."


WORDS = {
    domain.VOICES: lambda held: (tuple(VOICE_WORDS[one].partition(":")[0].partition(",")[0] for one in held), ""),
    domain.WHO: lambda held: (("Looked-after children", *(WHO_WORDS[one] for one in held)), ""),
    domain.DUTY_INBOX: _inbox,
    domain.NIGHT_INBOX: _inbox,
    domain.NIGHT_NUMBER: _night,
    domain.OFFICE_HOURS: lambda held: (f"{held[0]} to {held[1]}", "Monday to Friday, but for bank holidays."),
    domain.HAVE_THIS: lambda held: (count(held, "minute"), ""),
    domain.BEFORE_A_REVIEW: lambda held: (f"A round opens {count(held, 'week')} before", ""),
    domain.EVERY: lambda held: (f"A round opens every {count(held, 'month')}", ""),
}
