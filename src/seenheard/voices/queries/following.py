"""All of a child that something can follow from, for the system: what the prompts are reckoned from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import cache

from seenheard.accounts import queries as accounts
from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.domain.roles import Ability, roles_with
from seenheard.record import queries as record_queries
from seenheard.record.domain.days import day_of
from seenheard.record.domain.parts import refs_that_decide

from ..domain.alarms import Happened
from ..domain.answers import Voice
from ..domain.following import Answered, Asked, Rung, Sent, Story, Talked
from ..domain.seeing import Reader
from ..models import Alarm, Category, FirstReading, Rating, Reply, Round, RoundEnd, Talk, ToldBack
from .alarms import alarm_now
from .said import FREE, OBSERVED, answer_of, parts_of

DONE_OR_NOT = tuple[bool, date | None]


def stories_of_rounds(child_ids: Iterable[int]) -> dict[int, Story]:
    """Of each child the rounds and who has answered, and nothing of what was said: for the reminders."""
    ids = list(child_ids)
    rounds = list(Round.objects.filter(child__in=ids).order_by("opened_on", "pk"))
    sent: dict[int, list[Sent]] = {}
    for reply in Reply.objects.filter(round__in=rounds):
        sent.setdefault(reply.round_id, []).append(_sent(reply, (), frozenset(), read=True, told=True))
    ended = _ended(rounds)
    found: dict[int, list[Asked]] = {}
    for row in rounds:
        found.setdefault(row.child_id, []).append(_asked(row, ended, frozenset(), sent.get(row.pk, ())))
    return {child_id: Story(child_id, tuple(found.get(child_id, ()))) for child_id in ids}


def story_of(child_id: int, on: date) -> Story:
    """Everything of one child."""
    rounds = list(Round.objects.filter(child=child_id).order_by("opened_on", "pk"))
    replies = list(Reply.objects.filter(round__in=rounds).order_by("sent_at", "pk"))
    answers: dict[int, list[Answered]] = {}
    widened = _and_who_is_the_same(child_id, on)
    for rating in Rating.objects.filter(reply__in=replies).select_related("category").order_by("pk"):
        parts = widened(_kept_from(_choice(rating)))
        said = Answered(rating.category.key, Voice(rating.voice), answer_of(rating), parts)
        answers.setdefault(rating.reply_id, []).append(said)
    read = set(FirstReading.objects.filter(reply__in=replies).values_list("reply_id", flat=True))
    told = set(ToldBack.objects.filter(reply__in=replies).values_list("reply_id", flat=True))
    sent: dict[int, list[Sent]] = {}
    for reply in replies:
        wish = widened(_kept_from(reply.choices.get("one_thing", {})))
        one = _sent(reply, tuple(answers.get(reply.pk, ())), wish, read=reply.pk in read, told=reply.pk in told)
        sent.setdefault(reply.round_id, []).append(one)
    safety, ended = frozenset(Category.objects.filter(is_safety=True).values_list("key", flat=True)), _ended(rounds)
    return Story(
        child_id,
        tuple(_asked(row, ended, safety, sent.get(row.pk, ())) for row in rounds),
        tuple(_talks(child_id, on)),
        tuple(_rung(pk, widened) for pk in _open_alarms(child_id)),
    )


def children_with_actions() -> list[int]:
    """The children for whom an action was agreed in a talk: whether it is done is the record's to know."""
    return list(
        Talk.objects.exclude(action_key="").order_by("child_id").distinct("child_id").values_list("child", flat=True)
    )


def _asked(row: Round, ended: Mapping[int, date], safety: frozenset[str], sent: Iterable[Sent]) -> Asked:
    ended_on = min(row.closes_on, ended.get(row.pk, row.closes_on))
    return Asked(
        str(row.public_id), row.opened_on, ended_on, tuple(Voice(one) for one in row.voices), safety, tuple(sent)
    )


def _ended(rounds: list[Round]) -> dict[int, date]:
    rows = RoundEnd.objects.filter(round__in=rounds).values_list("round_id", "at")
    return {pk: day_of(at) for pk, at in rows}


def _sent(
    reply: Reply, answers: tuple[Answered, ...], wish_kept_from: frozenset[Reader], *, read: bool, told: bool
) -> Sent:
    return Sent(
        reply=str(reply.public_id),
        voice=Voice(reply.voice),
        on=day_of(reply.sent_at),
        answers=answers,
        observed=reply.form == OBSERVED,
        read=read,
        words=any(getattr(reply, one) for one in FREE),
        wishes=bool(reply.one_thing),
        wish_told=told,
        wish_kept_from=wish_kept_from,
    )


def _choice(rating: Rating) -> Mapping[str, object]:
    return {"not_my_worker": rating.not_my_worker, "about": rating.about}


def _kept_from(choice: Mapping[str, object]) -> frozenset[Reader]:
    """From whom it is kept: whom it is about, and the worker where the child wants somebody else to read it."""
    about = choice.get("about")
    parts = {Reader(str(about))} if about else set()
    return frozenset(parts | ({Reader.WORKER} if choice.get("not_my_worker") else set()))


def _and_who_is_the_same(child_id: int, on: date) -> Callable[[frozenset[Reader]], frozenset[Reader]]:
    """What is kept from the worker is kept from the manager, too, where nobody but who holds the case manages the team:
    so that its prompts go to somebody who is shown them. Asked once, and only where anything is kept from the worker.
    """

    @cache
    def is_one() -> bool:
        now = record_queries.children_now(viewer=SYSTEM, on=on, child_ids=[child_id]).first()
        if now is None or not now.team_ref:
            return False
        managers = accounts.people().filter(is_active=True, role__in=roles_with(Ability.SEE_CHILDREN_OF_TEAMS))
        found = list(managers.filter(team_refs__contains=[now.team_ref]))
        return bool(found) and all(now.worker_ref in one.worker_refs for one in found)

    def widened(parts: frozenset[Reader]) -> frozenset[Reader]:
        return parts | {Reader.MANAGER} if Reader.WORKER in parts and is_one() else parts

    return widened


def _talks(child_id: int, on: date) -> Iterable[Talked]:
    rows = list(Talk.objects.filter(child=child_id).select_related("round", "category").order_by("at", "pk"))
    told = set(ToldBack.objects.filter(talk__in=rows).values_list("talk_id", flat=True))
    actions = _actions(child_id, on) if any(row.action_key for row in rows) else {}
    workers = workers_among((row.by for row in rows), child_id)
    for row in rows:
        to_do, done_on = actions.get(row.action_key, (False, None))
        yield Talked(
            talk=str(row.public_id),
            round=str(row.round.public_id),
            category=row.category.key,
            on=day_of(row.at),
            told=row.pk in told,
            no_action=bool(row.no_action_why),
            to_do=to_do,
            done_on=done_on,
            knew=row.by not in workers,
        )


def _actions(child_id: int, on: date) -> dict[str, DONE_OR_NOT]:
    """Of each action that stands, whether it is still to be done, and when it was."""
    child = record_queries.visible_children(viewer=SYSTEM, on=on).get(pk=child_id)
    rows = record_queries.actions(viewer=SYSTEM, child=child, on=on)
    return {row.row_key: (row.done_on is None, row.done_on) for row in rows}


def workers_among(people: Iterable[str], child_id: int) -> set[str]:
    """Those of these people who talk as this child's worker, and from whom something may have been kept."""
    return workers_among_each({child_id: set(people)})[child_id]


def workers_among_each(people: Mapping[int, Collection[str]]) -> dict[int, set[str]]:
    """The same of many children, by child: two questions, and only one where the record could name none of them."""
    wanted = set().union(*people.values()) - {SYSTEM.public_id}
    found = {str(one.public_id): one for one in accounts.people().filter(public_id__in=wanted)}
    refs: dict[int, str | None] = {}
    if any(refs_that_decide(one.role, one.worker_refs, one.team_refs)[0] for one in found.values()):
        lines = record_queries.children_now(viewer=SYSTEM, on=date.max, child_ids=people)
        refs = dict(lines.order_by().values_list("pk", "worker_ref"))
    return {
        child_id: {
            one
            for one in found.keys() & some
            if Reader.WORKER in parts_of(found[one], worker_ref=refs.get(child_id), team_ref=None)
        }
        for child_id, some in people.items()
    }


def _open_alarms(child_id: int) -> list[int]:
    rows = Alarm.objects.filter(child=child_id).exclude(steps__what=Happened.DONE)
    return list(rows.order_by("at", "pk").values_list("pk", flat=True))


def _rung(pk: int, widened: Callable[[frozenset[Reader]], frozenset[Reader]]) -> Rung:
    one = alarm_now(pk)
    return Rung(str(one.public_id), day_of(one.at), widened(one.kept_from))
