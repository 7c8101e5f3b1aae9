"""What is late, by rule, and of how much of it somebody has said why; each reason in full below, and after them those
of what has been done since, but late."""

from __future__ import annotations

from collections import Counter
from datetime import date

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
from seenheard.duties.queries.explained import Said, explained
from seenheard.record import queries as record_queries
from seenheard.ui.dates import LONDON, short
from seenheard.ui.paging import paged
from seenheard.ui.parts import Cell
from seenheard.ui.words import count, plural

NAME, FILE = "desk:team_late", "explained-delays"
WHY_HEAD = ("Duty", "Due", "Why it is late", "Said by")
HEAD, FILE_HEAD = (*CHILD_HEAD, *WHY_HEAD), (*CHILD_FILE_HEAD, *WHY_HEAD, "Done late on")
BY_RULE = ("Duty", Cell("Overdue", numeric=True), Cell("Explained", numeric=True))
STAYS = "A reason changes no date: what is late stays late until it is done."


def page(*, viewer, on: date, asked) -> TeamPage:
    """How much of each duty is late and explained, and each reason, the longest overdue first."""
    told = explained(viewer=viewer, on=on, teams=teams_of(viewer, on))
    late = duties_queries.late_by_rule(viewer=viewer, on=on, teams=teams_of(viewer, on))
    listed = paged((*told.overdue, *told.done), asked.get("page"))
    lines = record_queries.lines_of({one.child_id for one, _ in listed})
    of_rule = Counter(one.rule.id for one, _ in told.overdue)
    return page_of(
        NAME,
        on=on,
        heading="Late, and why",
        summary=summary(sum(many for _, many in late), len(told.overdue), len(told.done)),
        notes=(STAYS,),
        counted=("What is late", BY_RULE, tuple((rule.title, many, of_rule[rule.id]) for rule, many in late)),
        head=HEAD,
        rows=[
            (*child_cells(lines[one.child_id], on), *_words(one, said)) for one, said in listed if one.child_id in lines
        ],
        paged=listed,
        what=("reason", "reasons"),
        empty="Nobody has said why anything is late.",
        public_ids=ids(lines.values()),
    )


def file(*, viewer, on: date, asked) -> TeamFile:
    """Every reason in a row of its own."""
    told = explained(viewer=viewer, on=on, teams=teams_of(viewer, on))
    found = (*told.overdue, *told.done)
    lines = record_queries.lines_of({one.child_id for one, _ in found})
    rows = [
        (*child_words(lines[one.child_id], on), *_words(one, said, iso=True))
        for one, said in found
        if one.child_id in lines
    ]
    return file_of(FILE, on=on, head=FILE_HEAD, rows=rows, public_ids=ids(lines.values()))


def summary(late: int, explained: int, done: int = 0) -> str:
    """ "15 duties are overdue. Of these, 2 have an explained delay." And how many were done late, with a reason."""
    more = (
        f" {count(done, 'duty was', 'duties were')} done late in the last twelve months, with a reason." if done else ""
    )
    if not late:
        return f"Nothing is overdue.{more}"
    has = plural(explained, "has", "have")
    return f"{count(late, 'duty is', 'duties are')} overdue. Of these, {explained:,} {has} an explained delay.{more}"


def _words(owed: Owed, said: Said, *, iso: bool = False) -> Row:
    clock, at = owed.clock, said.at.astimezone(LONDON).date()
    word = date.isoformat if iso else short
    done = "" if iso or clock.ended_on is None else f", done {short(clock.ended_on)}"
    due, who = f"{word(clock.due_on or clock.started_on)}{done}", f"{said.name or SOMEBODY}, {word(at)}"
    if not iso:
        return (owed.rule.title, due, said.why, who)
    return (owed.rule.title, due, said.why, who, clock.ended_on.isoformat() if clock.ended_on else "")
