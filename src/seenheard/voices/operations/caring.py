"""A carer's reply: kept as a draft with every change, sent once for the household, and never changed after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from seenheard.record.domain.days import day_of

from .. import queries
from ..domain.answers import Voice
from ..domain.replies import Given
from ..domain.wordings import ENGLISH
from ..models import Reply, ReplyDraft
from ..permissions import check_can_speak_as_carer
from ..queries.caring import RoundPlaced
from .doors import helpers_of
from .replying import RoundOver, SentAlready, keep_draft, send, unchanged
from .turns import take_turn


@transaction.atomic
def save_carer_draft(
    *, public_id, content: Mapping[str, Any], based_on: int | None, page: str = "", by, at: datetime
) -> ReplyDraft:
    """Keep what a carer has begun; nobody else reads it, in the household neither. Raises as `send_carer_reply`."""
    told = _open_round(public_id, by, at)
    return keep_draft(
        now=told.now,
        voice=Voice.CARER,
        household_id=told.placed.household,
        content=content,
        based_on=based_on,
        page=page,
        by=by,
        at=at,
    )


@transaction.atomic
def send_carer_reply(
    *,
    public_id,
    given: Mapping[str, Given],
    anything_else: str = "",
    language: str = ENGLISH,
    helpers: Iterable[Mapping[str, str]] = (),
    key: str,
    by,
    at: datetime,
) -> Reply:
    """Send the household's reply. The same form sent again is the reply that is there. `language`: it was asked in.
    `helpers`: who helped the carer, by name and role; they may not answer in their place.

    A protected address is not looked for in a carer's words: a refusal would tell whoever asks often enough what it
    is. Raises NoSuchRound, RoundOver, SentAlready, NotSent with what is to be put right, NotAllowed.
    """
    helped = helpers_of(helpers, whom="helped you")
    if same := Reply.objects.filter(key=key, said_by=str(by.public_id)).first():
        return unchanged(same, given, anything_else, helped)
    told = _open_round(public_id, by, at)
    return send(
        now=told.now,
        child=told.placed.child,
        voice=Voice.CARER,
        audience=Voice.CARER,
        given=given,
        anything_else=anything_else,
        key=key,
        by=by,
        at=at,
        household_id=told.placed.household,
        language=language if language in queries.languages() else ENGLISH,
        helpers=helped,
    )


def _open_round(public_id, by, at: datetime) -> RoundPlaced:
    """The round, locked, of a child placed with this carer now, of which the household has not answered."""
    on = day_of(at)
    check_can_speak_as_carer(by)
    told = queries.round_placed(viewer=by, public_id=public_id, on=on)
    take_turn(told.now.id)
    told = queries.round_placed(viewer=by, public_id=public_id, on=on)
    if told.sent_by:
        raise SentAlready
    if not told.waits:
        raise RoundOver
    return told
