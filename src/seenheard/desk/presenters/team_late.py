"""What is late, by rule, and of how much of it somebody has said why; each reason in full below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from seenheard.accounts import queries as accounts
from seenheard.desk.presenters.team_lists import (
    CHILD_FILE_HEAD,
    CHILD_HEAD,
    Row,
    TeamFile,
    TeamPage,
    child_cells,
    child_words,
    file_of,
    ids,
    page_of,
    teams_of,
)
from seenheard.desk.presenters.to_do import SOMEBODY
from seenheard.duties import queries as duties_queries
from seenheard.duties.queries import Owed
from seenheard.duties.queries.explained import Said, explained_late
from seenheard.record import queries as record_queries
from seenheard.ui.dates import LONDON, short
from seenheard.ui.paging import paged
from seenheard.ui.parts import Cell
from seenheard.ui.words import count, plural

NAME, FILE = "desk:team_late", "explained-delays"
WHY_HEAD = ("Duty", "Due", "Why it is late", "Said by")
HEAD, FILE_HEAD = (*CHILD_HEAD, *WHY_HEAD), (*CHILD_FILE_HEAD, *WHY_HEAD)
BY_RULE = ("Duty", Cell("Overdue", numeric=True), Cell("Explained", numeric=True))
STAYS = "A reason changes no date: what is late stays late until it is done."


def page(*, viewer, on: date, asked) -> TeamPage:
    """How much of each duty is late and explained, and each reason, the longest overdue first."""
    found = explained_late(viewer=viewer, on=on, teams=teams_of(viewer, on))
    late = duties_queries.late_by_rule(viewer=viewer, on=on, teams=teams_of(viewer, on))
    listed = paged(found, asked.get("page"))
    lines = record_queries.lines_of({one.child_id for one, _ in listed})
    names = accounts.names(said.by for _, said in listed)
    explained = Counter(one.rule.id for one, _ in found)
    return page_of(
        NAME,
        on=on,
        heading="Late, and why",
        summary=summary(sum(many for _, many in late), len(found)),
        notes=(STAYS,),
        counted=("What is late", BY_RULE, tuple((rule.title, many, explained[rule.id]) for rule, many in late)),
        head=HEAD,
        rows=[
            (*child_cells(lines[one.child_id], on), *_words(one, said, names))
            for one, said in listed
            if one.child_id in lines
        ],
        paged=listed,
        what=("reason", "reasons"),
        empty="Nobody has said why anything is late.",
        public_ids=ids(lines.values()),
    )


def file(*, viewer, on: date, asked) -> TeamFile:
    """Every reason in a row of its own."""
    found = explained_late(viewer=viewer, on=on, teams=teams_of(viewer, on))
    lines = record_queries.lines_of({one.child_id for one, _ in found})
    names = accounts.names(said.by for _, said in found)
    rows = [
        (*child_words(lines[one.child_id], on), *_words(one, said, names, iso=True))
        for one, said in found
        if one.child_id in lines
    ]
    return file_of(FILE, on=on, head=FILE_HEAD, rows=rows, public_ids=ids(lines.values()))


def summary(late: int, explained: int) -> str:
    """ "15 duties are overdue. Of these, 2 have an explained delay." """
    if not late:
        return "Nothing is overdue."
    has = plural(explained, "has", "have")
    return f"{count(late, 'duty is', 'duties are')} overdue. Of these, {explained:,} {has} an explained delay."


def _words(owed: Owed, said: Said, names: Mapping[str, str], *, iso: bool = False) -> Row:
    due, at = owed.clock.due_on or owed.clock.started_on, said.at.astimezone(LONDON).date()
    days = (due.isoformat(), at.isoformat()) if iso else (short(due), short(at))
    return (owed.rule.title, days[0], said.why, f"{names.get(said.by, SOMEBODY)}, {days[1]}")
