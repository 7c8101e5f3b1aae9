"""Leaving care: adoption, and becoming a care leaver. Several columns, and several objects, tell of each step."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from .care import ADOPTED, Care, Spell
from .happenings import Happening
from .sources import RANK, Facts

PLACEMENT_ORDER = "E1"
ADOPTION_PLACES = frozenset({"A3", "A4", "A5", "A6"})
LEAVER_FROM = 16  # years: a child who leaves care younger does not become a care leaver
STEPS = {
    "adoption_decided": "decided_on",
    "adoption_decision_reversed": "reversed_on",
    "placement_order_made": "placement_order_on",
    "matched_for_adoption": "matched_on",
    "placed_for_adoption": "placed_on",
    "adopted": "order_on",
}


def adoption(facts: Facts, care: Care) -> Iterator[Happening]:
    """Each step on the way to adoption, of the first source that tells it; else as care itself shows it."""
    told: set[str] = set()
    for kind, field in STEPS.items():
        rows = [row for row in facts.get("permanence", ()) if getattr(row, field) is not None and _tells(kind, row)]
        if rows:
            told.add(kind)
            yield from _of_first_source(kind, field, rows)
    yield from (it for it in _shown_by_care(care) if it.kind not in told)


def leavers(facts: Facts, care: Care, born_on: date | None) -> Iterator[Happening]:
    """When a young person whom a file lists as a care leaver became one.

    No file gives the day. It is the day a period of care last ended at 16 or over; where no such period is known,
    the eighteenth birthday; else the day as at which the file speaks.
    """
    rows = sorted(facts.get("care_leaver", ()), key=lambda row: (RANK[row.source], row.row_key))
    if rows and (day := _left_on(care, born_on) or rows[0].as_at_on):
        yield Happening("became_care_leaver", day, {}, _ref("care_leaver", rows[0]), (rows[0].source,))


def birthday(born_on: date, years: int) -> date:
    """The day somebody turns so old; born on 29 February, on 1 March in other years."""
    try:
        return born_on.replace(year=born_on.year + years)
    except ValueError:
        return date(born_on.year + years, 3, 1)


def _tells(kind: str, row: Any) -> bool:
    """An order is an adoption unless its type says otherwise (a special guardianship, for example)."""
    if kind != "adopted" or row.order_type is None:
        return True
    return row.order_type in ADOPTED or "adopt" in row.order_type.casefold()


def _of_first_source(kind: str, field: str, rows: Sequence[Any]) -> Iterator[Happening]:
    first = min(RANK[row.source] for row in rows)
    days: dict[date, Any] = {}
    for row in rows:
        if RANK[row.source] == first:
            days.setdefault(getattr(row, field), row)
    for day, row in days.items():
        also = {other.source for other in rows if getattr(other, field) == day}
        yield Happening(kind, day, {}, _ref("permanence", row), tuple(sorted(also, key=RANK.__getitem__)))


def _shown_by_care(care: Care) -> Iterator[Happening]:
    for legal in care.legal:
        if legal.code == PLACEMENT_ORDER:
            yield _shown("placement_order_made", legal, legal.from_on)
    for stay in care.stays:
        if stay.code in ADOPTION_PLACES:
            yield _shown("placed_for_adoption", stay, stay.from_on)
    for period in care.periods:
        if period.end_reason in ADOPTED and period.until_on is not None:
            yield _shown("adopted", period, period.until_on)


def _shown(kind: str, spell: Spell, day: date) -> Happening:
    return Happening(kind, day, {}, f"{spell.told_by}/{spell.source}/{spell.row_key}", (spell.source,))


def _left_on(care: Care, born_on: date | None) -> date | None:
    if born_on is None:
        return None
    old_enough = birthday(born_on, LEAVER_FROM)
    ends = [period.until_on for period in care.periods if period.until_on and period.until_on >= old_enough]
    return max(ends, default=birthday(born_on, 18))


def _ref(name: str, row: Any) -> str:
    return f"{name}/{row.source}/{row.row_key}"
