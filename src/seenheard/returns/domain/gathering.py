"""Landed facts gathered for comparing: by object and key, each with its hash; and the children whom they are about."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from .matching import InFile, Matched
from .types import Landed, Problem

NUMBER = "#"  # between a key that comes twice and its number


@dataclass(frozen=True, slots=True)
class Upload:
    """What is proposed: rows by object, with the collection year and the table that each file holds.

    `parts` are, for each object that the files can carry, the names under which their keys are remembered: an empty
    table speaks too, for it says that there is nothing. `left_out` are, for each such object, the children of rows that
    could not be read, by the council's identifier; None stands for a child who cannot be told.
    """

    rows: Mapping[str, Mapping[str, tuple[Landed, int]]]
    year: int | None
    table_of: Mapping[str, str]
    complete: bool = False
    parts: Mapping[str, Collection[str]] = field(default_factory=dict)
    left_out: Mapping[str, Collection[str | None]] = field(default_factory=dict)


def row_hash(values: Sequence, aside: str | None) -> int:
    """Eight bytes of BLAKE2b as a signed number: what tells an amended row from an untouched one."""
    said = repr(values) if aside is None else repr((values, aside))
    return int.from_bytes(blake2b(said.encode(), digest_size=8).digest(), "big", signed=True)


def key_hash(row_key: str) -> int:
    """Eight bytes of BLAKE2b of a key: what a run remembers of the rows it saw."""
    return int.from_bytes(blake2b(row_key.encode(), digest_size=8).digest(), "big", signed=True)


def gather(landed: Iterable[Landed]) -> tuple[dict[str, dict[str, tuple[Landed, int]]], list[Problem]]:
    """Rows by object and key, each with its hash. A key that comes twice gets a number and a finding.

    Numbers follow the rows' own values, so that they do not depend on the order of the file.
    """
    rows: dict[str, dict[str, tuple[Landed, int]]] = defaultdict(dict)
    twice: dict[tuple[str, str], list[tuple[Landed, int]]] = {}
    for fact in landed:
        of = rows[fact.object]
        entry = (fact, row_hash(fact.values, fact.aside_json))
        first = of.setdefault(fact.row_key, entry)
        if first is not entry:
            twice.setdefault((fact.object, fact.row_key), [first]).append(entry)
    return dict(rows), [_number(rows[name], key, entries) for (name, key), entries in twice.items()]


def _number(of: dict[str, tuple[Landed, int]], key: str, entries: list[tuple[Landed, int]]) -> Problem:
    ranked = sorted(entries, key=_rank)
    for number, (fact, hashed) in enumerate(ranked, start=1):
        numbered = key if number == 1 else f"{key}{NUMBER}{number}"
        of[numbered] = (fact._replace(row_key=numbered), hashed)
    first, second = sorted((entry[0] for entry in entries), key=lambda fact: (fact.file, fact.line))[:2]
    return Problem(
        code="key_twice",
        level="finding",
        says=f"{len(entries)} rows have one key but different values, the first in line {first.line}. "
        "All are kept, numbered.",
        do="If only one is right, correct it in your system and load the file again.",
        file=second.file,
        line=second.line,
        lines=tuple(fact.line for fact, _ in entries),
    )


def _rank(entry: tuple[Landed, int]) -> tuple[bool, str, int, str]:
    """What orders rows of one key: this year before last, then what the row says and of whom."""
    fact, hashed = entry
    return fact.last_year, repr(fact.values), hashed, fact.child or ""


def children_in(rows: Mapping[str, Mapping[str, tuple[Landed, int]]]) -> list[InFile]:
    """Every child of the upload, with the birth date and UPN that its rows say."""
    first: dict[str, Landed] = {}
    for of in rows.values():
        for fact, _ in of.values():
            if fact.child is not None:
                first.setdefault(fact.child, fact)
    births = {fact.child: fact for fact, _ in rows.get("person", {}).values()}
    upns = {
        fact.child: fact.values[1]
        for fact, _ in rows.get("linked_identifier", {}).values()
        if fact.values[0] == "upn" and fact.values[1]
    }
    return [
        InFile(
            child,
            _text(births[child].values[0]) if child in births else None,
            _text(upns.get(child)),
            births.get(child, fact).file,
            births.get(child, fact).line,
        )
        for child, fact in first.items()
    ]


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def without_header(children: Iterable[InFile], upload: Upload, matched: Matched) -> list[Problem]:
    """New children of whom no table says who they are."""
    described = {fact.child for fact, _ in upload.rows.get("person", {}).values()}
    return [
        Problem(
            code="child_without_header",
            level="finding",
            says="A child has rows here, but no row that says who the child is, and is not in the record. "
            "The rows are taken in; birth date and sex stay unknown.",
            do="Load the file with the child’s birth date and sex (Header, or person), or correct the identifier.",
            file=child.file,
            line=child.line,
            column="CHILD",
        )
        for child in sorted(children)
        if child.local_id not in described and isinstance(matched.children.get(child.local_id), str)
    ]


def keys_seen(upload: Upload) -> dict[str, bytes]:
    """Hashes of the keys of an upload, by `seen_name`: what its run remembers."""
    found: dict[str, array] = {}
    for name, of in upload.rows.items():
        here: dict[tuple[str, bool], array] = defaultdict(lambda: array("q"))
        for key, (fact, _) in of.items():
            here[fact.file, fact.last_year].append(key_hash(key))
        for (file, last_year), hashes in here.items():
            found.setdefault(seen_name(upload.table_of.get(file, ""), last_year, name), array("q")).extend(hashes)
    return {name: hashes.tobytes() for name, hashes in found.items()}


LAST = "@last"


def seen_name(table: str, last_year: bool, name: str) -> str:
    """Under which name the keys of an object are remembered: "reviews/cla_review", apart for last year's files."""
    return f"{table}{LAST if last_year else ''}/{name}"


def grouped(problems: Iterable[Problem]) -> list[tuple[Problem, int]]:
    """Problems of one kind, file and column once, with how often; the first line stands for all."""
    first: dict[tuple, Problem] = {}
    often: Counter = Counter()
    for problem in problems:
        kind = (problem.code, problem.level, problem.file, problem.column)
        first.setdefault(kind, problem)
        often[kind] += problem.count
    return [(first[kind], often[kind]) for kind in first]
