"""Whose a prompt is on a day: worked out whenever it is asked, by what the owner does and who is there.

Whoever is away is stood in for by their cover. Where a child's worker has left, or nobody stands in, a prompt falls to
the team's manager; where the team has none, to the service managers, who may even be away. Where there is no service
manager at all, the administrators are told loudly that it has no owner. So it is never nobody's.

What is kept from somebody (ADR 31) is never theirs: it goes to the first of the same heights at which somebody may know
of it, and, past the service managers, to the reviewing officer; where nobody may, the administrators have its count.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from seenheard.record.domain.parts import is_kept, parts_of

from .causes import KEPT_FROM

PERSON = "person:"  # and a public id: somebody who took it on; the child's worker has it too, so that it is not lost
BY_TEAM = "team manager"
BY_REVIEWER = "reviewing officer"
BY_ALL = "service manager"  # what is about the team's manager
# Every other owner (social worker, personal adviser, health) is the child's worker here: who does not do it asks
# those who do.

MANAGES_A_TEAM, MANAGES_ALL = "team_manager", "service_manager"
REVIEWS, ADMINISTERS = "reviewing_officer", "administrator"
# An owner has to be able to open the child: the record lets a worker in by her key, whoever does something else not.
HOLD_CHILDREN = frozenset({"social_worker", MANAGES_ALL})
WORK_WITH_CHILDREN = HOLD_CHILDREN | {MANAGES_A_TEAM, REVIEWS}
ADMINISTRATOR = "administrator"


def is_kept_from(parts: Collection[str], facts: Mapping[str, object] | None) -> bool:
    """Whether a prompt with these facts is never shown to who stands to its child in these parts: it is about them, or
    a child does not want them to read what was said."""
    return is_kept(kept_from_in(facts), parts)


def kept_from_in(facts: Mapping[str, object] | None) -> str:
    """Of worker and manager those who never learn of a prompt with these facts, as words; empty for nearly all."""
    return str((facts or {}).get(KEPT_FROM, ""))


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody with an account: what they do, and the keys by which the record names them and their teams."""

    public_id: str
    role: str
    worker_refs: tuple[str, ...] = ()
    team_refs: tuple[str, ...] = ()
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class About:
    """What of a child decides whose a prompt is: its worker, its team, and whether a reviewing officer has it.

    `reviewer`: who of them, where a file tells it or somebody has said so; else they share what is theirs. `named`: the
    worker and the team of the record, where those above leave out who may not be asked: what is kept is kept from them.
    """

    worker: str | None = None
    team: str | None = None
    is_reviewed: bool = False  # looked after, or on a protection plan
    reviewer: str | None = None
    named: tuple[str | None, str | None] | None = None

    def parts_of(self, one: Colleague) -> frozenset[str]:
        """In which parts somebody stands to such a child."""
        worker, team = self.named or (self.worker, self.team)
        return parts_of(one.role, one.worker_refs, one.team_refs, worker_ref=worker, team_ref=team)


@dataclass(frozen=True, slots=True)
class Owner:
    """Who has a prompt, each of them, and at which height it came to them.

    `height`: "worker", "team manager", "reviewing officer", "service manager" or, with nobody left, "administrator".
    """

    people: tuple[str, ...]
    height: str

    @property
    def is_ownerless(self) -> bool:
        """Whether nobody who works with children is there to have it, or may know of it."""
        return self.height == ADMINISTRATOR


@dataclass(frozen=True, slots=True)
class Reach:
    """What falls to one person, said so that a database can find it.

    Of a worker's prompts those of the children of `workers`; of a manager's those of `teams`; and what falls up to her
    because nobody holds it: where the worker is none of `held`, or the team none of `managed`. What was taken on by
    one of `persons`, by name. Of reviewing officers' prompts those of the children of `reviewing`, and where the
    child's is none of `named`, if she `reviews`, those that all of them share.
    """

    persons: frozenset[str]
    workers: frozenset[str]
    held: frozenset[str]
    teams: frozenset[str]
    managed: frozenset[str]
    has_the_rest: bool
    reviews: bool
    is_reviewed_by_somebody: bool
    reviewing: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()

    def falls_to(self, owner: str, child: About) -> bool:
        """The same as `Staff.owner_of` says of what is kept from nobody, asked from the other end."""
        if owner.removeprefix(PERSON) in self.persons:
            return True
        if owner == BY_ALL:
            return self.has_the_rest
        if owner == BY_REVIEWER and child.is_reviewed and child.reviewer in self.named:
            return child.reviewer in self.reviewing
        if owner == BY_REVIEWER and child.is_reviewed and self.is_reviewed_by_somebody:
            return self.reviews
        if owner != BY_TEAM and child.worker in self.held:
            return child.worker in self.workers
        return child.team in self.teams or (self.has_the_rest and child.team not in self.managed)


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody with an account on a day, by what the record calls them, each resolved to who is really there."""

    persons: Mapping[str, tuple[str, ...]]
    workers: Mapping[str, tuple[str, ...]]
    teams: Mapping[str, tuple[str, ...]]
    reviewers: tuple[str, ...]
    above: Owner
    named: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # reviewing officers, by each of their keys
    everybody: Mapping[str, Colleague] = field(default_factory=dict)
    managing_all: tuple[str, ...] = ()  # service managers, also those who are away
    administrators: tuple[str, ...] = ()

    def owner_of(self, owner: str, child: About, kept_from: str = "") -> Owner:
        """Who has a prompt that is this owner's, about such a child. Never nobody.

        `kept_from`: of worker and manager those who never learn of it, as words: it is of who else has it, or of the
        next who may know. The administrators are told the number alone.
        """
        first = self._owner_of(owner, child)
        if not kept_from:
            return first
        for found in (first, *self._next(child)):
            if people := self._who_may_know(found, child, kept_from):
                return Owner(people, found.height)
        return Owner(self.administrators, ADMINISTRATOR)

    def _next(self, child: About) -> Iterable[Owner]:
        """To whom falls what its own owners may not know of, in this order (ADR 31)."""
        yield Owner(self.teams.get(child.team or "", ()), BY_TEAM)
        yield self.above
        if child.is_reviewed:
            yield Owner(self.named.get(child.reviewer or "", ()), BY_REVIEWER)
            yield Owner(self.reviewers, BY_REVIEWER)
        yield Owner(self.managing_all, BY_ALL)

    def _who_may_know(self, found: Owner, child: About, kept_from: str) -> tuple[str, ...]:
        if found.is_ownerless:
            return ()
        return tuple(one for one in found.people if not is_kept(kept_from, child.parts_of(self.everybody[one])))

    def _owner_of(self, owner: str, child: About) -> Owner:
        if owner.startswith(PERSON):
            taken_on, held = self.persons.get(owner.removeprefix(PERSON), ()), self._owner_of("", child)
            return Owner(tuple(dict.fromkeys((*taken_on, *held.people))), "worker" if taken_on else held.height)
        if owner == BY_ALL:
            return self.above
        if owner == BY_REVIEWER and child.is_reviewed and self.reviewers:
            return Owner(self.named.get(child.reviewer or "") or self.reviewers, BY_REVIEWER)
        if owner != BY_TEAM and (found := self.workers.get(child.worker or "")):
            return Owner(found, "worker")
        if found := self.teams.get(child.team or ""):
            return Owner(found, "team manager")
        return self.above

    def reach_of(self, public_id: str) -> Reach:
        """What falls to one person."""
        return Reach(
            persons=_keys_of(public_id, self.persons),
            workers=_keys_of(public_id, self.workers),
            held=frozenset(self.workers),
            teams=_keys_of(public_id, self.teams),
            managed=frozenset(self.teams),
            has_the_rest=public_id in self.above.people,
            reviews=public_id in self.reviewers,
            is_reviewed_by_somebody=bool(self.reviewers),
            reviewing=_keys_of(public_id, self.named),
            named=frozenset(self.named),
        )


def staff(people: Iterable[Colleague], *, covers: Mapping[str, Collection[str]]) -> Staff:
    """Who is there on a day. `covers`: somebody who is away -> who stands in, best first; nobody, if it is empty."""
    everybody = {one.public_id: one for one in people}

    def is_there(public_id: str) -> bool:
        one = everybody.get(public_id)
        return one is not None and one.is_active and public_id not in covers and one.role in WORK_WITH_CHILDREN

    def standing_in(one: Colleague) -> tuple[str, ...]:
        """The person, or the first of their covers who is there; a cover of a cover sees none of these children."""
        others = covers.get(one.public_id, ()) if one.is_active else ()
        return tuple(found for found in (one.public_id, *others) if is_there(found))[:1]

    def resolved(chosen: Iterable[Colleague]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(found for one in chosen for found in standing_in(one)))

    def of_role(*roles: str) -> list[Colleague]:
        return [one for one in everybody.values() if one.role in roles]

    def by_key(chosen: Iterable[Colleague], keys: Callable[[Colleague], Iterable[str]]) -> dict[str, tuple[str, ...]]:
        of_key: dict[str, list[Colleague]] = {}
        for one in chosen:
            for key in filter(None, keys(one)):
                of_key.setdefault(key, []).append(one)
        return {key: present for key, ones in of_key.items() if (present := resolved(ones))}

    return Staff(
        persons={one.public_id: present for one in everybody.values() if (present := standing_in(one))},
        workers=by_key(of_role(*HOLD_CHILDREN), lambda one: one.worker_refs),
        teams=by_key(of_role(MANAGES_A_TEAM), lambda one: one.team_refs),
        reviewers=resolved(of_role(REVIEWS)),
        named=by_key(of_role(REVIEWS), lambda one: (one.public_id, *one.worker_refs)),
        above=_above(of_role(MANAGES_ALL), of_role(ADMINISTERS), is_there),
        everybody=everybody,
        managing_all=_living(of_role(MANAGES_ALL)),
        administrators=_living(of_role(ADMINISTERS)),
    )


def _above(managers: list[Colleague], administrators: list[Colleague], is_there: Callable[[str], bool]) -> Owner:
    """The service managers who are there, else those who are away, else who can make one."""
    if living := _living(managers):
        return Owner(tuple(filter(is_there, living)) or living, "service manager")
    return Owner(_living(administrators), ADMINISTRATOR)


def _living(some: list[Colleague]) -> tuple[str, ...]:
    return tuple(one.public_id for one in some if one.is_active)


def _keys_of(public_id: str, owners: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    return frozenset(key for key, people in owners.items() if public_id in people)
