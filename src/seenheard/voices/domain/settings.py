"""What a council sets about the voices: names, what each means, and what holds until it is set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from types import MappingProxyType
from typing import Any

VOICES = "voices"
WHO = "who_is_asked"
DUTY_INBOX = "duty_inbox"
NIGHT_INBOX = "night_inbox"
NIGHT_NUMBER = "night_number"
HAVE_THIS = "have_this_minutes"
OFFICE_HOURS = "office_hours"
BEFORE_A_REVIEW = "weeks_before_a_review"
EVERY = "months_between_rounds"

OF_VOICES = ("worker", "carer", "child", "parent")
OF_CHILDREN = ("care_leavers", "protection_plans", "need_plans")


class BadSetting(ValueError):
    """The value is not one that this setting can have; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Named:
    """A setting: what it means, and its value until somebody sets it. `None`: it has to be set."""

    says: str
    default: Any


SETTINGS: Mapping[str, Named] = MappingProxyType(
    {
        VOICES: Named("Whose voices are asked.", ["worker", "carer", "child"]),
        WHO: Named(
            "Which children are asked besides those who are looked after: care_leavers, protection_plans, need_plans.",
            [],
        ),
        DUTY_INBOX: Named("Who reads at once what may not wait: a role, and an e-mail address.", None),
        NIGHT_INBOX: Named("The same for nights and weekends.", None),
        NIGHT_NUMBER: Named("The council’s number for nights and weekends, and who has checked it.", None),
        HAVE_THIS: Named("Minutes until the next on the list is told.", 60),
        OFFICE_HOURS: Named(
            "From when until when the duty inbox is read, Monday to Friday but bank holidays.", ["08:30", "17:00"]
        ),
        BEFORE_A_REVIEW: Named("Weeks before a review in which a round opens.", 4),
        EVERY: Named("Months between rounds where no review is near.", 3),
    }
)
# Without these no round opens to a child: a red on safety would reach nobody at once.
NEEDED_FOR_CHILDREN = (DUTY_INBOX, NIGHT_INBOX, NIGHT_NUMBER)


def value(name: str, told: Mapping[str, Any]) -> Any:
    """What holds: what was set, else the default. Raises KeyError for a name that is none."""
    return told.get(name, SETTINGS[name].default)


def missing_for_children(told: Mapping[str, Any]) -> tuple[str, ...]:
    """What has to be set before a child may be asked."""
    return tuple(name for name in NEEDED_FOR_CHILDREN if not value(name, told))


def checked(name: str, given: Any) -> Any:
    """The value as it is kept. Raises BadSetting."""
    if name not in SETTINGS:
        raise BadSetting("There is no such setting.")
    return CHECKS[name](given)


def _some_of(known: tuple[str, ...], at_least: int) -> Callable[[Any], list[str]]:
    def check(given: Any) -> list[str]:
        chosen = [one for one in known if isinstance(given, list | tuple) and one in given]
        if not isinstance(given, list | tuple) or set(given) - set(known) or len(chosen) < at_least:
            raise BadSetting(f"Choose {'at least one' if at_least else 'some or none'} of {', '.join(known)}.")
        return chosen

    return check


def _number(low: int, high: int) -> Callable[[Any], int]:
    def check(given: Any) -> int:
        if isinstance(given, bool) or not isinstance(given, int) or not low <= given <= high:
            raise BadSetting(f"Write a whole number from {low} to {high}.")
        return given

    return check


def _inbox(given: Any) -> dict[str, str]:
    told = {name: str(given.get(name, "")).strip() for name in ("role", "email")} if isinstance(given, dict) else {}
    if not told or not told["role"] or "@" not in told["email"]:
        raise BadSetting("Say who reads it, and an e-mail address that is read.")
    return told


def _night_number(given: Any) -> dict[str, str]:
    names = ("number", "checked_by", "checked_on")
    told = {name: str(given.get(name, "")).strip() for name in names} if isinstance(given, dict) else {}
    if not told or not all(told.values()) or sum(letter.isdigit() for letter in told["number"]) < 3:
        raise BadSetting("Write the number, who has rung it to check it, and when.")
    return told


def _hours(given: Any) -> list[str]:
    told = [str(one).strip() for one in given] if isinstance(given, list | tuple) else []
    try:
        first, last = (time.fromisoformat(one) for one in told)
    except ValueError:
        raise BadSetting("Write two times of day, as 08:30 and 17:00.") from None
    if first >= last:
        raise BadSetting("The second time has to be later than the first.")
    return [f"{one:%H:%M}" for one in (first, last)]


CHECKS: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        VOICES: _some_of(OF_VOICES, 1),
        WHO: _some_of(OF_CHILDREN, 0),
        DUTY_INBOX: _inbox,
        NIGHT_INBOX: _inbox,
        NIGHT_NUMBER: _night_number,
        HAVE_THIS: _number(5, 240),
        OFFICE_HOURS: _hours,
        BEFORE_A_REVIEW: _number(1, 8),
        EVERY: _number(1, 6),
    }
)
