"""What follows in words: an answer read, a difference talked about, one thing made an action, the child told back."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from seenheard.accounts.permissions import NotAllowed
from seenheard.record import operations as record
from seenheard.record.domain.days import day_of
from seenheard.record.permissions import check_can_record
from seenheard.trail import operations as trail

from .. import queries
from ..domain.replies import says_something
from ..models import Category, FirstReading, Talk, ToldBack
from ..queries.done import FROM_REPLY, FROM_TALK
from .prompting import hand_over
from .turns import take_turn

LONGEST = 2_000  # letters of each: a note of a talk, not a report
LONGEST_HOW = 300
NOTHING_SEEN = (
    "Nothing has been said about this part of life that is open to you, so there is nothing to talk about yet."
)


@dataclass(frozen=True, slots=True)
class ToDo:
    """What somebody (public id) is to do, by a day."""

    words: str
    owned_by: str
    due_on: date


@transaction.atomic
def read_reply(*, public_id, by, at: datetime) -> bool:
    """A person has read an answer, all of it, as was promised; False where somebody had before.

    Raises NoSuchReply, NotAllowed.
    """
    check_can_record(by)
    one, child = queries.reply_for(viewer=by, public_id=public_id, on=day_of(at))
    take_turn(one.now.id)
    if FirstReading.objects.filter(reply=one.id).exists():
        return False
    if not one.can_be_read:
        raise NotAllowed("Somebody else reads this answer first.")
    FirstReading.objects.create(child_id=child.pk, reply_id=one.id, by=str(by.public_id), at=at)
    _kept("read_reply", child, public_id, by, at)
    return True


@transaction.atomic
def record_talk(
    *,
    round_public_id,
    category: str,
    held_on: date,
    with_whom: str,
    decided: str,
    for_child: str,
    key: str,
    by,
    at: datetime,
    action: ToDo | None = None,
    no_action_why: str = "",
    keep_words: str = "",
) -> Talk:
    """Who talked with whom about one part of a round, what was decided, and what follows: an action, or why none.

    `for_child`: what goes back to the child. The same form again is the talk that is there. Raises NoSuchRound,
    NotAllowed (TellsAddress among it, unless `keep_words` says why).
    """
    check_can_record(by)
    on = day_of(at)
    now, child = queries.round_for(viewer=by, public_id=round_public_id, on=on)
    take_turn(now.id)
    if same := Talk.objects.filter(key=key, by=str(by.public_id)).first():
        return same
    kept_from = _check_seen(by, child, now, category, on)
    if not now.opened_on <= held_on <= on:
        raise NotAllowed("The talk was between the day on which the round opened and today.")
    if (action is None) == (not no_action_why.strip()):
        raise NotAllowed("Agree an action, or say why none is needed.")
    words = {
        "with_whom": _words(with_whom, "Say who talked with whom"),
        "decided": _words(decided, "Say what was decided"),
        "no_action_why": no_action_why.strip()[:LONGEST],
        "for_child": _words(for_child, "Write what goes back to the child"),
    }
    kept = record.check_in_turn(child, *words.values(), on=on, keep_because=keep_words)
    public_id = uuid.uuid4()
    talk = Talk.objects.create(
        public_id=public_id,
        child_id=child.pk,
        round_id=now.id,
        category=Category.objects.get(key=category),
        held_on=held_on,
        action_key=_act(child, action, f"{FROM_TALK}{public_id}", kept_from, key, keep_words, by, at),
        by=str(by.public_id),
        at=at,
        key=key,
        **words,
    )
    _kept("recorded_talk", child, public_id, by, at, keep_words if kept else "")
    return talk


@transaction.atomic
def act_on_wish(*, public_id, action: ToDo, key: str, by, at: datetime, keep_words: str = "") -> None:
    """What a child wants to change becomes an action. The same form again is the action that is there.

    Raises NoSuchReply, NotAllowed.
    """
    one, child = _wish(public_id, by, at)
    _act(child, action, f"{FROM_REPLY}{one.public_id}", one.wish_kept_from, key, keep_words, by, at)
    _kept("acted_on_wish", child, public_id, by, at)


@transaction.atomic
def tell_back(
    *,
    told_on: date,
    how: str,
    words: str,
    key: str,
    by,
    at: datetime,
    talk=None,
    reply=None,
    keep_words: str = "",
) -> ToldBack:
    """The child was told what came of a talk, or of the one thing that should change: when, how, in which words.

    `talk` or `reply`: its public id. The same form again is what is there. Raises NoSuchTalk, NoSuchReply, NotAllowed.
    """
    check_can_record(by)
    on = day_of(at)
    if talk is not None:
        row, child = queries.talk_for(viewer=by, public_id=talk, on=on)
        about, round_id, since = {"talk_id": row.pk}, row.round_id, row.held_on
    else:
        one, child = _wish(reply, by, at)
        about, round_id, since = {"reply_id": one.id}, one.now.id, day_of(one.sent_at)
    take_turn(round_id)
    if same := ToldBack.objects.filter(key=key, by=str(by.public_id)).first():
        return same
    if not since <= told_on <= on:
        raise NotAllowed("The child was told between the day it is about and today.")
    said = {
        "how": _words(how, "Say how the child was told", LONGEST_HOW),
        "words": _words(words, "Write what you told"),
    }
    kept = record.check_in_turn(child, *said.values(), on=on, keep_because=keep_words)
    told = ToldBack.objects.create(
        child_id=child.pk, told_on=told_on, by=str(by.public_id), at=at, key=key, **about, **said
    )
    _kept("told_back", child, told.public_id, by, at, keep_words if kept else "")
    return told


def _check_seen(by, child, now, category: str, on: date) -> Collection[str]:
    """From whom what they see of this part is kept. Raises NotAllowed where they see nothing."""
    seen = queries.columns(viewer=by, child=child, now=now, on=on)
    row = next((row for row in seen.rows if row.key == category), None)
    if row is None or not any(row.columns.values()):
        raise NotAllowed(NOTHING_SEEN)
    return queries.kept_from_of(seen, category)


def _wish(public_id, by, at: datetime) -> tuple[Any, Any]:
    check_can_record(by)
    one, child = queries.reply_for(viewer=by, public_id=public_id, on=day_of(at))
    if not one.wish:
        raise queries.NoSuchReply
    return one, child


def _act(
    child,
    action: ToDo | None,
    arising_from: str,
    kept_from: Collection[str],
    key: str,
    keep_words: str,
    by,
    at: datetime,
) -> str:
    """The key of the action; empty where none was agreed. From whom its answer is kept, it is kept too."""
    if action is None:
        return ""
    saved = record.add_action(
        child=child,
        words=action.words,
        owned_by=action.owned_by,
        due_on=action.due_on,
        key=key,
        by=by,
        at=at,
        arising_from=arising_from,
        kept_from=kept_from,
        keep_words=keep_words,
    )
    return saved.key


def _words(said: str, ask: str, longest: int = LONGEST) -> str:
    said = said.strip()
    if not says_something(said):
        raise NotAllowed(f"{ask}.")
    if len(said) > longest:
        raise NotAllowed(f"{ask} in {longest:,} letters or fewer.")
    return said


def _kept(what: str, child, about, by, at: datetime, because: str = "") -> None:
    """What was changed, handed over and written down."""
    hand_over(child_id=child.pk, at=at)
    why = f"{record.KEPT_WORDS}{because.strip()}" if because else ""
    trail.write(what=what, by=by, at=at, children=[str(child.public_id)], about=str(about), why=why)
