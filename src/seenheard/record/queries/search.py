"""Finding a child by name, by a name of old or as the child is known, spelt so or otherwise; or by a number.

A name is found by its parts (`domain.folding`): all words looked for must be parts of the child's names, in any order,
whole or as far as they were typed, or but for one slip. Nobody finds a child whom they may not see.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from django.db import connection
from django.db.models import Q

from ..domain.folding import asked_for, intact, is_one_slip, words
from ..models import ChildNow, LinkedIdentifier, NamePart
from .seeing import children_now, may_be_opened

WHOLE, BEGINS, SLIP, OF_OLD = 0, 1, 3, 1  # how far a part is from what was typed: the nearest child comes first
LAST = "\U0010ffff"  # stands after every letter
MOST_SHOWN = 50
ALIKE = (
    "SELECT %s::text, part FROM record_namepart WHERE length(part) BETWEEN %s AND %s"
    " AND (part BETWEEN %s AND %s OR reverse(part) BETWEEN %s AND %s)"
)
NAME, KNOWN_AS, FORMER = "name", "known_as", "former"


@dataclass(frozen=True, slots=True)
class Why:
    """What a child was found by, where the name shown does not say it: a kind of name or number, and its words."""

    kind: str  # name | known_as | former | the kind of an identifier
    words: str


@dataclass(frozen=True, slots=True)
class Match:
    """A child whom the viewer may see, and why it was found; `spelt_otherwise` where a letter differs."""

    now: ChildNow
    why: tuple[Why, ...]
    spelt_otherwise: bool


@dataclass(frozen=True, slots=True)
class Searched:
    """The nearest children, and how many were found in all."""

    matches: tuple[Match, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """The parts that one piece of what was typed may be: itself, what begins with it, what differs by a slip."""

    piece: str
    numbers: frozenset[int]  # of the words typed for which it stands
    near: tuple[str, ...]

    def distance(self, part: str) -> int | None:
        """How far a part is from the piece; None where it is another word."""
        if part == self.piece:
            return WHOLE
        if part.startswith(self.piece):
            return BEGINS
        return SLIP if part in self.near else None

    def sql(self) -> tuple[str, list[Any]]:
        """Child, word by number and distance, for every part that this piece may be."""
        sql = (
            "SELECT child_id, unnest(%s::int[]) AS number,"
            f" CASE WHEN part = %s THEN {WHOLE} WHEN part = ANY(%s) THEN {SLIP} ELSE {BEGINS} END"
            f" + CASE told WHEN '{FORMER}' THEN {OF_OLD} ELSE 0 END AS distance"
            " FROM record_namepart WHERE part = ANY(%s) OR part BETWEEN %s AND %s"
        )
        near = list(self.near)
        return sql, [sorted(self.numbers), self.piece, near, near, self.piece, self.piece + LAST]


def search(*, viewer, on: date, looked_for: str) -> Searched:
    """The children whom this viewer may see and who have this number or these names; the nearest first, fifty at most.

    Eight queries at most, however many are found.
    """
    wanted = _wanted(looked_for)
    numbered = _numbered(looked_for)
    distances = _distances(wanted) | dict.fromkeys(numbered, WHOLE)
    seen = children_now(viewer=viewer, on=on, child_ids=distances).values_list("pk", "name")
    ordered = [pk for pk, _ in sorted(seen, key=lambda one: (distances[one[0]], one[1] or "", one[0]))]
    shown = ordered[:MOST_SHOWN]
    lines = {now.pk: now for now in children_now(viewer=viewer, on=on, child_ids=shown)}
    told = _parts_of(shown, wanted)
    matches = (_match(lines[pk], told.get(pk, ()), wanted, numbered.get(pk)) for pk in shown if pk in lines)
    return Searched(tuple(matches), len(ordered))


def children_to_open(*, viewer, on: date, words: str, limit: int) -> list[ChildNow]:
    """The nearest few children of this number, or of these names as `search` finds them, whose record could be opened.

    Raises nothing where there is none. The caller has asked for the reason, and writes the trail row.
    """
    numbered = _numbered(words)
    distances = dict.fromkeys(numbered, WHOLE) or _distances(_wanted(words))
    lines = may_be_opened(viewer, on).filter(pk__in=list(distances)).select_related("child")
    return sorted(lines, key=lambda now: (distances[now.pk], now.name or "", now.pk))[:limit]


def _wanted(looked_for: str) -> list[Wanted]:
    asked = asked_for(looked_for)
    alike = _spelt_otherwise({piece for piece, _ in asked})
    return [Wanted(piece, numbers, tuple(alike.get(piece, ()))) for piece, numbers in asked]


def _spelt_otherwise(pieces: Iterable[str]) -> dict[str, list[str]]:
    """For each piece the parts of anybody's name that are one slip away. They have its beginning or its end."""
    selects: list[str] = []
    values: list[Any] = []
    for piece in pieces:
        if ends := intact(piece):
            beginning, end = ends
            selects.append(ALIKE)
            values += [piece, len(piece) - 1, len(piece) + 1, *_starting(beginning), *_starting(end[::-1])]
    found: dict[str, list[str]] = {}
    for piece, part in _rows(" UNION ".join(selects), values) if selects else ():
        if is_one_slip(piece, part):
            found.setdefault(piece, []).append(part)
    return found


def _starting(letters: str) -> tuple[str, str]:
    """The range of the words that start so."""
    return letters, letters + LAST


def _rows(statement: str, values: Sequence[Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _distances(wanted: Sequence[Wanted]) -> dict[int, int]:
    """The children each of whose words is found, whoever may see them, with their distance."""
    if not wanted:
        return {}
    asked = [one.sql() for one in wanted]
    sql = (
        "SELECT child_id, sum(distance)::int FROM ("
        " SELECT child_id, number, min(distance) AS distance FROM ("
        f"{' UNION ALL '.join(part for part, _ in asked)}) AS parts GROUP BY child_id, number"
        ") AS by_word GROUP BY child_id HAVING count(*) = %s"
    )
    number = len(frozenset().union(*(one.numbers for one in wanted)))
    return dict(_rows(sql, [*(value for _, values in asked for value in values), number]))


def _numbered(looked_for: str) -> dict[int, Why]:
    """The children who have this number, of any kind, whoever may see them; letters large or small."""
    number = "".join(looked_for.split())
    if not any(letter.isdigit() for letter in number):
        return {}
    written = {number, number.upper(), number.lower(), looked_for.strip()}
    rows = LinkedIdentifier.objects.filter(value__in=written, known_until__isnull=True).order_by("kind")
    return {row.child_id: Why(row.kind, row.value) for row in rows}


def _parts_of(child_ids: Iterable[int], wanted: Sequence[Wanted]) -> Mapping[int, list[NamePart]]:
    found: dict[int, list[NamePart]] = {}
    near = [part for one in wanted for part in one.near]
    begins = Q(part__in=near)
    for one in wanted:
        begins |= Q(part__gte=one.piece, part__lte=one.piece + LAST)
    rows = NamePart.objects.filter(begins, child__in=list(child_ids)) if wanted else ()
    for row in rows:
        found.setdefault(row.child_id, []).append(row)
    return found


def _match(now: ChildNow, told: Sequence[NamePart], wanted: Sequence[Wanted], numbered: Why | None) -> Match:
    if numbered:
        return Match(now, (numbered,) if numbered.words != now.local_id else (), spelt_otherwise=False)
    nearest = list(_nearest(told, wanted))
    shown = set(words(now.name or ""))
    why = {Why(row.told, row.whole): None for row, _ in nearest if row.part not in shown}
    return Match(now, tuple(why), spelt_otherwise=any(distance >= SLIP for _, distance in nearest))


def _nearest(told: Sequence[NamePart], wanted: Sequence[Wanted]) -> Iterator[tuple[NamePart, int]]:
    """For each word typed the nearest part of the child's names; a name that stands before one of old."""
    for number in sorted(frozenset().union(*(one.numbers for one in wanted))):
        near = [
            (distance + (OF_OLD if row.told == FORMER else 0), row.pk, row, distance)
            for one in wanted
            if number in one.numbers
            for row in told
            if (distance := one.distance(row.part)) is not None
        ]
        *_, row, distance = min(near, key=itemgetter(0, 1))
        yield row, distance
