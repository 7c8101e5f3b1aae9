"""A manager's list of duties: what is overdue or due within four weeks, child by child, worst first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse

from seenheard.desk.presenters.duties import child_line, duty, reader_of, unjudged_line
from seenheard.desk.presenters.owed import what_soon_means, why_late
from seenheard.duties import queries as duties_queries
from seenheard.duties.domain.causes import key_of
from seenheard.duties.queries import Carried, Counted, OpenDuties, Owed
from seenheard.duties.queries.explained import Said, reasons
from seenheard.record import queries as record_queries
from seenheard.timescales import queries as timescales_queries
from seenheard.ui.dates import long, short
from seenheard.ui.paging import Paged
from seenheard.ui.parts import Cell, ChildLine, Duty, Filter
from seenheard.ui.words import count, plural

NOBODY, NOBODY_WORDS = "nobody", "No worker recorded"  # instead of a key, for the children without a worker
CHOOSE = "Choose a worker or a part of life to read what is due for each child."
ORDER = "The longest overdue first."


@dataclass(frozen=True)
class ChildGroup:
    """One child with what is due for the child on this page of the list."""

    child: ChildLine
    duties: tuple[Duty, ...]
    unjudged: str


@dataclass(frozen=True)
class Worklist:
    """The page."""

    title: str
    heading: str
    caption: str
    lead: str
    summary: str
    soon: str
    filters: tuple[Filter, ...]
    groups: tuple[ChildGroup, ...]
    paged: Paged
    empty: str
    carried_head: tuple[str | Cell, ...]
    carried: tuple[tuple[str | int | Cell, ...], ...]
    public_ids: tuple[str, ...]


def worklist(*, viewer, on: date, asked, title, teams=None, workers=None, carried=(), few=None) -> Worklist:
    """What is due for the children a manager may see; of these teams and workers only, where they are given.

    `few`: the children of these teams, where a caller has just found them.
    """
    area = area_asked_for(asked)
    kept = {"part": area, "worker": worker_asked_for(asked)}
    found = duties_queries.open_clocks(
        viewer=viewer,
        on=on,
        areas=(area,) if area else None,
        teams=teams,
        workers=workers,
        page=asked.get("page"),
        filters=kept,
        few=few,
    )
    children = record_queries.lines_of({owed.child_id for owed in found.paged})
    return Worklist(
        title=title,
        heading=title,
        caption=long(on),
        lead="" if workers == () else ORDER,
        summary=CHOOSE if workers == () else summary(found, on),
        soon=what_soon_means(found.paged, on),
        filters=_filters(area, carried, kept["worker"]),
        groups=tuple(_groups(found, children, viewer, on)),
        paged=found.paged,
        empty="" if workers == () else _empty(area, on),
        carried_head=(
            "Worker",
            *(Cell(text, numeric=True) for text in ("Children with something due", "Overdue", "Due in four weeks")),
        ),
        carried=tuple(_carried(one) for one in carried),
        public_ids=tuple(str(now.public_id) for now in children.values()),
    )


def summary(found: OpenDuties, on: date) -> str:
    """ "3 duties are overdue and 5 more are due by 28 April 2026, for 6 children." """
    said = _said(found.counted, on)
    if not found.not_judged:
        return said
    many = sum(found.not_judged.values()) >= duties_queries.NOT_JUDGED_MOST
    unknown = f"{'At least ' if many else ''}{unjudged_line(found.not_judged)}"
    nothing = said.startswith("Nothing")
    return f"{'Of what can be judged, n' + said[1:] if nothing else said} {unknown}"


def _said(counted: Counted, on: date) -> str:
    until = f"{short(on + duties_queries.LOOK_AHEAD)} by law or by our own standard"
    if not counted.duties:
        return f"Nothing is overdue, and nothing is due by {until}."
    coming = counted.duties - counted.overdue
    children = count(counted.children, "child", "children")
    late = f"{count(counted.overdue, 'duty is', 'duties are')} overdue"
    if not counted.overdue:
        return f"Nothing is overdue. {count(coming, 'duty is', 'duties are')} due by {until}, for {children}."
    more = f"{coming:,} more {plural(coming, 'is', 'are')} due by {until}" if coming else "nothing more is due"
    return f"{late} and {more}, for {children}."


def _empty(area: str, on: date) -> str:
    until = short(on + duties_queries.LOOK_AHEAD)
    within = f" in this part of life ({area})" if area else ""
    return f"Nothing is due{within} up to {until}."


def worker_asked_for(asked) -> str:
    """The key of the worker asked for; what no file could hold is as good as nothing."""
    worker = asked.get("worker", "")
    return worker if worker.isprintable() else ""


def area_asked_for(asked) -> str:
    """The part of life asked for; what is none is as good as nothing."""
    area = asked.get("part", "")
    return area if area in _areas() else ""


def _areas() -> tuple[str, ...]:
    return tuple(sorted({rule.area for rule in timescales_queries.rules().values()}))


def _groups(found: OpenDuties, children: dict, viewer, on: date):
    said = reasons(owed=found.paged) if children else {}
    for child_id, owed in groupby(found.paged, key=lambda one: one.child_id):
        missing = found.unjudged.get(child_id)
        yield ChildGroup(
            child=child_line(children[child_id], on),
            duties=tuple(duty(one, on, reader=reader_of(viewer), booked=said_late(one, said)) for one in owed),
            unjudged=unjudged_line(missing) if missing else "",
        )


def said_late(one: Owed, said: Mapping[tuple[int, str, str], Said]) -> str:
    """Why this duty is late or cannot be done in time, in words; empty where nobody has said."""
    return why_late(one, said.get((one.child_id, one.rule.id, key_of(one.clock))))


def _filters(area: str, carried, worker: str) -> tuple[Filter, ...]:
    parts = Filter("part", "Part of life", area, (("", "All"), *((one, one.capitalize()) for one in _areas())))
    if not carried:
        return (parts,)
    names = tuple(({"": "Everybody"} | {one.ref or NOBODY: _name(one) for one in carried}).items())
    return (parts, Filter("worker", "Worker", worker, names))


def _carried(one: Carried) -> tuple[str | int | Cell, ...]:
    url = _address_of(one.ref or NOBODY)
    name = Cell(_name(one), url=url, note=one.team or "")
    return (name, one.children, one.overdue, one.coming)


@lru_cache(maxsize=4096)
def _address_of(worker: str) -> str:
    return f"{reverse('desk:team')}?{urlencode({'worker': worker})}"


def _name(one: Carried) -> str:
    return one.name or one.ref or NOBODY_WORDS
