"""How much stands in everybody's list: one question to the database, and the pure rule of ownership for each line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date

from django.db import connection

from seenheard.accounts import queries as accounts
from seenheard.accounts.domain import SYSTEM
from seenheard.record import queries as record_queries

from ..domain.causes import KEPT_FROM
from ..domain.owners import Owner
from .about import ABOUT_EACH, IS_KEPT, OF_EACH, about_each, about_of
from .staffing import apart, staff_on

# What a few named people alone know of is in their lists, and in nobody's digest.
BY_CHILD = f"""
WITH children AS MATERIALIZED ({ABOUT_EACH})
SELECT child_id, owner,
    CASE WHEN {IS_KEPT} THEN facts->>'{KEPT_FROM}' ELSE '' END AS kept_from,
    {OF_EACH}, count(*),
    count(*) FILTER (WHERE act_by_on < %(on)s), count(*) FILTER (WHERE seen_at IS NULL)
FROM prompts_prompt JOIN children USING (child_id)
WHERE gone_at IS NULL AND opens_on <= %(on)s AND (until_on IS NULL OR until_on > %(on)s)
    AND NOT is_named
GROUP BY child_id, owner, 3, {OF_EACH}
"""


@dataclass(slots=True)
class Tally:
    """What stands in one person's list, in numbers."""

    prompts: int = 0
    late: int = 0
    unseen: int = 0
    ownerless: int = 0
    to_agree: int = 0
    children: set[int] = field(default_factory=set)

    @property
    def counts(self) -> dict[str, int]:
        """The numbers alone: no child."""
        return {
            "prompts": self.prompts,
            "children": len(self.children),
            "late": self.late,
            "unseen": self.unseen,
            "ownerless": self.ownerless,
            "to_agree": self.to_agree,
        }


def by_person(on: date) -> dict[str, Tally]:
    """What stands in each person's list on a day, by public id; the administrators' is what has no owner.

    And what waits for somebody as the second person for a right.
    """
    found: dict[str, Tally] = {}
    for owner, child_id, prompts, late, unseen in _owned(on):
        for person in owner.people:
            tally = found.setdefault(person, Tally())
            tally.prompts += prompts
            tally.late += late
            tally.unseen += unseen
            tally.ownerless += prompts if owner.is_ownerless else 0
            tally.children.add(child_id)
    for person, number in accounts.rights_to_settle_by_person().items():
        found.setdefault(person, Tally()).to_agree = number
    return found


def _owned(on: date) -> Iterator[tuple[Owner, int, int, int, int]]:
    here = staff_on(on)
    owners: dict[tuple, Owner] = {}
    for child_id, owner, kept_from, *about, prompts, late, unseen in _rows(on):
        key = (owner, kept_from, *about)
        if key not in owners:
            owners[key] = here.owner_of(owner, about_of(about), kept_from)
        yield owners[key], child_id, prompts, late, unseen


def _rows(on: date) -> list[tuple]:
    kept = record_queries.kept(viewer=SYSTEM, on=on)
    lines, values = about_each(record_queries.children_now(viewer=SYSTEM, on=on), on, kept)
    otherwise = apart(staff_on(on), on, kept.conflicts)
    with connection.cursor() as cursor:
        cursor.execute(BY_CHILD.format(lines=lines), values | asdict(otherwise) | {"on": on})
        return cursor.fetchall()
