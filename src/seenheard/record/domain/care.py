"""Being looked after, rebuilt: periods of care, legal statuses and stays, whichever way a source tells them.

The Standard Safeguarding Dataset gives legal status and placement as rows of their own. An SSDA903 episode is their
intersection: a new row whenever either changes, with a reason that says which (S started, L legal status,
P placement and carer, T placement with the same carer, B both, U both with the same carer).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .sources import Facts, Same, always, standing

SHORT_BREAKS = frozenset({"V3", "V4"})  # agreed series of short breaks: not periods of being looked after
STARTED = "S"  # reason for a new episode: the child started to be looked after
GOES_ON = "X1"  # reason an episode ended: another follows at once
SAME_CARER = frozenset({"L", "T", "U"})  # reasons for a new episode under which the child stays with the same carer
ADOPTED = frozenset({"E11", "E12"})


@dataclass(slots=True)
class Spell:
    """A period of care, a legal status or a stay, put together from one or more rows of one source."""

    id: int
    row_key: str
    source: str
    told_by: str  # the object that its first row came from
    starts_on: date  # the day its first row gives
    from_on: date  # the day it began, which may be known to be earlier
    until_on: date | None
    code: str | None = None  # legal status or placement type
    ref: str | None = None  # the source's own key for it
    reason: str | None = None  # why it began
    end_reason: str | None = None
    provider: str | None = None
    urn: str | None = None
    is_dated: bool = False  # the source says when it began, whatever its first row says


@dataclass(frozen=True, slots=True)
class Care:
    """All that being looked after consists of, worked out once for a child."""

    periods: list[Spell]
    legal: list[Spell]
    stays: list[Spell]


def care_of(facts: Facts, begun_by: date | None = None) -> Care:
    """The child's periods of care, legal statuses and stays, each earliest first; of rows begun by a day, or all."""
    return Care(periods_of_care(facts, begun_by), legal_statuses(facts, begun_by), stays(facts, begun_by))


def periods_of_care(facts: Facts, begun_by: date | None = None) -> list[Spell]:
    """When the child was looked after, earliest first; short breaks are not."""
    rows = [_episode(row) for row in _without_short_breaks(facts, "cla_episode")]
    return _joined(rows, begun_by, _care_goes_on, always)


def began_earlier(period: Spell) -> bool:
    """Whether care began before the first row we have: that row is a change within it, and nothing says the day."""
    return period.reason not in (None, STARTED) and not period.is_dated


def legal_statuses(facts: Facts, begun_by: date | None = None) -> list[Spell]:
    """Legal statuses, earliest first; one that a file splits at every move is one."""
    return _joined([*_legal_rows(facts)], begun_by, _status_goes_on, _same_status)


def stays(facts: Facts, begun_by: date | None = None) -> list[Spell]:
    """Placements, earliest first. A stay goes on while the carer is the same; its type is the latest known."""
    return _joined([*_stay_rows(facts)], begun_by, _stay_goes_on, _same_home)


def _without_short_breaks(facts: Facts, name: str) -> Iterator[Any]:
    """Rows of being looked after. A row without a legal code of its own has that of its source's legal status."""
    breaks = [legal for legal in facts.get("legal_status", ()) if legal.code in SHORT_BREAKS]
    for row in facts.get(name, ()):
        code = getattr(row, "legal_code", None)
        if code not in SHORT_BREAKS and (code is not None or not any(_began_under(legal, row) for legal in breaks)):
            yield row


def _began_under(legal: Any, row: Any) -> bool:
    if legal.source != row.source or None in (legal.from_on, row.from_on):
        return False
    return legal.from_on <= row.from_on and (legal.until_on is None or legal.until_on > row.from_on)


def _joined(rows: Sequence[Spell], begun_by: date | None, goes_on: Same, same: Same) -> list[Spell]:
    """The spells that stand, each source's own rows joined first: sources cut one spell in different places."""
    joined: list[Spell] = []
    begun = [row for row in rows if row.starts_on is not None and (begun_by is None or row.starts_on <= begun_by)]
    # Ids of two tables tell nothing of which came first: of one day the episode is told before the status or the stay.
    for row in sorted(begun, key=lambda row: (row.source, row.starts_on, row.told_by, row.id)):
        before = joined[-1] if joined and joined[-1].source == row.source else None
        if before is not None and goes_on(before, row):
            _extend(before, row)
        else:
            joined.append(row)
    return standing(joined, "from_on", same=same)


def _care_goes_on(period: Spell, row: Spell) -> bool:
    """The episode before did not end for good, nor before this one began."""
    if period.until_on is None:
        return True
    return period.until_on >= row.starts_on and period.end_reason in (None, GOES_ON)


def _status_goes_on(legal: Spell, row: Spell) -> bool:
    return row.code == legal.code and legal.until_on == row.from_on


def _stay_goes_on(stay: Spell, row: Spell) -> bool:
    if stay.until_on != row.from_on:
        return False
    if row.reason is None and row.told_by == "cla_placement":
        # Nothing says why this row begins: the same home and type is the same stay, cut for another reason.
        return row.urn is not None and (row.urn, row.code) == (stay.urn, stay.code)
    return row.reason in SAME_CARER


def _same_status(own: Spell, other: Spell) -> bool:
    return own.code == other.code


def _same_home(own: Spell, other: Spell) -> bool:
    return own.code == other.code and (own.urn is None or other.urn is None or own.urn == other.urn)


def _extend(spell: Spell, row: Spell) -> None:
    spell.until_on, spell.end_reason = row.until_on, row.end_reason
    spell.code, spell.urn, spell.provider = row.code, row.urn, row.provider or spell.provider


def _spell(row: Any, told_by: str, **more: Any) -> Spell:
    return Spell(
        id=row.id,
        row_key=row.row_key,
        source=row.source,
        starts_on=row.from_on,
        until_on=row.until_on,
        told_by=told_by,
        **({"from_on": row.from_on} | more),
    )


def _episode(row: Any) -> Spell:
    began = row.from_on
    if row.start_reason != STARTED and None not in (began, row.entered_care_on):
        # Files that reach back only some years begin in the middle of a period.
        began = min(began, row.entered_care_on)
    return _spell(
        row,
        "cla_episode",
        from_on=began,
        ref=row.care_ref,
        reason=row.start_reason,
        end_reason=row.end_reason,
        is_dated=row.entered_care_on is not None,
    )


# Of one day and number, episodes come first: the database sorts by the name of the object as well.


def _legal_rows(facts: Facts) -> Iterator[Spell]:
    for row in facts.get("cla_episode", ()):
        if row.legal_code is not None:
            yield _spell(row, "cla_episode", code=row.legal_code)
    for row in facts.get("legal_status", ()):
        if row.code is not None:
            yield _spell(row, "legal_status", code=row.code)


def _stay_rows(facts: Facts) -> Iterator[Spell]:
    for row in _without_short_breaks(facts, "cla_episode"):
        if row.place_code is not None:
            yield _stay(row, "cla_episode", row.start_reason)
    why = _why_placed(facts)
    for row in _without_short_breaks(facts, "cla_placement"):
        yield _stay(row, "cla_placement", why.get((row.source, row.placement_ref)))


def _stay(row: Any, told_by: str, reason: str | None) -> Spell:
    return _spell(
        row,
        told_by,
        code=row.place_code,
        ref=row.placement_ref,
        reason=reason,
        end_reason=row.change_reason,
        provider=row.provider_code,
        urn=row.urn,
    )


def _why_placed(facts: Facts) -> dict[tuple[str, str], str | None]:
    """Why each placement began: the reason of the first episode that names it."""
    dated = [row for row in facts.get("cla_episode", ()) if row.from_on is not None]
    latest_first = sorted(dated, key=lambda row: (row.from_on, row.id), reverse=True)
    return {(row.source, row.placement_ref): row.start_reason for row in latest_first if row.placement_ref}
