"""A return as data: its tables, columns, code lists and where each column lands. Read strictly from `spec.toml`."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from seenheard.record.domain.objects import FIELDS
from seenheard.returns.domain.codes import CodeLists, read_code_lists

FOLDER = Path(__file__).resolve().parent.parent
NAMES = ("ssd", "ssda903")
KINDS = frozenset(
    "id text code codes date part_date yes_no whole number upn postcode flags address suitable".split()  # noqa: SIM905
)
TURNS = frozenset(
    ["upn", "upn_unknown", "district", "lower", "listed", "whole_date", "part_date", "suitable", "identifier_kind"]
)
EXPRESSION = re.compile(
    r"(?:(?P<turn>[a-z_]+)\((?P<inside>\w+)\)|=(?P<literal>\w+)|@(?P<given>each|year_end)|(?P<column>\w+))\Z"
)


class BadSpecError(Exception):
    """A `spec.toml` that says something this reader does not understand."""


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column: what its cells are, and whether a blank, an impossible date or its absence matters."""

    name: str
    kind: str
    list: str = ""
    least: int | None = None
    most: int | None = None
    required: bool = False
    soft: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Expression:
    """Where one landed value comes from: a column (perhaps turned into something), a literal, or something given."""

    column: int | None = None
    turn: str = ""
    literal: str | None = None
    given: str = ""


@dataclass(frozen=True, slots=True)
class LandSpec:
    """One object that a row becomes. `fields` follow `record.domain.objects.FIELDS[object]`; None stays unknown."""

    object: str
    key: tuple[Expression, ...]
    fields: tuple[Expression | None, ...]
    when: Expression | None
    when_any: bool
    each: int | None


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table of a return. Columns are named; `index` gives a column's place in a row's values."""

    name: str
    title: str
    columns: tuple[ColumnSpec, ...]
    index: Mapping[str, int]
    key: tuple[str, ...]
    child: str | None
    via: tuple[str, str, str] | None
    born: str | None
    repeats_birth: str | None
    file: str
    also_called: tuple[str, ...]
    headings: Mapping[str, str]  # every heading that names a column, folded, and the column it names
    first_year: int | None
    counted: tuple[str, ...]
    order: tuple[tuple[str, str], ...]
    spell: tuple[str, str] | None
    apart_when: tuple[str, frozenset[str]] | None
    unique: tuple[str, ...]
    refs: tuple[tuple[str, str], ...]
    lands: tuple[LandSpec, ...]


@dataclass(frozen=True, slots=True)
class ReturnSpec:
    """One return. `years` is (first, last) collection year it knows, or None for a return that is not yearly.

    `placeholders` are dates that stand for "not known", `blanks` words that stand for an empty cell.
    `telling` are the tables whose dates tell the year, best first.
    """

    name: str
    title: str
    dates: str
    years: tuple[int, int] | None
    header_table: str
    closed_world: bool
    placeholders: frozenset[str]
    blanks: frozenset[str]
    known: frozenset[str]
    telling: tuple[str, ...]
    tables: Mapping[str, TableSpec]
    codes: CodeLists


@functools.cache
def load(name: str) -> ReturnSpec:
    """The spec of the return called `name`. Raises BadSpecError when the file says anything unknown or inconsistent."""
    if name not in NAMES:
        raise BadSpecError(f"There is no return called {name}.")
    return build(tomllib.loads((FOLDER / name / "spec.toml").read_text("utf-8")))


def build(raw: dict) -> ReturnSpec:
    """A spec from its parsed TOML; every key must be known, every column, code list, object and field must exist."""
    raw = dict(raw)
    lists = read_code_lists(tuple(FOLDER / "codes" / f"{part}.csv" for part in raw.pop("codes")))
    tables = [_table(table, lists) for table in raw.pop("table")]
    years = raw.pop("years", None)
    spec = ReturnSpec(
        name=raw.pop("name"),
        title=raw.pop("title"),
        dates=raw.pop("dates"),
        years=(years[0], years[1]) if years else None,
        header_table=raw.pop("header_table"),
        closed_world=raw.pop("closed_world", False),
        placeholders=frozenset(raw.pop("placeholders", ())),
        blanks=frozenset(raw.pop("blanks", ())),
        known=frozenset(raw.pop("known", ())),
        telling=tuple(raw.pop("telling", ())),
        tables={table.name: table for table in tables},
        codes=lists,
    )
    _refuse_leftovers(raw, spec.name)
    for table in tables:
        for _, target in table.refs:
            _must(target in spec.tables, f"{table.name} refers to {target}, which is no table")
    _must(len(spec.tables) == len(tables), f"{spec.name} has a table twice")
    return spec


def _table(raw: dict, lists: CodeLists) -> TableSpec:
    raw = dict(raw)
    name = raw.pop("name")
    columns = tuple(_column(name, words, lists) for name, words in raw.pop("columns").items())
    index = {column.name: place for place, column in enumerate(columns)}
    lands = tuple(_land(land, index) for land in raw.pop("lands"))
    spell, apart, via = raw.pop("spell", None), raw.pop("apart_when", None), raw.pop("via", None)
    table = TableSpec(
        name=name,
        title=raw.pop("title"),
        columns=columns,
        index=index,
        key=tuple(raw.pop("key")),
        child=raw.pop("child", None),
        via=tuple(via) if via else None,
        born=raw.pop("born", None),
        repeats_birth=raw.pop("repeats_birth", None),
        file=raw.pop("file", name),
        also_called=tuple(raw.pop("also_called", ())),
        headings={column.name.casefold(): column.name for column in columns}
        | {other.casefold(): column for other, column in raw.pop("also", ())},
        first_year=raw.pop("first_year", None),
        counted=tuple(raw.pop("counted", ())),
        order=tuple((first, second) for first, second in raw.pop("order", ())),
        spell=(spell[0], spell[1]) if spell else None,
        apart_when=(apart[0], frozenset(apart[1:])) if apart else None,
        unique=tuple(raw.pop("unique", ())),
        refs=tuple((column, target) for column, target in raw.pop("refs", ())),
        lands=lands,
    )
    _refuse_leftovers(raw, name)
    _check_names(table)
    return table


def _check_names(table: TableSpec) -> None:
    """Every column that the table speaks of is one of its columns."""
    spoken = [*table.key, *table.counted, *table.unique, *table.headings.values()]
    spoken += [column for pair in table.order for column in pair] + [column for column, _ in table.refs]
    spoken += [*(table.spell or ()), *(table.apart_when or ())[:1], *(table.via or ())[:1]]
    spoken += [column for column in (table.child, table.born, table.repeats_birth) if column]
    for column in spoken:
        _must(column in table.index, f"{table.name} speaks of {column}, which is none of its columns")


def _column(name: str, words: str, lists: CodeLists) -> ColumnSpec:
    kind, *rest = words.split()
    _must(kind in KINDS, f"{name} has the unknown kind {kind}")
    column = ColumnSpec(name, kind, required="required" in rest, soft="soft" in rest, optional="optional" in rest)
    rest = [word for word in rest if word not in ("required", "soft", "optional")]
    if kind in ("code", "codes"):
        _must(len(rest) == 1 and rest[0] in lists, f"{name} names no known code list")
        return replace(column, list=rest[0])
    if kind == "whole":
        least, most = map(int, rest)
        return replace(column, least=least, most=most)
    _must(not rest, f"{name} says {' '.join(rest)}, which is not understood")
    return column


def _land(raw: dict, index: Mapping[str, int]) -> LandSpec:
    raw = dict(raw)
    name, fields = raw.pop("object"), raw.pop("fields")
    _must(name in FIELDS, f"{name} is no object of the record")
    for field in fields:
        _must(field in FIELDS[name], f"{name} has no field {field}")
    each, when = raw.pop("each", None), raw.pop("when", None)
    land = LandSpec(
        object=name,
        key=tuple(_expression(part, index) for part in raw.pop("key")),
        fields=tuple(_expression(fields[field], index) if field in fields else None for field in FIELDS[name]),
        when=_expression(when, index) if when and when != "*" else None,
        when_any=when == "*",
        each=index[each] if each else None,
    )
    _refuse_leftovers(raw, name)
    return land


def _expression(text: str, index: Mapping[str, int]) -> Expression:
    match = EXPRESSION.match(text)
    found = match.groupdict() if match else {}
    _must(bool(found), f"{text} is not understood")
    if found["literal"]:
        return Expression(literal=found["literal"])
    if found["given"]:
        return Expression(given=found["given"])
    column, turn = found["column"] or found["inside"], found["turn"] or ""
    _must(column in index, f"{text} names no column")
    _must(not turn or turn in TURNS, f"{text} turns a value in an unknown way")
    return Expression(column=index[column], turn=turn)


def _refuse_leftovers(raw: dict, where: str) -> None:
    _must(not raw, f"{where} says {', '.join(raw)}, which is not understood")


def _must(truth: bool, otherwise: str) -> None:
    if not truth:
        raise BadSpecError(otherwise + ".")
