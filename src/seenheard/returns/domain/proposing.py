"""What would change in the record if an upload were taken in. Pure: rows and current keys in, a frozen proposal out.

A file supersedes only its own source's rows, row by row, by the source's own key. A row that is missing changes
nothing by itself. The order of files and of rows never matters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from operator import attrgetter
from typing import NamedTuple

from seenheard.record.domain.objects import DAY, OBJECTS

from .gathering import NUMBER, Upload, key_hash, without_header
from .matching import InFile, Matched
from .types import Landed, Problem, Question

EXAMPLES = 5
MISSING_LISTED = 500
NOT_WITHDRAWN = "not_withdrawn"


# A current row of the record, as much as is needed to compare it: fact id, hash, child, run.
Held = tuple[int, int, int | None, str]


class Row(NamedTuple):
    """A row to be written. `child` is a known child, the local id of a new one, or None for facts about no child."""

    child: int | str | None
    row_key: str
    row_hash: int
    file: str
    line: int
    values: tuple
    aside: str | None
    local_id: str | None


class Example(NamedTuple):
    """Where a person may look: never a value, never a name."""

    local_id: str | None
    child: int | None
    file: str
    line: int | None


@dataclass(slots=True)
class ObjectChanges:
    """What one kind of fact would gain and lose."""

    adds: list[Row] = field(default_factory=list)
    amends: list[tuple[int, Row]] = field(default_factory=list)
    corrections: list[tuple[int, Row]] = field(default_factory=list)
    missing: list[tuple[int, int | None, str]] = field(default_factory=list)  # fact id, child, key
    moved: dict[int, int | None] = field(default_factory=dict)  # amended facts that were another child's: whose
    unread: int = 0  # rows that may be told by one that could not be read: they are not missing
    untouched: int = 0
    older: int = 0

    def counts(self, *, withdraw: bool) -> dict[str, int]:
        """Numbers for the page and the trail."""
        return {
            "adds": len(self.adds),
            "amends": len(self.amends),
            "corrections": len(self.corrections),
            "withdrawn": len(self.missing) if withdraw else 0,
            "missing": len(self.missing),
            "unread": self.unread,
            "untouched": self.untouched,
            "older": self.older,
        }


@dataclass(slots=True)
class Proposal:
    """Everything that a yes would do, and what stands in the way of asking for it."""

    objects: dict[str, ObjectChanges] = field(default_factory=dict)
    new_children: tuple[str, ...] = ()
    withdraw: bool = False
    against: str = ""  # the state of the record that it was worked out against
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    about: dict[str, tuple[int, ...]] = field(default_factory=dict)
    restated: frozenset[str] = frozenset()  # closed children of whom the upload says only what is held
    upload: Upload | None = None

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """What would change, by object; objects of which nothing is said are left out."""
        counted = {name: self.objects[name].counts(withdraw=self.withdraw) for name in sorted(self.objects)}
        return {name: numbers for name, numbers in counted.items() if any(numbers.values())}

    @property
    def changes_nothing(self) -> bool:
        """Whether applying would write no row at all."""
        return not any(
            of.adds or of.amends or of.corrections or (of.missing and self.withdraw) for of in self.objects.values()
        )

    def inserts(self) -> dict[str, list[Row]]:
        """Rows to write, by object."""
        return {
            name: rows
            for name, of in self.objects.items()
            if (rows := of.adds + [row for _, row in of.amends] + [row for _, row in of.corrections])
        }

    def closes(self) -> dict[str, list[int]]:
        """Facts that are no longer current, by object."""
        found = {}
        for name, of in self.objects.items():
            ids = [fact for fact, _ in of.amends] + [fact for fact, _ in of.corrections]
            if self.withdraw:
                ids += [fact for fact, _, _ in of.missing]
            if ids:
                found[name] = ids
        return found


@dataclass(frozen=True, slots=True)
class Before:
    """The state that a proposal is made against, for one source.

    `last_keys` are, for each run, hashes of the keys that it had from last year's files.
    """

    current: Mapping[str, Mapping[str, Held]]
    run_years: Mapping[str, int | None] = field(default_factory=dict)
    last_keys: Mapping[str, Collection[int]] = field(default_factory=dict)
    seen: Mapping[str, Iterable[int]] = field(default_factory=dict)
    by_reference: Mapping[tuple, int] = field(default_factory=dict)
    ids: Mapping[str, int] = field(default_factory=dict)
    closed: frozenset[int] = frozenset()
    closed_on: Mapping[int, str] = field(default_factory=dict)


def propose(upload: Upload, matched: Matched, before: Before, children: Iterable[InFile]) -> Proposal:
    """Compare an upload with the record. Raises nothing: what is doubtful stands in `questions`."""
    proposal = Proposal(withdraw=upload.complete, questions=list(matched.questions), about=dict(matched.about))
    who = dict(matched.children)
    new = _surely_new(upload, matched, before)
    who |= dict.fromkeys(matched.closed) | {local_id: local_id for local_id in new}
    _settle_closed(
        upload, {i: child for i, child in matched.closed.items() if i not in new}, before, children, proposal
    )
    for name in sorted(upload.rows):
        proposal.objects[name] = _compare(name, upload, who, before, proposal)
    proposal.new_children = tuple(sorted({child for child in who.values() if isinstance(child, str)}))
    proposal.problems += without_header(children, upload, matched) + _not_withdrawn(proposal)
    proposal.upload = upload
    return proposal


# Dates that say nothing of when a child's own time with the council began.
UNDATED = frozenset({"person", "mother", "linked_identifier"})


def _surely_new(upload: Upload, matched: Matched, before: Before) -> set[str]:
    """Children under an identifier of a closed file of whom the upload has dated rows, all after that file closed."""
    earliest: dict[str, str] = {}
    for name, of in upload.rows.items() if matched.perhaps_new else ():
        days = [] if name in UNDATED else [n for n, kind in enumerate(OBJECTS[name].values()) if kind == DAY]
        for fact, _ in of.values():
            if fact.child in matched.perhaps_new and (found := [str(fact.values[n]) for n in days if fact.values[n]]):
                earliest[fact.child] = min(*found, earliest.get(fact.child, "9999"))
    return {
        local_id for local_id, day in earliest.items() if day > before.closed_on.get(matched.closed[local_id], "9999")
    }


def _settle_closed(
    upload: Upload, closed_ids: Mapping[str, int], before: Before, children: Iterable[InFile], proposal: Proposal
) -> None:
    """A closed child's identifier, uncertain: rows that restate what is held are so; others are left out."""
    news = set()
    for name, of in upload.rows.items() if closed_ids else ():
        held = before.current.get(name, {})
        for key, (fact, hashed) in of.items():
            closed = closed_ids.get(fact.child or "")
            if closed is not None and (key not in held or held[key][1] != hashed or held[key][2] != closed):
                news.add(fact.child)
    proposal.restated = frozenset(closed_ids) - news
    proposal.problems += [
        Problem(
            code="not_certain_who",
            level="row",
            says="The rows of this child are left out: it is not certain who is meant.",
            do="Load them with the file that gives the birth date (Header, or person), and check that it is right.",
            file=child.file,
            line=child.line,
        )
        for child in sorted(children)
        if child.local_id in news
    ]


def _compare(name: str, upload: Upload, who: Mapping, before: Before, proposal: Proposal) -> ObjectChanges:
    """The heart: one pass over the rows of one object. Kept flat because it runs a hundred thousand times."""
    changes = ObjectChanges()
    current = before.current.get(name, {})
    closed, restated = before.closed, proposal.restated
    whose = _whose_unread(name, upload, who, before)
    for key, (fact, hashed) in upload.rows[name].items():
        child = who.get(fact.child) if fact.child is not None else _by_reference(fact, who, before, proposal)
        if child is None and (fact.child is not None or fact.via is not None):
            changes.untouched += fact.child in restated
            continue
        held = current.get(key)
        if held is not None and held[2] != child:
            key, held = _own_key(key, child, current, closed)
        if held is None:
            changes.adds.append(_row(child, key, hashed, fact))
        elif held[1] == hashed and held[2] == child:
            changes.untouched += 1
        elif _is_older(fact, key, upload, held[3], before, unread=bool(whose & {child, None})):
            changes.older += 1
        else:
            changes.amends.append((held[0], _row(child, key, hashed, fact)))
            if held[2] != child:
                changes.moved[held[0]] = held[2]
    missing = _missing(name, upload, current, before)
    changes.missing = [entry for entry in missing if not _may_be_unread(entry, whose)] if whose else missing
    changes.unread = len(missing) - len(changes.missing)
    return changes


def _row(child: int | str | None, key: str, hashed: int, fact: Landed) -> Row:
    return Row(child, key, hashed, fact.file, fact.line, fact.values, fact.aside_json, fact.child)


def _own_key(
    key: str, child: int | str | None, current: Mapping[str, Held], closed: frozenset[int]
) -> tuple[str, Held | None]:
    """The key under which this child has the row, when the plain key is another child's.

    A council may use an identifier again. A new child, and one whose predecessor is closed, gets a numbered key;
    between two open children the row itself has moved, and the plain key stands.
    """
    number, numbered = 2, f"{key}@2"
    while numbered in current and current[numbered][2] != child:
        number += 1
        numbered = f"{key}@{number}"
    if numbered in current or isinstance(child, str) or current[key][2] in closed:
        return numbered, current.get(numbered)
    return key, current[key]


def _is_older(fact: Landed, key: str, upload: Upload, held_by: str, before: Before, *, unread: bool) -> bool:
    """Whether the record's row is of a later collection year: last year never overwrites this year.

    But where the files are said to be complete for the year of the record's row, and all of them could be read, this
    year no longer has it.
    """
    year, held_year = upload.year, before.run_years.get(held_by)
    if year is None or held_year is None or year - fact.last_year >= held_year:
        return False
    if upload.complete and year == held_year and not unread:
        return False
    return year - fact.last_year < held_year - (key_hash(key) in before.last_keys.get(held_by, ()))


def _by_reference(fact: Landed, who: Mapping, before: Before, proposal: Proposal) -> int | None:
    """The child of a row that names only another row (a review of a care period): looked up in the record."""
    if fact.via is None:
        return None
    child = before.by_reference.get(tuple(fact.via))
    if child is None:
        proposal.problems.append(
            Problem(
                code="reference_unknown",
                level="row",
                says="This row names a row of another table that neither these files nor the record hold: left out.",
                do="Load the other table too, or correct the reference.",
                file=fact.file,
                line=fact.line,
                column=str(fact.via[1]),
            )
        )
    return child


def _missing(name: str, upload: Upload, current: Mapping, before: Before) -> list[tuple[int, int | None, str]]:
    """Rows that an earlier file of this year had and this one has not.

    A row left to another table is not missing, and a file closed by adoption is not reopened to say so.
    """
    in_upload = upload.rows[name]
    seen = set().union(*(before.seen.get(remembered, ()) for remembered in upload.parts.get(name, ())))
    if not seen:
        return []
    return sorted(
        (held[0], held[2], key)
        for key, held in current.items()
        if key not in in_upload and held[2] not in before.closed and key_hash(key) in seen
    )


def _whose_unread(name: str, upload: Upload, who: Mapping, before: Before) -> set[int | str | None]:
    """The children of whom a row was left out that could have told such a fact; None: nobody knows whose it was."""
    whose: set[int | str | None] = set()
    for local_id in upload.left_out.get(name, ()):
        known = {who.get(local_id), before.ids.get(local_id or "")}
        whose |= (known - {None} - before.closed) or {None}
    return whose


def _may_be_unread(entry: tuple[int, int | None, str], whose: set[int | str | None]) -> bool:
    """Whether a row that seems missing may be one that could not be read.

    What is about no child may be anyone's; a numbered key may only have moved up, since one of its rows was left out.
    """
    _, child, key = entry
    return child is None or child in whose or None in whose or NUMBER in key


def _not_withdrawn(proposal: Proposal) -> list[Problem]:
    """Files said to be complete, of which rows could not be read: what stays on that account, in one sentence."""
    number = sum(of.unread for of in proposal.objects.values())
    if not (proposal.withdraw and number):
        return []
    rows = "1 row of the record is" if number == 1 else f"{number:,} rows of the record are"
    may = "it" if number == 1 else "they"
    return [
        Problem(
            code=NOT_WITHDRAWN,
            level="note",
            says=f"{rows} not withdrawn: {may} may be told by rows that were left out because they cannot be read.",
            do="Correct those rows in your system and load the files again.",
            count=number,
        )
    ]


def pairs_to_look_at(proposal: Proposal) -> dict[str, list[int]]:
    """Facts whose values tell corrections: missing rows of children who also gain a row of that object."""
    found = {}
    for name, of in proposal.objects.items():
        gaining = {row.child for row in of.adds}
        if ids := [fact_id for fact_id, child, _ in of.missing if child is not None and child in gaining]:
            found[name] = ids
    return found


def pair_corrections(
    proposal: Proposal, values: Mapping[str, Mapping[int, tuple]], key_fields: Mapping[str, Sequence[int]]
) -> None:
    """Offer a missing row and a new row of one child that differ in the key alone as one correction.

    `values` are the missing rows' values by object and fact id; `key_fields` the positions of the key within a row.
    """
    for name, by_fact in values.items():
        of = proposal.objects[name]
        keyed = frozenset(key_fields.get(name, ()))
        waiting = defaultdict(list)
        for row in sorted(of.adds, key=lambda row: row.row_key):
            waiting[(row.child, _without(row.values, keyed))].append(row)
        taken_rows, taken_facts = set(), set()
        for fact_id, child, _ in of.missing:
            rows = waiting.get((child, _without(by_fact[fact_id], keyed))) if fact_id in by_fact else None
            if rows:
                row = rows.pop(0)
                of.corrections.append((fact_id, row))
                taken_rows.add(row.row_key)
                taken_facts.add(fact_id)
        of.adds = [row for row in of.adds if row.row_key not in taken_rows]
        of.missing = [entry for entry in of.missing if entry[0] not in taken_facts]


def _without(values: Sequence, keyed: frozenset[int]) -> str:
    return repr([value for place, value in enumerate(values) if place not in keyed])


def examples(of: ObjectChanges) -> dict[str, list[Example]]:
    """The first few rows of each kind, in a steady order, for the person who decides."""
    kinds = {"adds": of.adds, "amends": [r for _, r in of.amends], "corrections": [r for _, r in of.corrections]}
    return {
        kind: [
            Example(row.local_id, row.child if isinstance(row.child, int) else None, row.file, row.line)
            for row in nsmallest(EXAMPLES, rows, key=attrgetter("file", "line"))
        ]
        for kind, rows in kinds.items()
        if rows
    }
