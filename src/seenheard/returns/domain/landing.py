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
Get = Callable[[RowRead], Value]


def land_all(reading: Reading, spec: ReturnSpec) -> Iterator[Landed]:
    """Every fact of an upload, in the order of tables and rows.

    A key that this year's file and last year's both have comes once, from this year's. Rows alike in every value come
    once; other rows that share a key all come. Each child named anywhere brings its own identifier once.
    """
    periods = {file.name: file for file in reading.files}
    owners = _Owners(reading, spec)
    identified: dict[str, Landed] = {}
    for name, rows in reading.tables.items():
        lander = _Lander(spec.tables[name], reading.year, periods, owners)
        for landed in _newest(lander.land(row) for row in rows):
            if landed.child is not None and landed.child not in identified:
                identified[landed.child] = landed
            yield landed
    for child, first in identified.items():
        yield Landed(
            IDENTIFIER, f"{child}|la_child_id", child, first.file, first.line, ("la_child_id", child, None, None)
        )


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


def _newest(landings: Iterator[list[Landed]]) -> Iterator[Landed]:
    """Leave out last year's fact where this year has the same key, and repeats alike in every value."""
    facts = [landed for several in landings for landed in several]
    now = {(landed.object, landed.row_key) for landed in facts if not landed.last_year}
    seen: dict[tuple[str, str], list[tuple]] = {}
    for landed in facts:
        key = (landed.object, landed.row_key)
        if landed.last_year and key in now:
            continue
        before = seen.get(key)
        if before is None:
            seen[key] = [landed.values]
        elif landed.values in before:
            continue
        else:
            before.append(landed.values)
        yield landed


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
    """Lands the rows of one table; what can be worked out once per table is."""

    def __init__(self, table: TableSpec, year: int | None, files: Mapping[str, FileRead], owners: _Owners) -> None:
        self.table, self.owners, self.files = table, owners, files
        self.year = year
        self.child = table.index[table.child] if table.child else None
        self.via = (table.index[table.via[0]], table.via[1:]) if table.via else None
        self.lands = [self._prepared(land) for land in table.lands]

    def _prepared(self, land: LandSpec) -> tuple:
        key = [self._getter(part) for part in land.key]
        fields = [self._getter(field) if field else _nothing for field in land.fields]
        listed = [place for place, field in enumerate(land.fields) if field and field.column is not None]
        when = self._getter(land.when) if land.when else None
        return land, key, fields, listed, when

    def land(self, row: RowRead) -> list[Landed]:
        """The facts of one row."""
        child, via = self._child(row)
        last = self.files[row.file].last_year
        facts: list[Landed] = []
        for land, key, fields, listed, when in self.lands:
            if when and when(row) is None:
                continue
            for item in _items(row, land):
                aside = None if facts or not row.aside else json.dumps(row.aside, ensure_ascii=False, sort_keys=True)
                values = tuple([get(row) if get is not _each else item for get in fields])
                if land.when_any and all(values[place] is None for place in listed):
                    continue
                row_key = "|".join([str((get(row) if get is not _each else item) or "") for get in key])
                whose = (None, None) if land.object in NOT_ABOUT_A_CHILD else (child, via)
                facts.append(Landed(land.object, row_key, whose[0], row.file, row.line, values, aside, last, whose[1]))
        return facts

    def _child(self, row: RowRead) -> tuple[str | None, tuple[str, str, str] | None]:
        child = row.values[self.child] if self.child is not None else None
        if child is not None or not self.via:
            return child, None
        place, what = self.via
        value = row.values[place]
        child = self.owners.of(what, value)
        return (child, None) if child else (None, (*what, value or ""))

    def _getter(self, expression: Expression) -> Get:
        if expression.literal is not None:
            return lambda row: expression.literal
        if expression.given == "each":
            return _each
        if expression.given == "year_end":
            return lambda row: year_end(self.files[row.file].year or self.year or 0)
        place = expression.column or 0
        if not expression.turn:
            return lambda row: row.values[place]
        turn = TURNED[expression.turn]

        def turned(row: RowRead) -> Value:
            value = row.values[place]
            return None if value is None else turn(value)

        return turned


def _nothing(_: RowRead) -> None:
    return None


def _each(_: RowRead) -> None:
    """Stands for the item of a list column that is being landed; never called."""
    raise AssertionError


def _items(row: RowRead, land: LandSpec) -> list[str | None]:
    """One None for a plain row; the listed codes for a row that lands once per code."""
    return [None] if land.each is None else [*(row.values[land.each] or "").split()]


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
