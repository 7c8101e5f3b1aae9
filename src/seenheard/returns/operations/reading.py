"""Reading a run's files in the caged process, and keeping what was read."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from seenheard.lib import jobs
from seenheard.lib.collecting import many_rows
from seenheard.trail import operations as trail

from .. import cage, permissions, queries
from ..domain.gathering import grouped
from ..domain.types import Problem, Reading, Refused
from ..models import Run, State
from .keeping import contents, discard, keep_reading
from .steps import claim, set_back, step

FAILED = (
    "The files could not be read because of a fault in this system, not in the files. Nothing was changed. Try again."
)


def read(*, run: Run, by, at: datetime, keep: bool = True) -> Run:
    """Read the run's files; the run then waits for an answer, is refused with reasons, or can be proposed.

    Without `keep` what was read is in hand only, for a caller that goes on at once.
    """
    permissions.check_can_import(by)
    claim(run, before=[State.RECEIVING], working=State.READING)
    with (
        set_back(run, working=State.READING, to=State.RECEIVING, says=FAILED),
        step(run, allowed=[State.RECEIVING, State.READING]) as locked,
        many_rows(),
    ):
        return _read(locked, by, at, keep)


@transaction.atomic
def ask_to_read(*, run: Run, by, at: datetime) -> Run:
    """Have files read that wait to be read since something came between; a job does it. Raises NotAllowed, NotNow."""
    permissions.check_can_import(by)
    with step(run, allowed=[State.RECEIVING], done=[State.READING]) as locked:
        if locked.state == State.RECEIVING and locked.says:  # else somebody has asked already, or nothing came between
            locked.says = ""
            locked.save(update_fields=["says"])
            trail.write(what="asked_to_read_import", by=by, at=at, about=str(run.public_id))
            jobs.defer("returns.carry_on", run=str(run.public_id), by=str(by.public_id))
        return locked


def _read(run: Run, by, at: datetime, keep: bool) -> Run:
    reading = _in_the_cage(run)
    run.in_hand = reading
    run.return_name, run.year = reading.return_name or "", reading.year
    run.files = [_as_read(given, reading) for given in run.files]
    run.counts = {"rows": {table: len(rows) for table, rows in sorted(reading.tables.items())}}
    run.read_by, run.read_at = str(by.public_id), at
    if reading.refused:
        run.state, run.says = State.REFUSED, "Nothing was changed. Mend what is listed here, and load the files again."
        discard(run)
    else:
        run.state = State.ASKING if reading.questions else State.READING
        if keep:
            keep_reading(run, reading)
    run.questions = queries.plain(reading.questions)
    run.problems = problems_as_json(reading.problems)
    run.save()
    trail.write(what="read_import", by=by, at=at, about=str(run.public_id), counts={"rows": reading.rows})
    return run


def problems_as_json(problems: list[Problem]) -> list[dict[str, object]]:
    """Problems as a page lists them: one line a kind, file and column, the worst first."""
    order = {"refuse": 0, "row": 1, "finding": 2, "note": 3}
    found = [
        {**asdict(problem), "lines": list(problem.lines[:10]), "count": count} for problem, count in grouped(problems)
    ]
    return sorted(found, key=lambda p: (order.get(p["level"], 9), p["file"], p["line"] or 0, p["code"]))


def _in_the_cage(run: Run) -> Reading:
    try:
        return cage.read_bytes(contents(run), answers=run.answers)
    except Refused as refused:
        problem = Problem(code=refused.code, level="refuse", says=refused.sentence, file=refused.file)
        return Reading(return_name="", year=None, problems=[problem])


def _as_read(given: dict, reading: Reading) -> dict:
    for file in reading.files:
        if file.name == given["name"]:
            return {**given, "table": file.table, "rows": file.rows, "year": file.year, "last_year": file.last_year}
    return given
