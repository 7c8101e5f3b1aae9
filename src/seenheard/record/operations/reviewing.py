"""Noticing looks that stand out, and judging them."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from seenheard.accounts.permissions import NotAllowed
from seenheard.trail import operations as trail
from seenheard.trail import queries as trail_queries

from .. import permissions
from ..domain.looks import ASKED, LONDON, VERDICTS, Look, is_look
from ..models import Judgement, LookedThrough, Noticed
from ..queries.looks import Seen, same_look, standing_out
from .reasons import reason

BATCH = 2_000  # rows of the trail


def notice_looks() -> int:
    """Look through what the trail has gained since last time; how many looks were newly noticed.

    Safe to run twice, or twice at once: one waits for the other, and what was noticed once is not written again.
    """
    noticed = 0
    while True:
        many, read = _notice_batch()
        noticed += many
        if read < BATCH:
            return noticed


@transaction.atomic
def _notice_batch() -> tuple[int, int]:
    LookedThrough.objects.get_or_create(pk=1)
    through = LookedThrough.objects.select_for_update().get(pk=1)
    rows = trail_queries.finished_after(through.entry_id, limit=BATCH)
    looks = [Look(row.by, row.children[0], row.at) for row in rows if is_look(row.what, row.children)]
    found = list(standing_out(looks))
    before = Noticed.objects.count() if found else 0
    Noticed.objects.bulk_create(map(_noticed, found), ignore_conflicts=True)
    if rows:
        through.entry_id = rows[-1].id
        through.save(update_fields=["entry_id"])
    return (Noticed.objects.count() - before if found else 0), len(rows)


def _noticed(seen: Seen) -> Noticed:
    return Noticed(
        child_id=seen.child_id,
        person_public_id=seen.look.person,
        looked_on=seen.look.at.astimezone(LONDON).date(),
        reason=seen.reason,
        first_at=seen.look.at,
        children=seen.children,
    )


@transaction.atomic
def judge_look(*, noticed: Noticed, verdict: str, words: str, by, at: datetime) -> list[Judgement]:
    """Say of one person's looks at one child on one day whether they were in order, for every reason they stand out.

    Once: what was judged stays judged. Asking the person may come before it. Raises NotAllowed: not for this viewer,
    their own look, no words, or judged already.
    """
    permissions.check_can_review(by)
    if str(by.public_id) == noticed.person_public_id:
        raise NotAllowed("Nobody judges their own look. Another guardian of records has to.")
    if verdict not in VERDICTS:
        raise NotAllowed("Choose what you found.")
    words = reason(words, "Say what you found")
    judged = _judge(noticed, verdict, words, by=by, at=at)
    trail.write(
        what="judged_look",
        by=by,
        at=at,
        children=[str(noticed.child.public_id)] if noticed.child else [],
        about=noticed.person_public_id,
        why=f"{VERDICTS[verdict]}: {words}",
    )
    return judged


def _judge(noticed: Noticed, verdict: str, words: str, *, by, at: datetime) -> list[Judgement]:
    open_still = [one for one in same_look(noticed) if _may_be_judged(one, verdict)]
    if not open_still:
        raise NotAllowed("This look has been judged already. Nothing was changed.")
    try:
        with transaction.atomic():  # a savepoint: of two at once the database takes the first
            return Judgement.objects.bulk_create(
                Judgement(child_id=one.child_id, noticed=one, verdict=verdict, words=words, by=str(by.public_id), at=at)
                for one in open_still
            )
    except IntegrityError:
        raise NotAllowed("This look has just been judged by somebody else. Nothing was changed.") from None


def _may_be_judged(noticed: Noticed, verdict: str) -> bool:
    said = {judgement.verdict for judgement in noticed.judgements.all()}
    return not said or (said == {ASKED} and verdict != ASKED)
