"""In which parts somebody stands to a child, by the record; and what of its actions they are shown: nothing that was
agreed about what the child keeps from them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from ..domain.parts import THE_MANAGER, THE_WORKER, is_kept, parts_of, refs_that_decide
from ..models import Child, ChildNow

# Of a child's line (`now`) what is asked of it, in another question's SQL.
LINE_SAYS = "EXISTS (SELECT FROM record_childnow AS now WHERE now.child_id = {child} AND ({says}))"
Person = TypeVar("Person")  # somebody who uses this, with a role and the references that the record knows them by
Kept = TypeVar("Kept")  # has `kept_from`: of worker and manager those from whom it is kept, as words


def parts_to(viewer, child: Child) -> frozenset[str]:
    """In which parts this person stands to the child. Its line is asked for, where it is not at hand, only for whom the
    record could name.

    Whoever has only opened its record, on duty or in an emergency, is kept out of all that it keeps from anybody: the
    child was not told of them, and nothing says that they are not the very person.
    """
    if child.opened and child.found_for and child.found_for[0] == viewer:
        return frozenset({THE_WORKER, THE_MANAGER})
    me = viewer.role, viewer.worker_refs, viewer.team_refs
    if not any(refs_that_decide(*me)):
        return parts_of(*me)
    return parts_of(*me, worker_ref=child.now.worker_ref, team_ref=child.now.team_ref)


def parts_to_each(viewer, child_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """The same of many children, by child: one question, and only for whom the record could name."""
    me = viewer.role, viewer.worker_refs, viewer.team_refs
    found = dict.fromkeys(child_ids, parts_of(*me))
    if child_ids and any(refs_that_decide(*me)):
        for line in ChildNow.objects.filter(pk__in=child_ids):
            found[line.pk] = parts_of(*me, worker_ref=line.worker_ref, team_ref=line.team_ref)
    return found


def who_may_know(people: Iterable[Person], child: Child, kept_from: Collection[str]) -> list[Person]:
    """Those of these people from whom the child does not keep it. No query, but where it is kept from anybody and the
    child's line is not at hand."""
    kept = " ".join(sorted(kept_from))
    return [one for one in people if not (kept and is_kept(kept, parts_to(one, child)))]


def not_kept(viewer, child: Child, rows: Iterable[Kept]) -> list[Kept]:
    """Those of one child's actions that are not kept from this person. No query, but where any is kept from anybody."""
    told = list(rows)
    kept = [row for row in told if _kept_from(row)]
    parts = parts_to(viewer, child) if kept else frozenset()
    return [row for row in told if not is_kept(_kept_from(row), parts)]


def not_kept_of_many(viewer, rows: Mapping[int, Sequence[Any]]) -> dict[int, list[Any]]:
    """The same of the actions of many children, by child."""
    parts = parts_to_each(viewer, [child_id for child_id, told in rows.items() if any(map(_kept_from, told))])
    told = {
        child_id: [row for row in told if not is_kept(_kept_from(row), parts.get(child_id, frozenset()))]
        for child_id, told in rows.items()
    }
    return {child_id: found for child_id, found in told.items() if found}


def _kept_from(row: Any) -> str:
    return row.kept_from or ""
