"""Red on safety: told at once, outside the round, past blindness and the digest, until a person says what was done.

It is never told to whom it is about: not by message, not by being handed on, not on any page.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse

from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.permissions import NotAllowed
from seenheard.lib.jobs import defer
from seenheard.lib.sight import seeing_everything
from seenheard.prompts import operations as prompts
from seenheard.prompts.domain.turns import next_told
from seenheard.prompts.queries import at_once
from seenheard.record import operations as record_operations
from seenheard.record import queries as record_queries
from seenheard.record.domain.days import day_of
from seenheard.trail import operations as trail

from .. import queries
from ..domain.alarms import Happened
from ..domain.answers import Colour, Voice
from ..domain.replies import LONGEST, says_something
from ..models import Alarm, AlarmStep, Rating, Reply
from ..queries import alarms as asked
from ..queries.alarms import NOT_MY_WORKER, AlarmNow
from .prompting import hand_over
from .turns import Turn, take_turn_at

TELL = "prompts.tell"  # the job that sends what waits
NO_INBOX = "No inbox is set that is read at this hour."
WHO_SPEAKS = (Voice.CARER, Voice.CHILD)
WHY = "who says that a child is not safe sees neither whom it reaches nor what follows from it"


class DoneAlready(NotAllowed):
    """Somebody has recorded what was done; it stands."""

    def __init__(self) -> None:
        super().__init__("What was done is recorded already, and stands. Nothing was changed.")


@transaction.atomic
def raise_alarm(
    *,
    child_id: int,
    voice: str,
    key: str,
    at: datetime,
    by=SYSTEM,
    round_id: int | None = None,
    reply_id: int | None = None,
    rating_id: int | None = None,
    about: str = "",
    not_my_worker: bool = False,
    words: str = "",
) -> Alarm:
    """Tell at once that somebody said red on safety, or pressed “I am not safe”; the same `key` is the same alarm.

    For whoever keeps a reply, in the transaction that keeps it: who may speak for the child has been asked. `about`:
    whom the child says it is about ("worker", "manager", "carer", or empty). `not_my_worker`: the child does not want
    the worker to read it. `by`: who said it, for the trail.
    """
    return _raised(
        child_id,
        key,
        at,
        by,
        {"voice": voice, "round_id": round_id, "reply_id": reply_id, "rating_id": rating_id}
        | {
            "about": f"{about} {NOT_MY_WORKER}".strip() if not_my_worker else about,
            "words": words[:LONGEST].strip(),
            "at": at,
        },
    )


def alarm_on_safety(*, reply: Reply, by=SYSTEM, at: datetime) -> list[Alarm]:
    """An alarm for each red on safety of a reply that was just kept, by child or carer; none for anybody else's."""
    if reply.voice not in WHO_SPEAKS or reply.form == queries.OBSERVED:
        return []
    reds = Rating.objects.filter(reply=reply, category__is_safety=True, colour=Colour.RED).order_by("pk")
    return [
        raise_alarm(
            child_id=reply.child_id,
            voice=reply.voice,
            key=f"rating:{one.pk}",
            at=at,
            by=by,
            round_id=reply.round_id,
            reply_id=reply.pk,
            rating_id=one.pk,
            about=one.about,
            not_my_worker=one.not_my_worker,
        )
        for one in reds
    ]


@transaction.atomic
def take_alarm(*, public_id, by, at: datetime) -> bool:
    """“I have this”: nobody else is told any more; False where somebody has it already. Raises NoSuchAlarm."""
    one, child = _turn_of(public_id, by, at)
    if one.stands.had_by or one.stands.done:
        return False
    _step(one, Happened.HAS_THIS, by, at)
    _write("has_alarm", one, child, by, at)
    return True


@transaction.atomic
def finish_alarm(*, public_id, words: str, by, at: datetime, keep_words: str = "") -> bool:
    """What was done, in words; until then the alarm stands red. The same said twice is once.

    `keep_words`: why words are kept that may tell a protected address. They are looked through only for who sees the
    child: to anybody else on duty a refusal would tell the address. Raises NoSuchAlarm, NotAllowed without words,
    DoneAlready, TellsAddress.
    """
    words = words.strip()
    if not says_something(words):
        raise NotAllowed("Say what was done, in words.")
    if len(words) > LONGEST:
        raise NotAllowed(f"Say what was done in {LONGEST:,} letters or fewer.")
    one, child = _turn_of(public_id, by, at)
    if done := one.stands.done:
        if (done.by, done.words) == (str(by.public_id), words):
            return False
        raise DoneAlready
    kept = record_queries.sees(viewer=by, child=child, on=day_of(at)) and record_operations.check_in_turn(
        child, words, on=day_of(at), keep_because=keep_words
    )
    if not one.stands.had_by:
        _step(one, Happened.HAS_THIS, by, at)
    _step(one, Happened.DONE, by, at, words=words)
    hand_over(child_id=one.child_id, at=at)
    why = f"{record_operations.KEPT_WORDS}{keep_words.strip()}" if kept else ""
    _write("finished_alarm", one, child, by, at, why)
    return True


def hand_on_alarms(*, at: datetime) -> int:
    """Tell whoever comes next of each alarm that nobody has in time, or of which a message did not go; how many were
    told. For the system; run every minute, twice or two at once."""
    return sum(_hand_on(pk, at) for pk in asked.unfinished())


@seeing_everything(WHY)
def _raised(child_id: int, key: str, at: datetime, by, said: dict[str, Any]) -> Alarm:
    alarm, is_new = Alarm.objects.get_or_create(key=key, defaults={"child_id": child_id, **said})
    if not is_new:
        return alarm
    one = asked.alarm_now(alarm.pk)
    people = asked.told_first(child_id=child_id, parts=one.kept_from, on=day_of(at))
    _tell(one, people, Happened.TOLD, at)
    child = record_queries.public_ids([child_id])[child_id]
    hand_over(child_id=child_id, at=at)
    trail.write(what="raised_alarm", by=by, at=at, children=[str(child)], about=str(alarm.public_id))
    return alarm


@transaction.atomic
def _hand_on(pk: int, at: datetime) -> int:
    take_turn_at(Turn.ALARM, pk)
    one, on = asked.alarm_now(pk), day_of(at)
    one = _with_what_did_not_go(one, at)
    if not one.stands.is_next(at, timedelta(minutes=asked.answer_minutes(on))):
        return 0
    listed = asked.told_after(child_id=one.child_id, parts=one.kept_from, on=on)
    found = next_told(listed, last=one.stands.last_told)
    _tell(one, [found] if found else [], Happened.HANDED_ON, at)
    child = at_once.child_of(one.child_id)
    trail.write(what="handed_on_alarm", by=SYSTEM, at=at, children=[child], about=str(one.public_id))
    return 1


def _with_what_did_not_go(one: AlarmNow, at: datetime) -> AlarmNow:
    """Write down, once for each, to whom a message could not be sent: it is shown as an alarm of its own."""
    known = {step.to for step in one.stands.steps if step.what is Happened.NOT_TOLD}
    failed = [to for to in dict.fromkeys(at_once.alarms_not_told(str(one.public_id))) if to not in known]
    for to in failed:
        _step(one, Happened.NOT_TOLD, SYSTEM, at, to=to)
    return asked.alarm_now(one.id) if failed else one


def _tell(one: AlarmNow, people: list[str], what: Happened, at: datetime) -> None:
    """A message to each of these people, and to the inbox that is read now unless it was told before."""
    before = {step.to for step in one.stands.steps}
    boxes = [box for box in asked.inboxes(at=at) if box not in before]
    to = [*people, *boxes]
    for each in people or [""]:
        _step(one, what, SYSTEM, at, to=each)
    for box in boxes:
        _step(one, Happened.TOLD, SYSTEM, at, to=box)
    if not boxes and what is Happened.TOLD:
        _step(one, Happened.NOT_TOLD, SYSTEM, at, words=NO_INBOX)
    prompts.tell_of_alarm(
        to=to,
        alarm=str(one.public_id),
        turn=len(one.stands.steps),
        path=reverse("voices:alarm", args=[one.public_id]),
        minutes=asked.answer_minutes(day_of(at)),
        at=at,
    )
    defer(TELL)


def _turn_of(public_id, by, at: datetime) -> tuple[AlarmNow, Any]:
    """The alarm and its child, once it is this person's turn."""
    one, _ = queries.alarm_for(viewer=by, public_id=public_id, on=day_of(at))
    take_turn_at(Turn.ALARM, one.id)
    return queries.alarm_for(viewer=by, public_id=public_id, on=day_of(at))


@seeing_everything(WHY)
def _step(one: AlarmNow, what: Happened, by, at: datetime, *, to: str = "", words: str = "") -> None:
    AlarmStep.objects.create(
        child_id=one.child_id, alarm_id=one.id, what=what, to=to, words=words, by=str(by.public_id), at=at
    )


def _write(what: str, one: AlarmNow, child, by, at: datetime, why: str = "") -> None:
    trail.write(what=what, by=by, at=at, children=[str(child.public_id)], about=str(one.public_id), why=why)
