"""Reports for reviews of children in care: those that are late, then those due within four weeks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from seenheard.desk.permissions import can_see_a_team
from seenheard.desk.presenters.duties import when
from seenheard.desk.presenters.review_report import RULE, planned_for
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
from seenheard.duties import queries as duties_queries
from seenheard.duties.queries import Owed
from seenheard.record import queries as record_queries
from seenheard.timescales.domain.standing import OVERDUE
from seenheard.ui.dates import short
from seenheard.ui.paging import paged
from seenheard.ui.standings import look
from seenheard.ui.words import count, plural

NAME, FILE = "desk:review_reports", "reports-for-reviews"
ABOUT = ("Worker", "Review planned for", "Report due", "How it stands", "When")
HEAD, FILE_HEAD = (*CHILD_HEAD, *ABOUT), (*CHILD_FILE_HEAD, *ABOUT)
ASKED_OF = (
    "A report is asked for where a review is booked here or planned in a file, and where your council records here "
    "that reports are sent."
)


def page(*, viewer, on: date, asked) -> TeamPage:
    """The longest late first, fifty to a page. Whoever answers for no team finds no other list beside it."""
    found = _owed(viewer, on)
    listed = paged(found, asked.get("page"))
    lines = record_queries.lines_of({one.child_id for one in listed})
    rows = [
        (*child_cells(lines[one.child_id], on), *_words(one, lines[one.child_id], on))
        for one in listed
        if one.child_id in lines
    ]
    return page_of(
        NAME,
        on=on,
        heading="Reports for reviews",
        summary=_summary(found),
        notes=(ASKED_OF,),
        head=HEAD,
        rows=rows,
        paged=listed,
        what=("report", "reports"),
        empty="No report for a review is late or due within four weeks.",
        public_ids=ids(lines.values()),
        beside=can_see_a_team(viewer),
    )


def file(*, viewer, on: date, asked) -> TeamFile:
    """The whole list."""
    found = _owed(viewer, on)
    lines = record_queries.lines_of({one.child_id for one in found})
    rows = [
        (*child_words(lines[one.child_id], on), *_words(one, lines[one.child_id], on, iso=True))
        for one in found
        if one.child_id in lines
    ]
    return file_of(FILE, on=on, head=FILE_HEAD, rows=rows, public_ids=ids(lines.values()))


def _owed(viewer, on: date) -> list[Owed]:
    reviews = duties_queries.all_open_clocks(viewer=viewer, on=on, rules=(RULE,), teams=teams_of(viewer, on))
    return sorted(reviews, key=lambda one: one.clock.due_on or date.max)


def _summary(found: Sequence[Owed]) -> str:
    """ "2 reports are late. 5 more are due within four weeks." """
    late = sum(one.standing == OVERDUE for one in found)
    said = [f"{count(late, 'report is', 'reports are') if late else 'No report is'} late."]
    if coming := len(found) - late:
        said.append(f"{coming:,} {'more ' if late else ''}{plural(coming, 'is', 'are')} due within four weeks.")
    return " ".join(said)


def _words(owed: Owed, now, on: date, *, iso: bool = False) -> tuple[str, ...]:
    word = date.isoformat if iso else short
    due = word(owed.clock.due_on) if owed.clock.due_on else ""
    return (now.worker_name or "", word(planned_for(owed)), due, look(owed.standing).words, when(owed, on))
