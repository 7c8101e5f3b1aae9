"""Where each child stood with the council on a past day, with only what was known at its end: for figures of that day.

`ChildNow` says the same of now in one line a child; what it said on an earlier day nothing keeps. So it is worked out
from the versions of facts that stood then, by the very functions that tell of one child's past.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Min

from ..domain.days import day_of, end_of
from ..domain.involved import holder, involvements
from ..domain.sources import by_source, first_value
from ..domain.telling import Carried, told_since
from ..domain.typed import stands
from ..domain.whole import Status, status
from ..models import LoadedTable
from .facts import facts_by_child
from .histories import carried_by_source, ids_of
from .parts import not_kept_of_many

CARE_VISIT = "care_visit_made"
READS = (
    "person",
    "legal_status",
    "cin_episode",
    "cp_plan",
    "cla_episode",
    "cla_placement",
    "care_leaver",
    "involvement",
    "event",
)


@dataclass(frozen=True, slots=True)
class ChildThen:
    """One child as known at the end of a day. `team_ref`, `worker_ref`: of who held the case, "" where nobody did.

    `visits_told_since_on`: from which day on the child's sources tell of visits to a child in care; None: they do not.
    """

    child_id: int
    born_on: date | None
    looked_after_since_on: date | None
    protection_plan: bool
    in_need: bool
    care_leaver: bool
    team_ref: str
    worker_ref: str
    visits_told_since_on: date | None

    @property
    def looked_after(self) -> bool:
        """Whether the child was in care on the day."""
        return self.looked_after_since_on is not None


def children_then(*, viewer, on: date, as_at: date, child_ids: Collection[int] | None = None) -> Iterator[ChildThen]:
    """Of the children whom the viewer may see on the day `on`, those of whom anything was known at the end of `as_at`.

    In bounded memory. Adoption and restriction hide a child on every past day too, as everywhere.
    """
    ids = ids_of(child_ids, viewer, on)
    moment = known_by(as_at)
    carried = carried_by_source(moment)
    for child_id, facts in facts_by_child(ids, READS, known_at=moment):
        if facts:
            yield _then(child_id, facts, as_at, carried)


def actions_then(*, viewer, child_ids: Collection[int], as_at: date) -> dict[int, list[Any]]:
    """By child, the actions that stood at the end of the day, as the record's ChildAction was then.

    Of children whom the caller was given for this viewer; none that is kept from them.
    """
    ids, moment = sorted(child_ids), end_of(as_at)
    told = facts_by_child(ids, ("child_action",), known_at=moment) if ids else ()
    return not_kept_of_many(viewer, {child_id: stands(facts.get("child_action", ())) for child_id, facts in told})


def known_by(as_at: date) -> datetime:
    """Up to when facts count for a figure of a day: its end; of a day before the first import, the end of the day of
    that import, for a council that begins here had told its files what was so before. Neither moves once that day is
    over; while the day of the first import lasts, what comes in on it still counts."""
    begun_at = LoadedTable.objects.aggregate(first=Min("known_from"))["first"]
    return end_of(max(as_at, day_of(begun_at)) if begun_at else as_at)


def _then(child_id: int, facts: dict[str, list], as_at: date, carried: Carried) -> ChildThen:
    stood: Status = status(facts, as_at)
    held: Any = holder(involvements(facts), as_at)
    return ChildThen(
        child_id=child_id,
        born_on=first_value(by_source(facts.get("person", ())), "born_on"),
        looked_after_since_on=stood.looked_after_since_on,
        protection_plan=stood.protection_plan_since_on is not None,
        in_need=stood.in_need_since_on is not None,
        care_leaver=stood.care_leaver,
        team_ref=(held.team_ref if held else None) or "",
        worker_ref=(held.professional_ref if held else None) or "",
        visits_told_since_on=told_since(CARE_VISIT, facts, carried),
    )
