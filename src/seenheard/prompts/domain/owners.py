"""Whose a prompt is on a day: worked out whenever it is asked, by what the owner does and who is there.

Whoever is away, or whose account is switched off, is stood in for by their cover. A child whose worker nobody stands
in for falls to the team's manager, a team without a manager to the service managers. Where not even they are there,
the administrators are told loudly that it has no owner. So it is never nobody's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

BY_WORKER = frozenset({"social worker", "personal adviser", "health"})  # health has no list here: the worker asks them
BY_TEAM = frozenset({"team manager"})
BY_REVIEWER = frozenset({"reviewing officer"})
OWNERS = (*sorted(BY_WORKER), *BY_TEAM, *BY_REVIEWER)

MANAGES_A_TEAM, MANAGES_ALL, REVIEWS, ADMINISTERS = (
    "team_manager",
    "service_manager",
    "reviewing_officer",
    "administrator",
)
HOLD_NO_CHILD = frozenset({"analyst", ADMINISTERS, "records_guardian"})


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody with an account: what they do, and the keys by which the record names them and their teams."""

    public_id: str
    role: str
    worker_refs: tuple[str, ...] = ()
    team_refs: tuple[str, ...] = ()
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Owner:
    """Who has a prompt, and at which height it came to them: as the owner meant, or further up.

    `height`: "worker", "team manager", "reviewing officer", "service manager" or, with nobody left, "administrator".
    """

    people: tuple[str, ...]
    height: str

    @property
    def is_ownerless(self) -> bool:
        """Whether nobody who works with children is there to have it."""
        return self.height == "administrator"


@dataclass(frozen=True, slots=True)
class Reach:
    """What falls to one person, said so that a database can find it.

    Of a worker's prompts those of the children of `workers`; of a manager's those of `teams`; and what falls up to her
    because nobody holds it: where the worker is none of `held`, or the team none of `managed`.
    """

    workers: frozenset[str]
    held: frozenset[str]
    teams: frozenset[str]
    managed: frozenset[str]
    has_the_rest: bool
    reviews: bool

    def falls_to(self, owner: str, worker: str | None, team: str | None) -> bool:
        """The same as `Staff.owner_of` says, asked from the other end."""
        if owner in BY_REVIEWER:
            return self.reviews
        if owner in BY_WORKER and (worker in self.workers or worker in self.held):
            return worker in self.workers
        return team in self.teams or (self.has_the_rest and team not in self.managed)


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody with an account on a day, each resolved to who is really there."""

    workers: Mapping[str, tuple[str, ...]]
    teams: Mapping[str, tuple[str, ...]]
    reviewers: tuple[str, ...]
    above: Owner

    def owner_of(self, owner: str, worker: str | None, team: str | None) -> Owner:
        """Who has a prompt of this owner, for a child with this worker and this team. Never nobody."""
        if owner in BY_REVIEWER:
            return Owner(self.reviewers, "reviewing officer") if self.reviewers else self.above
        if owner in BY_WORKER and (found := self.workers.get(worker or "")):
            return Owner(found, "worker")
        if found := self.teams.get(team or ""):
            return Owner(found, "team manager")
        return self.above

    def reach_of(self, public_id: str) -> Reach:
        """What falls to one person."""
        above = public_id in self.above.people
        return Reach(
            workers=_keys_of(public_id, self.workers),
            held=frozenset(self.workers),
            teams=_keys_of(public_id, self.teams),
            managed=frozenset(self.teams),
            has_the_rest=above,
            reviews=public_id in self.reviewers or (above and not self.reviewers),
        )


def staff(people: Iterable[Colleague], *, covers: Mapping[str, Collection[str]], away: Collection[str] = ()) -> Staff:
    """Who is there on a day. `covers`: a person who is away or has left -> who stands in, best first."""
    everybody = {one.public_id: one for one in people}
    gone = {*away, *covers}

    def there(public_id: str) -> bool:
        one = everybody.get(public_id)
        return one is not None and one.is_active and public_id not in gone

    def standing_in(public_id: str) -> tuple[str, ...]:
        """The person, or whoever stands in, or for them in turn; a ring of absent people ends with nobody."""
        asked, seen = [public_id], {public_id}
        while asked:
            if present := tuple(one for one in asked if there(one)):
                return present[:1]
            asked = [one for absent in asked for one in covers.get(absent, ()) if one not in seen]
            seen.update(asked)
        return ()

    def resolved(chosen: Iterable[Colleague]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(found for one in chosen for found in standing_in(one.public_id)))

    def by_key(chosen: Iterable[Colleague], keys: str) -> dict[str, tuple[str, ...]]:
        of_key: dict[str, list[Colleague]] = {}
        for one in chosen:
            for key in filter(None, getattr(one, keys)):
                of_key.setdefault(key, []).append(one)
        return {key: present for key, ones in of_key.items() if (present := resolved(ones))}

    def of_role(role: str) -> list[Colleague]:
        return [one for one in everybody.values() if one.role == role]

    living = tuple(one.public_id for one in of_role(ADMINISTERS) if one.is_active)
    managers = resolved(of_role(MANAGES_ALL))
    return Staff(
        workers=by_key((one for one in everybody.values() if one.role not in HOLD_NO_CHILD), "worker_refs"),
        teams=by_key(of_role(MANAGES_A_TEAM), "team_refs"),
        reviewers=resolved(of_role(REVIEWS)),
        above=Owner(managers, "service manager") if managers else Owner(living, "administrator"),
    )


def _keys_of(public_id: str, owners: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    return frozenset(key for key, people in owners.items() if public_id in people)
