"""Histories: what happened to each child, as known now or at a past moment."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection

from seenheard.accounts.domain import SYSTEM

from ..domain.accounts import Accounts, InCare, Told, accounts, all_told, in_care_by_source
from ..domain.happenings import History
from ..domain.later import Telling
from ..domain.telling import READS, Brought, Carried, history
from ..domain.typed import stands
from ..models import Child
from .facts import KNOWN_THEN, OPEN, facts_by_child
from .seeing import find, visible_children

LIFE_READS = READS


@dataclass(frozen=True, slots=True)
class Life:
    """One child's history, what sources say otherwise, and what each says of being looked after on the day."""

    history: History
    accounts: Accounts
    in_care: tuple[InCare, ...]
    typed: Mapping[str, list[Any]] = field(default_factory=dict)  # the visits and bookings that stand, as rows

    @property
    def told(self) -> tuple[Told, ...]:
        """Everything that any source tells, each at its own day, earliest first."""
        return all_told(self.history.happenings, self.accounts)


def histories(
    *, child_ids: Collection[int] | None = None, known_at: datetime | None = None, viewer, on: date | None = None
) -> Iterator[History]:
    """One history a child, by child id, in bounded memory.

    Of the children asked for, or of all of whom anything is known. `known_at`: as the record stood at that moment.
    A viewer other than SYSTEM gets those whom they may see on the day `on`, which is then needed.
    """
    for telling in tellings(child_ids=child_ids, known_at=known_at, viewer=viewer, on=on):
        yield telling.history


def tellings(
    *, child_ids: Collection[int] | None = None, known_at: datetime | None = None, viewer, on: date | None = None
) -> Iterator[Telling]:
    """The same, each with what it was told from."""
    carried = carried_by_source(known_at)
    ids = ids_of(child_ids, viewer, on)
    for child_id, facts in facts_by_child(ids, READS, known_at=known_at):
        if facts or child_ids is not None:
            yield Telling(history(child_id, facts, carried), facts, carried)


def life(*, viewer, child: Child, on: date, as_at: date | None = None, known_at: datetime | None = None) -> Life:
    """All that is told of one child whom the viewer may see on the day `on`, as known now or at a past moment.

    `as_at`: the day of which it is said who says that the child is looked after, if not `on`. Two queries, and
    one more where the child was not found for this viewer just before. Raises NoSuchChild.
    """
    if viewer is not SYSTEM:
        find(viewer=viewer, child=child, on=on)
    ((_, facts),) = facts_by_child([child.pk], LIFE_READS, known_at=known_at)
    return life_from(child, facts, carried_by_source(known_at), on=as_at or on)


def life_from(child: Child, facts: dict[str, list], carried: Carried, *, on: date) -> Life:
    """For the queries of this room: the life that these facts tell, which hold all of LIFE_READS. No query."""
    typed = {name: stands(facts.get(name, ())) for name in ("visit", "booking")}
    return Life(history(child.pk, facts, carried), accounts(facts), in_care_by_source(facts, on), typed)


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


def ids_of(child_ids: Collection[int] | None, viewer, on: date | None) -> list[int]:
    """For the queries of this room: these children, or all, as far as the viewer may see them on the day."""
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
