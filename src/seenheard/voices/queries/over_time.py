"""What was said of one child over all rounds that are open to read, as far as somebody may see it: one question."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from seenheard.record.domain.days import end_of

from ..domain.answers import Colour, Voice
from ..domain.seeing import Reader, Said, may_see
from ..domain.standing import Given
from .rounds import RoundNow, as_it_stands, check_seen
from .said import OBSERVED, Words, moment_of, parts_to, reader_of, words_of

# Asked for with every child's page, so in words of its own: to put it into SQL anew takes longer than to answer it.
# Each reply comes in one value, and of its ratings those alone that a child keeps from somebody.
ROUNDS = """
SELECT round.id, round.public_id, round.child_id, round.opened_on, round.closes_on, round.why, round.review_on,
    round.categories, round.voices, ended.how, ended.reason, ended.at, coalesce((
        SELECT jsonb_agg(jsonb_build_object(
            'id', reply.id, 'public_id', public_id, 'voice', voice, 'said_by', said_by, 'form', form,
            'choices', choices, 'colours', colours, 'sent_at', sent_at,
            'best_thing', best_thing, 'one_thing', one_thing, 'anything_else', anything_else,
            'kept', coalesce((
                SELECT jsonb_agg(jsonb_build_object(
                    'category', category.key, 'about', rating.about, 'not_my_worker', rating.not_my_worker))
                FROM voices_rating AS rating JOIN voices_category AS category ON category.id = rating.category_id
                WHERE rating.reply_id = reply.id AND (rating.about <> '' OR rating.not_my_worker)
            ), '[]')) ORDER BY sent_at, reply.id)
        FROM voices_reply AS reply WHERE reply.round_id = round.id AND sent_at < %(until)s
    ), '[]')::text, coalesce((
        SELECT jsonb_agg(jsonb_build_array(category.key, talk.by) ORDER BY talk.id)
        FROM voices_talk AS talk JOIN voices_category AS category ON category.id = talk.category_id
        WHERE talk.round_id = round.id AND talk.at < %(until)s
    ), '[]')::text, ARRAY(SELECT key FROM voices_category WHERE is_safety)
FROM voices_round AS round LEFT JOIN voices_roundend AS ended ON ended.round_id = round.id
WHERE round.child_id = %(child)s AND round.opened_on <= %(on)s ORDER BY round.opened_on DESC, round.id DESC
"""


class _Ended(NamedTuple):
    how: str
    reason: str
    at: datetime


class _Round(NamedTuple):
    pk: int
    public_id: UUID
    child_id: int
    opened_on: date
    closes_on: date
    why: str
    review_on: date | None
    categories: list[str]
    voices: list[str]
    end: _Ended | None


class _Who(NamedTuple):
    """Who reads: as what, in which parts they stand to the child, and their public id."""

    reader: Reader
    parts: frozenset[Reader]
    me: str


WORKER = _Who(Reader.WORKER, frozenset(), "")


@dataclass(frozen=True, slots=True)
class RoundTold:
    """One round. `colours`: who gave which category (by key) which colour; none before the round is open to read.
    `words`: free words, as far as this person may see them. `to_worker`: of the colours those that the child does not
    keep from its worker; `talked`: which categories somebody talked about, and who wrote it down."""

    now: RoundNow
    opened: bool
    colours: tuple[Given, ...]
    words: tuple[Words, ...]
    to_worker: tuple[Given, ...] = ()
    talked: tuple[tuple[str, str], ...] = ()
    safety: frozenset[str] = frozenset()


def over_time(*, viewer, child, on: date) -> tuple[RoundTold, ...]:
    """All rounds of the child that were opened by this day, with what had been sent by its end; the latest first.

    Raises NoSuchChild.
    """
    check_seen(viewer=viewer, child=child, on=on)
    who = _Who(reader_of(viewer), parts_to(viewer, child), str(viewer.public_id))
    with connection.cursor() as cursor:
        cursor.execute(ROUNDS, {"child": child.pk, "on": on, "until": end_of(on)})
        rows = cursor.fetchall()
    return tuple(_told(_round(row), row[-3:], who, on) for row in rows)


def _round(row: tuple[Any, ...]) -> _Round:
    *told, how, reason, at, _, _, _ = row
    return _Round._make([*told, _Ended(how, reason, at) if how else None])


def _told(row: _Round, said: tuple[str, str, list[str]], who: _Who, on: date) -> RoundTold:
    replies, talks, safety = said
    told = json.loads(replies)
    now = as_it_stands(row, (Voice(one["voice"]) for one in told if one["form"] != OBSERVED), on)
    moment = moment_of(now)
    colours = [said for one in told for said in _colours(one, now, who)] if moment.opened else []
    return RoundTold(
        now,
        moment.opened,
        tuple(said for said, _ in colours),
        tuple(words_of(map(_reply, told), who.reader, moment, who.me, who.parts)),
        to_worker=tuple(said for said, for_worker in colours if for_worker),
        talked=tuple((category, by) for category, by in json.loads(talks)),
        safety=frozenset(safety),
    )


def _colours(one: Mapping[str, Any], now: RoundNow, who: _Who) -> Iterator[tuple[Given, bool]]:
    """In a round that is open, each with whether the worker may know of it; what was observed is nobody's answer."""
    if one["form"] == OBSERVED:
        return
    voice = Voice(one["voice"])
    hidden = set() if one["said_by"] == who.me else set(_hidden(one["kept"], voice, now, who))
    from_worker = set(_hidden(one["kept"], voice, now, WORKER))
    for category, colour in zip(now.categories, one["colours"], strict=False):
        if colour and category not in hidden:
            yield (voice, category, Colour(colour)), category not in from_worker


def _hidden(kept: Iterable[Mapping[str, Any]], voice: Voice, now: RoundNow, who: _Who) -> Iterator[str]:
    for one in kept:
        said = Said(voice, not_my_worker=one["not_my_worker"], about=one["about"])
        if not may_see(who.reader, said, moment_of(now), parts=who.parts):
            yield one["category"]


def _reply(one: Mapping[str, Any]) -> SimpleNamespace:
    """What a reply holds, to be asked who may see its words."""
    told = {"public_id": UUID(one["public_id"]), "sent_at": datetime.fromisoformat(one["sent_at"])}
    return SimpleNamespace(pk=one["id"], **{**one, **told})
