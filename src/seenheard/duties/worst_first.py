"""The order of a worklist: children by their longest overdue duty, each child's duties together, fifty to a page.

One statement adds up the tallies child by child and gives back only the children of the page, with the counts of
the whole list. No clock is read but those of the page itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from seenheard.duties.models import Clock
from seenheard.timescales.domain.events import KINDS
from seenheard.ui.paging import PER_PAGE

LOOK_AHEAD = timedelta(days=28)  # how far My work looks: four weeks
NOT_JUDGED_MOST = 1000  # beyond this many the list says "at least"


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


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is of: the duties of these rules to these children, as they stand on a day.

    `few` are the children by name of each, where they are few: else every tally is read to find a handful.
    """

    on: date
    rules: list[str]
    seen: QuerySet
    few: list[int] | None = None

    def seen_sql(self, *columns: str) -> tuple[str, list[Any]]:
        """The children, each a row with these columns of the record's line about it."""
        if self.few is not None and not columns:
            return "SELECT unnest(%s::bigint[]) AS child_id", [self.few]
        sql, params = self.seen.order_by().values("child_id", *columns).query.sql_with_params()
        return sql, list(params)

    def tallies_sql(self, missing: str) -> tuple[str, list[Any]]:
        """The condition under which a tally counts on the day; `missing` says which sort."""
        sql = f"missing {missing} '' AND rule = ANY(%s) AND from_on <= %s AND until_on > %s"
        params = [self.rules, self.on, self.on]
        return (sql, params) if self.few is None else (f"{sql} AND child_id = ANY(%s)", [*params, self.few])


# The children first, and once: the planner cannot know how dear it is to ask for each tally whether its child is seen.
BY_CHILD = """
WITH seen AS MATERIALIZED ({seen}), by_child AS MATERIALIZED (
    SELECT child_id, min(act_by_on) AS worst_on, sum(number)::int AS duties,
        coalesce(sum(number) FILTER (WHERE due_on < %s), 0)::int AS overdue
    FROM duties_tally JOIN seen USING (child_id) WHERE {tallies} AND act_by_on <= %s GROUP BY child_id
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
UNJUDGED = """
WITH seen AS MATERIALIZED ({seen})
SELECT missing, number FROM duties_tally JOIN seen USING (child_id) WHERE {tallies} LIMIT %s
"""
UNJUDGED_BY_CHILD = "SELECT child_id, missing, number FROM duties_tally WHERE {tallies}"


def children_of_page(asked: Asked, *, number: int) -> tuple[list[OnPage], Counted]:
    """The children whose duties fall on this page, worst first, and the counts of the whole list."""
    start = (number - 1) * PER_PAGE
    rows = _by_child(PAGE, asked, (), start + PER_PAGE, start)
    counted = Counted(*rows[0][2:]) if rows else Counted(0, 0, 0)
    return [OnPage(child_id, before) for child_id, before, *_ in rows if before < start + PER_PAGE], counted


def still_open(clocks: QuerySet, on: date) -> QuerySet:
    """Those that run on a day: what ends them later, or is dated later, is not yet so."""
    return clocks.filter(Q(ended_on=None) | Q(ended_on__gt=on), started_on__lte=on)


def coming(on: date) -> Q:
    """Not to be judged only because no file tells of what would meet it, and its day has not passed: simply due."""
    return ~Q(unjudged="") & Q(unjudged__in=list(KINDS), due_on__gte=on)


def clocks_of_page(asked: Asked, children: list[OnPage], *, number: int) -> Iterable[Clock]:
    """The clocks of the page itself, child by child in the order given; a child may begin on the page before."""
    if not children:
        return ()
    place = {child.child_id: number for number, child in enumerate(children)}
    pressing = Clock.objects.filter(
        child_id__in=list(place), rule__in=asked.rules, act_by_on__lte=asked.on + LOOK_AHEAD
    )
    due = still_open(pressing, asked.on).filter(Q(unjudged="") | coming(asked.on))
    together = sorted(due.order_by("act_by_on", "rule", "id"), key=lambda clock: place[clock.child_id])
    skipped = (number - 1) * PER_PAGE - children[0].before
    return islice(together, skipped, skipped + PER_PAGE)


def carried(asked: Asked) -> tuple[Carried, ...]:
    """What each worker carries, the heaviest overdue load first; fifty workers at most."""
    rows = _by_child(CARRIED, asked, ("worker_ref", "worker_name", "team_name"), PER_PAGE)
    return tuple(Carried(*row) for row in rows)


def unjudged(asked: Asked) -> list[tuple[str, int]]:
    """Missing facts, and how many duties each leaves unjudged; of NOT_JUDGED_MOST tallies at most."""
    tallies, params = asked.tallies_sql("<>")
    return _rows(UNJUDGED, asked, (), tallies, [*params, NOT_JUDGED_MOST])


def unjudged_by_child(asked: Asked) -> list[tuple[int, str, int]]:
    """The same for each of a few children, all of them."""
    tallies, params = asked.tallies_sql("<>")
    with connection.cursor() as cursor:
        cursor.execute(UNJUDGED_BY_CHILD.format(tallies=tallies), params)
        return cursor.fetchall()


def _by_child(question: str, asked: Asked, columns: Collection[str], *values) -> list[tuple]:
    tallies, params = asked.tallies_sql("=")
    return _rows(BY_CHILD + question, asked, columns, tallies, [asked.on, *params, asked.on + LOOK_AHEAD, *values])


def _rows(question: str, asked: Asked, columns: Collection[str], tallies: str, params: list[Any]) -> list[tuple]:
    if asked.few == []:  # nobody is seen
        return []
    seen, seen_params = asked.seen_sql(*columns)
    with connection.cursor() as cursor:
        cursor.execute(question.format(seen=seen, tallies=tallies), [*seen_params, *params])
        return cursor.fetchall()
