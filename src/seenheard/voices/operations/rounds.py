"""Rounds: opened on schedule for many children at once, or for one by a worker's wish; and closed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from seenheard.accounts.permissions import NotAllowed
from seenheard.record import operations as record_operations
from seenheard.record import queries as record_queries
from seenheard.record.domain.days import day_of
from seenheard.record.permissions import check_can_record
from seenheard.trail import operations as trail

from .. import queries
from ..domain.answers import Voice
from ..domain.rounds import BY_WISH, LASTS, ONE_DAY, Asking, Known, is_asked, voices_for, why_open
from ..domain.together import asked_with_them, families
from ..models import Round, RoundEnd
from ..models.asking import How
from .prompting import hand_over, hand_over_rounds
from .turns import Turn, take_turn, take_turn_at

BATCH = 500


class NotAsked(NotAllowed):
    """No round opens for this child now; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening on schedule came to."""

    children: int
    opened: int
    ended: int


@transaction.atomic
def open_rounds(*, reviews: Mapping[int, date], by, at: datetime) -> Opened:
    """Open the rounds whose day has come, for every child who is asked; end those of children who are not any more.

    `reviews`: by child, the day of the next review, from whoever knows it. Run daily, twice or two at once: a child has
    one round at a time, and one a day at most; brothers and sisters in care are asked on one day, the earliest of
    theirs. One trail row, if anything was done.
    """
    on = day_of(at)
    take_turn_at(Turn.ROUND)  # two openers at once would each open a round for the same children
    everybody = queries.known_of(viewer=by, on=on)
    last = queries.last_opened(viewer=by, on=on, child_ids=[one.child_id for one in everybody])
    asking, child_may = queries.asking_on(on), queries.children_may_be_asked(on)
    keys = [one.key for one in queries.categories(on=on) if one.is_asked]
    asked = {one.child_id for one in everybody if is_asked(one, asking, on)}
    leaving = {child for child, (_, over) in last.items() if not over} - asked
    ended = _end(leaving, How.LEFT, "", by, at)
    why = {
        one.child_id: says
        for one in everybody
        if one.child_id in asked and (says := _why(last.get(one.child_id), reviews.get(one.child_id), asking, on))
    }
    why |= _with_them(why, everybody, asked, last, by, on)
    at_home = record_queries.placed_with_parents(viewer=by, on=on, child_ids=why)

    def due() -> Iterator[Round]:
        for one in everybody:
            voices = voices_for(one, asking, on, child_may=child_may, with_parents=one.child_id in at_home)
            if one.child_id in why and keys and voices:
                yield _round(one, why[one.child_id], reviews.get(one.child_id), keys, voices, by, at)

    made = Round.objects.bulk_create(due(), batch_size=BATCH)
    hand_over_rounds(child_ids=[*leaving, *(one.child_id for one in made)], at=at)
    if made or ended:
        shown = record_queries.public_ids([one.child_id for one in made])
        counts = {"opened": len(made), "ended": ended}
        trail.write(what="opened_rounds", by=by, at=at, children=shown.values(), counts=counts)
    return Opened(len(asked), len(made), ended)


@transaction.atomic
def open_round(*, child, review_on: date | None = None, by, at: datetime) -> Round:
    """Open a round for one child by wish. Raises NotAsked with the reason, NotAllowed, NoSuchChild."""
    on = day_of(at)
    check_can_record(by)
    queries.check_seen(viewer=by, child=child, on=on)
    take_turn_at(Turn.ROUND)  # two openers at once would each open a round for the same children
    known = next(iter(queries.known_of(viewer=by, on=on, child_ids=[child.pk])), None)
    asking = queries.asking_on(on)
    if known is None or not is_asked(known, asking, on):
        raise NotAsked("This child is not among those who are asked here.")
    last = queries.last_opened(viewer=by, on=on, child_ids=[child.pk]).get(child.pk)
    if last and not last[1]:
        raise NotAsked("A round is open for this child already.")
    if last and last[0] == on:
        raise NotAsked("A round was opened for this child today, and is over. Another can be opened tomorrow.")
    keys = [one.key for one in queries.categories(on=on) if one.is_asked]
    if not keys:
        raise NotAsked("Nothing is asked here yet: a service manager has to choose the categories first.")
    at_home = record_queries.placed_with_parents(viewer=by, on=on, child_ids=[child.pk])
    may = queries.children_may_be_asked(on)
    voices = voices_for(known, asking, on, child_may=may, with_parents=child.pk in at_home)
    if not voices:
        raise NotAsked("None of the voices that are asked here can be asked of this child.")
    made = _round(known, BY_WISH, review_on, keys, voices, by, at)
    made.save(force_insert=True)
    hand_over(child_id=child.pk, at=at)
    trail.write(what="opened_round", by=by, at=at, children=[str(child.public_id)], about=str(made.public_id))
    return made


@transaction.atomic
def close_round(*, public_id, why: str, by, at: datetime, keep_words: str = "") -> None:
    """Close a round before its day, with why: nothing more can be sent.

    `keep_words`: why words are kept that may tell a protected address. Raises NotAllowed (among it TellsAddress),
    NoSuchRound.
    """
    on = day_of(at)
    check_can_record(by)
    now, child = queries.round_for(viewer=by, public_id=public_id, on=on)
    if not why.strip():
        raise NotAllowed("Say why the round is closed before its last day.")
    record_operations.check_in_turn(child, why, on=on, keep_because=keep_words)
    take_turn(now.id)
    if now.is_over or RoundEnd.objects.filter(round_id=now.id).exists():
        raise NotAllowed("This round is over already. Nothing was changed.")
    RoundEnd.objects.create(
        child_id=now.child_id, round_id=now.id, how=How.CLOSED, reason=why.strip(), by=str(by.public_id), at=at
    )
    hand_over(child_id=now.child_id, at=at)
    trail.write(what="closed_round", by=by, at=at, children=[str(child.public_id)], about=str(public_id))


def _why(last: tuple[date, bool] | None, review_on: date | None, asking: Asking, on: date) -> str | None:
    """Why this child's own day has come; None where it has not, or a round of theirs is open."""
    opened_on, over = last or (None, True)
    return why_open(opened_on, review_on, asking, on) if over else None


def _with_them(
    why: Mapping[int, str],
    everybody: Iterable[Known],
    asked: Collection[int],
    last: Mapping[int, tuple[date, bool]],
    by,
    on: date,
) -> dict[int, str]:
    """Looked-after brothers and sisters of those whose day has come: theirs has, too."""
    in_care = {one.child_id for one in everybody if one.looked_after and one.child_id in asked}
    if in_care.isdisjoint(why):
        return {}
    pairs = record_queries.pairs_of_siblings(viewer=by, on=on, child_ids=in_care)
    due = in_care.intersection(why)
    return dict.fromkeys(asked_with_them(due, families(pairs), last, in_care, on), ONE_DAY)


def _round(
    one: Known, why: str, review_on: date | None, keys: list[str], voices: tuple[Voice, ...], by, at: datetime
) -> Round:
    on = day_of(at)
    return Round(
        child_id=one.child_id,
        opened_on=on,
        closes_on=on + LASTS,
        why=why,
        review_on=review_on,
        categories=keys,
        voices=[str(voice) for voice in voices],
        by=str(by.public_id),
        at=at,
    )


def _end(child_ids: set[int], how: str, reason: str, by, at: datetime) -> int:
    """End the open rounds of these children."""
    on = day_of(at)
    rounds = Round.objects.filter(child__in=child_ids, closes_on__gt=on, end=None) if child_ids else ()
    ends = [
        RoundEnd(child_id=one.child_id, round_id=one.pk, how=how, reason=reason, by=str(by.public_id), at=at)
        for one in rounds
    ]
    return len(RoundEnd.objects.bulk_create(ends, batch_size=BATCH))
