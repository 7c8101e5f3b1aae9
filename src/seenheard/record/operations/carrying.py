"""What each source carries at all. When that changes, silence means something else for every child the source knows.

A first file of visits, for one child, makes "no visit" of all the others in its source something that can be judged;
undoing it makes it unknown again. So their clocks have to be worked out again as well, though no row of theirs changed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection

from ..domain.objects import NOT_ABOUT_A_CHILD, TABLES
from ..domain.telling import READS
from ..queries.histories import carried_by_source
from .rows import mark_changed

KNOWN_TO = " UNION ".join(
    f"SELECT child_id FROM {TABLES[name]} WHERE source = ANY(%(sources)s) AND known_until IS NULL"
    for name in READS
    if name in TABLES and name not in NOT_ABOUT_A_CHILD
)


@contextmanager
def marking_changed(*, run_id: str, at: datetime) -> Iterator[set[int]]:
    """Mark every child put into the set inside; where what a source carries changes, every child that it tells of too.

    Each child is marked once, so that its clocks are worked out once.
    """
    touched: set[int] = set()
    before = carried_by_source()
    yield touched
    after = carried_by_source()
    other = [source for source in before.keys() | after.keys() if before.get(source) != after.get(source)]
    concerned = _children_of(other) if other else ()
    mark_changed(touched.union(concerned), run_id=run_id, at=at)


def _children_of(sources: list[str]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(KNOWN_TO, {"sources": sources})
        return [child_id for (child_id,) in cursor.fetchall()]
