"""What stands in somebody's list on a day, worst child first, fifty to a page; and the numbers over all of it.

Whose a prompt is decides a `Reach` (see domain.owners), put here into SQL: a property test holds both to the same. Of
what is kept from somebody the rule itself is asked (see about).
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from seenheard.record import queries as record_queries
from seenheard.record.domain.parts import parts_of, refs_that_decide
from seenheard.record.queries import Kept
from seenheard.ui.paging import PER_PAGE

from ..domain.owners import BY_ALL, BY_REVIEWER, BY_TEAM, PERSON, Reach
from .about import ABOUT_EACH, IS_KEPT, KEPT_ONES, about_each, hers_of
from .staffing import Apart, apart, staff_on

COLUMNS = (
    "id", "child_id", "cause", "key", "owner", "opens_on", "act_by_on", "at_once", "facts",
    "seen_at", "seen_by", "acted_at", "acted_by", "outcome", "handed_at", "handed_to",
)  # fmt: skip
FACTS = COLUMNS.index("facts")


@dataclass(frozen=True, slots=True)
class Standing:
    """One prompt that stands on the day asked about."""

    id: int
    child_id: int
    cause: str
    key: str
    owner: str
    opens_on: date
    act_by_on: date
    at_once: bool
    facts: dict | None
    seen_at: datetime | None
    seen_by: str
    acted_at: datetime | None
    acted_by: str
    outcome: str
    handed_at: datetime | None
    handed_to: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many prompts, of how many children, stand in a list; how many are past their day, how many seen by nobody."""

    prompts: int = 0
    children: int = 0
    late: int = 0
    unseen: int = 0
    not_arrived: int = 0  # messages to this person in the last week that could not be sent


NUMBERS = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is of. `kept`: who is kept from whom, read just before. `reach`: what falls to one person (None:
    everybody's). `apart`: children for whom it falls otherwise. `hers`: of what is kept from somebody, what is this
    person's. `causes`: only these.

    `unseen_for`: only what nobody has seen although it has stood for so many days.
    """

    viewer: Any
    on: date
    kept: Kept
    reach: Reach | None = None
    apart: Apart = field(default_factory=Apart)
    hers: Collection[int] = ()
    teams: Collection[str] | None = None
    causes: Collection[str] | None = None
    unseen_for: int | None = None


WEEK = timedelta(days=7)
NOBODY = "-"  # handed to nobody: no public id


def _array(name: str) -> str:
    return f"string_to_array(%({name})s, chr(31))"


HIS_OWN = """
SELECT child_id, is_named AS to_any,
    is_named OR CASE
        WHEN is_reviewed AND reviewer_ref = ANY({named}) THEN reviewer_ref = ANY({reviewing})
        WHEN is_reviewed AND %(somebody_reviews)s THEN %(reviews)s ELSE to_worker END AS to_reviewer,
    is_named OR to_worker AS to_worker, is_named OR to_team AS to_team, is_named OR %(rest)s AS to_all
FROM (
    SELECT child_id, is_reviewed, reviewer_ref, to_team, is_named,
        CASE WHEN worker_ref = ANY({held}) THEN worker_ref = ANY({workers}) ELSE to_team END AS to_worker
    FROM (
        SELECT child_id, worker_ref, is_reviewed, reviewer_ref, is_named,
            coalesce(team_ref = ANY({teams}), false)
                OR (%(rest)s AND NOT coalesce(team_ref = ANY({managed}), false)) AS to_team
        FROM ({about}) AS about
    ) AS by_team
) AS by_worker
"""
ARRAYS = {name: _array(name) for name in ("workers", "held", "teams", "managed", "named", "reviewing")}
EVERYBODYS = (
    "SELECT child_id, true AS to_any, true AS to_reviewer, true AS to_worker, true AS to_team, true AS to_all "
    "FROM ({lines}) AS lines"
)
STANDS = f"""
gone_at IS NULL AND opens_on <= %(on)s AND (until_on IS NULL OR until_on > %(on)s)
AND (CASE WHEN {IS_KEPT} THEN to_any OR id = ANY(%(hers)s::bigint[])
        WHEN owner = %(by_reviewer)s THEN to_reviewer WHEN owner = %(by_team)s THEN to_team
        WHEN owner = %(by_all)s THEN to_all ELSE to_worker OR owner = ANY(%(persons)s) END
    OR handed_to = %(me)s)
AND (giver NOT IN ('voices', 'record') OR NOT string_to_array(coalesce(facts->>'kept_from', ''), ' ') && %(my_parts)s)
"""
# Of whom the record names as the worker of some child, or as who runs its team, whatever they do here.
NAMED = """
'worker' = ANY(string_to_array(facts->>'kept_from', ' ')) AND now.worker_ref = ANY(%(kept_workers)s)
OR 'manager' = ANY(string_to_array(facts->>'kept_from', ' ')) AND now.team_ref = ANY(%(kept_teams)s)
"""
NOR_BY_NAME = f"""
(giver NOT IN ('voices', 'record') OR facts->>'kept_from' IS NULL
    OR NOT {record_queries.LINE_SAYS.format(child="prompts_prompt.child_id", says=NAMED)})
"""
# The children once, before the prompts are joined to them: what is asked of each is long, and they are many. "OFFSET 0"
# keeps the planner from asking it anew wherever it is used, and nothing is put down in between.
STANDING = """
children AS NOT MATERIALIZED ({children} OFFSET 0), standing AS MATERIALIZED (
    SELECT id, child_id, act_by_on, seen_at IS NULL AS is_new
    FROM prompts_prompt JOIN children USING (child_id) WHERE {stands}
)
"""
# Each child of the list has a prompt. So the children of the prompts that come first are the worst, and none beyond the
# page's last prompt needs to be put in order: to add up each child's prompts, thousands of them, takes longer. The few
# bring the numbers of their prompts along, because to ask again what stands takes longer than everything else.
PAGE = f"""
WITH {STANDING}, worst AS MATERIALIZED (
    SELECT child_id, min(act_by_on) AS worst_on
    FROM (SELECT child_id, act_by_on FROM standing ORDER BY act_by_on, child_id LIMIT %(last)s) AS first
    GROUP BY child_id
), in_order AS (
    SELECT array_agg(id) AS ids, count(*) AS number, sum(count(*)) OVER (ORDER BY worst_on, child_id) AS upto
    FROM standing JOIN worst USING (child_id) GROUP BY child_id, worst_on
), everything AS (
    SELECT count(*)::int AS prompts, count(DISTINCT child_id)::int AS children,
        count(*) FILTER (WHERE act_by_on < %(on)s)::int AS late, count(*) FILTER (WHERE is_new)::int AS unseen, (
            SELECT count(*)::int FROM prompts_message
            WHERE person = %(me)s AND sent_at IS NULL AND failed_at IS NOT NULL AND "on" > %(week_ago)s
        ) AS not_arrived
    FROM standing
)
SELECT prompts, children, late, unseen, not_arrived, (upto - number)::int,
    {", ".join(f"prompt.{name}" for name in COLUMNS)}
FROM everything LEFT JOIN (
    in_order JOIN prompts_prompt AS prompt ON prompt.id = ANY(ids)
) ON upto > %(start)s AND upto - number < %(last)s
ORDER BY upto, prompt.act_by_on, prompt.cause, prompt.id
"""
ALL = f"""
WITH {STANDING}
SELECT {", ".join(f"prompt.{name}" for name in COLUMNS)}
FROM standing JOIN prompts_prompt AS prompt ON prompt.id = standing.id
ORDER BY prompt.act_by_on, prompt.cause, prompt.id
"""


def page_of(asked: Asked, *, number: int) -> tuple[list[Standing], Numbers]:
    """The prompts of one page, worst child first, and the numbers of the whole list; past its end, nothing.

    A child may have begun on the page before: what stood there of it is passed over.
    """
    start = (number - 1) * PER_PAGE
    rows = _rows(PAGE, asked, start=start, last=start + PER_PAGE)
    if not rows:
        return [], Numbers()
    numbers = Numbers(*rows[0][:NUMBERS])
    if (before := rows[0][NUMBERS]) is None:
        return [], numbers
    passed = start - before
    return [_standing(row[NUMBERS + 1 :]) for row in rows[passed : passed + PER_PAGE]], numbers


def all_of(asked: Asked) -> list[Standing]:
    """Every prompt of a list, child by child, the worst child first."""
    found = [_standing(row) for row in _rows(ALL, asked)]
    worst: dict[int, date] = {}
    for one in found:  # in the order of their days: the first of a child is the child's worst
        worst.setdefault(one.child_id, one.act_by_on)
    return sorted(found, key=lambda one: (worst[one.child_id], one.child_id))


def _standing(row: tuple) -> Standing:
    """A row of COLUMNS: what PostgreSQL gives as JSON comes as text where Django's models do not ask."""
    values = list(row)
    values[FACTS] = row[FACTS] and json.loads(row[FACTS])
    return Standing(*values)


def _lines(asked: Asked) -> QuerySet:
    lines = record_queries.children_now(viewer=asked.viewer, on=asked.on, kept=asked.kept)
    return lines if asked.teams is None else lines.filter(team_ref__in=list(asked.teams))


def _rows(question: str, asked: Asked, **more) -> list[tuple]:
    try:
        about, values = about_each(_lines(asked), asked.on, asked.kept)
    except EmptyResultSet:  # Django knows without asking that this viewer's role sees no child
        return []
    children = (
        HIS_OWN.format(about=ABOUT_EACH.format(lines=about), **ARRAYS)
        if asked.reach
        else EVERYBODYS.format(lines=about)
    )
    values |= _values(asked) | more
    with connection.cursor() as cursor:
        cursor.execute(question.format(children=children, stands=_stands(asked)), values)
        return cursor.fetchall()


def _stands(asked: Asked) -> str:
    told = [STANDS, NOR_BY_NAME] if any(_named_as(asked.viewer)) else [STANDS]
    if asked.causes is not None:
        told.append("cause = ANY(%(causes)s)")
    if asked.unseen_for is not None:
        told.append("seen_at IS NULL AND opens_on <= %(unseen_since)s")
    return " AND ".join(f"({one})" for one in told)


def _named_as(viewer) -> tuple[list[str], list[str]]:
    return refs_that_decide(viewer.role, viewer.worker_refs, viewer.team_refs)


def _values(asked: Asked) -> dict[str, Any]:
    workers, teams = _named_as(asked.viewer)
    return (
        asdict(asked.apart)
        | (_of_reach(asked.reach) if asked.reach else {})
        | {
            "on": asked.on,
            "week_ago": asked.on - WEEK,
            "persons": [f"{PERSON}{one}" for one in asked.reach.persons] if asked.reach else [],
            "me": str(asked.viewer.public_id) if asked.reach else NOBODY,
            "my_parts": list(parts_of(asked.viewer.role)),
            "kept_workers": workers,
            "kept_teams": teams,
            "by_reviewer": BY_REVIEWER,
            "by_team": BY_TEAM,
            "by_all": BY_ALL,
            "hers": list(asked.hers),
            "causes": list(asked.causes or ()),
            "unseen_since": asked.on - timedelta(days=asked.unseen_for or 0),
        }
    )


def _of_reach(reach: Reach) -> dict[str, Any]:
    """What nobody else holds is asked only for those to whom something could fall."""
    could_fall = bool(reach.teams) or reach.has_the_rest
    return {
        "workers": _joined(reach.workers),
        "held": _joined(reach.held if could_fall else reach.workers),
        "teams": _joined(reach.teams),
        "managed": _joined(reach.managed if reach.has_the_rest else reach.teams),
        "rest": reach.has_the_rest,
        "reviews": reach.reviews,
        "somebody_reviews": reach.is_reviewed_by_somebody,
        "named": _joined(reach.named),
        "reviewing": _joined(reach.reviewing),
    }


@lru_cache(maxsize=64)
def _joined(keys: frozenset[str]) -> str:
    """One value instead of thousands: an array of 2,500 takes the driver as long as the rest of the page."""
    return "\x1f".join(sorted(keys))


def asked_by(viewer, on: date, causes: Collection[str] | None = None) -> Asked:
    """The question for what falls to this person on this day."""
    here = staff_on(on)
    kept, kept_ones = record_queries.kept_and(KEPT_ONES, viewer=viewer, on=on)
    me, otherwise = str(viewer.public_id), apart(here, on, kept.conflicts)
    reach, hers = here.reach_of(me), hers_of(kept_ones, me, here, otherwise)
    return Asked(viewer, on, kept, reach=reach, apart=otherwise, hers=hers, causes=causes)
