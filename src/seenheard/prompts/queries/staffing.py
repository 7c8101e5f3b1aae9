"""Who is there on a day, as the rules of ownership need it; and the children whose prompts go another way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from seenheard.accounts import queries as accounts
from seenheard.accounts.domain import SYSTEM
from seenheard.record import queries as record_queries

from ..domain.owners import About, Colleague, Owner, Staff, kept_from_in, staff


@dataclass(frozen=True, slots=True)
class Apart:
    """Children who have a worker, a manager or a reviewing officer, but one who has said that they know the family."""

    unheld: list[int] = field(default_factory=list)
    unmanaged: list[int] = field(default_factory=list)
    unreviewed: list[int] = field(default_factory=list)
    unnamed: list[int] = field(default_factory=list)


class Whose(NamedTuple):
    """Whose a prompt is, as it was given: by what they do, of which child, and who in which part never learns of it."""

    owner: str
    child_id: int
    kept_from: str = ""

    @classmethod
    def of(cls, prompt) -> Whose:
        """Of a prompt, kept or in a list."""
        return cls(prompt.owner, prompt.child_id, kept_from_in(prompt.facts))


def staff_on(on: date) -> Staff:
    """Everybody with an account, each resolved to who is there on the day `on`."""
    return _staff(accounts.as_of(), on)


@lru_cache(maxsize=4)
def _staff(as_of: tuple[object, ...], on: date) -> Staff:
    """Two and a half thousand accounts are read once after a change to one, and not for every page."""
    return staff(_colleagues(), covers=accounts.covers(on))


def _colleagues() -> Iterator[Colleague]:
    rows = accounts.people().values_list("public_id", "role", "worker_refs", "team_refs", "is_active")
    for public_id, role, workers, teams, is_active in rows.iterator():
        yield Colleague(str(public_id), role, tuple(workers), tuple(teams), is_active)


def apart(here: Staff, on: date, conflicts: Iterable[tuple[int, str]]) -> Apart:
    """Of the children whom somebody has said they know, those of whom everybody at some height has said so."""
    known: dict[int, set[str]] = {}
    for child_id, person in conflicts:
        known.setdefault(child_id, set()).add(person)
    found = Apart()
    lines = record_queries.children_now(viewer=SYSTEM, on=on, child_ids=known) if known else ()
    for now in lines:
        by = known[now.pk]
        for people, apart_from in (
            (here.workers.get(now.worker_ref or "", ()), found.unheld),
            (here.teams.get(now.team_ref or "", ()), found.unmanaged),
            (here.reviewers, found.unreviewed),
            (here.named.get(now.reviewer_ref or "", ()), found.unnamed),
        ):
            if people and by.issuperset(people):
                apart_from.append(now.pk)
    return found


def owners(wanted: Collection[Whose], on: date) -> dict[Whose, Owner]:
    """Who has a prompt of each of these owners for each of these children. Never nobody."""
    here = staff_on(on)
    otherwise = apart(here, on, record_queries.kept(viewer=SYSTEM, on=on).conflicts)
    lines = record_queries.children_now(viewer=SYSTEM, on=on, child_ids={one.child_id for one in wanted})
    about = {now.pk: _about(now, otherwise) for now in lines}
    return {one: here.owner_of(one.owner, about.get(one.child_id, About()), one.kept_from) for one in wanted}


def _about(now, otherwise: Apart) -> About:
    since = now.looked_after_since_on, now.protection_plan_since_on
    return about_line(now.pk, now.worker_ref, now.team_ref, now.reviewer_ref, *since, otherwise=otherwise)


def about_line(
    child_id: int,
    worker: str | None,
    team: str | None,
    reviewer: str | None,
    looked_after_since_on: date | None,
    protected_since_on: date | None,
    *,
    otherwise: Apart,
) -> About:
    """What of a child's line decides whose its prompts are."""
    is_reviewed = bool(looked_after_since_on or protected_since_on)
    return About(
        None if child_id in otherwise.unheld else worker,
        None if child_id in otherwise.unmanaged else team,
        is_reviewed and child_id not in otherwise.unreviewed,
        None if child_id in otherwise.unnamed else reviewer,
        (worker, team),
    )
