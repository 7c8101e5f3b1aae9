"""Who looks after a child and may answer, for those who work with the child."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from seenheard.accounts import queries as accounts
from seenheard.record import queries as record_queries
from seenheard.record.domain.days import day_of

from ..models import Household, Member
from .rounds import check_seen


@dataclass(frozen=True, slots=True)
class MemberNow:
    """One named person. `ended_on`, `reason`: where their part ended before the placement did."""

    person: str
    name: str
    email: str
    has_come_in: bool
    since_on: date
    ended_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class HouseholdNow:
    """Who answers together for one placement. `runs`: it is the placement of today."""

    public_id: UUID
    kind: str
    from_on: date
    runs: bool
    members: tuple[MemberNow, ...]

    @property
    def may_answer(self) -> tuple[MemberNow, ...]:
        """Who of them may answer today."""
        return tuple(one for one in self.members if one.ended_on is None) if self.runs else ()


def households_of(*, viewer, child, on: date) -> tuple[HouseholdNow, ...]:
    """Those of one child, the latest first. Raises NoSuchChild."""
    check_seen(viewer=viewer, child=child, on=on)
    since_on = placed_since(viewer=viewer, child=child, on=on)
    homes = list(Household.objects.filter(child=child, from_on__lte=on).order_by("-from_on", "-pk"))
    rows = Member.objects.filter(household__in=homes).select_related("ended").order_by("pk")
    people = accounts.people_by_public_id({one.person for one in rows})
    members: dict[int, list[MemberNow]] = {home.pk: [] for home in homes}
    for one in rows:
        members[one.household_id].append(_member(one, people.get(one.person), on))
    return tuple(
        HouseholdNow(home.public_id, home.kind, home.from_on, home.from_on == since_on, tuple(members[home.pk]))
        for home in homes
    )


def placed_since(*, viewer, child, on: date) -> date | None:
    """The first day of the placement that runs on the day; None where none does."""
    (placed,) = record_queries.placed_now(viewer=viewer, children=[child], on=on)
    return placed.since_on


def _member(one: Member, person, on: date) -> MemberNow:
    ended = getattr(one, "ended", None)
    is_over = ended is not None and ended.ended_on <= on
    return MemberNow(
        person=one.person,
        name=person.name if person else "Somebody without an account",
        email=person.email if person else "",
        has_come_in=bool(person and person.last_login),
        since_on=day_of(one.at),
        ended_on=ended.ended_on if ended is not None and is_over else None,
        reason=ended.reason if ended is not None and is_over else "",
    )
