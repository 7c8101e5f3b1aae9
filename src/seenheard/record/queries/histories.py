"""Histories: what happened to each child, as known now or at a past moment."""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from django.db import connection

from seenheard.accounts.domain import SYSTEM

from ..domain.happenings import History
from ..domain.telling import READS, Brought, Carried, history
from ..models import Child
from .facts import KNOWN_THEN, OPEN, facts_by_child
from .seeing import visible_children


def histories(
    *, child_ids: Collection[int] | None = None, known_at: datetime | None = None, viewer, on: date | None = None
) -> Iterator[History]:
    """One history a child, by child id, in bounded memory.

    Of the children asked for, or of all of whom anything is known. `known_at`: as the record stood at that moment.
    A viewer other than SYSTEM gets those whom they may see on the day `on`, which is then needed.
    """
    carried = carried_by_source(known_at)
    ids = _ids(child_ids, viewer, on)
    for child_id, facts in facts_by_child(ids, READS, known_at=known_at):
        if facts or child_ids is not None:
            yield history(child_id, facts, carried)


def carried_by_source(known_at: datetime | None = None) -> Carried:
    """Which objects each source has brought, for anyone at all, and from which day its files cover them."""
    carried: dict[str, set[Brought]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT source, name, min(covers_from)"
            f" FROM record_loadedtable WHERE {KNOWN_THEN if known_at else OPEN} GROUP BY source, name",
            {"at": known_at},
        )
        for source, name, covers_from in cursor.fetchall():
            carried.setdefault(source, set()).add((name, covers_from))
    return {source: frozenset(brought) for source, brought in carried.items()}


def _ids(child_ids: Collection[int] | None, viewer, on: date | None) -> list[int]:
    if viewer is SYSTEM:
        return sorted(child_ids) if child_ids is not None else list(_everyone())
    if on is None:
        raise TypeError("Say on which day: what a person may see changes from day to day.")
    seen = visible_children(viewer=viewer, on=on)
    if child_ids is not None:
        seen = seen.filter(pk__in=list(child_ids))
    return list(seen.order_by("pk").values_list("pk", flat=True))


def _everyone():
    return Child.objects.order_by("pk").values_list("pk", flat=True)
