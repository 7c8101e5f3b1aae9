"""How much stands in everybody's list: one question to the database, and the pure rule of ownership for each line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date

from django.db import connection

from seenheard.accounts import queries as accounts
from seenheard.accounts.domain import SYSTEM
from seenheard.record import queries as record_queries
from seenheard.record.domain.parts import parts_of

from ..domain.causes import KEPT_FROM
from ..domain.owners import About, Owner, is_kept_from
from .staffing import apart, staff_on
from .standing import ABOUT_EACH, about_each

# What a few named people alone know of is in their lists, and in nobody's digest.
BY_CHILD = f"""
WITH children AS MATERIALIZED ({ABOUT_EACH})
SELECT child_id, owner,
    CASE WHEN giver IN ('voices', 'record') THEN coalesce(facts->>'kept_from', '') ELSE '' END AS kept_from,
    worker_ref, team_ref, is_reviewed, reviewer_ref, count(*),
    count(*) FILTER (WHERE act_by_on < %(on)s), count(*) FILTER (WHERE seen_at IS NULL)
FROM prompts_prompt JOIN children USING (child_id)
WHERE gone_at IS NULL AND opens_on <= %(on)s AND (until_on IS NULL OR until_on > %(on)s)
    AND NOT is_named
GROUP BY child_id, owner, 3, worker_ref, team_ref, is_reviewed, reviewer_ref
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
    keys = accounts.people().values_list("public_id", "role", "worker_refs", "team_refs")
    known = {str(person): told for person, *told in keys}
    for owner, about, child_id, kept_from, prompts, late, unseen in _owned(on):
        for person in owner.people:
            if kept_from and person in known:
                parts = parts_of(*known[person], worker_ref=about.worker, team_ref=about.team)
                if is_kept_from(parts, {KEPT_FROM: kept_from}):
                    continue
            tally = found.setdefault(person, Tally())
            tally.prompts += prompts
            tally.late += late
            tally.unseen += unseen
            tally.ownerless += prompts if owner.is_ownerless else 0
            tally.children.add(child_id)
    for person, number in accounts.rights_to_settle_by_person().items():
        found.setdefault(person, Tally()).to_agree = number
    return found


def _owned(on: date) -> Iterator[tuple[Owner, About, int, str, int, int, int]]:
    here = staff_on(on)
    owners: dict[tuple, tuple[Owner, About]] = {}
    for child_id, owner, kept_from, *about, prompts, late, unseen in _rows(on):
        key = (owner, *about)
        if key not in owners:
            child = About(*about)
            owners[key] = here.owner_of(owner, child), child
        yield *owners[key], child_id, kept_from, prompts, late, unseen


def _rows(on: date) -> list[tuple]:
    kept = record_queries.kept(viewer=SYSTEM, on=on)
    lines, values = about_each(record_queries.children_now(viewer=SYSTEM, on=on), on, kept)
    otherwise = apart(staff_on(on), on, kept.conflicts)
    with connection.cursor() as cursor:
        cursor.execute(BY_CHILD.format(lines=lines), values | asdict(otherwise) | {"on": on})
        return cursor.fetchall()
