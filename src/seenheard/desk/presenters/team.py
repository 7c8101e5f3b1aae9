"""A team's work, worst first, and what each worker carries."""

from __future__ import annotations

from datetime import date

from seenheard.desk.presenters.worklist import NOBODY, Worklist, area_asked_for, worker_asked_for, worklist
from seenheard.duties import queries as duties_queries


def team(*, viewer, on: date, asked) -> Worklist:
    """A team's work, with what each worker carries. Who answers for all teams is asked to choose among it first."""
    teams = teams_of(viewer)
    carried = duties_queries.by_worker(viewer=viewer, on=on, teams=teams)
    worker = worker_asked_for(asked)
    everybody = None if teams is not None or area_asked_for(asked) else ()
    workers = ("" if worker == NOBODY else worker,) if worker else everybody
    title = title_for(viewer)
    return worklist(viewer=viewer, on=on, asked=asked, title=title, teams=teams, workers=workers, carried=carried)


def teams_of(viewer) -> tuple[str, ...] | None:
    """The teams of a team manager; None for who answers for all."""
    return tuple(viewer.team_refs) if viewer.role == "team_manager" else None


def title_for(viewer) -> str:
    """What the navigation calls the page for this person."""
    return "All teams" if teams_of(viewer) is None else "My team"
