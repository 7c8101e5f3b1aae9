"""What was said and what was done: of each talk and each wish the answers, what was decided, the action, and what the
child was told; as far as somebody may see the answers it came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from seenheard.record import queries as record_queries
from seenheard.record.domain.days import day_of

from ..domain.answers import Voice
from ..domain.mismatch import Level, Pattern, pattern
from ..domain.seeing import Reader, is_kept_from
from ..models import Rating, Talk, ToldBack
from .rounds import RoundNow, check_seen, rounds_of
from .said import Columns, Words, columns, columns_of_rounds, parts_to, reader_of

FROM_TALK, FROM_REPLY = "talk/", "reply/"  # of an action: what it arises from


class NoSuchTalk(Exception):
    """There is no such talk, or it is not this person's to know of."""


@dataclass(frozen=True, slots=True)
class Action:
    """What was agreed, who answers for it, by when, and what came of it."""

    words: str
    owned_by: str
    due_on: date
    done_on: date | None
    outcome: str


@dataclass(frozen=True, slots=True)
class Told:
    """That the child was told: when, how, in which words, by whom."""

    on: date
    how: str
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class Said:
    """One answer, or the wish, that it began with. `at_home`: it may lie where the child lives.

    `helped`: who helped to answer, in words.
    """

    voice: Voice
    said: str
    words: str
    observed: bool = False
    at_home: bool = False
    helped: str = ""


@dataclass(frozen=True, slots=True)
class Came:
    """What came of one part of a round, or of one wish (`category` is empty): `talk` or `reply` is what it is told of.

    `decided` and `no_action_why` are for those who work with the child; `for_child` is what an adult wrote to it.
    `opened`: the round that it began with is open to everybody who reads columns.
    """

    on: date
    category: str
    said: tuple[Said, ...]
    talk: UUID | None = None
    reply: UUID | None = None
    with_whom: str = ""
    decided: str = ""
    no_action_why: str = ""
    for_child: str = ""
    by: str = ""
    action: Action | None = None
    told: tuple[Told, ...] = ()
    opened: bool = False


def said_and_done(*, viewer, child, on: date) -> tuple[Came, ...]:
    """All of one child, the latest first. Raises NoSuchChild."""
    check_seen(viewer=viewer, child=child, on=on)
    actions = {row.row_key: row for row in record_queries.actions(viewer=viewer, child=child, on=on)}
    told = _told(child)
    rounds = rounds_of(viewer=viewer, child=child, on=on)
    seen = columns_of_rounds(viewer=viewer, child=child, rounds=rounds, on=on)
    talks = [_came(row, seen, actions, told) for row in talks_of(viewer=viewer, child=child, on=on)]
    wishes = [one for found in seen.values() for one in _wishes(found, actions, told)]
    return tuple(sorted((*talks, *wishes), key=lambda one: one.on, reverse=True))


def talks_of(*, viewer, child, on: date) -> list[Talk]:
    """The talks that this person may know of: their own, and those about answers none of which is kept from them."""
    parts, me = {reader_of(viewer), *parts_to(viewer, child)}, str(viewer.public_id)
    kept = {
        (round_id, category)
        for round_id, category, about, not_worker in Rating.objects.filter(child=child).values_list(
            "reply__round_id", "category_id", "about", "not_my_worker"
        )
        if is_kept_from(parts, about, not_my_worker=not_worker)
    }
    rows = Talk.objects.filter(child=child).select_related("category", "round").order_by("at", "pk")
    return [row for row in rows if row.by == me or (row.round_id, row.category_id) not in kept]


def kept_from_of(seen: Columns, category: str) -> frozenset[Reader]:
    """Of worker and manager those from whom the child keeps an answer to this part of the round, as far as whoever sees
    these columns knows of it: what is kept from themselves, too, nothing that they agree can be about."""
    rows = [row for row in seen.rows if row.key == category]
    told = [one for row in rows for shown in row.columns.values() for one in shown]
    return frozenset(part for one in told for part in one.kept_from)


def talk_for(*, viewer, public_id: UUID | str, on: date) -> tuple[Talk, Any]:
    """The talk and its child. Raises NoSuchTalk."""
    row = Talk.objects.filter(public_id=public_id).first()
    seen = record_queries.visible_children(viewer=viewer, on=on).select_related("now")
    child = seen.filter(pk=row.child_id).first() if row else None
    found = [one for one in talks_of(viewer=viewer, child=child, on=on) if one.pk == row.pk] if row and child else []
    if not found:
        raise NoSuchTalk
    return found[0], child


def _came(
    row: Talk, seen: Mapping[int, Columns], actions: Mapping[str, Any], told: Mapping[tuple[str, int], list[Told]]
) -> Came:
    action = actions.get(row.action_key)
    return Came(
        on=row.held_on,
        category=row.category.key,
        said=tuple(answers_in(seen.get(row.round_id), row.category.key)),
        talk=row.public_id,
        with_whom=row.with_whom,
        decided=row.decided,
        no_action_why=row.no_action_why,
        for_child=row.for_child,
        by=row.by,
        action=_action(action) if action else None,
        told=tuple(told.get(("talk", row.pk), ())),
        opened=row.round_id in seen and seen[row.round_id].opened,
    )


def answers_in(seen: Columns | None, category: str) -> Iterable[Said]:
    """What everybody said of one category, of a round as its reader sees it."""
    for row in seen.rows if seen else ():
        for shown in row.columns.values() if row.key == category else ():
            for one in shown:
                answer = one.chosen or getattr(one.answer, "word", str(one.answer))
                yield Said(one.voice, answer, one.comment, one.observed, one.at_home, one.helped)


def _wishes(seen: Columns, actions: Mapping[str, Any], told: Mapping[tuple[str, int], list[Told]]) -> Iterable[Came]:
    for one in seen.words:
        if one.what == "one_thing" and one.voice is Voice.CHILD:
            action = next((row for row in actions.values() if row.arising_from == f"{FROM_REPLY}{one.reply}"), None)
            yield Came(
                on=_day(one),
                category="",
                said=(Said(one.voice, "", one.words),),
                reply=one.reply,
                action=_action(action) if action else None,
                told=tuple(told.get(("reply", one.reply_id), ())),
                opened=seen.opened,
            )


def _day(one: Words) -> date:
    return day_of(one.sent_at)


def _action(row: Any) -> Action:
    return Action(row.words, row.owned_by, row.due_on, row.done_on, row.outcome or "")


def _told(child) -> dict[tuple[str, int], list[Told]]:
    found: dict[tuple[str, int], list[Told]] = {}
    for row in ToldBack.objects.filter(child=child).order_by("told_on", "pk"):
        about = ("talk", row.talk_id) if row.talk_id else ("reply", row.reply_id or 0)
        found.setdefault(about, []).append(Told(row.told_on, row.how, row.words, row.by))
    return found


def pattern_of(*, viewer, child, now: RoundNow, seen: Columns, on: date) -> Pattern:
    """What comes back in this round, `seen` as this person sees it, from the one before. None before it opens to them.

    A round opens once the one before is over, so that one is open to everybody who may read of the child.
    """
    if not seen.opened:
        return Pattern((), several=False)
    earlier = [one for one in rounds_of(viewer=viewer, child=child, on=on) if one.opened_on < now.opened_on]
    before = columns(viewer=viewer, child=child, now=earlier[0], on=on) if earlier else None
    return pattern(_levels(seen), _levels(before) if before else None)


def _levels(seen: Columns) -> dict[str, Level]:
    return {row.key: row.mismatch.level for row in seen.rows}


def pattern_now(*, viewer, child, on: date) -> Pattern:
    """What comes back in the latest round that is open to this person, as far as they see it. Raises NoSuchChild."""
    seen = [
        columns(viewer=viewer, child=child, now=one, on=on) for one in rounds_of(viewer=viewer, child=child, on=on)[:3]
    ]
    levels = [_levels(one) for one in seen if one.opened]
    return pattern(levels[0] if levels else {}, levels[1] if len(levels) > 1 else None)
