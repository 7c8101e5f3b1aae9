"""Rounds of earlier years, many at once, with all that was said in them and what followed: how a demo comes by a past.

What people do goes by the other operations, one press at a time. Here whole years are written as they would stand
now, and nobody is told of any of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from seenheard.record import queries as record_queries
from seenheard.record.domain.days import day_of
from seenheard.trail import operations as trail

from .. import permissions, queries
from ..domain.answers import Answer, Colour, Voice, packed
from ..domain.rounds import EVERY_SO_OFTEN, LASTS, all_sent
from ..domain.wordings import ENGLISH
from ..models import (
    Category,
    FirstReading,
    Household,
    Member,
    Rating,
    Reply,
    Round,
    RoundEnd,
    Talk,
    ToldBack,
)
from ..models.asking import How

BATCH = 500
CHILD = "child"


@dataclass(frozen=True, slots=True)
class Answered:
    """One category: the answer, an adult's comment, or which of the four a child chose."""

    answer: Answer
    comment: str = ""
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Replied:
    """What one voice sent. `by`: the account's public id, or "child". `read_…`: who read it first, and when."""

    voice: Voice
    by: str
    form: str
    at: datetime
    answers: Mapping[str, Answered]
    household_id: int | None = None
    best_thing: str = ""
    one_thing: str = ""
    read_at: datetime | None = None
    read_by: str = ""
    told: Told | None = None  # what became of the one thing


@dataclass(frozen=True, slots=True)
class Told:
    """How the child was told, and in which words."""

    on: date
    how: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Talked:
    """The talk about one category of which nothing more had to follow."""

    category: str
    with_whom: str
    decided: str
    why_nothing: str
    for_child: str
    by: str
    at: datetime
    on: date
    told: Told


@dataclass(frozen=True, slots=True)
class Earlier:
    """One round of one child."""

    child_id: int
    opened_on: date
    opened_at: datetime
    categories: tuple[str, ...]
    voices: tuple[Voice, ...]
    replies: tuple[Replied, ...]
    talks: tuple[Talked, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class LivedWith:
    """A household of one child: whose accounts (public ids), since when the placement runs."""

    child_id: int
    from_on: date
    people: tuple[str, ...]


@transaction.atomic
def take_in_households(*, households: Collection[LivedWith], by, at: datetime) -> dict[int, int]:
    """Many at once, of placements that run; by child, the household's id. Raises NotAllowed."""
    permissions.check_can_set_voices(by)
    said = {"by": str(by.public_id), "at": at}
    homes = Household.objects.bulk_create(
        Household(
            child_id=one.child_id,
            kind="family",
            placement_ref=one.from_on.isoformat(),
            from_on=one.from_on,
            **said,
        )
        for one in households
    )
    Member.objects.bulk_create(
        Member(child_id=one.child_id, household=home, person=person, **said)
        for one, home in zip(households, homes, strict=True)
        for person in one.people
    )
    _write("took_in_households", [one.child_id for one in households], by, at)
    return {home.child_id: home.pk for home in homes}


@transaction.atomic
def take_in_rounds(*, rounds: Collection[Earlier], by, at: datetime) -> int:
    """Write them all; how many. Who calls hands over (`hand_over_many`) once all is there. Raises NotAllowed."""
    permissions.check_can_set_voices(by)
    rows = [_round(one, by) for one in rounds]
    Round.objects.bulk_create(rows, batch_size=BATCH)
    pairs = list(zip(rounds, rows, strict=True))
    ids = dict(Category.objects.values_list("key", "pk"))
    sent = _replies(pairs)
    _ratings(sent, ids)
    FirstReading.objects.bulk_create(
        [
            FirstReading(child_id=row.child_id, reply=row, by=one.read_by, at=one.read_at)
            for one, row in sent
            if one.read_at
        ],
        batch_size=BATCH,
    )
    talks = _talks(pairs, ids)
    _told(sent, talks)
    RoundEnd.objects.bulk_create([end for one, row in pairs if (end := _end(one, row))], batch_size=BATCH)
    _write("took_in_rounds", sorted({one.child_id for one in rounds}), by, at, {"rounds": len(rows)})
    return len(rows)


def _round(one: Earlier, by) -> Round:
    return Round(
        child_id=one.child_id,
        opened_on=one.opened_on,
        closes_on=one.opened_on + LASTS,
        why=EVERY_SO_OFTEN,
        categories=list(one.categories),
        voices=[str(voice) for voice in one.voices],
        by=str(by.public_id),
        at=one.opened_at,
    )


def _end(one: Earlier, row: Round) -> RoundEnd | None:
    """The round of which everybody has answered ended with the last of them."""
    if not all_sent(one.voices, {reply.voice for reply in one.replies}):
        return None
    last = max(one.replies, key=lambda reply: reply.at)
    return RoundEnd(child_id=row.child_id, round=row, how=How.ALL_ANSWERED, by=last.by, at=last.at)


def _replies(pairs: Iterable[tuple[Earlier, Round]]) -> list[tuple[Replied, Reply]]:
    made = [(one, _reply(one, earlier, row)) for earlier, row in pairs for one in earlier.replies]
    Reply.objects.bulk_create([row for _, row in made], batch_size=BATCH)
    return made


def _reply(one: Replied, earlier: Earlier, row: Round) -> Reply:
    return Reply(
        child_id=row.child_id,
        round=row,
        voice=one.voice,
        household_id=one.household_id,
        said_by=one.by,
        form=one.form,
        best_thing=one.best_thing,
        one_thing=one.one_thing,
        colours=packed(earlier.categories, {key: said.answer for key, said in one.answers.items()}),
        sent_at=one.at,
        key=f"earlier {row.public_id} {one.voice}",
    )


def _ratings(sent: Iterable[tuple[Replied, Reply]], ids: Mapping[str, int]) -> None:
    asked: dict[str, Mapping[str, queries.Asked]] = {}  # by form, in the words of the first day on which it was used
    four = queries.languages()[ENGLISH].answers
    rows = []
    for one, reply in sent:
        on = day_of(one.at)
        if one.form not in asked:
            asked[one.form] = queries.asked_in(ENGLISH, audience=one.form, on=on)
        questions = asked[one.form]
        for key, said in one.answers.items():
            is_colour = isinstance(said.answer, Colour)
            rows.append(
                Rating(
                    child_id=reply.child_id,
                    reply=reply,
                    category_id=ids[key],
                    voice=reply.voice,
                    said_by=reply.said_by,
                    colour=int(said.answer) if is_colour else None,
                    state="" if is_colour else str(said.answer),
                    step=said.step,
                    chosen=four[one.form][said.step - 1] if said.step else "",
                    asked=questions[key].words if key in questions else "",
                    comment=said.comment,
                    said_on=on,
                )
            )
    Rating.objects.bulk_create(rows, batch_size=BATCH)


def _talks(pairs: Iterable[tuple[Earlier, Round]], ids: Mapping[str, int]) -> list[tuple[Talked, Talk]]:
    made = [
        (
            talk,
            Talk(
                child_id=row.child_id,
                round=row,
                category_id=ids[talk.category],
                held_on=talk.on,
                with_whom=talk.with_whom,
                decided=talk.decided,
                no_action_why=talk.why_nothing,
                for_child=talk.for_child,
                by=talk.by,
                at=talk.at,
                key=f"earlier {row.public_id} {talk.category}"[:60],
            ),
        )
        for one, row in pairs
        for talk in one.talks
    ]
    Talk.objects.bulk_create([row for _, row in made], batch_size=BATCH)
    return made


def _told(sent: Iterable[tuple[Replied, Reply]], talks: Iterable[tuple[Talked, Talk]]) -> None:
    rows = [_told_row(talk.told, row, {"talk": row}) for talk, row in talks]
    rows += [_told_row(one.told, row, {"reply": row}) for one, row in sent if one.told]
    ToldBack.objects.bulk_create(rows, batch_size=BATCH)


def _told_row(told: Told, row: Talk | Reply, about: Mapping[str, Talk | Reply]) -> ToldBack:
    key = f"earlier {row.public_id}"
    return ToldBack(
        child_id=row.child_id, told_on=told.on, how=told.how, words=told.words, by=told.by, at=told.at, key=key, **about
    )


def _write(what: str, child_ids: Iterable[int], by, at: datetime, counts: Mapping[str, int] | None = None) -> None:
    shown = record_queries.public_ids(list(child_ids))
    trail.write(what=what, by=by, at=at, children=shown.values(), counts=counts)
