"""What an adult saw of a child who cannot answer: kept beside the voices, and never counted as the child's answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from seenheard.accounts.permissions import NotAllowed
from seenheard.record import operations as record_operations
from seenheard.record.domain.days import day_of
from seenheard.record.permissions import check_can_record
from seenheard.trail import operations as trail

from .. import queries
from ..domain.answers import Voice
from ..domain.doors import NO_ROUND
from ..domain.replies import LONGEST, says_something
from ..models import Reply
from ..queries.said import OBSERVED
from .doors import helpers_of
from .turns import take_turn


@transaction.atomic
def keep_observation(
    *,
    child,
    words: str,
    key: str,
    helpers: Iterable[Mapping[str, str]] = (),
    keep_words: str = "",
    by,
    at: datetime,
) -> Reply:
    """Keep what this person saw, with the round that is open. The same form again is the same observation.

    `helpers`: who helped to see or to understand it, by name and role. Raises NotAllowed (no round, no words),
    TellsAddress, NoSuchChild.
    """
    on = day_of(at)
    check_can_record(by)
    queries.check_seen(viewer=by, child=child, on=on)
    key, words, beside = f"saw {key}", words.strip(), helpers_of(helpers)
    mine = Reply.objects.filter(child=child, key=key, said_by=str(by.public_id))
    if same := mine.first():
        return same
    now = next((one for one in queries.rounds_of(viewer=by, child=child, on=on) if not one.is_over), None)
    if now is None:
        raise NotAllowed(NO_ROUND)
    if not says_something(words) or len(words) > LONGEST:
        raise NotAllowed(f"Write what you saw, in words, {LONGEST:,} letters at most.")
    take_turn(now.id)
    if same := mine.all().first():  # pressed twice in one moment
        return same
    kept = record_operations.check_in_turn(
        child, words, *(one["name"] for one in beside), on=on, keep_because=keep_words
    )
    made = Reply.objects.create(
        child=child,
        round_id=now.id,
        voice=Voice.CHILD,
        said_by=str(by.public_id),
        form=OBSERVED,
        helpers=beside,
        anything_else=words,
        colours=[0] * len(now.categories),
        sent_at=at,
        key=key,
    )
    why = f"{record_operations.KEPT_WORDS}{keep_words.strip()}" if kept else ""
    told = [str(child.public_id)]
    trail.write(what="wrote_what_they_saw", by=by, at=at, children=told, about=str(made.public_id), why=why)
    return made
