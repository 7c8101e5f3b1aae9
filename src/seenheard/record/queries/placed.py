"""Where a child is placed on a day, as far as whoever invites carers, and carers themselves, may be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..domain.whole import READS, single_values, status
from ..models import Child
from .facts import facts_by_child
from .seeing import find


@dataclass(frozen=True, slots=True)
class PlacedNow:
    """One child: the first name, and the first day of the placement that runs on the day; None where none does.

    The first day is also how a placement is told from the one before: none begins where another goes on.
    """

    child: Child
    first_name: str
    since_on: date | None


def placed_now(*, viewer, children: Sequence[Child], on: date) -> tuple[PlacedNow, ...]:
    """These children, in the same order. Reckoned from the record itself, so that it ends at midnight and not with the
    next run of a job. Raises NoSuchChild."""
    for child in children:
        find(viewer=viewer, child=child, on=on)
    facts = dict(facts_by_child([child.pk for child in children], READS)) if children else {}
    return tuple(_placed(child, facts[child.pk], on) for child in children)


def _placed(child: Child, facts: dict, on: date) -> PlacedNow:
    values = single_values(facts)
    name = values["name_used"] or values["forename"] or ""
    return PlacedNow(child, name.split()[0] if name.split() else "", status(facts, on).placed_since_on)
