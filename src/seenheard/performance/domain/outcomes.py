"""How one row of a measure came out: a duty, a visit, an action, a prompt, and all of these for one child."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from seenheard.record.domain.typed import WHERE_LIVED

from . import measures as m
from .measures import Row

OF_STANDING = MappingProxyType(
    {
        "overdue": m.OVERDUE,
        "due soon": m.DUE_SOON,
        "to the day": m.DUE_SOON,
        "running": m.RUNNING,
        "cannot be judged": m.UNJUDGED,
    }
)
OF_VISIT = MappingProxyType({"met": m.IN_TIME, "met late": m.LATE, "overdue": m.MISSED, "cannot be judged": m.UNJUDGED})


def of_duty(standing: str) -> str | None:
    """How a duty counts that runs; None for one that has ended."""
    return OF_STANDING.get(standing)


def of_visit(standing: str) -> str | None:
    """How a visit counts whose day has come; None where it fell away."""
    return OF_VISIT.get(standing)


def of_action(due_on: date | None, done_on: date | None, as_at: date, since: date) -> str | None:
    """How an action stood on the day; None where it was done longer ago than is counted."""
    if done_on and done_on <= as_at:
        if done_on <= since:
            return None
        return m.DONE if due_on is None or done_on <= due_on else m.DONE_LATE
    return m.TO_DO_LATE if due_on and due_on < as_at else m.TO_DO


def of_prompt(act_by_on: date, until_on: date | None, gone_on: date | None, as_at: date) -> str:
    """What became of a prompt by the day. One that ended by itself with its cause still there was not done."""
    if gone_on:
        return m.IN_TIME if gone_on <= act_by_on else m.LATE
    ended = until_on is not None and until_on <= as_at
    return m.MISSED if ended or act_by_on < as_at else m.NOT_YET


def of_meetings(met: Collection[tuple[bool | None, str]], *, is_whole: bool) -> str:
    """Where a child was met. `met`: of its visits whether the child was seen (None: nobody says) and where ("": nobody
    says). `is_whole`: whether the record tells of every visit of that time; else it knows of no "only" and no "not"."""
    seen_at = {place for seen, place in met if seen}
    perhaps_at = {place for seen, place in met if seen is None}
    if seen_at - {*WHERE_LIVED, ""}:
        return m.ELSEWHERE_TOO
    if perhaps_at - {*WHERE_LIVED} or "" in seen_at or perhaps_at and not seen_at:
        return m.NO_PLACE
    if not is_whole:
        return m.NO_VISITS
    return m.WHERE_THEY_LIVE if seen_at else m.NOT_SEEN


# Of a child, from the worst on: whichever of its rows comes first says how the child stands.
WORST: Mapping[str, Sequence[tuple[str, str]]] = MappingProxyType(
    {
        m.VISITS: (
            (m.MISSED, "a visit not done"),
            (m.LATE, "a visit late"),
            (m.UNJUDGED, "visits cannot be judged"),
            (m.IN_TIME, "every visit in time"),
            ("", "no visit was due"),
        ),
        m.DUTY: (
            (m.OVERDUE, "something overdue"),
            (m.UNJUDGED, "something cannot be judged"),
            (m.DUE_SOON, "something due soon"),
            (m.RUNNING, "nothing overdue"),
            ("", "nothing is owed"),
        ),
        m.ACTION: (
            (m.TO_DO_LATE, "an action late"),
            (m.TO_DO, "an action open"),
            (m.DONE_LATE, "actions done, not all in time"),
            (m.DONE, "actions done in time"),
            ("", "no action"),
        ),
    }
)


def worst(rows: Iterable[Row], children: Iterable[int], dimension: str) -> dict[int, str]:
    """For each of the children how its visits, duties or actions stand, in words; each child has exactly one."""
    places = {outcome: place for place, (outcome, _) in enumerate(WORST[dimension])}
    none = places[""]
    found = dict.fromkeys(children, none)
    for row in rows:
        if row.child_id in found:
            found[row.child_id] = min(found[row.child_id], places[row.outcome])
    return {child: WORST[dimension][place][1] for child, place in found.items()}
