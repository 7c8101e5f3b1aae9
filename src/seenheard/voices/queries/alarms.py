"""Red on safety: which alarms stand and how, for whoever may know of them; and who is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.lookups import IsNull

from seenheard.accounts import queries as accounts
from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.domain.roles import Ability, abilities_of
from seenheard.lib.sight import seeing_everything
from seenheard.prompts import queries as prompts
from seenheard.prompts.domain.owners import BY_TEAM
from seenheard.prompts.queries import at_once
from seenheard.record import queries as record_queries
from seenheard.record.domain.days import LONDON, day_of
from seenheard.timescales import queries as timescales
from seenheard.timescales.domain.calendar import CalendarEnds

from ..domain import settings
from ..domain.alarms import AlarmStands, Did, Happened, is_by_day
from ..domain.answers import Voice
from ..domain.seeing import Reader
from ..models import Alarm, AlarmStep
from .categories import settings_on
from .said import parts_of

BY_WORKER = "social worker"
NOT_MY_WORKER = "not-my-worker"  # beside whom it is about: the child does not want the worker to read it


class NoSuchAlarm(Exception):
    """There is no such alarm, or it is not for this person to know of."""


@dataclass(frozen=True, slots=True)
class AlarmNow:
    """One alarm as it stands. `kept_from`: in which parts people are neither told nor shown it, because of what was
    said with it or with another of the same round and category: often a child says first that something is wrong, and
    of whom it is only then.

    `chosen`, `comment`: of the answer that was red; `words`: what was said with “I am not safe”.
    """

    id: int
    public_id: UUID
    child_id: int
    reply_id: int | None
    category: str
    voice: Voice
    about: str
    kept_from: frozenset[Reader]
    chosen: str
    comment: str
    words: str
    at: datetime
    stands: AlarmStands


def alarm_for(*, viewer, public_id: UUID | str, on: date) -> tuple[AlarmNow, Any]:
    """The alarm and its child. Raises NoSuchAlarm.

    Whoever is on duty is told by the inbox and need not see the child otherwise: they see the alarm, and that alone;
    not of a child whom they have said they know.
    """
    if Ability.OPEN_RECORDS_ON_DUTY in abilities_of(viewer.role):
        return _on_duty(viewer, public_id, on)
    return _found(viewer, viewer, public_id, on)


def alarms_standing(*, viewer, on: date) -> tuple[AlarmNow, ...]:
    """The alarms of which nobody has recorded what was done, the first of them first, as far as they are this
    person's to know of. One query while there is none."""
    open_ones = list(_rows(Alarm.objects.exclude(steps__what=Happened.DONE)))
    if not open_ones:
        return ()
    told = {one.child_id for one in open_ones}
    lines = {now.pk: now for now in record_queries.children_now(viewer=viewer, on=on, child_ids=told)}
    return tuple(one for one in _as_they_stand(open_ones) if _is_for(viewer, one, lines.get(one.child_id)))


@seeing_everything("whoever is on duty is told of an alarm by the inbox, of a child whom they need not see")
def references_on_duty(*, viewer) -> tuple[AlarmNow, ...]:
    """The alarms that stand, for whoever is on duty: when, and how they stand. Empty for everybody else."""
    if Ability.OPEN_RECORDS_ON_DUTY not in abilities_of(viewer.role):
        return ()
    open_ones = Alarm.objects.exclude(steps__what=Happened.DONE)
    return _as_they_stand(list(_rows(open_ones.exclude(child__in=record_queries.known_to(viewer=viewer)))))


def alarms_of_child(*, viewer, child, on: date) -> tuple[AlarmNow, ...]:
    """Every alarm of one child that this person may know of, the first of them first."""
    line = record_queries.children_now(viewer=viewer, on=on, child_ids=[child.pk]).first()
    return tuple(
        one for one in _as_they_stand(list(_rows(Alarm.objects.filter(child=child)))) if _is_for(viewer, one, line)
    )


def is_kept_from(person, parts: Iterable[Reader], *, worker_ref: str | None, team_ref: str | None) -> bool:
    """Whether somebody is, of this child, who an answer is about or who the child does not want to read it.

    Whoever works in that part, and whoever the record names in it, whatever they do here.
    """
    return not parts_of(person, worker_ref=worker_ref, team_ref=team_ref).isdisjoint(parts)


def told_first(*, child_id: int, parts: Iterable[Reader], on: date) -> list[str]:
    """The child's worker and the team's manager, or whoever stands in for them; where both are left out, or one is and
    nobody stays, those above. For the system."""
    owners = prompts.owners([prompts.Whose(BY_WORKER, child_id), prompts.Whose(BY_TEAM, child_id)], on)
    people = [one for owner in owners.values() for one in owner.people]
    return _may_be_told(child_id, dict.fromkeys(people), parts, on) or told_after(child_id=child_id, parts=parts, on=on)


def told_after(*, child_id: int, parts: Iterable[Reader], on: date) -> list[str]:
    """The authority's list, in its order, without whom it is about; the service managers where there is none."""
    listed = _may_be_told(child_id, prompts.told_next(on=on), parts, on)
    return listed or _may_be_told(child_id, at_once.last_resort(on), parts, on)


def inboxes(*, at: datetime) -> list[str]:
    """The addresses that are read at this moment: of the duty inbox, or of the one for nights and weekends.

    Past the end of the calendar nobody can tell a bank holiday: then both. What is not set is not there.
    """
    told, local = settings_on(day_of(at)), at.astimezone(LONDON)
    hours = settings.value(settings.OFFICE_HOURS, told)
    try:
        is_holiday = local.weekday() < 5 and not timescales.calendar().is_working_day(local.date())
        by_day = is_by_day(local, hours, is_bank_holiday=is_holiday)
        wanted = [settings.DUTY_INBOX if by_day else settings.NIGHT_INBOX]
    except CalendarEnds:
        wanted = [settings.DUTY_INBOX, settings.NIGHT_INBOX]
    found = [settings.value(name, told) for name in wanted]
    return [one["email"] for one in found if one]


def unfinished() -> list[int]:
    """The alarms that stand, for the system."""
    return list(Alarm.objects.exclude(steps__what=Happened.DONE).order_by("pk").values_list("pk", flat=True))


def alarm_now(pk: int) -> AlarmNow:
    """One alarm as it stands, for the system."""
    return _as_they_stand([_rows(Alarm.objects.filter(pk=pk)).get()])[0]


def answer_minutes(on: date) -> int:
    """Minutes until the next person is told."""
    return settings.value(settings.HAVE_THIS, settings_on(on))


@seeing_everything("whoever is on duty is told of an alarm by the inbox, of a child whom they need not see")
def _on_duty(viewer, public_id: UUID | str, on: date) -> tuple[AlarmNow, Any]:
    one, child = _found(viewer, SYSTEM, public_id, on)
    if record_queries.standing_conflict(viewer=viewer, child=child):
        raise NoSuchAlarm
    return one, child


def _found(viewer, seen_by, public_id: UUID | str, on: date) -> tuple[AlarmNow, Any]:
    row = _rows(Alarm.objects.filter(public_id=public_id)).first()
    line = row and record_queries.children_now(viewer=seen_by, on=on, child_ids=[row.child_id]).first()
    if not row or not line:
        raise NoSuchAlarm
    (one,) = _as_they_stand([row])
    if not _is_for(viewer, one, line):
        raise NoSuchAlarm
    return one, record_queries.visible_children(viewer=seen_by, on=on).select_related("now").get(pk=row.child_id)


def _is_for(viewer, one: AlarmNow, line) -> bool:
    return line is not None and not is_kept_from(
        viewer, one.kept_from, worker_ref=line.worker_ref, team_ref=line.team_ref
    )


def _may_be_told(child_id: int, people: Iterable[str], parts: Iterable[Reader], on: date) -> list[str]:
    """Those of these people who may see the child, and whom it is not about."""
    line = record_queries.children_now(viewer=SYSTEM, on=on, child_ids=[child_id]).first()
    known = {str(one.public_id): one for one in accounts.people().filter(public_id__in=list(people))}
    refs = {"worker_ref": line.worker_ref if line else None, "team_ref": line.team_ref if line else None}
    wanted = [one for one in people if one in known and not is_kept_from(known[one], parts, **refs)]
    return at_once.who_may_see(child_id, wanted, on)


def _rows(alarms: QuerySet[Alarm]) -> QuerySet[Alarm]:
    """Each with what this voice said beside it: of whom every alarm of the same round and category is, or that the
    worker is not to read it. Where somebody pressed “I am not safe”, or has not sent yet, no category is known."""
    same = Alarm.objects.filter(
        Q(rating=None) | Q(rating__category=OuterRef("rating__category")) | Q(IsNull(OuterRef("rating"), True)),
        round=OuterRef("round"),
        voice=OuterRef("voice"),
    )
    told = alarms.annotate(said_of=ArraySubquery(same.exclude(about="").values("about")))
    return told.select_related("rating__category").order_by("at", "pk")


def _as_they_stand(rows: Sequence[Alarm]) -> tuple[AlarmNow, ...]:
    steps: dict[int, list[Did]] = {}
    for one in AlarmStep.objects.filter(alarm__in=rows).order_by("at", "pk"):
        steps.setdefault(one.alarm_id, []).append(Did(Happened(one.what), one.at, one.by, one.to, one.words))
    return tuple(_now(row, tuple(steps.get(row.pk, ()))) for row in rows)


def _now(row: Alarm, steps: tuple[Did, ...]) -> AlarmNow:
    rating, about = row.rating, row.about.split()
    said_of: list[str] = [row.about, *row.said_of]  # type: ignore[attr-defined]  # `_rows` brings it
    parts = {Reader.WORKER if one == NOT_MY_WORKER else Reader(one) for told in said_of for one in told.split()}
    return AlarmNow(
        id=row.pk,
        public_id=row.public_id,
        child_id=row.child_id,
        reply_id=row.reply_id,
        category=rating.category.key if rating else "",
        voice=Voice(row.voice),
        about=next((one for one in about if one != NOT_MY_WORKER), ""),
        kept_from=frozenset(parts),
        chosen=rating.chosen if rating else "",
        comment=rating.comment if rating else "",
        words=row.words,
        at=row.at,
        stands=AlarmStands(steps),
    )
