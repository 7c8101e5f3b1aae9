"""What a proposal would change, line by line of the files and field by field, for the person who decides. Pure.

An address is told by its kind, its days and its postcode district: the postcode itself never leaves the proposal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import NamedTuple

from seenheard.record.domain.objects import FIELDS

from .proposing import ObjectChanges, Proposal, Row

LINES_KEPT, PARTS_KEPT, LONGEST_TOLD = 500, 40, 200
NEW, CHANGED, CORRECTED, WITHDRAWN = "adds", "amends", "corrections", "withdrawn"
# What is being changed stands before what goes, and that before what is merely new.
ORDER = {CHANGED: 0, CORRECTED: 0, WITHDRAWN: 1, NEW: 2}

# Of an address these are told; of the rest only that it is another one.
ADDRESS, ADDRESS_TOLD, WHERE = "address", ("from_on", "until_on", "area"), ("postcode", "lines")
ELSEWHERE = "elsewhere"
WHOSE = "child"  # a fact that was another child's says so before all else
# What says which of a child's facts it is, where one line of a file brings several.
TELLS_APART = {ADDRESS: "kind", "linked_identifier": "kind", "cla_health": "kind"}

Value = str | list[str] | None


class Field(NamedTuple):
    """One field: None stands for "not recorded"."""

    name: str
    was: Value
    now: Value


@dataclass(frozen=True, slots=True)
class Part:
    """What one fact gains, changes or loses. `which` tells it from others of its object ("home")."""

    object: str
    kind: str
    which: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file and all that it would change; without a file, what is to be withdrawn of one child.

    `others` are the children whose facts it would take. `more` counts the parts that are not told.
    """

    local_id: str
    child: int | None
    file: str
    line: int
    parts: tuple[Part, ...]
    others: tuple[int, ...] = ()
    more: int = 0

    @property
    def children(self) -> set[int]:
        """Every child of the record of whom it tells."""
        return {*self.others, *([] if self.child is None else [self.child])}


class Change(NamedTuple):
    """One fact that would change: the row that says so, the fact that it takes the place of, and whose that was."""

    object: str
    kind: str
    row: Row | None
    fact_id: int | None
    child: int | None
    taken_from: int | None = None


Place = tuple[str, int, str, int]  # a line of a file and the child it is about: what changes there stands together


def changed_children(proposal: Proposal) -> int:
    """Of how many children anything would change."""
    found: set[int | str | None] = set()
    for of in proposal.objects.values():
        found |= {row.child for row in of.adds}
        found |= {row.child for _, row in (*of.amends, *of.corrections)} | {*of.moved.values()}
        if proposal.withdraw:
            found |= {child for _, child, _ in of.missing}
    return len(found - {None})


def first_changes(proposal: Proposal) -> tuple[list[list[Change]], int]:
    """The changes of the first lines, each line's together, in a steady order; and how many lines there are."""
    ranks: dict[Place, int] = {}
    for of in proposal.objects.values():
        _rank_places(ranks, of, proposal.withdraw)
    first = nsmallest(LINES_KEPT, zip(ranks.values(), ranks, strict=True))
    lines: dict[Place, list[Change]] = {place: [] for _, place in first}
    for name, of in proposal.objects.items():
        for place, change in _changes(name, of, proposal.withdraw, lines):
            lines[place].append(change)
    return list(lines.values()), len(ranks)


def facts_to_read(lines: Iterable[Sequence[Change]]) -> dict[str, list[int]]:
    """The facts whose values tell what there was, by object."""
    found: dict[str, list[int]] = defaultdict(list)
    for change in (change for changes in lines for change in changes):
        if change.fact_id is not None:
            found[change.object].append(change.fact_id)
    return found


def tell(
    lines: Iterable[Sequence[Change]], values: Mapping[str, Mapping[int, tuple]], local_ids: Mapping[int, str]
) -> list[Line]:
    """The lines in full. `values` are those of the facts that there were, by object and fact id."""
    return [_line(changes, values, local_ids) for changes in lines]


def _rank_places(ranks: dict[Place, int], of: ObjectChanges, withdraw: bool) -> None:
    """Note where anything changes, each place with the first of ORDER that stands there."""
    for pairs, kind in ((of.amends, CHANGED), (of.corrections, CORRECTED)):
        for _, row in pairs:
            ranks[_place(row)] = ORDER[kind]
    for _, child, _ in of.missing if withdraw else ():
        ranks.setdefault(_nowhere(child), ORDER[WITHDRAWN])
    for row in of.adds:  # nearly all there is in a first import
        ranks.setdefault(_place(row), ORDER[NEW])


def _changes(name: str, of: ObjectChanges, withdraw: bool, at: Container[Place]) -> Iterable[tuple[Place, Change]]:
    """What changes at these places."""
    for row in of.adds:
        if (place := _place(row)) in at:
            yield place, Change(name, NEW, row, None, _known(row))
    for kind, pairs in ((CHANGED, of.amends), (CORRECTED, of.corrections)):
        for fact_id, row in pairs:
            if (place := _place(row)) in at:
                yield place, Change(name, kind, row, fact_id, _known(row), of.moved.get(fact_id))
    for fact_id, child, _ in of.missing if withdraw else ():
        if (place := _nowhere(child)) in at:
            yield place, Change(name, WITHDRAWN, None, fact_id, child)


def _place(row: Row) -> Place:
    return row.file, row.line, row.local_id or "", row.child if isinstance(row.child, int) else 0


def _nowhere(child: int | None) -> Place:
    return "", 0, "", child or 0


def _known(row: Row) -> int | None:
    return row.child if isinstance(row.child, int) else None


def _line(changes: Sequence[Change], values: Mapping[str, Mapping[int, tuple]], local_ids: Mapping[int, str]) -> Line:
    first = changes[0]
    local_id = (first.row.local_id if first.row else None) or local_ids.get(first.child or 0, "")
    # What happened to the child stands before where it lives.
    told = sorted(changes, key=lambda change: change.object == ADDRESS)[:PARTS_KEPT]
    return Line(
        local_id=local_id,
        child=first.child,
        file=first.row.file if first.row else "",
        line=first.row.line if first.row else 0,
        parts=tuple(_part(change, values.get(change.object, {}), local_ids) for change in told),
        others=tuple(sorted({change.taken_from for change in told if change.taken_from is not None})),
        more=len(changes) - len(told),
    )


def _part(change: Change, values: Mapping[int, tuple], local_ids: Mapping[int, str]) -> Part:
    names = FIELDS[change.object]
    nothing: tuple = (None,) * len(names)
    was = dict(zip(names, values.get(change.fact_id or 0, nothing), strict=True))
    now = dict(zip(names, change.row.values if change.row else nothing, strict=True))
    tells = TELLS_APART.get(change.object, "")
    which = now.get(tells) or was.get(tells) or ""
    fields = [Field(name, _cut(was[name]), _cut(now[name])) for name in names if _text(was[name]) != _text(now[name])]
    if change.object == ADDRESS:
        fields = _without_where(fields)
    # What tells it apart stands beside its name already; of what is new or goes, keys of the files say nothing.
    whole = change.kind in (NEW, WITHDRAWN)
    told = [field for field in fields if field.name != tells and not (whole and _is_key(field.name))]
    if change.taken_from is not None and change.row is not None:
        told.insert(0, Field(WHOSE, local_ids.get(change.taken_from), change.row.local_id))
    return Part(change.object, change.kind, str(which), tuple(told))


def _cut(value: Value) -> Value:
    """So much of a long text as a page has room for; a number stays one."""
    return f"{value[:LONGEST_TOLD]} …" if isinstance(value, str) and len(value) > LONGEST_TOLD else value


def _without_where(fields: Sequence[Field]) -> list[Field]:
    """The fields of an address that are told, and that it is elsewhere if nothing else says so."""
    told = [field for field in fields if field.name in ADDRESS_TOLD]
    moved = any(field.name in WHERE and field.was for field in fields)
    if moved and not any(field.name == "area" for field in told):
        told.append(Field(ELSEWHERE, None, None))
    return told


def _is_key(name: str) -> bool:
    """A reference from one row of the files to another; who works with a child is no such thing."""
    return name.endswith("_ref") and name not in ("professional_ref", "worker_ref", "adviser_ref", "team_ref")


def _text(value: object) -> str | None:
    """As the record writes it: a list is a list, a number its digits."""
    return None if value is None or value == [] else repr(value) if isinstance(value, list) else str(value)
