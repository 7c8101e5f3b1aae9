"""For supervision: where people see the same part of a child's life differently again, or several parts at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.urls import reverse

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
from seenheard.ui.dates import short
from seenheard.ui.paging import paged
from seenheard.ui.parts import Cell
from seenheard.ui.words import count
from seenheard.voices import queries
from seenheard.voices.domain.agreement import NORMAL
from seenheard.voices.queries import MOST_ROUNDS, ChildPattern, Running

NAME, FILE = "desk:team_patterns", "patterns-for-supervision"
HEADING = "For supervision: differences that form a pattern"
NO_WORKER = "Nobody, by the record"
HEAD = ("Worker", *CHILD_HEAD, "Part of life", "How often", "Since", "Talked about")
FILE_HEAD = ("Worker", *CHILD_FILE_HEAD, "Part of life", "Rounds running", "Parts that differ at once", "Since")
WHAT_COUNTS = (
    "A pattern: people see the same part of life differently two rounds running, or three or more parts in one round. "
    "It is here until a round in which it is not so."
)
WHAT_IS_SEEN = "Worked out from the answers that you may see: something to talk about, and no figure about anybody."
TALKED = {True: "Not yet", False: "Yes"}

Part = tuple[ChildPattern, Running]


def page(*, viewer, on: date, asked) -> TeamPage:
    """By worker, then by child: each part of life in a row, fifty to a page."""
    found, lines = _found(viewer, on)
    listed = paged(found, asked.get("page"))
    return page_of(
        NAME,
        on=on,
        heading=HEADING,
        summary=_summary(found),
        notes=(NORMAL, WHAT_COUNTS, WHAT_IS_SEEN),
        head=HEAD,
        rows=[_row(lines[one.child_id], one, part, on) for one, part in listed],
        paged=listed,
        what=("part of life", "parts of life"),
        empty="Nothing comes back: no part of life is seen differently two rounds running, nor three at once.",
        public_ids=dict.fromkeys(ids(lines[one.child_id] for one, _ in listed)),
    )


def file(*, viewer, on: date, asked) -> TeamFile:
    """All of them."""
    found, lines = _found(viewer, on)
    rows = [_file_row(lines[one.child_id], one, part, on) for one, part in found]
    return file_of(FILE, on=on, head=(*FILE_HEAD, "Talked about"), rows=rows, public_ids=ids(lines.values()))


def _found(viewer, on: date) -> tuple[list[Part], Mapping[int, Any]]:
    """By the names of worker and child, so that nobody stands before anybody by how much there is."""
    found = queries.patterns(viewer=viewer, on=on, teams=teams_of(viewer, on))
    lines = record_queries.lines_of([one.child_id for one in found])
    shown = sorted((one for one in found if one.child_id in lines), key=lambda one: _by_name(lines[one.child_id]))
    return list(_each_part(shown)), lines


def _by_name(now) -> tuple[str, str, int]:
    return (_worker(now), now.name or "", now.child_id)


def _each_part(found: Iterable[ChildPattern]) -> Iterator[Part]:
    for one in found:
        yield from ((one, part) for part in one.parts)


def _row(now, one: ChildPattern, part: Running, on: date):
    columns = Cell(part.category.name, url=reverse("desk:round", args=[one.round]))
    return (_worker(now), *child_cells(now, on), columns, _often(one, part), short(part.since_on), TALKED[part.waits])


def _file_row(now, one: ChildPattern, part: Running, on: date):
    at_once = len(one.parts) if one.several else ""
    told = (part.category.name, part.rounds, at_once, part.since_on.isoformat(), TALKED[part.waits])
    return (_worker(now), *child_words(now, on), *told)


def _worker(now) -> str:
    return now.worker_name or now.worker_ref or NO_WORKER


def _often(one: ChildPattern, part: Running) -> str:
    """ "3 rounds running", "One of 4 parts at once", or both."""
    more = " or more" if part.rounds == MOST_ROUNDS else ""
    running = f"{part.rounds} rounds running{more}" if part.rounds > 1 else ""
    at_once = f"one of {len(one.parts)} parts at once" if one.several else ""
    said = ", ".join(filter(None, (running, at_once)))
    return said[:1].upper() + said[1:]


def _summary(found: list[Part]) -> str:
    children = count(len({one.child_id for one, _ in found}), "child", "children")
    return f"{children} to talk about in supervision and at the next review."
