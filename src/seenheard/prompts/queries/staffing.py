"""Who is there on a day, as the rules of ownership need it; and which children's prompts go another way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from seenheard.accounts import queries as accounts
from seenheard.accounts.domain import SYSTEM
from seenheard.record import queries as record_queries

from ..domain.owners import Colleague, Staff, staff

Covers = tuple[tuple[str, tuple[str, ...]], ...]


def staff_on(on: date) -> Staff:
    """Everybody with an account, each resolved to who is there on the day `on`."""
    return _staff(accounts.last_change(), tuple(sorted(accounts.covers(on).items())))


@lru_cache(maxsize=4)
def _staff(accounts_as_of: int, covers: Covers) -> Staff:
    """Two and a half thousand accounts are read once after a change to one, and not for every page."""
    return staff(_colleagues(), covers=dict(covers))


def _colleagues() -> Iterator[Colleague]:
    rows = accounts.people().values_list("public_id", "role", "worker_refs", "team_refs", "is_active")
    for public_id, role, workers, teams, is_active in rows.iterator():
        yield Colleague(str(public_id), role, tuple(workers), tuple(teams), is_active)


def with_named_people(on: date):
    """Children whom a few named people know of: closed by adoption, or restricted. Their prompts are these people’s."""
    return record_queries.not_counted_for(viewer=SYSTEM, on=on)
