"""What was typed: visits in full, issues, actions and bookings of a child; and a person's own drafts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from ..domain.typed import SOURCE, facts_of, stands
from ..models import Child, Draft, Event, Issue, Visit
from .facts import facts_by_child, stored_in
from .parts import not_kept
from .seeing import find

A_PAGE = 50  # children: lists are paged by as many
OPEN_BOOKINGS = frozenset({"booked", "cannot be met"})


@dataclass(frozen=True, slots=True)
class Typed:
    """One typed happening as it stands: its key, who recorded the version, and the values."""

    key: str
    recorded_by: str
    kind: str
    on: date
    hour: str
    facts: dict[str, Any]
    version: int
    why: str  # this version: why it was corrected, or why something strange was kept


@dataclass(frozen=True, slots=True)
class IssueOf:
    """Something that was raised. `answered`: by an action that arises from it, or by why none is needed."""

    key: str
    words: str
    raised_on: date
    recorded_by: str
    no_action_why: str
    answered: bool
    version: int


def events(*, viewer, child: Child, on: date) -> tuple[Typed, ...]:
    """Everything that was typed as an event of the child, as it stands, newest first. Raises NoSuchChild."""
    rows = sorted(_rows(viewer, child, on, "event"), key=lambda row: (row.happened_on, row.id), reverse=True)
    return tuple(map(typed_event, rows))


def typed_event(row: Any) -> Typed:
    """One version of an event."""
    words = (row.hour or "", facts_of(row), row.id, row.version_why or "")
    return Typed(row.row_key, row.recorded_by, row.kind, row.happened_on, *words)


def visits(*, viewer, child: Child, on: date) -> tuple[Any, ...]:
    """Every typed visit as it stands, newest first, with the fields of the record's Visit. Raises NoSuchChild."""
    return tuple(sorted(_rows(viewer, child, on, "visit"), key=lambda row: (row.visited_on, row.id), reverse=True))


def actions(*, viewer, child: Child, on: date) -> tuple[Any, ...]:
    """Every action for the child that is not kept from this person, with the fields of ChildAction: open ones first, by
    day. Raises NoSuchChild."""
    rows = not_kept(viewer, child, _rows(viewer, child, on, "child_action"))
    return tuple(sorted(rows, key=lambda row: (row.done_on is not None, row.due_on or date.max, row.id)))


def bookings_to_settle(*, viewer, child: Child, on: date) -> tuple[Any, ...]:
    """Everything booked, or said to be impossible in time, that was not taken back; by day. Raises NoSuchChild."""
    rows = [row for row in _rows(viewer, child, on, "booking") if row.state in OPEN_BOOKINGS]
    return tuple(sorted(rows, key=lambda row: (row.planned_on, row.id)))


FIRST_RECORDED = """
SELECT '{name}', row_key, (array_agg(recorded_by ORDER BY id))[1], min(known_from) FILTER (WHERE {day} = now_on)
FROM (
    SELECT id, row_key, recorded_by, known_from, {day}, first_value({day}) OVER last_first AS now_on FROM {table}
    WHERE child_id = %(child)s AND source = %(source)s WINDOW last_first AS (PARTITION BY row_key ORDER BY id DESC)
) AS versions GROUP BY row_key
"""
DAY_OF = {"visit": "visited_on", "event": "happened_on"}


def first_recorded(*, viewer, child: Child, on: date) -> dict[tuple[str, str], tuple[str, datetime]]:
    """Of each event and visit typed of the child, by object and key: who recorded it first, and since when the record
    has had it on the day that now stands (a correction may have changed the day). Raises NoSuchChild."""
    find(viewer=viewer, child=child, on=on)
    asked = [FIRST_RECORDED.format(name=name, day=day, table=stored_in(name)) for name, day in DAY_OF.items()]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked), {"child": child.pk, "source": SOURCE})
        return {(name, key): (by, at) for name, key, by, at in cursor.fetchall()}


VERSIONED: dict[str, Any] = {"event": Event, "visit": Visit, "issue": Issue}


def versions(*, viewer, child: Child, on: date) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Every version of each event, visit and worry typed of the child, by object and key, the first one first; also of
    what was taken back. Three queries. Raises NoSuchChild."""
    find(viewer=viewer, child=child, on=on)
    found: dict[tuple[str, str], list[Any]] = {}
    for name, model in VERSIONED.items():
        for row in model.objects.filter(child=child, source=SOURCE).order_by("id"):
            found.setdefault((name, row.row_key), []).append(row)
    return {one: tuple(rows) for one, rows in found.items()}


def issues(*, viewer, child: Child, on: date) -> tuple[IssueOf, ...]:
    """What was raised, each with whether it is answered; newest first. Raises NoSuchChild."""
    found = _all(viewer, child, on, ("issue", "child_action"))
    return tuple(reversed(issues_of(found)))


def issues_of(facts: dict[str, list]) -> list[IssueOf]:
    """The issues among one child's facts, oldest first."""
    answered = {row.arising_from for row in stands(facts.get("child_action", ()))}
    rows = sorted(stands(facts.get("issue", ())), key=lambda row: (row.raised_on, row.id))
    return [
        IssueOf(
            key=row.row_key,
            words=row.words,
            raised_on=row.raised_on,
            recorded_by=row.recorded_by,
            no_action_why=row.no_action_why or "",
            answered=bool(row.no_action_why) or f"issue/{row.row_key}" in answered,
            version=row.id,
        )
        for row in rows
    ]


def open_bookings(rows: list[Any], on: date) -> tuple[Any, ...]:
    """Those still to come, and what was said to be impossible in time, by day."""
    still = [row for row in rows if row.state in OPEN_BOOKINGS and row.planned_on >= on]
    return tuple(sorted(still, key=lambda row: (row.planned_on, row.id)))


def typed_of(*, child_ids: Collection[int], names: tuple[str, ...]) -> dict[int, dict[str, list]]:
    """The typed rows of these objects, by child: for rooms that work out what follows. Asks nobody who looks."""
    found = facts_by_child(sorted(child_ids), names, few=A_PAGE) if child_ids else ()
    return {child_id: {name: stands(rows) for name, rows in facts.items()} for child_id, facts in found}


def drafts(*, viewer) -> tuple[Draft, ...]:
    """This person's own forms that are not sent, the latest first."""
    return tuple(Draft.objects.filter(begun_by=str(viewer.public_id), sent_at=None).order_by("-saved_at"))


def draft(*, viewer, public_id: UUID | str) -> Draft | None:
    """One of this person's own drafts, sent or not."""
    return Draft.objects.filter(public_id=public_id, begun_by=str(viewer.public_id)).first()


def _rows(viewer, child: Child, on: date, name: str) -> list[Any]:
    return stands(_all(viewer, child, on, (name,)).get(name, ()))


def _all(viewer, child: Child, on: date, names: tuple[str, ...], known_at: datetime | None = None) -> dict[str, list]:
    find(viewer=viewer, child=child, on=on)
    ((_, facts),) = facts_by_child([child.pk], names, known_at=known_at)
    return facts
