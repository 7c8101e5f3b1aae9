"""What was said of one child over all rounds that are open to read, as far as somebody may see it: one question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from seenheard.record.domain.days import end_of

from ..domain.answers import Colour, Voice
from ..domain.seeing import Reader, Said, may_see
from ..models import Rating, Reply, Round
from .rounds import RoundNow, as_it_stands, check_seen
from .said import OBSERVED, Words, moment_of, reader_of, words_of

OF_A_REPLY = ("id", "public_id", "voice", "said_by", "form", "choices", "colours", "sent_at")
WORDS = ("best_thing", "one_thing", "anything_else")


@dataclass(frozen=True, slots=True)
class RoundTold:
    """One round. `colours`: who gave which category (by key) which colour; none before the round is open to read.
    `words`: free words, as far as this person may see them."""

    now: RoundNow
    opened: bool
    colours: tuple[tuple[Voice, str, Colour], ...]
    words: tuple[Words, ...]


def over_time(*, viewer, child, on: date) -> tuple[RoundTold, ...]:
    """All rounds of the child that were opened by this day, with what had been sent by its end; the latest first.

    Raises NoSuchChild.
    """
    check_seen(viewer=viewer, child=child, on=on)
    reader, me = reader_of(viewer=viewer, child=child, on=on), str(viewer.public_id)
    rows = Round.objects.filter(child=child, opened_on__lte=on).select_related("end").order_by("-opened_on", "-pk")
    return tuple(_told(row, reader, me, on) for row in rows.annotate(told=_replies(on)))


def _replies(on: date) -> ArraySubquery:
    """Every reply in one value, and of its ratings those alone that a child keeps from somebody."""
    kept = Rating.objects.filter(~Q(about="") | Q(not_my_worker=True), reply=OuterRef("pk"))
    choice = {"category": "category__key", "about": "about", "not_my_worker": "not_my_worker"}
    rows = Reply.objects.filter(round=OuterRef("pk"), sent_at__lt=end_of(on)).order_by("sent_at", "pk")
    rows = rows.annotate(kept=ArraySubquery(kept.values(json=JSONObject(**choice))))
    return ArraySubquery(rows.values(json=JSONObject(**{name: name for name in (*OF_A_REPLY, *WORDS, "kept")})))


def _told(row: Any, reader: Reader, me: str, on: date) -> RoundTold:
    now = as_it_stands(row, (Voice(one["voice"]) for one in row.told if one["form"] != OBSERVED), on)
    moment = moment_of(now)
    colours = [told for one in row.told for told in _colours(one, now, reader, me)] if moment.opened else []
    replies = (_reply(one) for one in row.told)
    return RoundTold(now, moment.opened, tuple(colours), tuple(words_of(replies, reader, moment, me)))


def _colours(one: Mapping[str, Any], now: RoundNow, reader: Reader, me: str) -> Iterator[tuple[Voice, str, Colour]]:
    """In a round that is open; what was observed is nobody's answer."""
    if one["form"] == OBSERVED:
        return
    voice = Voice(one["voice"])
    hidden = set() if one["said_by"] == me else set(_hidden(one["kept"], voice, now, reader))
    for category, colour in zip(now.categories, one["colours"], strict=False):
        if colour and category not in hidden:
            yield voice, category, Colour(colour)


def _hidden(kept: Iterable[Mapping[str, Any]], voice: Voice, now: RoundNow, reader: Reader) -> Iterator[str]:
    for one in kept:
        said = Said(voice, not_my_worker=one["not_my_worker"], about=one["about"])
        if not may_see(reader, said, moment_of(now)):
            yield one["category"]


def _reply(one: Mapping[str, Any]) -> Reply:
    """The row again, to be asked who may see its words."""
    told = {name: one[name] for name in (*OF_A_REPLY, *WORDS)}
    return Reply(**told | {"public_id": UUID(one["public_id"]), "sent_at": datetime.fromisoformat(one["sent_at"])})
