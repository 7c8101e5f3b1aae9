"""Rows to facts: which objects a row becomes, under which key, about which child."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from seenheard.record.domain.objects import FIELDS, NOT_ABOUT_A_CHILD
from seenheard.returns.domain.cells import UPN, UPN_UNKNOWN
from seenheard.returns.domain.dates import ISO
from seenheard.returns.domain.spec import Expression, LandSpec, ReturnSpec, TableSpec
from seenheard.returns.domain.types import FileRead, Landed, Reading, RowRead
from seenheard.returns.domain.years import year_end

#: Object of the record under which each child's own identifier lands, once per child.
IDENTIFIER = "linked_identifier"
IDENTIFIER_KINDS = {
    "unique pupil number": "upn",
    "former unique pupil number": "former_upn",
    "single unique identifier": "single_unique_id",
    "legacy identifier": "legacy_id",
}
Value = str | list[str] | None
Column = Sequence[Value]
Via = tuple[str, str, str] | None


def land_all(reading: Reading, spec: ReturnSpec) -> Iterator[Landed]:
    """Every fact of an upload, table by table and object by object, rows in the order of the files.

    A key that this year's file and last year's both have comes once, from this year's. Rows alike in every value and
    of the same child come once; other rows that share a key all come. Each child named anywhere brings its own
    identifier once.
    """
    files = {file.name: file for file in reading.files}
    owners = _Owners(reading, spec)
    identified: dict[str, RowRead] = {}
    for name, rows in reading.tables.items():
        lander = _Lander(spec.tables[name], rows, files, reading.year, owners)
        for land in lander.table.lands:
            yield from lander.land(land)
        for row, child in zip(rows, lander.children, strict=True):
            if child is not None and child not in identified:
                identified[child] = row
    for child, first in identified.items():
        values = ("la_child_id", child, None, None)
        yield Landed(IDENTIFIER, f"{child}|la_child_id", child, first.file, first.line, values)


def key_fields(spec: ReturnSpec, object: str) -> tuple[str, ...]:
    """The fields of `object` that its row key is made of; () when the key is an identifier that no field holds."""
    for table in spec.tables.values():
        for land in table.lands:
            if land.object == object:
                parts = {(part.column, part.turn, part.given) for part in land.key if part.literal is None}
                named = zip(FIELDS[object], land.fields, strict=True)
                return tuple(
                    name for name, field in named if field and (field.column, field.turn, field.given) in parts
                )
    return ()


class _Owners:
    """Whose fact another fact is, for tables that name no child: found in the other tables of the upload."""

    def __init__(self, reading: Reading, spec: ReturnSpec) -> None:
        self._known: dict[tuple[str, str], dict[str, str]] = {}
        wanted = {table.via[1:] for table in spec.tables.values() if table.via}
        for name, rows in reading.tables.items():
            table = spec.tables[name]
            for land in table.lands:
                for field, expression in zip(FIELDS[land.object], land.fields, strict=True):
                    if (land.object, field) in wanted and table.child and expression and expression.column is not None:
                        self._learn((land.object, field), rows, expression.column, table.index[table.child])

    def _learn(self, what: tuple[str, str], rows: Sequence[RowRead], value: int, child: int) -> None:
        known = self._known.setdefault(what, {})
        for row in rows:
            what_it_says, whose = row.values[value], row.values[child]
            if what_it_says and whose:
                known.setdefault(what_it_says, whose)

    def of(self, what: tuple[str, str], value: str | None) -> str | None:
        """The child of the fact whose field has that value."""
        return self._known.get(what, {}).get(value or "")


class _Lander:
    """Lands the rows of one table. It works by columns, since a large upload has a hundred thousand rows."""

    def __init__(
        self,
        table: TableSpec,
        rows: Sequence[RowRead],
        files: Mapping[str, FileRead],
        year: int | None,
        owners: _Owners,
    ) -> None:
        self.table, self.rows, self.files, self.year = table, rows, files, year
        self.columns: list[Sequence[str | None]] = list(zip(*(row.values for row in rows), strict=True))
        self.last = [files[row.file].last_year for row in rows]
        self.children, self.vias = self._whose(owners)

    def land(self, land: LandSpec) -> Iterator[Landed]:
        """The facts that the rows become by one landing rule, without repeats and what this year says anew."""
        if not self.rows:
            return
        facts = self._listed(land) if land.each is not None else self._plain(land)
        now = {fact.row_key for fact in facts if not fact.last_year} if any(self.last) else frozenset()
        first_of: dict[str, Landed] = {}
        others: dict[str, list[tuple]] = {}
        for fact in facts:
            if fact.last_year and fact.row_key in now:
                continue
            first = first_of.setdefault(fact.row_key, fact)
            if first is not fact:
                told = others.setdefault(fact.row_key, [(first.values, first.child)])
                if (fact.values, fact.child) in told:
                    continue
                told.append((fact.values, fact.child))
            yield fact

    def _plain(self, land: LandSpec) -> list[Landed]:
        """One fact a row, where the rule's `when` holds."""
        fields = [self._column(field) for field in land.fields]
        keys = map("|".join, zip(*(_written(self._column(part)) for part in land.key), strict=True))
        wanted = self._wanted(land, fields)
        children, vias, asides = self.children, self.vias, self._asides(land)
        if land.object in NOT_ABOUT_A_CHILD:
            children, vias = [None] * len(self.rows), [None] * len(self.rows)
        together = zip(self.rows, keys, zip(*fields, strict=True), children, vias, asides, self.last, strict=True)
        return [
            Landed(land.object, key, child, row.file, row.line, values, aside, last, via)
            for want, (row, key, values, child, via, aside, last) in zip(wanted, together, strict=True)
            if want
        ]

    def _asides(self, land: LandSpec) -> list[str | None]:
        """What was kept aside of each row; it goes with the first object that the row becomes."""
        if land is not self.table.lands[0]:
            return [None] * len(self.rows)
        return [json.dumps(row.aside, ensure_ascii=False, sort_keys=True) if row.aside else None for row in self.rows]

    def _wanted(self, land: LandSpec, fields: Sequence[Column]) -> Sequence[bool]:
        if land.when:
            return [value is not None for value in self._column(land.when)]
        if land.when_any:
            told = [field for field, rule in zip(fields, land.fields, strict=True) if rule and rule.column is not None]
            return [any(value is not None for value in values) for values in zip(*told, strict=True)]
        return [True] * len(self.rows)

    def _listed(self, land: LandSpec) -> list[Landed]:
        """One fact for each code in a list column."""
        fields = [self._column(field) for field in land.fields]
        codes = [place for place, field in enumerate(land.fields) if field and field.given == "each"]
        keys = [None if part.given == "each" else _written(self._column(part)) for part in land.key]
        asides, facts = self._asides(land), []
        for place, (row, listed) in enumerate(zip(self.rows, self.columns[land.each or 0], strict=True)):
            for code in (listed or "").split():
                values = [code if number in codes else field[place] for number, field in enumerate(fields)]
                key = "|".join(part[place] if part else code for part in keys)
                child, via, aside = self.children[place], self.vias[place], asides[place]
                facts.append(
                    Landed(land.object, key, child, row.file, row.line, tuple(values), aside, self.last[place], via)
                )
        return facts

    def _column(self, expression: Expression | None) -> Column:
        """The values of one expression, for every row."""
        if expression is None or expression.given == "each":
            return [None] * len(self.rows)
        if expression.literal is not None:
            return [expression.literal] * len(self.rows)
        if expression.given == "year_end":
            ends = {name: year_end(file.year or self.year or 0) for name, file in self.files.items()}
            return [ends[row.file] for row in self.rows]
        column = self.columns[expression.column or 0]
        if not expression.turn:
            return column
        turn = TURNED[expression.turn]
        turned: dict[str | None, Value] = {value: turn(value) for value in set(column) if value is not None}
        return [turned.get(value) for value in column]

    def _whose(self, owners: _Owners) -> tuple[list[str | None], list[Via]]:
        """For each row the child it is about, or else the fact elsewhere that names the child."""
        children: list[str | None] = [None] * len(self.rows)
        if self.rows and self.table.child:
            children = list(self.columns[self.table.index[self.table.child]])
        if not self.table.via or None not in children:
            return children, [None] * len(self.rows)
        column, *what = self.table.via
        values = self.columns[self.table.index[column]]
        found = [child or owners.of((what[0], what[1]), value) for child, value in zip(children, values, strict=True)]
        vias = [None if child else (what[0], what[1], value or "") for child, value in zip(found, values, strict=True)]
        return found, vias


def _written(column: Column) -> Sequence[str]:
    """A column as parts of keys."""
    return [str(value) if value is not None else "" for value in column] if None in column else column  # type: ignore[return-value]


def _identifier_kind(text: str) -> str:
    words = " ".join(text.replace("_", " ").casefold().split())
    return IDENTIFIER_KINDS.get(words, words.replace(" ", "_"))


TURNED: Mapping[str, Callable[[str], Value]] = {
    "upn": lambda value: value if UPN.match(value) and not UPN_UNKNOWN.match(value) else None,
    "upn_unknown": lambda value: value if UPN_UNKNOWN.match(value) else None,
    "district": lambda value: value.split(" ")[0],
    "lower": str.lower,
    "listed": str.split,
    "whole_date": lambda value: value if ISO.match(value) else None,
    "part_date": lambda value: None if ISO.match(value) else value,
    "suitable": lambda value: {"1": "t", "2": "f"}.get(value[-1:]),
    "identifier_kind": _identifier_kind,
}
