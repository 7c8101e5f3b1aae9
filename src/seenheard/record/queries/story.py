"""The story so far: what happened to one child, filtered, and for those allowed the file and line that say so."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from django.db import connection

from seenheard.accounts.domain import SYSTEM

from ..domain.accounts import Told
from ..models import Child
from ..permissions import can_see_rows
from .facts import stored_in
from .histories import life
from .seeing import find


def story(
    *,
    viewer,
    child: Child,
    on: date,
    kinds: Collection[str] | None = None,
    from_on: date | None = None,
    until_on: date | None = None,
    known_at: datetime | None = None,
    why: str = "",
) -> tuple[Told, ...]:
    """Happenings of these kinds in the half-open period, earliest first. At most four queries.

    Raises NoSuchChild. `why`: the reason of somebody who mends an import and sees no child otherwise.
    """
    find(viewer=viewer, child=child, on=on, why=why)
    told = [
        one
        for one in life(viewer=SYSTEM, child=child, on=on, known_at=known_at).told
        if (kinds is None or one.happening.kind in kinds)
        and (from_on is None or one.happening.on >= from_on)
        and (until_on is None or one.happening.on < until_on)
    ]
    if not told or not can_see_rows(viewer):
        return tuple(told)
    rows = _rows_behind(child, {one.happening.ref for one in told})
    return tuple(
        replace(one, file=file, line=line) for one in told for file, line in [rows.get(one.happening.ref, (None, None))]
    )


def _rows_behind(child: Child, refs: Collection[str]) -> dict[str, tuple[str, int | None]]:
    """File and line of the open rows that these references lead to."""
    by_name = defaultdict(list)
    for ref in refs:
        name, source, row_key = ref.split("/", 2)
        by_name[name].append((source, row_key))
    selects = [
        f"SELECT '{name}/' || source || '/' || row_key, file, line FROM {stored_in(name)}"
        " WHERE child_id = %s AND known_until IS NULL AND row_key = ANY(%s)"
        for name in by_name
    ]
    values = [value for keys in by_name.values() for value in (child.pk, [row_key for _, row_key in keys])]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), values)
        return {ref: (file, line) for ref, file, line in cursor.fetchall()}
