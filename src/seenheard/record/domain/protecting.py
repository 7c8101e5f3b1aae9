"""Who must not know where a child lives: said of the child, until somebody says that it is over.

What is said is three kinds of typed event: that somebody must not know, that it holds for a new address too, that it is
over. It hangs on the child and not on a row of an address: a file that tells the same address under another key, or
another address, protects no less. Nothing ends it but a person.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .places import dwelling
from .sources import Facts
from .spellings import folded
from .typed import facts_of, stands

PROTECTED, CONFIRMED, ENDED = "address_protected", "address_protection_confirmed", "address_protection_ended"
PROTECTING = frozenset({PROTECTED, CONFIRMED, ENDED})
WHO, WHY, WHICH, NAMED = "must_not_know", "reason", "which_address", "protection"
# Which rows of an address the record held when it was written, and the last that it had had by then: ids alone. An
# import may give an earlier moment to what it writes later, so moments do not tell.
HELD, LAST = "rows_held", "last_row"


@dataclass(frozen=True, slots=True)
class Protection:
    """That somebody must not know where the child lives, as it stands.

    `which`: placement or home; empty: every address. `answers`: the keys of what says it: itself, and every "it holds
    for the new address too".
    """

    key: str
    who: str
    why: str
    which: str
    from_on: date
    recorded_by: str
    version: int
    answers: tuple[str, ...]

    def covers(self, kind: str | None) -> bool:
        """Whether an address of this kind is meant; one of no known kind is."""
        return not self.which or dwelling(kind) in (self.which, None)

    def narrows(self, which: str) -> bool:
        """Whether with this `which` some address would not be meant any more."""
        return which not in ("", self.which)


@dataclass(frozen=True, slots=True)
class Move:
    """That the child lives, for a time without a gap, where nobody has yet said whether it is protected too.

    `key`: of what was said before, and for every such time after the first the day on which it begins. `from_on`: the
    day of the move, or the later day on which it was first known here; `until_on`: the first day on which the child
    lives at none of the new places, where that is known.
    """

    key: str
    from_on: date
    until_on: date | None

    def is_on(self, on: date) -> bool:
        """Whether it is asked about on the day."""
        return self.from_on <= on and (self.until_on is None or self.until_on > on)


def moves(key: str, spans: Iterable[tuple[date, date | None]]) -> tuple[Move, ...]:
    """One for each time without a gap that these make together: the same whatever day it is asked on."""
    found: list[tuple[date, date]] = []
    for start, end in sorted((start, end or date.max) for start, end in spans):
        if end <= start:  # over before it was known
            continue
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return tuple(
        Move(f"{key} {start}" if number else key, start, None if end == date.max else end)
        for number, (start, end) in enumerate(found)
    )


def protections(facts: Facts, on: date = date.max) -> tuple[Protection, ...]:
    """What had been said by the day and is not over, the earliest first."""
    rows = [row for row in stands(facts.get("event", ())) if row.kind in PROTECTING and row.happened_on <= on]
    told = [(row, facts_of(row)) for row in sorted(rows, key=lambda row: (row.happened_on, row.id))]
    over = {said.get(NAMED) for row, said in told if row.kind == ENDED}
    return tuple(
        _protection(row, said, told) for row, said in told if row.kind == PROTECTED and row.row_key not in over
    )


def _protection(row: Any, said: dict[str, Any], told: Sequence[tuple[Any, dict[str, Any]]]) -> Protection:
    confirmed = (other.row_key for other, of in told if other.kind == CONFIRMED and of.get(NAMED) == row.row_key)
    return Protection(
        key=row.row_key,
        who=said.get(WHO) or "",
        why=said.get(WHY) or "",
        which=said.get(WHICH) or "",
        from_on=row.happened_on,
        recorded_by=row.recorded_by,
        version=row.id,
        answers=(row.row_key, *confirmed),
    )


def same_place(one: Any, other: Any) -> bool:
    """Whether two rows of an address tell one place, each by its lines and postcode, however they are set.

    Where one of them has no lines, the postcode alone says; two without a postcode share none.
    """
    (lines, others), (postcode, its) = (
        [folded(getattr(row, of)) for row in (one, other)] for of in ("lines", "postcode")
    )
    return postcode == its and (lines == others if lines and others else bool(postcode))


def new_places(now: Iterable[Any], before: Iterable[Any]) -> list[Any]:
    """Which of these addresses are none of those: a move, which a person has to look at."""
    known = list(before)
    return [row for row in _placed(now) if not any(same_place(row, other) for other in known)]


def is_protected(events: Iterable[Any]) -> bool:
    """Whether among these typed events is one that protects an address, over by now or not."""
    return any(row.kind == PROTECTED for row in events)


def _placed(rows: Iterable[Any]) -> Iterator[Any]:
    """Rows that say where."""
    yield from (row for row in rows if row.postcode or row.lines)
