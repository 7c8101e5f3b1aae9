"""Who is kept from whom on a day, read at once by a list over thousands of children.

What `restrictions`, `conflicts` and `closed_files` each say of one child or person. A list asks it of every line,
several times: as a question inside its own that takes longer to plan, and to ask, than to read these few rows before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True)
class Kept:
    """Children by key: `restricted` to named people, `let_in` where the viewer is one, `named` for a file closed by
    adoption, `known` to the viewer; and every conflict that stands, whoever declared it, with the person."""

    restricted: tuple[int, ...]
    let_in: tuple[int, ...]
    named: tuple[int, ...]
    known: tuple[int, ...]
    conflicts: tuple[tuple[int, str], ...]


KEPT = """
SELECT 'restricted', child_id, %(person)s = ANY(people), '' FROM record_restriction AS restriction
WHERE from_on <= %(on)s AND (until_on IS NULL OR until_on > %(on)s) AND NOT EXISTS (
    SELECT FROM record_endedrestriction AS ended WHERE ended.restriction_id = restriction.id AND ended_on <= %(on)s)
UNION ALL
SELECT 'named', child_id, true, '' FROM record_namedaccess AS naming
WHERE person_public_id = %(person)s AND from_on <= %(on)s AND (until_on IS NULL OR until_on > %(on)s) AND NOT EXISTS (
    SELECT FROM record_endedaccess AS ended WHERE ended.naming_id = naming.id AND ended_on <= %(on)s)
UNION ALL
SELECT 'known', child_id, person_public_id = %(person)s, person_public_id FROM record_conflict AS said
WHERE NOT EXISTS (SELECT FROM record_endedconflict AS ended WHERE ended.conflict_id = said.id AND ended_on <= %(on)s)
"""

LINES = """
SELECT child_id, worker_ref, team_ref, reviewer_ref, looked_after_since_on, protection_plan_since_on
FROM record_childnow
"""


def kept(*, viewer, on: date) -> Kept:
    """As it stands at this moment. One query; ask anew after anything was written."""
    with connection.cursor() as cursor:
        cursor.execute(KEPT, _asked(viewer, on))
        return _told(cursor.fetchall())


def kept_and(question: str, *, viewer, on: date) -> tuple[Kept, list[tuple]]:
    """The same, and on the same way to the database and back the rows of another question. In it `%(on)s` is the day,
    and `{lines}` what a child's line says of who answers for it. That is of every child, and not yet of those whom the
    viewer may see: the list that it is for says that."""
    with connection.cursor() as cursor:
        cursor.execute(f"{KEPT}; {question.format(lines=LINES)}", _asked(viewer, on))
        rows = cursor.fetchall()
        cursor.nextset()
        return _told(rows), cursor.fetchall()


def _asked(viewer, on: date) -> dict[str, Any]:
    return {"person": str(viewer.public_id), "on": on}


def _told(rows: Sequence[tuple]) -> Kept:
    def told(wanted: str, *, of_viewer: bool = True) -> Iterator[int]:
        return (child for what, child, is_viewers, _ in rows if what == wanted and (is_viewers or not of_viewer))

    return Kept(
        restricted=tuple(told("restricted", of_viewer=False)),
        let_in=tuple(told("restricted")),
        named=tuple(told("named")),
        known=tuple(told("known")),
        conflicts=tuple((child, person) for what, child, _, person in rows if what == "known"),
    )
