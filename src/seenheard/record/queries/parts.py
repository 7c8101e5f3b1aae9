"""What of a child's actions somebody is shown: nothing that was agreed about what the child keeps from them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from ..domain.parts import is_kept, parts_of, refs_that_decide
from ..models import Child, ChildNow

# Of a child's line (`now`) what is asked of it, in another question's SQL.
LINE_SAYS = "EXISTS (SELECT FROM record_childnow AS now WHERE now.child_id = {child} AND ({says}))"
Kept = TypeVar("Kept")  # has `kept_from`: of worker and manager those from whom it is kept, as words


def parts_to(viewer, child: Child) -> frozenset[str]:
    """In which parts this person stands to the child; its line is asked for only for whom the record could name."""
    me = viewer.role, viewer.worker_refs, viewer.team_refs
    if not any(refs_that_decide(*me)):
        return parts_of(*me)
    line = ChildNow.objects.filter(pk=child.pk).first()
    return parts_of(*me, worker_ref=line.worker_ref, team_ref=line.team_ref) if line else parts_of(*me)


def not_kept(viewer, child: Child, rows: Iterable[Kept]) -> list[Kept]:
    """Those of one child's actions that are not kept from this person. No query, but where any is kept from anybody."""
    told = list(rows)
    kept = [row for row in told if _kept_from(row)]
    parts = parts_to(viewer, child) if kept else frozenset()
    return [row for row in told if not is_kept(_kept_from(row), parts)]


def not_kept_of_many(viewer, rows: Mapping[int, Sequence[Any]]) -> dict[int, list[Any]]:
    """The same of the actions of many children, by child."""
    me = viewer.role, viewer.worker_refs, viewer.team_refs
    asked = [child_id for child_id, told in rows.items() if any(map(_kept_from, told))]
    parts = dict.fromkeys(asked, parts_of(*me))
    if asked and any(refs_that_decide(*me)):
        for line in ChildNow.objects.filter(pk__in=asked):
            parts[line.pk] = parts_of(*me, worker_ref=line.worker_ref, team_ref=line.team_ref)
    told = {
        child_id: [row for row in told if not is_kept(_kept_from(row), parts.get(child_id, frozenset()))]
        for child_id, told in rows.items()
    }
    return {child_id: found for child_id, found in told.items() if found}


def _kept_from(row: Any) -> str:
    return row.kept_from or ""
