"""A child's line in a list, for the fifty of a page: plain values, because fifty objects of the table took as long to
make as the page to draw."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from ..models import ChildNow


class Line(NamedTuple):
    """What lists show of a child, with the names that `ChildNow` has for it."""

    child_id: int
    public_id: UUID
    local_id: str | None
    name: str | None
    born_on: date | None
    expected_on: date | None
    worker_ref: str | None
    worker_name: str | None
    team_ref: str | None
    team_name: str | None
    looked_after_since_on: date | None
    protection_plan_since_on: date | None
    in_need_since_on: date | None
    care_leaver: bool
    area: str | None


LINES = f"""
SELECT {", ".join(Line._fields)} FROM record_childnow JOIN record_child ON record_child.id = child_id
WHERE child_id = ANY(%s)
"""
OF_THESE = "record_childnow.child_id = ANY(%s::bigint[])"


def lines_of(child_ids: Collection[int]) -> dict[int, Line]:
    """The lines of these children, by key, whom a question with a viewer has found in this transaction.

    Asks nobody who looks: to go through who sees them again takes longer than to read them.
    """
    if not child_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(LINES, [list(child_ids)])
        return {row[0]: Line(*row) for row in cursor.fetchall()}


def lines_among(child_ids: Collection[int]) -> QuerySet[ChildNow]:
    """The same for somebody who asks for them together with something else: of children found as for `lines_of`."""
    of_these = RawSQL(OF_THESE, [list(child_ids)], output_field=BooleanField())  # noqa: S611 - the values stand apart
    return ChildNow.objects.filter(of_these)
