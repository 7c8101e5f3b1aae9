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
    """One prompt by what it is about; `child`: the public id."""

    child: str
    cause: str
    key: str


def ticked(*, viewer, on: date, numbers: Collection[int]) -> tuple[Ticked, ...]:
    """These prompts, in the order of their days; NoSuchPrompt where one is of a child whom the viewer may not see."""
    rows = (
        Prompt.objects.filter(pk__in=numbers).order_by("act_by_on", "id").values_list("child", "cause", "key", "facts")
    )
    found = [(child, cause, key) for child, cause, key, facts in rows if not is_kept_from(viewer.role, facts)]
    seen = record_queries.visible_children(viewer=viewer, on=on).filter(pk__in={child for child, _, _ in found})
    public = dict(seen.values_list("pk", "public_id"))
    if len(found) < len(set(numbers)) or not all(child in public for child, _, _ in found):
        raise NoSuchPrompt
    return tuple(Ticked(str(public[child]), cause, key) for child, cause, key in found)
