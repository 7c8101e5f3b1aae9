"""Who holds which children on a day: each worker's caseload, children whom nobody holds, changes of worker.

A child is held by the worker who is involved as caseholder (role CW, or no role told). A worker is told by the record's
key, or where no staff list gives one by the number under which Social Work England registers them.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q

from seenheard.lib.sight import seeing_everything

from ..domain.caseloads import USUAL, Limit, judged, stage_on
from ..domain.objects import SOURCES
from ..models import CaseloadLimit, Involved, WorkerStage
from .kept import kept
from .seeing import children_now, hidden_from

RANK = f"array_position(ARRAY[{', '.join(repr(source) for source in SOURCES)}], source)"
TWELVE_MONTHS = timedelta(days=365)

# Written so that the planner can tell how many rows there will be.
HOLDING = "(role IS NULL OR role = 'CW') AND professional_ref IS NOT NULL"
ON_THE_DAY = "(from_on IS NULL OR from_on <= %(on)s) AND (until_on IS NULL OR until_on > %(on)s)"
HELD = f"""
held AS MATERIALIZED (
    SELECT child_id, professional_ref AS ref, team_ref FROM record_involved
    WHERE {HOLDING} AND {ON_THE_DAY} AND {{seen}}
)"""
# Each worker under every key by which files name them; registered: a number of Social Work England's is on record.
STAFF = f"""
staff AS MATERIALIZED (
    SELECT ref, (array_agg(name ORDER BY rank, id DESC) FILTER (WHERE name IS NOT NULL))[1] AS name,
           bool_or(registration_no IS NOT NULL) AS registered
    FROM (
        SELECT professional_ref AS ref, name, registration_no, {RANK} AS rank, id FROM record_professional
        WHERE known_until IS NULL
        UNION ALL
        SELECT registration_no, name, registration_no, {RANK}, id FROM record_professional
        WHERE known_until IS NULL AND registration_no IS NOT NULL
    ) AS named GROUP BY ref
)"""
# Where no staff list names them, the number itself says it: the SSDA903 tells workers by their registration.
REGISTERED = "coalesce(staff.registered, CASE WHEN held.ref ~ '^SW[0-9]+$' THEN true END)"
TEAMS = f"""
teams AS (
    SELECT DISTINCT ON (team_ref) team_ref, name FROM record_department
    WHERE known_until IS NULL ORDER BY team_ref, {RANK}, id DESC
)"""
# Each worker's children and teams are told apart first: "count(DISTINCT …)" would put all of them in order of the key.
CASELOADS = f"""
WITH {{held}}, {STAFF}, {TEAMS}, holders AS (
    SELECT ref, count(*) AS children FROM (SELECT DISTINCT ref, child_id FROM held) AS each_child GROUP BY ref
), at AS (
    SELECT ref, array_agg(name ORDER BY name) AS names FROM (
        SELECT DISTINCT ref, coalesce(teams.name, team_ref) AS name
        FROM (SELECT DISTINCT ref, team_ref FROM held WHERE team_ref IS NOT NULL) AS each_ref
        LEFT JOIN teams USING (team_ref)
    ) AS each_team GROUP BY ref
)
SELECT held.ref, staff.name, {REGISTERED}, at.names, children
FROM holders AS held LEFT JOIN staff USING (ref) LEFT JOIN at USING (ref)
WHERE %(teams)s::text[] IS NULL OR held.ref IN (SELECT of_team.ref FROM held AS of_team WHERE team_ref = ANY(%(teams)s))
ORDER BY children DESC, staff.name, held.ref COLLATE "C"
"""
# Children of one family reference are of one family, and so are children of one mother who is herself a child here.
FAMILIES = f"""
WITH {{held}}, born_to AS MATERIALIZED (
    SELECT DISTINCT identifier.child_id, mother.child_id AS mother_id FROM record_mother AS mother
    JOIN record_linkedidentifier AS identifier ON identifier.kind = 'la_child_id'
        AND identifier.value = mother.mothers_child_ref AND identifier.known_until IS NULL
    WHERE mother.known_until IS NULL
), referred AS (
    SELECT DISTINCT ON (child_id) child_id, 'f' || family_ref AS family FROM record_family
    WHERE known_until IS NULL AND family_ref IS NOT NULL
        AND child_id IN (SELECT child_id FROM held UNION ALL SELECT child_id FROM born_to)
    ORDER BY child_id, {RANK}, family_ref
), mothers AS (
    SELECT mother_id, coalesce(min(family), 'm' || mother_id) AS family
    FROM born_to LEFT JOIN referred USING (child_id) GROUP BY mother_id
), born AS (
    SELECT child_id, min(mother_id) AS mother_id FROM born_to GROUP BY child_id
)
SELECT ref, count(DISTINCT coalesce(mothers.family, referred.family, 'c' || child_id))
FROM held LEFT JOIN referred USING (child_id) LEFT JOIN born USING (child_id) LEFT JOIN mothers USING (mother_id)
GROUP BY ref
"""
# Told: every holder is on a staff list, or known by a registration.
NEED_A_WORKER = f"""
WITH {HELD.replace("{seen}", "true")}, {STAFF}, holders AS (
    SELECT child_id, bool_or(registered) AS qualified, bool_and(registered IS NOT NULL) AS told
    FROM (SELECT child_id, {REGISTERED} AS registered FROM held LEFT JOIN staff USING (ref)) AS each_holder
    GROUP BY child_id
)
SELECT child_id, holders.child_id IS NOT NULL, told FROM record_childnow AS now LEFT JOIN holders USING (child_id)
WHERE qualified IS NOT TRUE AND {{seen}} AND (%(teams)s::text[] IS NULL OR now.team_ref = ANY(%(teams)s))
  AND (looked_after_since_on IS NOT NULL OR protection_plan_since_on IS NOT NULL OR in_need_since_on IS NOT NULL)
"""
CHANGES = f"""
WITH spells AS (
    SELECT child_id, professional_ref AS ref, from_on, change_reason, lag(professional_ref) OVER before AS ref_before
    FROM record_involved WHERE {HOLDING} AND from_on <= %(on)s AND {{seen}}
    WINDOW before AS (PARTITION BY child_id ORDER BY from_on, id)
)
SELECT child_id, from_on, ref_before, ref, change_reason
FROM spells WHERE ref_before <> ref AND from_on > %(since)s
  AND (%(teams)s::text[] IS NULL OR child_id IN (SELECT child_id FROM record_childnow WHERE team_ref = ANY(%(teams)s)))
ORDER BY child_id, from_on
"""


@dataclass(frozen=True, slots=True)
class Caseload:
    """What one worker holds. `registered`, `stage`: None where nobody has told; `standing`: see `domain.caseloads`."""

    worker_ref: str
    name: str | None
    registered: bool | None
    teams: tuple[str, ...]
    children: int
    stage: str | None
    standing: str


@dataclass(frozen=True, slots=True, eq=False)
class Caseloads(Sequence[Caseload]):
    """All of them in order; each is made when it is asked for: thousands are counted, and fifty shown."""

    rows: Sequence[tuple[Any, ...]]
    stages: Mapping[str, str]
    limits: Mapping[str, Limit]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, where):
        return tuple(map(self._load, self.rows[where])) if isinstance(where, slice) else self._load(self.rows[where])

    @property
    def standings(self) -> Counter[str]:
        """How many workers there are of each standing."""
        found: Counter[str] = Counter()
        for (children, stage), many in Counter((row[-1], self.stages.get(row[0])) for row in self.rows).items():
            found[judged(children, stage, self.limits)] += many
        return found

    def _load(self, row: tuple[Any, ...]) -> Caseload:
        ref, name, registered, teams, children = row
        stage = self.stages.get(ref)
        return Caseload(
            ref, name, registered, tuple(teams or ()), children, stage, judged(children, stage, self.limits)
        )


@dataclass(frozen=True, slots=True)
class Unheld:
    """Children open to us, by key: whom nobody holds, only unqualified workers hold, or of whose holder no list tells.

    Open: looked after, on a protection plan, or in need.
    """

    without: tuple[int, ...]
    unqualified_only: tuple[int, ...]
    not_known: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a child's worker, on the day the new one began. `reason`: a code, None where none is told."""

    child_id: int
    on: date
    was: str
    now: str
    reason: str | None


def caseloads(
    *, viewer, on: date, teams: Collection[str] | None = None, limits: Mapping[str, Limit] | None = None
) -> Caseloads:
    """What each worker (of these teams) holds of the children this viewer may see, the most children first.

    `limits`: those of `caseload_limits`, by a caller that has them.
    """
    held, values = _with_seen(HELD, viewer, on)
    rows = _rows(CASELOADS.format(held=held), values | {"on": on, "teams": _listed(teams)})
    return Caseloads(rows, worker_stages(on=on), limits or caseload_limits(on=on))


@seeing_everything("a family is told by a mother or a child whom the manager need not see")
def families_held(*, viewer, on: date, workers: Collection[str]) -> dict[str, int]:
    """Of how many families are the children that each of these workers holds, of those this viewer may see.

    For the workers of one page: a family is found by all its children, so a whole authority's take long.
    """
    held, values = _with_seen(HELD, viewer, on)
    held = held.replace(HOLDING, f"{HOLDING} AND professional_ref = ANY(%(workers)s)")
    return dict(_rows(FAMILIES.format(held=held), values | {"on": on, "workers": list(workers)}))


def unheld(*, viewer, on: date, teams: Collection[str] | None = None) -> Unheld:
    """The children open to us, of these teams, whom nobody with a social work registration is known to hold."""
    asked, values = _with_seen(NEED_A_WORKER, viewer, on)
    rows = _rows(asked, values | {"on": on, "teams": _listed(teams)})
    return Unheld(
        without=tuple(child for child, is_held, _ in rows if not is_held),
        unqualified_only=tuple(child for child, is_held, told in rows if is_held and told),
        not_known=tuple(child for child, is_held, told in rows if is_held and not told),
    )


def changes_of_worker(*, viewer, on: date, teams: Collection[str] | None = None) -> tuple[Change, ...]:
    """Each change of the worker who holds a child in the twelve months up to this day, child by child.

    Its reason is the one that the files give with the new worker, as the SSDA903 does (the first has "first contact").
    """
    asked, values = _with_seen(CHANGES, viewer, on)
    since = on - TWELVE_MONTHS
    return tuple(Change(*row) for row in _rows(asked, values | {"on": on, "since": since, "teams": _listed(teams)}))


def caseload_limits(*, on: date) -> Mapping[str, Limit]:
    """For each stage the limit in force on a day: the authority's own, else the usual one."""
    begun = CaseloadLimit.objects.filter(from_on__lte=on).order_by("from_on", "id")
    return {**USUAL, **{one.stage: Limit(one.reached_at, one.most) for one in begun}}


def worker_stages(*, on: date) -> dict[str, str]:
    """The stage of each worker of whom a manager has told it."""
    return {one.worker_ref: stage_on(one.first_year_until_on, on) for one in WorkerStage.objects.order_by("id")}


@seeing_everything("in which team somebody works does not hang on who may see the child")
def teams_of_worker(worker_ref: str, *, on: date) -> set[str | None]:
    """The teams for which a worker holds a child on this day; None stands for no team told."""
    if not worker_ref.isprintable():  # no file brings such a key
        return set()
    began = Q(from_on__isnull=True) | Q(from_on__lte=on)
    not_over = Q(until_on__isnull=True) | Q(until_on__gt=on)
    return set(Involved.objects.filter(began, not_over, professional_ref=worker_ref).values_list("team_ref", flat=True))


def _with_seen(statement: str, viewer, on: date) -> tuple[str, dict[str, Any]]:
    """The statement with the condition that the viewer may see the child, and that condition's values."""
    apart = kept(viewer=viewer, on=on)
    hidden = hidden_from(viewer=viewer, on=on, kept=apart)
    lines = children_now(viewer=viewer, on=on, kept=apart) if hidden is None else hidden
    try:
        sql, params = lines.order_by().values("child_id").query.sql_with_params()
    except EmptyResultSet:  # Django knows without asking that this viewer sees nobody
        return statement.replace("{seen}", "false"), {}
    names = [f"seen_{number}" for number in range(len(params))]
    named = sql % tuple(f"%({name})s" for name in names)
    word = "IN" if hidden is None else "NOT IN"
    return statement.replace("{seen}", f"child_id {word} ({named})"), dict(zip(names, params, strict=True))


def _listed(teams: Collection[str] | None) -> list[str] | None:
    return None if teams is None else list(teams)


def _rows(statement: str, values: Mapping[str, Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
