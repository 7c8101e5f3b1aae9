"""What the record noticed in the files, for those who mend them and those who may see the child."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, QuerySet

from ..domain.findings import called, days_of, lasts
from ..domain.objects import TABLES
from ..models import Child, Finding
from ..permissions import can_mend_an_import
from .seeing import not_counted_for, visible_children


@dataclass(frozen=True, slots=True)
class FoundInRow:
    """One thing that cannot be right, and the row that says it: what it tells of, its days, its file and line."""

    says: str
    called: str  # "placement", "legal status"
    from_on: date | None
    until_on: date | None
    lasts: bool  # else it was done on the one day
    source: str
    file: str
    line: int | None


def findings(*, viewer, on: date, run_id: str | None = None) -> QuerySet[Finding]:
    """Findings of one run, or all that stand now; newest first.

    Somebody who mends imports gets those of every file that is open and not restricted,
    others those of the children they may see.
    """
    seen = Finding.objects.select_related("child").order_by("-id")
    seen = seen.filter(stands=True) if run_id is None else seen.filter(run_id=run_id)
    if can_mend_an_import(viewer):
        return seen.exclude(child__in=not_counted_for(viewer=viewer, on=on).values("pk"))
    return seen.filter(child__in=visible_children(viewer=viewer, on=on))


def findings_by_code(*, viewer, on: date, run_id: str | None = None) -> dict[str, int]:
    """How many of each code, the most frequent first."""
    counted = findings(viewer=viewer, on=on, run_id=run_id).order_by().values_list("code")
    return dict(counted.annotate(how_many=Count("id")).order_by("-how_many", "code"))


def rows_noticed(child: Child, noticed: Collection[tuple[str, str]]) -> tuple[FoundInRow, ...]:
    """For the queries of this room: what stands against the files of one child, the latest row first; from the row that
    each is about, and what is wrong with it. One query where there is any.

    Every run that touches a child, an undo too, looks at all of it again: what stands is what its open rows say now.
    File and line are told to whoever sees the child: a thing that cannot be right can only be mended at its row.
    """
    rows = _rows(child, {about for about, _ in noticed}) if noticed else {}
    found = [FoundInRow(says, *rows[about]) for about, says in noticed if about in rows]
    return tuple(sorted(found, key=lambda one: one.from_on or date.min, reverse=True))


def _rows(child: Child, abouts: Iterable[str]) -> dict[str, tuple]:
    """Of the open rows that findings are about: what they tell of, from when to when, their source, file and line."""
    keys = defaultdict(list)
    for about in abouts:
        name, _source, row_key = about.split("/", 2)
        keys[name].append(row_key)
    statement = " UNION ALL ".join(_select(name) for name in keys)
    values = [value for row_keys in keys.values() for value in (child.pk, row_keys)]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return {
            f"{name}/{source}/{row_key}": (called(name), from_on, until_on, lasts(name), source, file, line)
            for name, source, row_key, from_on, until_on, file, line in cursor.fetchall()
        }


def _select(name: str) -> str:
    start, end = days_of(name)
    return (
        f"SELECT '{name}', source, row_key, {start}, {end or 'NULL::date'}, file, line FROM {TABLES[name]}"
        " WHERE child_id = %s AND known_until IS NULL AND row_key = ANY(%s)"
    )
