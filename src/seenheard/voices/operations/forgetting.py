"""What is kept no longer than it is needed: wrong codes, sittings that are over, drafts of rounds that are over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from seenheard.record.domain.days import day_of

from ..domain.doors import IDLE
from ..models import ReplyDraft, Sitting, WrongTry

FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows of each went."""

    wrong_tries: int
    sittings: int
    drafts: int


@transaction.atomic
def forget(*, at: datetime) -> Forgotten:
    """Take away what was over a day ago. For the system; run daily, twice or two at once.

    That a code was made and used, that a child came in, what was sent: those rows, and the trail's, stay.
    """
    before = at - FORGOTTEN_AFTER
    ended = Q(ended_at__lte=before) | Q(ended_at=None, seen_at__lte=before - IDLE)
    over = Q(round__closes_on__lte=day_of(before)) | Q(round__end__at__lte=before)
    return Forgotten(
        wrong_tries=WrongTry.objects.filter(at__lte=before).delete()[0],
        sittings=Sitting.objects.filter(ended).delete()[0],
        drafts=ReplyDraft.objects.filter(over).delete()[0],
    )
