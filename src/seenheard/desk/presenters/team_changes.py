"""Changes of worker in the last twelve months, and why: the children with three or more first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from seenheard.desk import labels
from seenheard.desk.presenters.team_lists import (
    CHILD_FILE_HEAD,
    CHILD_HEAD,
    TeamFile,
    TeamPage,
    child_cells,
    child_words,
    file_of,
    ids,
    page_of,
    teams_of,
)
from seenheard.record import queries as record_queries
from seenheard.record.queries import Change
from seenheard.ui.dates import short
from seenheard.ui.paging import paged
from seenheard.ui.parts import Cell
from seenheard.ui.words import count

NAME, FILE = "desk:team_changes", "changes-of-worker"
MANY = 3
NO_REASON = "No reason recorded"
HEAD = (*CHILD_HEAD, Cell("Changes", numeric=True), "When, to whom and why")
FILE_HEAD = (*CHILD_FILE_HEAD, "Changes in twelve months", "On", "From", "To", "Reason")
WHAT_COUNTS = "Another worker became the child’s caseholder: the first is no change. The reason comes with the new one."

OfChild = tuple[int, list[Change]]


def page(*, viewer, on: date, asked) -> TeamPage:
    """The children with the most changes first, fifty to a page."""
    found = _by_child(viewer, on)
    listed = paged(found, asked.get("page"))
    lines = record_queries.lines_of([child for child, _ in listed])
    names = _names(change for _, changes in listed for change in changes)
    shown = [(lines[child], changes) for child, changes in listed if child in lines]
    return page_of(
        NAME,
        on=on,
        heading="Changes of worker",
        summary=_summary(found),
        notes=(WHAT_COUNTS,),
        counted=("Why workers changed", ("Reason", Cell("Changes", numeric=True)), _reasons(found)),
        head=HEAD,
        rows=[(*child_cells(now, on), len(changes), _told(changes, names)) for now, changes in shown],
        paged=listed,
        what=("child", "children"),
        empty="No change of worker is recorded in the last twelve months.",
        public_ids=ids(now for now, _ in shown),
    )


def file(*, viewer, on: date, asked) -> TeamFile:
    """Every change in a row of its own."""
    found = _by_child(viewer, on)
    lines = record_queries.lines_of([child for child, _ in found])
    names = _names(change for _, changes in found for change in changes)
    rows = [
        (*child_words(lines[child], on), len(changes), one.on.isoformat(), *_who(one, names), _reason(one))
        for child, changes in found
        if child in lines
        for one in changes
    ]
    return file_of(FILE, on=on, head=FILE_HEAD, rows=rows, public_ids=ids(lines.values()))


def _by_child(viewer, on: date) -> list[OfChild]:
    changes = record_queries.changes_of_worker(viewer=viewer, on=on, teams=teams_of(viewer, on))
    by_child = [(child, list(own)) for child, own in groupby(changes, key=lambda one: one.child_id)]
    return sorted(by_child, key=lambda one: (-len(one[1]), one[0]))


def _names(changes: Iterator[Change]) -> Mapping[str, str]:
    refs: Collection[str] = {ref for one in changes for ref in (one.was, one.now)}
    return record_queries.worker_names(refs=refs) if refs else {}


def _summary(found: Sequence[OfChild]) -> str:
    changes = sum(len(own) for _, own in found)
    many = sum(len(own) >= MANY for _, own in found)
    said = f"{count(changes, 'change', 'changes')} of worker in the last twelve months, for "
    return f"{said}{count(len(found), 'child', 'children')}. {count(many, 'child', 'children')} had three or more."


def _reasons(found: Sequence[OfChild]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(_reason(one) for _, own in found for one in own).most_common())


def _reason(change: Change) -> str:
    return labels.label("SW_REASON", change.reason) if change.reason else NO_REASON


def _who(change: Change, names: Mapping[str, str]) -> tuple[str, str]:
    return names.get(change.was, change.was), names.get(change.now, change.now)


def _told(changes: Sequence[Change], names: Mapping[str, str]) -> str:
    return "; ".join(f"{short(one.on)} to {_who(one, names)[1]}: {_lower(_reason(one))}" for one in changes)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
