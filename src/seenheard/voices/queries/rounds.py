"""A child's rounds: who is asked now, and how each stands. What was said in them is in `said`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Min, OuterRef, QuerySet

from seenheard.record import queries as record_queries
from seenheard.record.domain.days import day_of
from seenheard.record.permissions import NoSuchChild

from ..domain import settings
from ..domain.answers import Voice
from ..domain.rounds import Asking, Known, is_over
from ..models import Reply, Round, RoundEnd
from .categories import settings_on


class NoSuchRound(NoSuchChild):
    """There is no such round, or none of a child of whom this person may know."""


@dataclass(frozen=True, slots=True)
class RoundNow:
    """One round as it stands on a day. `sent`: the voices whose reply is there (an observation is not the child's).

    `ended_…`: how, why and when it ended before its last day.
    """

    id: int
    public_id: UUID
    child_id: int
    opened_on: date
    closes_on: date
    why: str
    review_on: date | None
    categories: tuple[str, ...]
    voices: tuple[Voice, ...]
    sent: tuple[Voice, ...]
    is_over: bool
    ended_how: str = ""
    ended_why: str = ""
    ended_on: date | None = None

    @property
    def waits_for(self) -> tuple[Voice, ...]:
        """Who was asked and has not answered, while they still can."""
        return () if self.is_over else tuple(voice for voice in self.voices if voice not in self.sent)


def asking_on(on: date) -> Asking:
    """What the council has set about who is asked, and when."""
    told = settings_on(on)
    return Asking(
        voices=tuple(Voice(voice) for voice in settings.value(settings.VOICES, told)),
        who=frozenset(settings.value(settings.WHO, told)),
        weeks_before_a_review=settings.value(settings.BEFORE_A_REVIEW, told),
        months_between=settings.value(settings.EVERY, told),
    )


def children_may_be_asked(on: date) -> bool:
    """Whether all is set that has to be before any child is asked."""
    return not settings.missing_for_children(settings_on(on))


def known_of(*, viewer, on: date, child_ids: Collection[int] | None = None) -> list[Known]:
    """Of the children whom this person may see, what decides whether they are asked."""
    fields = (
        "pk",
        "born_on",
        "looked_after_since_on",
        "protection_plan_since_on",
        "in_need_since_on",
        "care_leaver",
        "adopted_closed",
    )
    rows = record_queries.children_now(viewer=viewer, on=on, child_ids=child_ids).values_list(*fields)
    return [_known(*row) for row in rows.iterator()]


def rounds_of(*, viewer, child, on: date) -> tuple[RoundNow, ...]:
    """The rounds of one child, the latest first. Raises NoSuchChild."""
    check_seen(viewer=viewer, child=child, on=on)
    return _as_they_stand(Round.objects.filter(child=child, opened_on__lte=on), on)


def round_for(*, viewer, public_id: UUID | str, on: date) -> tuple[RoundNow, Any]:
    """The round and its child. Raises NoSuchRound where there is none or this person may not know of the child."""
    found = _as_they_stand(Round.objects.filter(public_id=public_id), on)
    seen = record_queries.visible_children(viewer=viewer, on=on).select_related("now")
    child = seen.filter(pk=found[0].child_id).first() if found else None
    if child is None:
        raise NoSuchRound
    return found[0], child


def check_seen(*, viewer, child, on: date) -> None:
    """Raise NoSuchChild where this person may not know of the child."""
    if not record_queries.sees(viewer=viewer, child=child, on=on):
        raise NoSuchChild


def first_opened() -> date | None:
    """The day of the first round that anybody opened, of whichever child: of no day before was anybody asked."""
    return Round.objects.aggregate(first=Min("opened_on"))["first"]


def last_opened(*, viewer, on: date, child_ids: Collection[int]) -> dict[int, tuple[date, bool]]:
    """By child, when its last round was opened and whether that is over; of the children whom this person may see."""
    seen = record_queries.children_now(viewer=viewer, on=on, child_ids=child_ids).values("pk")
    rows = (
        Round.objects.filter(child__in=seen, opened_on__lte=on).order_by("child_id", "-opened_on").distinct("child_id")
    )
    ended = set(RoundEnd.objects.filter(round__in=rows.values("pk")).values_list("round_id", flat=True))
    told = rows.values_list("pk", "child_id", "opened_on", "closes_on")
    return {child: (opened, is_over(closes, key in ended, on)) for key, child, opened, closes in told}


def _known(pk: int, born_on: date | None, care: Any, plan: Any, need: Any, leaver: bool, closed: bool) -> Known:
    return Known(pk, born_on, care is not None, plan is not None, need is not None, leaver, closed)


def _as_they_stand(rounds: QuerySet[Round], on: date) -> tuple[RoundNow, ...]:
    """One query, however many rounds."""
    of_this = OuterRef("pk")
    replies = Reply.objects.filter(round=of_this).exclude(form="observed")
    rows = rounds.select_related("end").annotate(there=ArraySubquery(replies.values("voice")))
    return tuple(as_it_stands(row, map(Voice, row.there), on) for row in rows.order_by("-opened_on", "-pk"))


def as_it_stands(row: Any, sent: Iterable[Voice], on: date) -> RoundNow:
    """For the queries of this room: a round, and whose reply is there. No query where its end is at hand."""
    there, end = set(sent), getattr(row, "end", None)
    return RoundNow(
        id=row.pk,
        public_id=row.public_id,
        child_id=row.child_id,
        opened_on=row.opened_on,
        closes_on=row.closes_on,
        why=row.why,
        review_on=row.review_on,
        categories=tuple(row.categories),
        voices=tuple(Voice(voice) for voice in row.voices),
        sent=tuple(voice for voice in Voice if voice in there),
        is_over=is_over(row.closes_on, end is not None, on),
        ended_how=end.how if end else "",
        ended_why=end.reason if end else "",
        ended_on=day_of(end.at) if end else None,
    )
