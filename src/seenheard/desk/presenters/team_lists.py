"""What the lists of who answers for others' work have in common: page by page, or all of it in a file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.accounts import queries as accounts
from seenheard.desk.presenters.duties import NAME_NOT_RECORDED, address_of, age_words, standing_with_us
from seenheard.ui.dates import long
from seenheard.ui.paging import Paged
from seenheard.ui.parts import Cell, Link

Row = tuple[str | int | Cell, ...]
LISTS = (
    ("What is due", "desk:team"),
    ("Late, and why", "desk:team_late"),
    ("Reports for reviews", "desk:review_reports"),
    ("Without a worker", "desk:team_unheld"),
    ("Caseloads", "desk:team_caseloads"),
    ("Changes of worker", "desk:team_changes"),
    ("Seen by nobody", "desk:team_unseen"),
    ("What people say", "desk:heat_map"),
    ("Agreement", "desk:team_agreement"),
    ("For supervision", "desk:team_patterns"),
)
TEAM_MANAGER = "team_manager"
CHILD_HEAD = ("Child", "Council’s number", "Team")
CHILD_FILE_HEAD = ("Child", "Council’s number", "Age", "Known to us as", "Team")


@dataclass(frozen=True)
class TeamPage:
    """One page of a list. `what`: what a row is, in one word and in the plural."""

    title: str
    heading: str
    caption: str
    lists: tuple[Link, ...]
    summary: str
    notes: tuple[str, ...]
    more: tuple[Link, ...]
    counted_caption: str
    counted_head: Row
    counted: tuple[Row, ...]
    table_caption: str
    head: Row
    rows: tuple[Row, ...]
    paged: Paged
    what: tuple[str, str]
    empty: str
    download: str
    public_ids: tuple[str, ...]


@dataclass(frozen=True)
class TeamFile:
    """The whole list, for a file. Every row ends with the day it is as at."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]
    public_ids: tuple[str, ...]


def teams_of(viewer, on: date) -> tuple[str, ...] | None:
    """The teams of a team manager, and of those managers for whom they stand in; None for who answers for all."""
    if viewer.role != TEAM_MANAGER:
        return None
    away = (one for one in accounts.covered_by(viewer=viewer, on=on) if one.role == TEAM_MANAGER)
    return tuple(dict.fromkeys([*viewer.team_refs, *(ref for one in away for ref in one.team_refs)]))


def title_for(viewer) -> str:
    """What the navigation calls the first of the lists for this person."""
    return "My team" if viewer.role == TEAM_MANAGER else "All teams"


def lists(current: str) -> tuple[Link, ...]:
    """The lists beside each other; `current` is the name of the address one is at."""
    return tuple(Link(text, reverse(page), page == current) for text, page in LISTS)


def page_of(
    name: str,
    *,
    on: date,
    heading: str,
    summary: str,
    head: Row,
    rows: Sequence[Row],
    paged: Paged,
    what: tuple[str, str],
    empty: str,
    public_ids: Collection[str],
    notes: tuple[str, ...] = (),
    more: tuple[Link, ...] = (),
    counted: tuple[str, Row, tuple[Row, ...]] = ("", (), ()),
    beside: bool = True,
) -> TeamPage:
    """The page of the list at the address `name`; `beside`: with the other lists beside it."""
    return TeamPage(
        title=heading,
        heading=heading,
        caption=long(on),
        lists=lists(name) if beside else (),
        summary=summary,
        notes=tuple(filter(None, notes)),
        more=more,
        counted_caption=counted[0],
        counted_head=counted[1],
        counted=counted[2],
        table_caption=heading,
        head=head,
        rows=tuple(rows),
        paged=paged,
        what=what,
        empty=empty,
        download=reverse(f"{name}_file"),
        public_ids=tuple(public_ids),
    )


def file_of(
    name: str,
    *,
    on: date,
    head: Sequence[str],
    rows: Sequence[Sequence[str | int | float]],
    public_ids: Collection[str],
) -> TeamFile:
    """The file of a list; its name holds the day, and so does each row."""
    return TeamFile(
        name=f"{name}-{on:%Y-%m-%d}",
        head=(*head, "As at"),
        rows=tuple((*row, on.isoformat()) for row in rows),
        public_ids=tuple(public_ids),
    )


def child_cells(now, on: date) -> Row:
    """A child as the first cells of a row, under CHILD_HEAD."""
    name, number, age, standing, team = child_words(now, on)
    facts = ", ".join(filter(None, (age, standing)))
    return (Cell(name, url=address_of(now.public_id), note=facts), number, team)


def child_words(now, on: date) -> tuple[str, str, str, str, str]:
    """The same as words under CHILD_FILE_HEAD, for a file."""
    team = now.team_name or now.team_ref or ""
    return (now.name or NAME_NOT_RECORDED, now.local_id or "", age_words(now, on), standing_with_us(now), team)


def ids(lines) -> Iterator[str]:
    """The public ids of the children of these lines."""
    return (str(now.public_id) for now in lines)
