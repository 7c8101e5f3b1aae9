"""Small invented uploads, as the reader hands them on, and whole imports of them.

reading("ssda903", {"reviews": [{"CHILD": "A1", "REVIEW": "2026-01-05"}]})     # values as normalised: ISO dates, today's codes
run = imported(reading(...))                                                    # read, proposed and applied
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from seenheard.accounts.domain import SYSTEM
from seenheard.returns import operations
from seenheard.returns.domain import spec
from seenheard.returns.domain.types import FileRead, Reading, RowRead
from seenheard.returns.models import Run, State
from seenheard.returns.operations import keeping

AT = datetime(2026, 3, 31, 10, 0, tzinfo=UTC)
_minutes = count()


def moment() -> datetime:
    """A moment later than the one before."""
    return AT + timedelta(minutes=next(_minutes))


def reading(
    name: str,
    tables: Mapping[str, Sequence[Mapping[str, str | None]]],
    *,
    year: int | None = 2026,
    last: Mapping[str, Sequence[Mapping[str, str | None]]] | None = None,
) -> Reading:
    """What the reader would hand on for these rows, given by column name."""
    of = spec.load(name)
    year = year if of.years else None
    made = Reading(return_name=name, year=year)
    files = []
    for period, given in (("this", tables), ("last", last or {})):
        for table, rows in given.items():
            file = f"{table}.csv" if period == "this" else f"last/{table}.csv"
            columns = of.tables[table].columns
            made.tables.setdefault(table, []).extend(
                RowRead(file, line, tuple(row.get(column.name) for column in columns))
                for line, row in enumerate(rows, 2)
            )
            its_year = year - (period == "last") if year else None
            files.append(FileRead(file, table=table, rows=len(rows), period=period if of.years else "", year=its_year))
    made.files = tuple(files)
    return made


def read_run(made: Reading, *, by=SYSTEM, at: datetime | None = None, **choices) -> Run:
    """A run whose files have been read, with what was read kept as the real reading keeps it."""
    at = at or moment()
    run = Run.objects.create(
        return_name=made.return_name,
        year=made.year,
        state=State.READING,
        files=[{"name": file.name, "size": 0, "sha256": ""} for file in made.files],
        started_by=str(by.public_id),
        started_at=at,
        read_by=str(by.public_id),
        read_at=at,
        **choices,
    )
    keeping.keep_reading(run, made)
    return run


def proposed(made: Reading, *, by=SYSTEM, at: datetime | None = None, **choices) -> Run:
    """A run that waits for a yes, or asks."""
    return operations.propose(run=read_run(made, by=by, at=at, **choices), by=by, at=at or moment())


def imported(made: Reading, *, by=SYSTEM, at: datetime | None = None, answer: str = "different", **choices) -> Run:
    """A run that has been applied; questions about children are all answered with `answer`."""
    run = proposed(made, by=by, at=at, **choices)
    if run.state == State.ASKING:
        answers = {question["key"]: answer for question in run.questions}
        run = operations.answer(run=run, answers=answers, by=by, at=at or moment())
        run = operations.propose(run=run, by=by, at=at or moment())
    return operations.apply(run=run, by=by, at=at or moment())
