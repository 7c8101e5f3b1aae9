"""The list of imports, and the page that begins one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from seenheard.accounts import queries as accounts
from seenheard.ui import dates
from seenheard.ui.paging import Paged, paged
from seenheard.ui.parts import Cell, Link
from seenheard.ui.words import count

from .. import queries
from ..forms import StartForm
from ..models import Run, State
from .wording import NOT_READ, return_called

HEAD = (
    "Import",
    "Files",
    "Begun",
    "State",
    Cell("New", numeric=True),
    Cell("Changed", numeric=True),
    Cell("Withdrawn", numeric=True),
)
NAMED = 3
OVER = (State.APPLIED, State.UNDONE, State.REFUSED, State.ABANDONED)


@dataclass(frozen=True)
class History:
    """Every import, newest first."""

    rows: tuple[tuple, ...]
    repeats: tuple[tuple, ...]
    repeats_says: str
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
    """The imports that this viewer may see; those of the same files that brought nothing more stand apart."""
    page = paged(queries.runs(viewer=viewer), wanted)
    people = accounts.names({who for run in page for who in _who(run)})
    repeats = _repeats(page.items)
    rows = {run.pk: _row(run, people) for run in page}
    return History(
        rows=tuple(row for pk, row in rows.items() if pk not in repeats),
        repeats=tuple(row for pk, row in rows.items() if pk in repeats),
        repeats_says=f"{count(len(repeats), 'more import')} of the same files, with nothing new",
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
        Cell(
            return_called(run.return_name, run.year) if run.read_at else NOT_READ,
            url=reverse("returns:run", args=[run.public_id]),
        ),
        Cell(_files(run), note=_tables(run)),
        _act(run.started_at, run.started_by, people),
        _state(run, people),
        *counted,
    )


def _files(run: Run) -> str:
    rows = sum(run.counts.get("rows", {}).values())
    files = count(len(run.files), "file")
    return f"{files}, {count(rows, 'row')}" if run.read_at else files


def _tables(run: Run) -> str:
    """The first names, by which a person knows the files again."""
    names = [file["name"] for file in run.files]
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def _act(at: datetime, by: str, people: dict[str, str]) -> Cell:
    return Cell(dates.moment(at), note=people.get(by, "Seen & Heard"))


def _state(run: Run, people: dict[str, str]) -> Cell:
    """How it stands; of what was applied or undone also when and by whom."""
    at, by = (run.undone_at, run.undone_by) if run.undone_at else (run.applied_at, run.applied_by)
    note = f"{dates.moment(at)}, {people.get(by, 'Seen & Heard')}" if at else ""
    return Cell(run.get_state_display(), note=note)


def _who(run: Run) -> set[str]:
    return {run.started_by, run.applied_by, run.undone_by} - {""}


def _repeats(runs: Sequence[Run]) -> set[int]:
    """Imports of files that another line stands for: over, and without anything of theirs in the record.

    A line that is under way, waits for somebody or brought something always stands for itself; of the others of the
    same files the newest stands, if none of those does.
    """
    same: dict[tuple, list[Run]] = {}
    for run in runs:
        if all(file.get("sha256") for file in run.files):
            same.setdefault(tuple(sorted(file["sha256"] for file in run.files)), []).append(run)
    return {run.pk for alike in same.values() for run in _beside(alike)}


def _beside(alike: Sequence[Run]) -> list[Run]:
    without = [run for run in alike if run.state in OVER and not _brought(run)]
    return without if len(without) < len(alike) else without[1:]


def _brought(run: Run) -> bool:
    return run.state == State.APPLIED and any(
        run.counts.get("written", {}).get(what) for what in ("inserted", "closed")
    )


def _sum(run: Run, kind: str) -> int:
    return sum(of.get(kind, 0) for of in run.counts.get("objects", {}).values())
