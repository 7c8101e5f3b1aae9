"""Which looked-after children are placed with a parent, on a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import connection

from seenheard.lib.copying import these

from .seeing import children_now

WITH_PARENTS = "P1"  # SSDA903: own parents, or another person with parental responsibility
# Where sources differ about the day it is no such placement: a carer who is there is asked.
PLACED = """
SELECT child_id FROM (
    SELECT child_id, place_code FROM record_claepisode
    WHERE child_id = ANY(%(children)s::bigint[]) AND known_until IS NULL AND place_code IS NOT NULL
        AND from_on <= %(on)s AND (until_on IS NULL OR until_on > %(on)s)
    UNION ALL
    SELECT child_id, place_code FROM record_claplacement
    WHERE child_id = ANY(%(children)s::bigint[]) AND known_until IS NULL AND place_code IS NOT NULL
        AND from_on <= %(on)s AND (until_on IS NULL OR until_on > %(on)s)
) AS placed
GROUP BY child_id HAVING bool_and(place_code = %(code)s)
"""


def placed_with_parents(*, viewer, on: date, child_ids: Collection[int]) -> frozenset[int]:
    """Those of these children whom the viewer may see, by id, whose placement of the day is with a parent."""
    seen = these(children_now(viewer=viewer, on=on, child_ids=child_ids).order_by().values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(PLACED, {"children": seen, "on": on, "code": WITH_PARENTS})
        return frozenset(child_id for (child_id,) in cursor.fetchall())
