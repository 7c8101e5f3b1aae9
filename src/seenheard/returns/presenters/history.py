"""The list of imports, and the page that begins one."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from seenheard.ui import dates
from seenheard.ui.paging import Paged, paged
from seenheard.ui.parts import Cell, Link

from .. import queries
from ..forms import StartForm
from ..models import Run
from .wording import return_called

HEAD = (
    "Files",
    "Begun",
    "By",
    "State",
    Cell("New", numeric=True),
    Cell("Changed", numeric=True),
    Cell("Withdrawn", numeric=True),
)


@dataclass(frozen=True)
class History:
    """Every import, newest first."""

    rows: tuple[tuple, ...]
    paged: Paged
    new: Link
    compare: Link
    title: str = "Imports"
    heading: str = "Imports"
    lead: str = (
        "Files that your authority already sends each year come in here. "
        "Nothing changes until you say yes, and a yes can be undone."
    )
    head: tuple = HEAD
    empty: str = "No file has been imported yet."


@dataclass(frozen=True)
class Start:
    """The form that begins an import, and what will happen."""

    form: StartForm
    back: Link
    title: str = "Import files"
    heading: str = "Import files"
    steps: tuple[str, ...] = (
        "The files are read and checked. You see what is wrong, with file, line and column.",
        "If something is doubtful, you are asked. Nothing is guessed.",
        "You read what would change, and say yes or no.",
        "A yes can be undone: then everything is as it was before.",
    )


def history(*, viewer, wanted: str | None) -> History:
    """The imports that this viewer may see."""
    page = paged(queries.runs(viewer=viewer), wanted)
    people = queries.people_called({run.started_by for run in page})
    return History(
        rows=tuple(_row(run, people) for run in page),
        paged=page,
        new=Link("Import files", reverse("returns:start")),
        compare=Link("Two files, one child: where the returns differ", reverse("returns:compare")),
    )


def start(form: StartForm) -> Start:
    """The page that begins an import."""
    return Start(form=form, back=Link("Imports", reverse("returns:history")))


def _row(run: Run, people: dict[str, str]) -> tuple:
    totals = [_sum(run, kind) for kind in ("adds", "amends", "withdrawn")]
    counted = totals if run.applied_at else [Cell("", numeric=True)] * 3
    return (
        Cell(return_called(run.return_name, run.year), url=reverse("returns:run", args=[run.public_id])),
        dates.moment(run.started_at),
        people.get(run.started_by, "Seen & Heard"),
        run.get_state_display(),
        *counted,
    )


def _sum(run: Run, kind: str) -> int:
    return sum(of.get(kind, 0) for of in run.counts.get("objects", {}).values())
