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
    if name not in NOT_ABOUT_A_CHILD
)


@contextmanager
def marking_whom_silence_concerns(*, run_id: str, at: datetime) -> Iterator[None]:
    """Where what is done inside changes what a source carries, mark every child of whom that source tells."""
    before = carried_by_source()
    yield
    after = carried_by_source()
    other = [source for source in before.keys() | after.keys() if before.get(source) != after.get(source)]
    if other:
        mark_changed(_children_of(other), run_id=run_id, at=at)


def _children_of(sources: list[str]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(KNOWN_TO, {"sources": sources})
        return [child_id for (child_id,) in cursor.fetchall()]
