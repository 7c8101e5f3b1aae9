"""Our own identity for each child an import calls new: made, or taken up again.

A child of whom nothing is known any longer (its only import was undone) keeps its identity: who saw the child, who
was named for its file and every link go on leading to it when the same child comes again.
"""

from collections.abc import Sequence

from django.db import connection

from ..domain.changes import Changes
from ..domain.objects import FIELDS

# Children in no list, by the number and the birth date they last had.
FORGOTTEN = """
SELECT DISTINCT ON (local_id) local_id, identifier.child_id, (
    SELECT born_on FROM record_person AS person
    WHERE person.child_id = identifier.child_id AND born_on IS NOT NULL ORDER BY id DESC LIMIT 1)
FROM unnest(%s::text[]) AS asked (local_id)
JOIN record_linkedidentifier AS identifier
  ON upper(trim(identifier.value)) = upper(trim(local_id)) AND identifier.kind = 'la_child_id'
WHERE NOT EXISTS (SELECT FROM record_childnow AS now WHERE now.child_id = identifier.child_id)
ORDER BY local_id, identifier.id DESC
"""

MAKE = """
INSERT INTO record_child (public_id, first_run)
SELECT gen_random_uuid(), %s FROM generate_series(1, %s) RETURNING id
"""


def identities(changes: Changes, *, run_id: str) -> dict[str, int]:
    """The id of each new child by its local identifier."""
    wanted = list(dict.fromkeys(changes.new_children))
    known = _taken_up_again(changes, wanted)
    new = [local_id for local_id in wanted if local_id not in known]
    with connection.cursor() as cursor:
        cursor.execute(MAKE, [run_id, len(new)])
        return known | dict(zip(new, (row[0] for row in cursor.fetchall()), strict=True))


def _taken_up_again(changes: Changes, wanted: Sequence[str]) -> dict[str, int]:
    """Those that were here before; a number that now belongs to another birth date is another child's."""
    born = _birth_dates(changes)
    with connection.cursor() as cursor:
        cursor.execute(FORGOTTEN, [list(wanted)])
        return {
            local_id: child_id
            for local_id, child_id, born_on in cursor.fetchall()
            if born_on is None or born.get(local_id) in (None, born_on.isoformat())
        }


def _birth_dates(changes: Changes) -> dict[str, str]:
    """As the rows give them; what is no date is refused when it is stored."""
    place = FIELDS["person"].index("born_on")
    return {
        row.child: row.values[place]
        for row in changes.inserts.get("person", ())
        if isinstance(row.child, str) and row.values[place]
    }
