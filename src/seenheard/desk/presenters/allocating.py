"""Who may be chosen where somebody says who works with a child, or reviews its plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from seenheard.accounts import queries as accounts
from seenheard.desk.forms.recording import Known
from seenheard.desk.labels import label
from seenheard.record.permissions import can_allocate
from seenheard.record.queries import staff
from seenheard.ui.dates import short

# Managers say these. Everybody else is not offered them, and is refused where they ask all the same.
MANAGERS_SAY = frozenset({"worker_allocated", "worker_left"})
NAME_NOT_RECORDED = "A worker whose name is not recorded"


def may_say(viewer, kind: str) -> bool:
    """Whether this person is offered the kind."""
    return kind not in MANAGERS_SAY or can_allocate(viewer)


def from_lists(*, viewer, child, kind: str, on: date) -> dict[str, tuple[Known, ...]]:
    """The choices of each fact of the kind that is chosen from a list of people or teams."""
    if kind == "worker_allocated":
        team = child.now.team_ref
        teams = {*viewer.team_refs, *([team] if team else [])}
        holders = accounts.holders_of_teams(teams)
        return {
            "worker": _people(one for one in holders if one.pk != viewer.pk),
            "team": tuple(Known(ref, name) for ref, name in staff.teams().items()),
        }
    if kind == "worker_left":
        return {"worker": tuple(_works(one) for one in staff.works_now(viewer=viewer, child=child, on=on))}
    if kind == "reviewing_officer_named":
        officers = accounts.reviewing_officers()
        return {"officer": tuple(Known(str(one.public_id), one.name) for one in officers)}
    return {}


def _people(people: Iterable) -> tuple[Known, ...]:
    return tuple(Known(one.worker_refs[0], one.name) for one in people if one.worker_refs)


def _works(one: staff.WorksNow) -> Known:
    since = f", since {short(one.from_on)}" if one.from_on else ""
    role = label("ROLE", one.role) if one.role else ""
    return Known(one.professional_ref, f"{one.name or NAME_NOT_RECORDED}{f', {role}' if role else ''}{since}")
