"""The order of a worklist: children by their longest overdue duty, each child's duties together, fifty to a page.

One statement adds up the tallies child by child and gives back only the children of the page, with the counts of
the whole list. No clock is read but those of the page itself.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
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
COUNTS = "rule = ANY(%s) AND from_on <= %s AND until_on > %s"  # on a day
LISTED = (
    "SELECT child_id, rule, missing, act_by_on, due_on, number FROM duties_tally"
    f" WHERE {COUNTS} AND child_id = ANY(%s::bigint[])"
)


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
    `hidden` are those that are not seen, where all others are.
    """

    on: date
    rules: list[str]
    seen: QuerySet
    few: list[int] | None = None
    hidden: QuerySet | None = None

    def given(self) -> tuple[str, list[Any]]:
        """SQL for what a question begins with, and its values: `named`, the children by whom the list is judged, a row
        each (`among` says how); or of few children `listed`, their tallies of the day, which are read once."""
        if self.few is not None:
            return f"listed AS MATERIALIZED ({LISTED})", [self.rules, self.on, self.on, self.few]
        lines = self.seen if self.hidden is None else self.hidden
        sql, params = lines.order_by().values("child_id").query.sql_with_params()
        return f"named AS MATERIALIZED ({sql})", list(params)

    @property
    def table(self) -> str:
        """Where the tallies stand after what was given."""
        return "duties_tally" if self.few is None else "listed"

    @property
    def among(self) -> str:
        """SQL for the condition that a tally is of a child of the list."""
        if self.few is not None:
            return "true"
        return f"child_id {'IN' if self.hidden is None else 'NOT IN'} (SELECT child_id FROM named)"

    def lines(self, *columns: str) -> tuple[str, list[Any]]:
        """SQL for these columns of the record's line about each child of the list, and its values."""
        sql, params = self.seen.order_by().values("child_id", *columns).query.sql_with_params()
        return sql, list(params)

    def tallies(self) -> tuple[str, list[Any]]:
        """SQL for the condition under which a tally counts on the day, and its values."""
        return (COUNTS, [self.rules, self.on, self.on]) if self.few is None else ("true", [])


@dataclass(frozen=True, slots=True)
class ListPage:
    """The children of one page, worst first; the counts of the whole list; and what of it cannot be judged."""

    children: list[OnPage]
    counted: Counted
    not_judged: Counter[str]  # missing fact -> how many duties, of NOT_JUDGED_MOST tallies at most


NOTHING = ListPage([], Counted(0, 0, 0), Counter())
PRESSING = """
SELECT child_id, min(act_by_on) AS worst_on, sum(number)::int AS duties,
    coalesce(sum(number) FILTER (WHERE due_on < %s), 0)::int AS overdue
FROM {table} WHERE missing = '' AND {tallies} AND act_by_on <= %s AND {among} GROUP BY child_id
"""
# The children are asked for once: the planner cannot know how dear it is to ask for each tally whether its child is
# seen. Every child of the list has a duty, so none beyond the page's last duty needs to be put in order.
LIST = f"""
WITH {{given}}, by_child AS MATERIALIZED ({PRESSING})
SELECT '' AS missing, child_id, upto - duties AS number, all_duties, all_children, all_overdue FROM (
    SELECT child_id, duties, sum(duties) OVER (ORDER BY worst_on, child_id) AS upto FROM (
        SELECT * FROM by_child ORDER BY worst_on, child_id LIMIT %s
    ) AS first
) AS in_order, (
    SELECT sum(duties) AS all_duties, count(*) AS all_children, sum(overdue) AS all_overdue FROM by_child
) AS everything
WHERE upto > %s
UNION ALL
SELECT missing, NULL, sum(number), NULL, NULL, NULL FROM (
    SELECT missing, number FROM {{table}} WHERE missing <> '' AND {{tallies}} AND {{among}} LIMIT %s
) AS not_judged GROUP BY missing
ORDER BY missing, number
"""
CARRIED = f"""
WITH {{given}}, by_child AS ({PRESSING})
SELECT worker_ref, worker_name, team_name, count(*), sum(overdue), sum(duties - overdue)
FROM by_child JOIN ({{lines}}) AS lines USING (child_id) GROUP BY worker_ref, worker_name, team_name
ORDER BY sum(overdue) DESC, sum(duties) DESC, worker_name LIMIT %s
"""
LATE = """
WITH {given}
SELECT rule, sum(number)::int FROM {table}
WHERE missing = '' AND {tallies} AND due_on < %s AND {among} GROUP BY rule ORDER BY sum(number) DESC, rule
"""
# As columns, in the order of `timescales.domain.clock.Clock`: fifty objects would take longer than the rows.
RUNNING = """
SELECT child_id, rule, version_on, started_on, started_ref, due_on, local_due_on, council_due_on, ended_on,
    nullif(ended_how, ''), nullif(ended_ref, ''), nullif(unjudged, ''), to_the_day, because
FROM duties_clock WHERE (ended_on IS NULL OR ended_on > %s)
    AND child_id = ANY(%s) AND rule = ANY(%s) AND started_on = ANY(%s::date[])
ORDER BY id
"""
UNJUDGED = "WITH {given} SELECT child_id, missing, number FROM {table} WHERE missing <> '' AND {tallies} AND {among}"


def page_of_list(asked: Asked, *, number: int, per_page: int = PER_PAGE) -> ListPage:
    """One page of a list, without its clocks."""
    if asked.few == []:
        return NOTHING
    start = (number - 1) * per_page
    question, given, tallies = _worded(LIST, asked)
    rows = _rows(
        question,
        *(*given, asked.on, *tallies, asked.on + LOOK_AHEAD, start + per_page, start, *tallies, NOT_JUDGED_MOST),
    )
    listed = [row for missing, *row in rows if not missing]
    return ListPage(
        children=[OnPage(child_id, before) for child_id, before, *_ in listed if before < start + per_page],
        counted=Counted(*listed[0][2:]) if listed else Counted(0, 0, 0),
        not_judged=Counter({missing: many for missing, _, many, *_ in rows if missing}),
    )


def clocks_of_page(asked: Asked, children: list[OnPage], *, number: int, per_page: int = PER_PAGE) -> Iterable[Clock]:
    """The clocks of the page itself, child by child in the order given; a child may begin on the page before."""
    if not children:
        return ()
    place = {child.child_id: number for number, child in enumerate(children)}
    on = asked.on
    rows = Clock.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=on),
        Q(unjudged="") | Q(due_on__gte=on),
        child_id__in=list(place),
        rule__in=asked.rules,
        started_on__lte=on,
        act_by_on__lte=on + LOOK_AHEAD,
    )
    # Not to be judged only because no file tells of what would meet it, and its day has not passed: simply due.
    due = [clock for clock in rows.order_by("act_by_on", "rule", "id") if not clock.unjudged or clock.unjudged in KINDS]
    skipped = (number - 1) * per_page - children[0].before
    return islice(sorted(due, key=lambda clock: place[clock.child_id]), skipped, skipped + per_page)


def running(
    on: date, *, children: Collection[int], rules: Collection[str], started: Collection[str]
) -> Iterator[tuple[Any, ...]]:
    """The clocks of these children and rules that began on one of these days and run on the day `on`: child, and a
    `Clock` field by field."""
    for *told, because in _rows(RUNNING, on, list(children), list(rules), list(started)):
        yield (*told, json.loads(because))


def carried(asked: Asked) -> tuple[Carried, ...]:
    """What each worker carries, the heaviest overdue load first; fifty workers at most."""
    if asked.few == []:
        return ()
    lines, of_lines = asked.lines("worker_ref", "worker_name", "team_name")
    question, given, tallies = _worded(CARRIED, asked, lines=lines)
    rows = _rows(question, *(*given, asked.on, *tallies, asked.on + LOOK_AHEAD, *of_lines, PER_PAGE))
    return tuple(Carried(*row) for row in rows)


def late(asked: Asked) -> dict[str, int]:
    """For each rule how many duties are overdue, of those where any is."""
    if asked.few == []:
        return {}
    question, given, tallies = _worded(LATE, asked)
    return dict(_rows(question, *given, *tallies, asked.on))


def unjudged_asked(asked: Asked) -> tuple[str, list[Any]]:
    """SQL for child, missing fact, and how many duties it leaves unjudged, of a few children; and its values."""
    question, given, tallies = _worded(UNJUDGED, asked)
    return question, [*given, *tallies]


def unjudged(asked: Asked) -> list[tuple[int, str, int]]:
    """What that gives: all of it, for a few children."""
    question, values = unjudged_asked(asked)
    return _rows(question, *values)


def counted_by_child(unjudged: Iterable[tuple[int, str, int]]) -> dict[int, Counter]:
    """For each child: missing fact -> how many duties."""
    found: dict[int, Counter] = {}
    for child_id, missing_fact, number in unjudged:
        found.setdefault(child_id, Counter())[missing_fact] += number
    return found


def _worded(question: str, asked: Asked, **more: str) -> tuple[str, list[Any], list[Any]]:
    """The question about this list, with the values of what it begins with and of the condition on its tallies."""
    given, values = asked.given()
    tallies, of_tallies = asked.tallies()
    return (
        question.format(given=given, table=asked.table, tallies=tallies, among=asked.among, **more),
        values,
        of_tallies,
    )


def _rows(question: str, *params) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(question, params)
        return cursor.fetchall()
