"""What was said about safety and is not settled: red at the head of My work and of My team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.accounts import queries as accounts
from seenheard.ui.dates import moment
from seenheard.ui.parts import Link
from seenheard.voices import queries as voices_queries
from seenheard.voices.domain.alarms import Happened

STANDS = "It stays here until somebody records what was done."


@dataclass(frozen=True)
class Alarm:
    """One alarm: when it was said, who has it, whether somebody could not be told, and where it is opened."""

    what: str
    how: str
    not_told: bool
    link: Link


def red(*, viewer, on: date) -> tuple[Alarm, ...]:
    """The alarms that are this person's to know of, the first of them first; one query while there is none."""
    found = voices_queries.alarms_standing(viewer=viewer, on=on)
    names = accounts.names({one.stands.had_by for one in found if one.stands.had_by}) if found else {}
    return tuple(_alarm(one, names) for one in found)


def _alarm(one: voices_queries.AlarmNow, names) -> Alarm:
    who = one.stands.had_by
    has = f"{names.get(who, 'Somebody')} has this." if who else "Nobody has this yet."
    reference = str(one.public_id)[:8]
    return Alarm(
        what=f"Red on safety, said on {moment(one.at)}",
        how=f"{has} {STANDS}",
        not_told=any(step.what is Happened.NOT_TOLD for step in one.stands.steps),
        link=Link(f"Open {reference}", reverse("voices:alarm", args=[one.public_id])),
    )
