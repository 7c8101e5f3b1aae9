"""The order of a worklist: children by their longest overdue duty, each child's duties together, fifty to a page.

One statement adds up the duties child by child, so that a page costs the same for fifty children and for ten
thousand: it reads the index of open clocks once and gives back only the children of the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet

from seenheard.timescales.domain.events import KINDS
from seenheard.ui.paging import PER_PAGE


@dataclass(frozen=True, slots=True)
class Counted:
    """How many duties, of how many children, a list holds over all its pages, and how many are overdue."""

    duties: int
    children: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Carried:
    """What one worker carries: children with something due, duties overdue, and duties due within four weeks."""

    ref: str | None
    name: str | None
    team: str | None
    children: int
    overdue: int
    coming: int


@dataclass(frozen=True, slots=True)
class OnPage:
    """A child with duties on a page, and how many duties stand before the child's in the whole list."""

    child_id: int
    before: int


# The children first, and once: the planner cannot know how dear it is to ask for each clock whether its child is seen.
BY_CHILD = """
WITH seen AS MATERIALIZED ({seen}), pressing AS ({clocks}),
by_child AS MATERIALIZED (
    SELECT child_id, min(act_by_on) AS worst_on, count(*)::int AS duties,
        (count(*) FILTER (WHERE due_on < %s))::int AS overdue
    FROM pressing JOIN seen USING (child_id) GROUP BY child_id
)
"""
# Every child has a duty, so no child beyond the page's last duty needs to be put in order.
PAGE = """
SELECT child_id, upto - duties, all_duties, all_children, all_overdue FROM (
    SELECT child_id, duties, sum(duties) OVER (ORDER BY worst_on, child_id) AS upto FROM (
        SELECT * FROM by_child ORDER BY worst_on, child_id LIMIT %s
    ) AS first
) AS in_order, (
    SELECT sum(duties) AS all_duties, count(*) AS all_children, sum(overdue) AS all_overdue FROM by_child
) AS everything
WHERE upto > %s ORDER BY upto
"""
CARRIED = """
SELECT worker_ref, worker_name, team_name, count(*), sum(overdue), sum(duties - overdue)
FROM by_child JOIN seen USING (child_id) GROUP BY worker_ref, worker_name, team_name
ORDER BY sum(overdue) DESC, sum(duties) DESC, worker_name LIMIT %s
"""


def children_of_page(clocks: QuerySet, seen: QuerySet, *, on: date, number: int) -> tuple[list[OnPage], Counted]:
    """The children whose duties fall on this page, worst first, and the counts of the whole list."""
    start = (number - 1) * PER_PAGE
    rows = _asked(PAGE, clocks, seen.values("child_id"), on, start + PER_PAGE, start)
    counted = Counted(*rows[0][2:]) if rows else Counted(0, 0, 0)
    return [OnPage(child_id, before) for child_id, before, *_ in rows if before < start + PER_PAGE], counted


def still_open(clocks: QuerySet, on: date) -> QuerySet:
    """Those that run on a day: what ends them later, or is dated later, is not yet so."""
    return clocks.filter(Q(ended_on=None) | Q(ended_on__gt=on), started_on__lte=on)


def coming(on: date) -> Q:
    """Not to be judged only because no file tells of what would meet it, and its day has not passed: simply due."""
    return ~Q(unjudged="") & Q(unjudged__in=list(KINDS), due_on__gte=on)


def clocks_of_page(clocks: QuerySet, children: list[OnPage], *, on: date, number: int) -> Iterable:
    """The clocks of the page itself, child by child in the order given; a child may begin on the page before."""
    if not children:
        return ()
    place = {child.child_id: number for number, child in enumerate(children)}
    due = still_open(clocks, on).filter(Q(unjudged="") | coming(on))
    rows = due.filter(child_id__in=list(place)).order_by("act_by_on", "rule", "id")
    together = sorted(rows, key=lambda clock: place[clock.child_id])
    skipped = (number - 1) * PER_PAGE - children[0].before
    return islice(together, skipped, skipped + PER_PAGE)


def carried(clocks: QuerySet, seen: QuerySet, *, on: date) -> tuple[Carried, ...]:
    """What each worker carries, the heaviest overdue load first; fifty workers at most."""
    workers = seen.values("child_id", "worker_ref", "worker_name", "team_name")
    rows = _asked(CARRIED, clocks, workers, on, PER_PAGE)
    return tuple(Carried(*row) for row in rows)


def _asked(question: str, clocks: QuerySet, seen: QuerySet, on: date, *values) -> list[tuple]:
    try:
        seen_sql, seen_params = seen.order_by().query.sql_with_params()
        begun = clocks.filter(started_on__lte=on).order_by().values("child_id", "act_by_on", "due_on")
        # Apart, so that each reads an index of its own: nearly all are open, a few end after this day.
        querysets = (
            begun.filter(unjudged="", ended_on=None),
            begun.filter(coming(on), ended_on=None),
            begun.filter(Q(unjudged="") | coming(on), ended_on__gt=on),
        )
        parts = [part.query.sql_with_params() for part in querysets]
    except EmptyResultSet:  # nobody is seen, or no rule is asked for
        return []
    clocks_sql = " UNION ALL ".join(sql for sql, _ in parts)
    params = [value for _, values in parts for value in values]
    with connection.cursor() as cursor:
        cursor.execute(
            BY_CHILD.format(seen=seen_sql, clocks=clocks_sql) + question, [*seen_params, *params, on, *values]
        )
        return cursor.fetchall()
