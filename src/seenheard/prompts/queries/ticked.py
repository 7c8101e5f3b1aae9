"""What somebody has ticked on a list: of which child each prompt is, and what it is about."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from seenheard.record import queries as record_queries

from ..domain.owners import is_kept_from
from ..models import Prompt
from ..permissions import NoSuchPrompt


@dataclass(frozen=True, slots=True)
class Ticked:
    """One prompt by what it is about; `child`: the public id. `is_gone`: what it asked for is there no more."""

    child: str
    cause: str
    key: str
    is_gone: bool = False


def ticked(*, viewer, on: date, numbers: Collection[int]) -> tuple[Ticked, ...]:
    """These prompts, in the order of their days; NoSuchPrompt where one is of a child whom the viewer may not see.

    One that has left nothing behind since the list was shown is passed over; so is one that the database keeps from
    whoever looks.
    """
    rows = list(Prompt.objects.filter(pk__in=numbers).order_by("act_by_on", "id"))
    seen = record_queries.visible_children(viewer=viewer, on=on).filter(pk__in={one.child_id for one in rows})
    public = dict(seen.values_list("pk", "public_id"))
    parts = record_queries.parts_to_each(viewer, list(public))
    if any(one.child_id not in public or is_kept_from(parts[one.child_id], one.facts) for one in rows):
        raise NoSuchPrompt
    return tuple(Ticked(str(public[one.child_id]), one.cause, one.key, one.gone_at is not None) for one in rows)
