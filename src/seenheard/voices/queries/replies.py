"""One sent reply as somebody may read it: what was said, whether all of it is theirs to see, and who read it first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ..domain.answers import Voice
from ..domain.seeing import Reader
from ..models import FirstReading, Rating, Reply, ToldBack
from .rounds import NoSuchRound, RoundNow, round_for
from .said import FREE, OBSERVED, Column, Words, columns

READ_FIRST = (Voice.CARER, Voice.CHILD)


class NoSuchReply(Exception):
    """There is no such reply, or nothing of it is this person's to read."""


@dataclass(frozen=True, slots=True)
class ReplyNow:
    """`answers`: by category key, those that this person may see; `is_whole`: they see all that was said.

    `read_by`, `read_at`: who said first that they had read it. `wish_told`: the child was told what came of the one
    thing that should change.
    """

    id: int
    public_id: UUID
    now: RoundNow
    voice: Voice
    said_by: str
    helpers: tuple[dict[str, str], ...]
    observed: bool
    sent_at: datetime
    answers: tuple[tuple[str, Column], ...]
    words: tuple[Words, ...]
    is_whole: bool
    read_by: str
    read_at: datetime | None
    wish_told: bool

    @property
    def wish(self) -> str:
        """The one thing that should change, where this person may read it."""
        return next((one.words for one in self.words if one.what == "one_thing"), "")

    @property
    def wish_kept_from(self) -> tuple[Reader, ...]:
        """Of worker and manager those from whom the child keeps it."""
        return next((one.kept_from for one in self.words if one.what == "one_thing"), ())

    @property
    def can_be_read(self) -> bool:
        """Whether this person's reading is the one that was promised."""
        return self.is_whole and self.read_at is None and not self.observed and self.voice in READ_FIRST


def reply_for(*, viewer, public_id: UUID | str, on: date) -> tuple[ReplyNow, Any]:
    """The reply, as this person sees it, and its child. Raises NoSuchReply."""
    reply = Reply.objects.filter(public_id=public_id).select_related("round").first()
    if reply is None:
        raise NoSuchReply
    try:
        now, child = round_for(viewer=viewer, public_id=reply.round.public_id, on=on)
    except NoSuchRound:
        raise NoSuchReply from None
    seen = columns(viewer=viewer, child=child, now=now, on=on)
    answers = tuple(
        (row.key, one)
        for row in seen.rows
        for shown in row.columns.values()
        for one in shown
        if one.reply_id == reply.pk
    )
    words = tuple(one for one in seen.words if one.reply_id == reply.pk)
    if not answers and not words:
        raise NoSuchReply
    return _now(reply, now, answers, words), child


def _now(reply: Reply, now: RoundNow, answers: tuple[tuple[str, Column], ...], words: tuple[Words, ...]) -> ReplyNow:
    said = Rating.objects.filter(reply=reply).count() + sum(bool(getattr(reply, one)) for one in FREE)
    read = FirstReading.objects.filter(reply=reply).first()
    return ReplyNow(
        id=reply.pk,
        public_id=reply.public_id,
        now=now,
        voice=Voice(reply.voice),
        said_by=reply.said_by,
        helpers=tuple(reply.helpers),
        observed=reply.form == OBSERVED,
        sent_at=reply.sent_at,
        answers=answers,
        words=words,
        is_whole=len(answers) + len(words) == said,
        read_by=read.by if read else "",
        read_at=read.at if read else None,
        wish_told=ToldBack.objects.filter(reply=reply).exists(),
    )
