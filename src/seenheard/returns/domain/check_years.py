"""This year's 903 against last year's: what was open goes on, what ended stays ended, a birth date does not move."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from seenheard.returns.domain.check import births_of
from seenheard.returns.domain.problems import Problems
from seenheard.returns.domain.spec import ReturnSpec, TableSpec
from seenheard.returns.domain.types import RowRead

EPISODES = "episodes"
#: What an episode that simply goes on keeps. Its end, and what ended it, may of course be new.
LASTING = ("RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "URN", "PL_POST")
Rows = Sequence[RowRead]


def check_years(spec: ReturnSpec, this: Mapping[str, Rows], last: Mapping[str, Rows], problems: Problems) -> None:
    """Compare the episodes and births of two years. Lines are this year's, or last year's where this year has none."""
    _births(spec, this, last, problems)
    if EPISODES in this and EPISODES in last:
        _episodes(spec.tables[EPISODES], this[EPISODES], last[EPISODES], problems)


def _episodes(table: TableSpec, this: Rows, last: Rows, problems: Problems) -> None:
    child, begin, end, reason = (table.index[column] for column in ("CHILD", "DECOM", "DEC", "REC"))
    now = {(row.values[child], row.values[begin]): row for row in this}
    gone: list[RowRead] = []
    ended: list[RowRead] = []
    changed: dict[str, list[RowRead]] = defaultdict(list)
    for before in last:
        after = now.get((before.values[child], before.values[begin]))
        if before.values[end] is None and after is None:
            gone.append(before)
        elif after is None:
            continue
        elif before.values[end] is None:
            for column in _differences(table, before, after):
                changed[column].append(after)
        elif (before.values[end], before.values[reason]) != (after.values[end], after.values[reason]):
            ended.append(after)
    _say(problems, "open_last_year_gone", gone)
    _say(problems, "closed_last_year_again", ended)
    for column, rows in changed.items():
        _say(problems, "changed_since_last_year", rows, column)


def _differences(table: TableSpec, before: RowRead, after: RowRead) -> list[str]:
    places = [table.index[column] for column in LASTING]
    return [LASTING[number] for number, place in enumerate(places) if before.values[place] != after.values[place]]


def _births(spec: ReturnSpec, this: Mapping[str, Rows], last: Mapping[str, Rows], problems: Problems) -> None:
    before = births_of(spec, last)
    header = spec.tables[spec.header_table]
    if before is None or header.name not in this:
        return
    child, born = header.index["CHILD"], header.index["DOB"]
    moved = [
        row
        for row in this[header.name]
        if row.values[born] and before.get(row.values[child] or "") not in (None, row.values[born])
    ]
    _say(problems, "birth_changed", moved, "DOB", header.name)


def _say(problems: Problems, code: str, rows: Iterable[RowRead], column: str = "", table: str = EPISODES) -> None:
    by_file: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        by_file[row.file].append(row.line)
    for file, lines in by_file.items():
        problems.add(code, file, lines, column=column, table=table)
