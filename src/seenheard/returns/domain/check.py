"""What the rows of an upload say about one another: keys, order of dates, references, births, overlaps.

Everything here is a finding: the rows are taken in all the same, because files that the law forbids exist.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from seenheard.returns.domain.problems import Problems
from seenheard.returns.domain.spec import ReturnSpec, TableSpec
from seenheard.returns.domain.types import RowRead
from seenheard.returns.domain.years import year_end

OLDEST = 120  # years between a birth and the newest date of its file
Rows = Sequence[RowRead]


def check(spec: ReturnSpec, tables: Mapping[str, Rows], year: int | None, problems: Problems) -> None:
    """Check the rows of one year (or of a return without years) table by table and against each other."""
    births = births_of(spec, tables)
    keys = {name: _keys(spec.tables[name], rows) for name, rows in tables.items()}
    for name, rows in tables.items():
        table = spec.tables[name]
        _keys_once(table, rows, problems)
        _in_order(table, rows, problems)
        _apart(table, rows, problems)
        _against_header(spec, table, rows, births, problems)
        _refer(spec, table, rows, keys, problems)
        _shared(table, rows, problems)
        _born(table, rows, year, problems)
        _within(table, rows, year, problems)


def births_of(spec: ReturnSpec, tables: Mapping[str, Rows]) -> dict[str, str | None] | None:
    """Each child's birth date from the table of children, or None when that table is not there."""
    header = spec.tables[spec.header_table]
    if header.name not in tables or not header.child or not header.born:
        return None
    child, born = header.index[header.child], header.index[header.born]
    return {row.values[child] or "": row.values[born] for row in tables[header.name]}


def _keys(table: TableSpec, rows: Rows) -> frozenset[str | None]:
    place = table.index[table.key[0]]
    return frozenset(row.values[place] for row in rows)


def _say(
    problems: Problems, code: str, table: TableSpec, rows: Iterable[RowRead], column: str = "", **words: object
) -> None:
    by_file: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        by_file[row.file].append(row.line)
    for file, lines in by_file.items():
        problems.add(code, file, lines, column=column, table=table.name, **words)


def _keys_once(table: TableSpec, rows: Rows, problems: Problems) -> None:
    places = [table.index[column] for column in table.key]
    seen: dict[tuple, RowRead] = {}
    alike: list[RowRead] = []
    twice: list[RowRead] = []
    for row in rows:
        key = tuple([row.values[place] for place in places])
        first = seen.setdefault(key, row)
        if first is not row:
            (alike if first.values == row.values else twice).append(row)
    _say(problems, "same_row_twice", table, alike)
    _say(problems, "key_twice", table, twice, columns=", ".join(table.key))


def _in_order(table: TableSpec, rows: Rows, problems: Problems) -> None:
    for first, second in table.order:
        before, after = table.index[first], table.index[second]
        wrong = [row for row in rows if row.values[after] and (row.values[before] or "") > (row.values[after] or "")]
        _say(problems, "wrong_order", table, wrong, column=second, first=first, second=second)


def _apart(table: TableSpec, rows: Rows, problems: Problems) -> None:
    """Spells of one child may touch (the end is the first day not covered) but not overlap."""
    if not table.spell or not table.child:
        return
    begin, end, child = (table.index[column] for column in (*table.spell, table.child))
    place, codes = (table.index[table.apart_when[0]], table.apart_when[1]) if table.apart_when else (begin, frozenset())
    wanted = [row for row in rows if row.values[begin] and row.values[place] not in codes]
    wanted.sort(key=lambda row: (row.values[child] or "", row.values[begin], row.values[end] or "9"))
    over, who, until = [], None, ""
    for row in wanted:
        if row.values[child] != who:
            who, until = row.values[child], ""
        elif (row.values[begin] or "") < until:
            over.append(row)
        until = max(until, row.values[end] or "9999")
    _say(problems, "overlap", table, over, column=table.spell[0], first=table.spell[0], second=table.spell[1])


def _against_header(
    spec: ReturnSpec, table: TableSpec, rows: Rows, births: Mapping[str, str | None] | None, problems: Problems
) -> None:
    if births is None or table.name == spec.header_table or not table.child:
        return
    child, title = table.index[table.child], spec.tables[spec.header_table].title
    lost = [row for row in rows if row.values[child] is not None and row.values[child] not in births]
    _say(problems, "no_header", table, lost, column=table.child, header=title)
    if table.repeats_birth:
        born = table.index[table.repeats_birth]
        other = [
            row
            for row in rows
            if row.values[born] and births.get(row.values[child] or "") not in (None, row.values[born])
        ]
        _say(problems, "birth_differs", table, other, column=table.repeats_birth, header=title)


def _refer(spec: ReturnSpec, table: TableSpec, rows: Rows, keys: Mapping[str, frozenset], problems: Problems) -> None:
    for column, target in table.refs:
        if target in keys:
            place, known = table.index[column], keys[target]
            lost = [row for row in rows if row.values[place] and row.values[place] not in known]
            _say(problems, "no_target", table, lost, column=column, target=spec.tables[target].title)


def _shared(table: TableSpec, rows: Rows, problems: Problems) -> None:
    """Values that belong to one child only, such as a UPN (UN1 to UN7 say why there is none)."""
    if not table.child:
        return
    child = table.index[table.child]
    for column in table.unique:
        place = table.index[column]
        owners: dict[str, set] = defaultdict(set)
        for row in rows:
            if (value := row.values[place]) and not value.startswith("UN"):
                owners[value].add(row.values[child])
        shared = {value for value, children in owners.items() if len(children) > 1}
        if shared:
            _say(problems, "shared_upn", table, [row for row in rows if row.values[place] in shared], column=column)


def _born(table: TableSpec, rows: Rows, year: int | None, problems: Problems) -> None:
    if not table.born:
        return
    place = table.index[table.born]
    days = [(row.values[place] or "", row) for row in rows if row.values[place]]
    newest = int((year_end(year) if year else max((day for day, _ in days), default="9999"))[:4])
    early = [row for day, row in days if int(day[:4]) < newest - OLDEST]
    _say(problems, "born_too_early", table, early, column=table.born, years=OLDEST)
    if year:
        late = [row for day, row in days if day > year_end(year)]
        _say(problems, "born_after", table, late, column=table.born)


def _within(table: TableSpec, rows: Rows, year: int | None, problems: Problems) -> None:
    """Nothing that a yearly return counts can have happened after its year."""
    for column in table.counted if year else ():
        place, end = table.index[column], year_end(year or 0)
        late = [row for row in rows if (row.values[place] or "") > end]
        _say(problems, "after_the_year", table, late, column=column)
