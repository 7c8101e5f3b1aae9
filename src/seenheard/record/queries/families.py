"""Which children of a list are brothers and sisters: of one family, or of one mother, as recorded today."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import connection

from seenheard.lib.copying import these

from .seeing import children_now

# Neighbours in their family or under their mother are enough: who is joined by others between them is one family.
PAIRS = """
WITH told AS (
    SELECT child_id, 'family ' || source || ' ' || family_ref AS whose FROM record_family
    WHERE known_until IS NULL AND family_ref IS NOT NULL AND child_id = ANY(%(children)s::bigint[])
    UNION
    SELECT number.child_id, 'mother ' || mother.child_id
    FROM record_mother AS mother
    JOIN record_linkedidentifier AS number ON number.kind = 'la_child_id' AND number.value = mother.mothers_child_ref
    WHERE mother.known_until IS NULL AND number.known_until IS NULL AND number.child_id = ANY(%(children)s::bigint[])
), beside AS (
    SELECT child_id, lag(child_id) OVER (PARTITION BY whose ORDER BY child_id) AS before_it FROM told
)
SELECT before_it, child_id FROM beside WHERE before_it IS NOT NULL
"""


def pairs_of_siblings(*, viewer, on: date, child_ids: Collection[int]) -> list[tuple[int, int]]:
    """Of these children whom the viewer may see, two and two who are brothers or sisters, by id."""
    seen = these(children_now(viewer=viewer, on=on, child_ids=child_ids).order_by().values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, {"children": seen})
        return cursor.fetchall()
