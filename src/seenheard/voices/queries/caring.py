"""What a carer is asked and told: of the children placed with them, a first name, the form, and what the child lets
them see. The record shows a carer no child, so the few things they need are looked up here, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from seenheard.accounts.domain import SYSTEM
from seenheard.lib.sight import seeing_everything
from seenheard.record import queries as record_queries

from ..domain.answers import Voice
from ..domain.seeing import Moment, Reader, may_see
from ..models import Member, Rating, Reply, Round
from .rounds import NoSuchRound, RoundNow, _as_they_stand
from .said import Column, Words, as_column, said_of, words_of

WHY = "a carer sees no child: first names, whether a placement runs, and what a child lets them see, are looked up"


@dataclass(frozen=True, slots=True)
class PlacedWith:
    """A child placed with a carer today. `household`: the key of theirs; `people`: its members' public ids."""

    child: Any
    first_name: str
    household: int
    people: frozenset[str]


@dataclass(frozen=True, slots=True)
class RoundPlaced:
    """One round of a child placed with a carer. `sent_by`, `sent_at`: of the household's reply, where it is sent."""

    now: RoundNow
    placed: PlacedWith
    sent_by: str
    sent_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether the household is asked and can still answer."""
        return not self.now.is_over and not self.sent_by and Voice.CARER in self.now.voices


@dataclass(frozen=True, slots=True)
class ToldCarer:
    """What a carer may read of a round: the household's own answers, and what the child lets them see."""

    own: Mapping[str, Column]
    own_words: str
    childs: Mapping[str, Column]
    childs_words: tuple[Words, ...]


@seeing_everything(WHY)
def placed_with(*, viewer, on: date) -> tuple[PlacedWith, ...]:
    """The children placed with this person today, by first name: the placement for which they were invited runs, and
    nobody has ended their part in it."""
    mine = Member.objects.filter(person=str(viewer.public_id), household__from_on__lte=on)
    mine = mine.exclude(ended__ended_on__lte=on).select_related("household__child__now")
    homes = {one.household_id: one.household for one in mine.order_by("pk")}
    told = record_queries.placed_now(viewer=SYSTEM, children=[one.child for one in homes.values()], on=on)
    people = _people_of(homes)
    found = [
        PlacedWith(home.child, one.first_name or "A child", home.pk, people[home.pk])
        for home, one in zip(homes.values(), told, strict=True)
        if one.since_on == home.from_on and not home.child.now.adopted_closed
    ]
    return tuple(sorted(found, key=lambda one: (one.first_name, one.household)))


@seeing_everything(WHY)
def rounds_placed(*, viewer, on: date) -> tuple[RoundPlaced, ...]:
    """The rounds of the children placed with this person, by child and the latest first."""
    placed = placed_with(viewer=viewer, on=on)
    rounds = Round.objects.filter(child__in=[one.child.pk for one in placed], opened_on__lte=on)
    return _rounds(placed, _as_they_stand(rounds, on))


@seeing_everything(WHY)
def round_placed(*, viewer, public_id: UUID | str, on: date) -> RoundPlaced:
    """One of these. Raises NoSuchRound where there is none, or its child is not placed with this person today."""
    placed = placed_with(viewer=viewer, on=on)
    rounds = Round.objects.filter(public_id=public_id, child__in=[one.child.pk for one in placed], opened_on__lte=on)
    found = _rounds(placed, _as_they_stand(rounds, on))
    if not found:
        raise NoSuchRound
    return found[0]


@seeing_everything(WHY)
def told_carer(*, viewer, told: RoundPlaced) -> ToldCarer:
    """What this carer may read of this round, which was just found for them."""
    now, own_sent = told.now, bool(told.sent_by)
    moment = Moment(worker_sent=Voice.WORKER in now.sent, over=now.is_over, own_sent=own_sent)
    replies = {one.pk: one for one in Reply.objects.filter(round_id=now.id)}
    ratings = list(Rating.objects.filter(reply__in=replies).select_related("category").order_by("pk"))
    home = told.placed.household
    own: dict[str, Column] = {}
    childs: dict[str, Column] = {}
    for one in ratings:
        is_own = replies[one.reply_id].household_id == home
        if may_see(Reader.CARER, said_of(one), moment, own=is_own):
            (own if is_own else childs)[one.category.key] = as_column(one, replies[one.reply_id])
    others = [one for one in replies.values() if one.voice == Voice.CHILD]
    mine = next((one for one in replies.values() if one.household_id == home), None)
    words = tuple(words_of(others, Reader.CARER, moment, str(viewer.public_id)))
    return ToldCarer(own, mine.anything_else if mine else "", childs, words)


def _rounds(placed: Iterable[PlacedWith], rounds: Iterable[RoundNow]) -> tuple[RoundPlaced, ...]:
    rounds = list(rounds)
    sent = {
        (round_id, household): (by, at)
        for round_id, household, by, at in Reply.objects.filter(
            round__in=[one.id for one in rounds], household__isnull=False
        ).values_list("round_id", "household_id", "said_by", "sent_at")
    }
    return tuple(
        RoundPlaced(now, one, *sent.get((now.id, one.household), ("", None)))
        for one in placed
        for now in rounds
        if now.child_id == one.child.pk
    )


def _people_of(homes: Iterable[int]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {home: set() for home in homes}
    for home, person in Member.objects.filter(household__in=found).values_list("household_id", "person"):
        found[home].add(person)
    return {home: frozenset(people) for home, people in found.items()}
