"""What figures count of the voices, on any past day, with what had been sent by its end.

For children whom the caller was given for a viewer: nothing here asks who looks but `talks_then` and `last_sent`, and
no answer is told but by `heat_then`. Nothing that is sent is ever changed, so a past day stays as it was.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from seenheard.lib.copying import these
from seenheard.record.domain.days import day_of, end_of

from ..domain.answers import Voice
from .categories import categories_then
from .said import NOTHING_KEPT, OBSERVED, kept_in_sql

# Child by child, by the index of its replies: however many there are of others, they are not read.
LAST_SENT = """
SELECT child.id, last.voice, last.said_at, last.sent_at FROM unnest(%(ids)s::bigint[]) AS child (id), LATERAL (
    SELECT voice, max(sent_at) FILTER (WHERE {says}) AS said_at, max(sent_at) AS sent_at FROM voices_reply AS reply
    WHERE child_id = child.id AND form <> %(observed)s AND sent_at < %(until)s GROUP BY voice
) AS last
"""
# A child may send nothing at all: then there is neither a colour nor a word. (EXISTS would read all ratings.)
SAYS = """
(colours && '{1,2,3}'::smallint[] OR best_thing <> '' OR one_thing <> '' OR anything_else <> '' OR (
    SELECT true FROM voices_rating AS said
    WHERE said.reply_id = reply.id AND (said.colour IS NOT NULL OR said.comment <> '') LIMIT 1
) IS TRUE)
"""
# To whom all of it is kept from it says as much as if nothing were in it: they cannot tell which.
SAYS_TO = """
CASE WHEN voice <> 'child' THEN {says} ELSE EXISTS (
    SELECT FROM voices_rating AS said
    WHERE said.reply_id = reply.id AND (said.colour IS NOT NULL OR said.comment <> '') AND NOT {kept}
) OR EXISTS (
    SELECT FROM (VALUES ('best_thing', best_thing), ('one_thing', one_thing), ('anything_else', anything_else))
        AS free (what, words), LATERAL (
            SELECT reply.child_id, coalesce((reply.choices->what->>'not_my_worker')::boolean, false) AS not_my_worker,
                coalesce(reply.choices->what->>'about', '') AS about
        ) AS said
    WHERE words <> '' AND NOT {kept}
) END
"""
OBSERVED_SINCE = """
SELECT DISTINCT child_id FROM voices_reply
WHERE child_id = ANY(%(ids)s::bigint[]) AND form = %(observed)s AND sent_at >= %(since)s AND sent_at < %(until)s
"""
LAST_ASKED = """
SELECT child.id, round.opened_on, round.voices FROM unnest(%(ids)s::bigint[]) AS child (id), LATERAL (
    SELECT opened_on, voices FROM voices_round
    WHERE child_id = child.id AND opened_on <= %(on)s AND at < %(until)s ORDER BY opened_on DESC LIMIT 1
) AS round
"""
# As `talks_of` has it for one child: a talk about an answer that is kept from a reader is told to who wrote it alone.
TALKS = """
SELECT talk.child_id, category.key, round.opened_on,
    EXISTS (SELECT FROM voices_toldback AS told WHERE told.talk_id = talk.id AND told.at < %(until)s), talk.by
FROM voices_talk AS talk JOIN voices_round AS round ON round.id = talk.round_id
    JOIN voices_category AS category ON category.id = talk.category_id
WHERE talk.child_id = ANY(%(ids)s::bigint[]) AND talk.at < %(until)s
"""
NOT_KEPT = """
AND (talk.by = %(me)s OR NOT EXISTS (
    SELECT FROM voices_rating AS said JOIN voices_reply AS reply ON reply.id = said.reply_id
    WHERE (said.about <> '' OR said.not_my_worker) AND {kept} AND said.child_id = talk.child_id
        AND said.category_id = talk.category_id AND reply.round_id = talk.round_id AND reply.sent_at < %(until)s
))
"""
VOICES = {voice.value: voice for voice in Voice}


class LastSent(NamedTuple):
    """When a voice last said something, a colour or words, as far as the reader may know of it; and when it last sent
    a reply, whatever was in it."""

    said_on: date | None
    sent_on: date


@dataclass(frozen=True, slots=True)
class Talked:
    """One talk: about which category (as it stands; `key`: as it was then), in the round opened on which day, whether
    the child was told back, and who wrote it down."""

    category: str
    opened_on: date
    told: bool
    key: str
    by: str


def last_asked(*, child_ids: Collection[int], as_at: date) -> dict[int, tuple[date, tuple[Voice, ...]]]:
    """By child, when the latest round was opened and whose voices it asked; a child never asked is left out."""
    rows = _rows(LAST_ASKED, child_ids, as_at)
    return {child_id: (opened_on, tuple([VOICES[one] for one in voices])) for child_id, opened_on, voices in rows}


def last_sent(*, viewer, child_ids: Collection[int], as_at: date) -> dict[tuple[int, Voice], LastSent]:
    """By child and voice, the latest reply; what was observed is not the child's."""
    kept, named = kept_in_sql(viewer)
    says = SAYS if kept == NOTHING_KEPT else SAYS_TO.format(says=SAYS, kept=kept)
    rows = _rows(LAST_SENT.format(says=says), child_ids, as_at, **named)
    return {
        (child_id, VOICES[voice]): LastSent(day_of(said_at) if said_at else None, day_of(sent_at))
        for child_id, voice, said_at, sent_at in rows
    }


def observed(*, child_ids: Collection[int], since: date, as_at: date) -> set[int]:
    """The children of whom somebody wrote down what they saw after the day `since`."""
    return {child_id for (child_id,) in _rows(OBSERVED_SINCE, child_ids, as_at, since=end_of(since))}


def talks_then(*, viewer, child_ids: Collection[int], as_at: date) -> dict[int, list[Talked]]:
    """By child, the talks written down by the end of the day that this person may know of."""
    kept, named = kept_in_sql(viewer)
    statement = TALKS if kept == NOTHING_KEPT else TALKS + NOT_KEPT.format(kept=kept)
    stands_as = {one.key: one.into or one.key for one in categories_then(as_at)}
    found: dict[int, list[Talked]] = {}
    for child_id, key, opened_on, told, by in _rows(statement, child_ids, as_at, me=str(viewer.public_id), **named):
        found.setdefault(child_id, []).append(Talked(stands_as.get(key, key), opened_on, told, key, by))
    return found


def _rows(statement: str, child_ids: Collection[int], as_at: date, **values: Any) -> list[tuple]:
    if not child_ids:
        return []
    given: dict[str, Any] = {"ids": these(child_ids), "on": as_at, "until": end_of(as_at), "observed": OBSERVED}
    with connection.cursor() as cursor:
        cursor.execute(statement, {**given, **values})
        return cursor.fetchall()
