"""Children open to us whom nobody with a social work registration holds."""

from __future__ import annotations

from datetime import date

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
from seenheard.record.queries import Unheld
from seenheard.ui.paging import paged
from seenheard.ui.words import count, plural

NAME, FILE = "desk:team_unheld", "children-without-a-worker"
NO_WORKER, UNQUALIFIED = "No worker", "Only a worker without a social work registration"
MISSING = "What is missing"
HEAD, FILE_HEAD = (*CHILD_HEAD, MISSING), (*CHILD_FILE_HEAD, MISSING)
WHO = "Children who are looked after, on a protection plan or in need. Their worker is who is involved as caseholder."
OF_NO_TEAM = (
    "A child whose last worker’s time has ended is of no team any longer, and stands in the service manager’s list."
)


def page(*, viewer, on: date, asked) -> TeamPage:
    """The children by name, fifty to a page."""
    found = record_queries.unheld(viewer=viewer, on=on, teams=teams_of(viewer, on))
    listed = paged(_lines(viewer, on, found), asked.get("page"))
    return page_of(
        NAME,
        on=on,
        heading="Without a worker",
        summary=_summary(found),
        notes=(WHO, OF_NO_TEAM if teams_of(viewer, on) is not None else "", _not_known(found)),
        head=HEAD,
        rows=[(*child_cells(now, on), _missing(now.pk, found)) for now in listed],
        paged=listed,
        what=("child", "children"),
        empty="Every child who needs a worker has one.",
        public_ids=ids(listed),
    )


def file(*, viewer, on: date, asked) -> TeamFile:
    """All of them."""
    found = record_queries.unheld(viewer=viewer, on=on, teams=teams_of(viewer, on))
    lines = list(_lines(viewer, on, found))
    rows = [(*child_words(now, on), _missing(now.pk, found)) for now in lines]
    return file_of(FILE, on=on, head=FILE_HEAD, rows=rows, public_ids=ids(lines))


def _lines(viewer, on: date, found: Unheld):
    return record_queries.children_now(viewer=viewer, on=on, child_ids=(*found.without, *found.unqualified_only))


def _missing(child_id: int, found: Unheld) -> str:
    return NO_WORKER if child_id in found.without else UNQUALIFIED


def _summary(found: Unheld) -> str:
    without, unqualified = len(found.without), len(found.unqualified_only)
    return (
        f"{count(without, 'child has', 'children have')} no worker, and {count(unqualified, 'child', 'children')} "
        f"only {plural(unqualified, 'a worker', 'workers')} without a social work registration."
    )


def _not_known(found: Unheld) -> str:
    if not found.not_known:
        return ""
    many = count(len(found.not_known), "more child is", "more children are")
    return f"{many} held by somebody whom no staff list names: whether they are registered is not known here."
