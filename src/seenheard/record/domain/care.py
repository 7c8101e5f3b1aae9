"""Being looked after, rebuilt: periods of care, legal statuses and stays, whichever way a source tells them.

The Standard Safeguarding Dataset gives legal status and placement as rows of their own. An SSDA903 episode is their
intersection: a new row whenever either changes, with a reason that says which (S started, L legal status,
P placement and carer, T placement with the same carer, B both, U both with the same carer).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .sources import Facts, standing

SHORT_BREAKS = frozenset({"V3", "V4"})  # agreed series of short breaks: not periods of being looked after
GOES_ON = "X1"  # reason an episode ended: another follows at once
SAME_CARER = frozenset({"L", "T", "U"})  # reasons for a new episode under which the child stays with the same carer
ADOPTED = frozenset({"E11", "E12"})


@dataclass(slots=True)
class Spell:
    """A period of care, a legal status or a stay, put together from one or more rows of one source."""

    id: int
    row_key: str
    source: str
    from_on: date
    until_on: date | None
    code: str | None  # legal status or placement type
    ref: str | None  # the source's own key for it
    reason: str | None = None  # why it began
    end_reason: str | None = None
    provider: str | None = None
    urn: str | None = None
    told_by: str = ""  # the object that its first row came from


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
    rows = [row for row in facts.get("cla_episode", ()) if row.legal_code not in SHORT_BREAKS]
    periods: list[Spell] = []
    for row in _begun(rows, begun_by):
        if periods and _care_goes_on(periods[-1], row):
            _extend(periods[-1], row, row.end_reason)
        else:
            periods.append(_period(row))
    return periods


def legal_statuses(facts: Facts, begun_by: date | None = None) -> list[Spell]:
    """Legal statuses, earliest first; one that a file splits at every move is one."""
    spells: list[Spell] = []
    for row in _begun([*_legal_rows(facts)], begun_by):
        if spells and row.code == spells[-1].code and spells[-1].until_on == row.from_on:
            _extend(spells[-1], row, None)
        else:
            spells.append(row)
    return spells


def stays(facts: Facts, begun_by: date | None = None) -> list[Spell]:
    """Placements, earliest first. A stay goes on while the carer is the same; its type is the latest known."""
    spells: list[Spell] = []
    for row in _begun([*_stay_rows(facts)], begun_by):
        if spells and _stay_goes_on(spells[-1], row):
            _extend(spells[-1], row, row.end_reason)
            spells[-1].code, spells[-1].urn = row.code, row.urn
            spells[-1].provider = row.provider or spells[-1].provider
        else:
            spells.append(row)
    return spells


def _begun(rows: Sequence[Any], by: date | None) -> list[Any]:
    return [row for row in standing(rows, "from_on") if by is None or row.from_on <= by]


def _period(row: Any) -> Spell:
    began = row.from_on
    if row.start_reason != "S" and row.entered_care_on is not None:
        # Files that reach back only some years begin in the middle of a period.
        began = min(began, row.entered_care_on)
    return Spell(
        id=row.id,
        row_key=row.row_key,
        source=row.source,
        from_on=began,
        until_on=row.until_on,
        code=None,
        ref=row.care_ref,
        reason=row.start_reason,
        end_reason=row.end_reason,
        told_by="cla_episode",
    )


def _care_goes_on(period: Spell, row: Any) -> bool:
    """The episode before did not end for good, nor before this one began."""
    if period.until_on is None:
        return True
    return period.until_on >= row.from_on and period.end_reason in (None, GOES_ON)


def _stay_goes_on(stay: Spell, row: Spell) -> bool:
    if stay.until_on != row.from_on:
        return False
    if row.reason is None and row.told_by == "cla_placement":
        # Nothing says why this row begins: the same home and type is the same stay, cut for another reason.
        return row.urn is not None and (row.urn, row.code) == (stay.urn, stay.code)
    return row.reason in SAME_CARER


def _extend(spell: Spell, row: Any, end_reason: str | None) -> None:
    spell.until_on, spell.end_reason = row.until_on, end_reason


def _legal_rows(facts: Facts) -> Iterator[Spell]:
    for row in facts.get("legal_status", ()):
        yield Spell(row.id, row.row_key, row.source, row.from_on, row.until_on, row.code, None, told_by="legal_status")
    for row in facts.get("cla_episode", ()):
        if row.legal_code is not None:
            yield Spell(
                row.id, row.row_key, row.source, row.from_on, row.until_on, row.legal_code, None, told_by="cla_episode"
            )


def _stay_rows(facts: Facts) -> Iterator[Spell]:
    why = _why_placed(facts)
    for row in facts.get("cla_placement", ()):
        yield _stay(row, row.placement_ref, why.get((row.source, row.placement_ref)), "cla_placement")
    for row in facts.get("cla_episode", ()):
        if row.place_code is not None and row.legal_code not in SHORT_BREAKS:
            yield _stay(row, row.placement_ref, row.start_reason, "cla_episode")


def _why_placed(facts: Facts) -> dict[tuple[str, str], str | None]:
    """Why each placement began: the reason of the first episode that names it."""
    dated = [row for row in facts.get("cla_episode", ()) if row.from_on is not None]
    latest_first = sorted(dated, key=lambda row: (row.from_on, row.id), reverse=True)
    return {(row.source, row.placement_ref): row.start_reason for row in latest_first if row.placement_ref}


def _stay(row: Any, ref: str | None, reason: str | None, told_by: str) -> Spell:
    return Spell(
        id=row.id,
        row_key=row.row_key,
        source=row.source,
        from_on=row.from_on,
        until_on=row.until_on,
        code=row.place_code,
        ref=ref,
        reason=reason,
        end_reason=row.change_reason,
        provider=row.provider_code,
        urn=row.urn,
        told_by=told_by,
    )
