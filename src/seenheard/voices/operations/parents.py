"""What a parent says, written down by the child's worker or who stands in: in person, on the telephone, from paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction

from seenheard.accounts.permissions import NotAllowed
from seenheard.record import operations as record_operations
from seenheard.record import queries as record_queries
from seenheard.record.domain.days import day_of

from .. import queries
from ..domain.answers import Voice
from ..domain.parents import Spoken
from ..domain.replies import Fault, Given
from ..models import Reply, ReplyDraft
from ..permissions import NOT_FOR_A_PARENT
from ..queries.rounds import NoSuchRound, RoundNow
from .replying import PAGE, NotSent, RoundOver, keep_draft, send, unchanged
from .turns import take_turn


@transaction.atomic
def save_parent_draft(
    *, public_id, content: Mapping[str, Any], based_on: int | None, page: str = "", by, at: datetime
) -> ReplyDraft:
    """Keep what a worker has begun to write down. Raises NoSuchRound, RoundOver, DraftTooLarge, DraftChanged."""
    now, _ = _locked(public_id, by, at)
    _check_open(now)
    return keep_draft(now=now, voice=Voice.PARENT, content=content, based_on=based_on, page=page, by=by, at=at)


@transaction.atomic
def write_down_parent(
    *,
    public_id,
    spoken: Spoken,
    given: Mapping[str, Given],
    anything_else: str = "",
    key: str,
    keep_words: str = "",
    by,
    at: datetime,
) -> Reply:
    """Send what one parent said; the other's is another reply, from the same form too. The same form again, of the
    same parent, is the reply that is there; with other words it is refused.

    `keep_words`: why words are kept that may tell a protected address. Raises NoSuchRound, RoundOver, SentAlready,
    NotSent with what is to be put right, TellsAddress, NotAllowed.
    """
    now, child = _locked(public_id, by, at)
    form, key = key, _key(now, spoken, key, by)
    if same := Reply.objects.filter(key=key).first():
        there = unchanged(same, given, anything_else)
        _forget_draft(now, form, by)
        return there
    _check_open(now)
    if spoken.faults:
        raise NotSent(tuple(Fault("", says) for says in spoken.faults))
    words = [spoken.name, spoken.helper, anything_else, *(one.comment for one in given.values())]
    kept = record_operations.check_in_turn(child, *words, on=day_of(at), keep_because=keep_words)
    return send(
        now=now,
        child=child,
        voice=Voice.PARENT,
        audience=Voice.PARENT,
        given=given,
        anything_else=anything_else,
        key=key,
        by=by,
        at=at,
        kept_because=keep_words if kept else "",
        spoken=spoken,
    )


def _key(now: RoundNow, spoken: Spoken, form: str, by) -> str:
    """Of one form sent twice it is the same, and another where it was gone back to, and sent of the other parent."""
    return str(uuid5(NAMESPACE_OID, f"{by.public_id} {now.public_id} {form} {spoken.said_by}"))


def _forget_draft(now: RoundNow, form: str, by) -> None:
    """What the form kept on being sent a second time was sent the first, and is no draft."""
    own = ReplyDraft.objects.filter(round_id=now.id, voice=Voice.PARENT, said_by=str(by.public_id))
    own.filter(content__contains={PAGE: form}).delete()


def _check_open(now: RoundNow) -> None:
    if now.is_over or Voice.PARENT not in now.voices:
        raise RoundOver


def _locked(public_id, by, at: datetime) -> tuple[RoundNow, Any]:
    """The round, locked, for the child's worker. Raises NoSuchRound, NotAllowed."""
    on = day_of(at)
    found, child = queries.round_for(viewer=by, public_id=public_id, on=on)
    if not record_queries.sees(viewer=by, child=child, on=on):
        raise NoSuchRound
    if not queries.speaks_as_worker(viewer=by, child=child, on=on):
        raise NotAllowed(NOT_FOR_A_PARENT)
    take_turn(found.id)
    return queries.round_for(viewer=by, public_id=public_id, on=on)
