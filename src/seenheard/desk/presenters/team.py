"""A team's work, worst first, and what each worker carries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date

from django.urls import reverse

from seenheard.desk.presenters.alarms import Alarm, red
from seenheard.desk.presenters.duties import when
from seenheard.desk.presenters.team_lists import (
    CHILD_FILE_HEAD,
    TeamFile,
    child_words,
    file_of,
    ids,
    lists,
    teams_of,
    title_for,
)
from seenheard.desk.presenters.worklist import NOBODY, Worklist, area_asked_for, said_late, worker_asked_for, worklist
from seenheard.duties import queries as duties_queries
from seenheard.duties.queries import Owed
from seenheard.duties.queries.explained import explained_late, reasons
from seenheard.record import queries as record_queries
from seenheard.timescales.domain.words import because_on
from seenheard.ui.parts import Link
from seenheard.ui.standings import look
from seenheard.ui.words import count

NAME, FILE = "desk:team", "what-is-due"
DUTY_HEAD = ("Worker", "Duty", "Part of life", "How it stands", "When", "Why", "Whose")
DAYS_HEAD = ("Due on by law", "Due on by our standard")
FILE_HEAD = (*CHILD_FILE_HEAD, *DUTY_HEAD, *DAYS_HEAD, "Why it is late")


@dataclass(frozen=True)
class TeamWork(Worklist):
    """The page. `explained`: to the reasons that were said for what is late, if any was. `download`: the file of what
    the page lists; empty where it asks to choose first."""

    lists: tuple[Link, ...]
    alarms: tuple[Alarm, ...]
    explained: Link | None
    download: str


def team(*, viewer, on: date, asked) -> TeamWork:
    """A team's work, with what each worker carries. Who answers for all teams is asked to choose among it first."""
    teams = teams_of(viewer, on)
    few = duties_queries.few_children(viewer=viewer, on=on, teams=teams)
    carried = duties_queries.by_worker(viewer=viewer, on=on, teams=teams, few=few)
    chosen = _chosen(viewer, on, asked)
    title = title_for(viewer)
    work = worklist(viewer=viewer, on=on, asked=asked, title=title, carried=carried, few=few, **chosen)
    download = f"{reverse('desk:team_file')}?{work.paged.query}" if work.groups else ""
    said = {one.name: getattr(work, one.name) for one in fields(work)}
    explained, alarms = _explained(viewer, on, teams, few), red(viewer=viewer, on=on)
    return TeamWork(**said, lists=lists(NAME), alarms=alarms, explained=explained, download=download)


def _explained(viewer, on: date, teams, few) -> Link | None:
    """ "2 delays are explained": of all that is late, whatever was chosen of it."""
    found = len(explained_late(viewer=viewer, on=on, teams=teams, few=few))
    return Link(f"{count(found, 'delay is', 'delays are')} explained", reverse("desk:team_late")) if found else None


def file(*, viewer, on: date, asked) -> TeamFile:
    """Every duty that the page lists over all its pages, a row each."""
    owed = list(_owed(viewer, on, asked))
    lines = record_queries.lines_of({one.child_id for one in owed})
    said = reasons(owed=owed) if owed else {}
    rows = [
        (
            *child_words(lines[one.child_id], on),
            lines[one.child_id].worker_name or "",
            *_duty_words(one, on),
            *_days(one),
            said_late(one, said),
        )
        for one in owed
        if one.child_id in lines
    ]
    return file_of(FILE, on=on, head=FILE_HEAD, rows=rows, public_ids=ids(lines.values()))


def _chosen(viewer, on: date, asked) -> dict:
    teams, worker = teams_of(viewer, on), worker_asked_for(asked)
    everybody = None if teams is not None or area_asked_for(asked) else ()
    return {"teams": teams, "workers": ("" if worker == NOBODY else worker,) if worker else everybody}


def _owed(viewer, on: date, asked) -> Iterator[Owed]:
    area = area_asked_for(asked)
    return duties_queries.all_open_clocks(
        viewer=viewer, on=on, areas=(area,) if area else None, **_chosen(viewer, on, asked)
    )


def _duty_words(owed: Owed, on: date) -> tuple[str, ...]:
    rule = owed.rule
    stands = look(owed.standing).words
    return (rule.title, rule.area, stands, when(owed, on), because_on(owed.clock, rule, on), rule.owner)


def _days(owed: Owed) -> tuple[str, ...]:
    """Both days as a spreadsheet sorts them, each empty where there is none."""
    return tuple(day.isoformat() if day else "" for day in (owed.clock.due_on, owed.clock.local_due_on))
