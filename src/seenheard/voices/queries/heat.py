"""Every child of a list by every category: the latest round that is open to read, from the colours beside replies."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any, NamedTuple

from django.db import connection

from seenheard.lib.copying import these
from seenheard.record import queries as record_queries
from seenheard.record.domain.days import end_of

from ..domain.answers import Answer, Colour, State, Voice
from ..domain.categories import CategoryNow
from ..domain.mismatch import Mismatch, compare
from .categories import categories, categories_then
from .said import NOTHING_KEPT, OBSERVED, kept_in_sql

# A round is open to read once the worker's reply is sent or nothing more can be: the latest such round of each child.
# One line for each, in text: the colours of each voice as digits, of several carers one after another.
OPENED = """
SELECT child.id, round.opened_on, round.is_over, array_to_string(round.categories, ' '),
    array_to_string(round.voices, ' '), told.worker, told.carer, told.child, told.parent, told.by_child,
    round.public_id::text
FROM ({children}) AS child (id)
CROSS JOIN LATERAL (
    SELECT * FROM (
        SELECT *, closes_on <= %s OR EXISTS (
            SELECT FROM voices_roundend AS ended WHERE ended.round_id = voices_round.id AND ended.at < %s) AS is_over
        FROM voices_round WHERE child_id = child.id AND opened_on <= %s AND at < %s
    ) AS asked WHERE is_over
        OR EXISTS (SELECT FROM voices_reply AS told WHERE told.round_id = asked.id AND told.voice = 'worker'
            AND told.form <> %s AND told.sent_at < %s)
    ORDER BY opened_on DESC LIMIT 1
) AS round
LEFT JOIN LATERAL (
    SELECT string_agg(colours, ' ') FILTER (WHERE voice = 'worker') AS worker,
        string_agg(colours, ' ') FILTER (WHERE voice = 'carer') AS carer,
        string_agg(colours, ' ') FILTER (WHERE voice = 'child') AS child,
        string_agg(colours, ' ') FILTER (WHERE voice = 'parent') AS parent,
        max(id) FILTER (WHERE voice = 'child') AS by_child
    FROM (
        SELECT id, voice, array_to_string(colours, '') AS colours FROM voices_reply
        WHERE round_id = round.id AND form <> %s AND sent_at < %s
    ) AS reply
) AS told ON true
"""
# The same, and less of it, of the round before: asked again and again, as far back as it is needed.
EARLIER = """
SELECT child.id, round.public_id::text, round.opened_on, array_to_string(round.categories, ' '), told.*
FROM unnest(%(ids)s::bigint[], %(before)s::date[]) AS child (id, before_on), LATERAL (
    SELECT id, public_id, opened_on, categories FROM voices_round
    WHERE child_id = child.id AND opened_on < child.before_on AND opened_on > %(back_to)s AND at < %(until)s
    ORDER BY opened_on DESC LIMIT 1
) AS round, LATERAL (
    SELECT string_agg(left(voice, 2) || array_to_string(colours, ''), ' '), max(id) FILTER (WHERE voice = 'child')
    FROM voices_reply WHERE round_id = round.id AND form <> %(observed)s AND sent_at < %(until)s
) AS told
"""
# What a child says is about the reader, or keeps from their worker: rarely there, and found by an index of its own.
KEPT_FROM = """
SELECT said.reply_id, said.category_id FROM voices_rating AS said
WHERE (said.about <> '' OR said.not_my_worker) AND said.reply_id = ANY(%(replies)s::bigint[]) AND {kept}
"""
THESE = "SELECT unnest(%s::bigint[])"
VOICES = (Voice.WORKER, Voice.CARER, Voice.CHILD, Voice.PARENT)
NONE, NOT_ASKED = "0", "-"
Asked = Callable[[str], tuple[tuple[CategoryNow | None, ...], tuple[bool, ...]]]


@dataclass(frozen=True, slots=True)
class Heat:
    """One category of one child: each voice's answer, and what they mean.

    `was`, `was_key`: the other name and key it was rated under.
    """

    answers: Mapping[Voice, Answer]
    mismatch: Mismatch
    was: str = ""
    was_key: str = ""


@dataclass(frozen=True)
class HeatLine:
    """One child: its latest open round, and in `told` one text of digits for each voice, a digit a category.

    `rank`: how much there is to follow, to sort by: how many to act on today, to act on, to talk about.
    """

    child_id: int
    opened_on: date
    over: bool
    asked: tuple[CategoryNow | None, ...]
    told: tuple[str, ...]
    sent: tuple[bool, ...]
    rank: tuple[int, int, int]
    round: str  # its public id

    @property
    def answered(self) -> dict[Voice, bool]:
        """Of each voice that was asked, whether it has answered; also where no answer was a colour."""
        asked = zip(VOICES, self.told, self.sent, strict=True)
        return {voice: sent for voice, told, sent in asked if sent or NOT_ASKED not in told}

    @cached_property
    def cells(self) -> Mapping[str, Heat]:
        """By category key; what was merged stands under the one it became, the worse of both where both were asked."""
        found: dict[str, Heat] = {}
        for category, *four in zip(self.asked, *self.told, strict=True):
            if category is None:
                continue
            cell, stands_as = _cell(*four, category.is_safety), category.into or category.key
            if category.into:
                cell = Heat(cell.answers, cell.mismatch, category.name, category.key)
            found[stands_as] = _the_worse(cell, found[stands_as]) if stands_as in found else cell
        return found


class Earlier(NamedTuple):
    """One round of one child that is over, as its line has it; of the voices those that are compared."""

    round: str
    opened_on: date
    asked: tuple[CategoryNow | None, ...]
    told: tuple[str, ...]


def heat(
    *,
    viewer,
    on: date,
    teams: Collection[str] | None = None,
    child_ids: Collection[int] | None = None,
    known: Sequence[CategoryNow] | None = None,
) -> dict[int, HeatLine]:
    """By child, as on the day and as this person may see it; of the children whom the viewer may see: of these teams,
    or these by id. `known`: the categories of that day, where they are at hand."""
    seen = record_queries.children_now(viewer=viewer, on=on, child_ids=child_ids).order_by()
    if teams is not None:
        seen = seen.filter(team_ref__in=list(teams))
    children, given = seen.values_list("pk").query.sql_with_params()
    return _told(children, given, viewer, on, categories(on=on) if known is None else known)


def heat_then(*, viewer, as_at: date, child_ids: Collection[int]) -> dict[int, HeatLine]:
    """The same on a past day, with what was sent by its end: of children whom the caller was given for a viewer."""
    return _told(THESE, [these(child_ids)], viewer, as_at, categories_then(as_at)) if child_ids else {}


def rounds_before(
    *, viewer, as_at: date, before: Mapping[int, date], back_to: date, known: Sequence[CategoryNow]
) -> dict[int, Earlier]:
    """By child, the round that it was asked before a day and after `back_to`: it is over, as a round opens once the one
    before it is."""
    if not before:
        return {}
    days = f"{{{','.join(map(str, before.values()))}}}"
    values: dict[str, Any] = {"ids": these(before), "before": days, "back_to": back_to}
    values |= {"observed": OBSERVED, "until": end_of(as_at)}
    with connection.cursor() as cursor:
        cursor.execute(EARLIER, values)
        rows = cursor.fetchall()
    kept, asked = _kept_from(viewer, [row[5] for row in rows if row[5]]), _asked_of(known)
    found: dict[int, Earlier] = {}
    for child_id, public_id, opened_on, keys, said, by_child in rows:
        categories, _ = asked(keys)
        told = _compared(said or "", len(categories))
        if by_child in kept:
            told = (told[0], told[1], _without(told[2], categories, kept[by_child]), told[3])
        found[child_id] = Earlier(public_id, opened_on, categories, told)
    return found


def _compared(said: str, many: int) -> tuple[str, ...]:
    """A digit a category of each voice that is compared; whoever was not asked is as silent as who did not answer."""
    by_voice: dict[str, str] = {}
    for one in said.split():
        voice = one[:2]
        by_voice[voice] = f"{by_voice[voice]} {one[2:]}" if voice in by_voice else one[2:]
    return (*(_digits(by_voice.get(voice), many, True) for voice in ("wo", "ca", "ch")), NOT_ASKED * many)


def _told(children: str, given: Sequence, viewer, on: date, known: Sequence[CategoryNow]) -> dict[int, HeatLine]:
    until = end_of(on)
    with connection.cursor() as cursor:
        values = [*given, on, until, on, until, OBSERVED, until, OBSERVED, until]
        cursor.execute(OPENED.format(children=children), values)
        rows = cursor.fetchall()
    kept = _kept_from(viewer, [row[9] for row in rows if row[9]])
    asked = _asked_of(known)
    return {row[0]: _line(row, asked, kept.get(row[9], frozenset())) for row in rows}


def _kept_from(viewer, replies: Sequence[int]) -> dict[int, frozenset[int]]:
    """By reply, the categories (by id) of which this person is shown nothing."""
    kept, named = kept_in_sql(viewer)
    if kept == NOTHING_KEPT or not replies:
        return {}
    found: dict[int, set[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(KEPT_FROM.format(kept=kept), {"replies": these(replies), **named})
        for reply_id, category_id in cursor.fetchall():
            found.setdefault(reply_id, set()).add(category_id)
    return {reply_id: frozenset(ids) for reply_id, ids in found.items()}


def _line(row: tuple, asked: Asked, kept: frozenset[int]) -> HeatLine:
    child_id, opened_on, is_over, keys, voices, *texts, _, public_id = row
    categories, is_safety = asked(keys)
    many, wanted = len(categories), voices.split(" ")
    sent = tuple([text is not None for text in texts])
    told = tuple([_digits(text, many, voice in wanted) for voice, text in zip(VOICES, texts, strict=True)])
    if kept:
        told = (told[0], told[1], _without(told[2], categories, kept), told[3])
    levels = [*map(level_of, *told, is_safety)]  # all of one length; of this line there are thousands
    rank = (levels.count(3), levels.count(2), levels.count(1))
    return HeatLine(child_id, opened_on, is_over, categories, told, sent, rank, public_id)


def _asked_of(categories: Iterable[CategoryNow]) -> Asked:
    """By a round's keys in one text, its categories as they stand, and which of them is safety: once for each text."""
    known = {one.key: one for one in categories}

    @cache
    def asked(keys: str) -> tuple[tuple[CategoryNow | None, ...], tuple[bool, ...]]:
        found = tuple(known.get(key) for key in keys.split(" "))
        return found, tuple(bool(one and one.is_safety) for one in found)

    return asked


def _without(digits: str, asked: Collection[CategoryNow | None], kept: frozenset[int]) -> str:
    """A child's digits without those that are kept from this reader: as if nothing had been said."""
    return "".join(NONE if one and one.id in kept else digit for digit, one in zip(digits, asked, strict=True))


def _the_worse(one: Heat, other: Heat) -> Heat:
    return other if other.mismatch.level >= one.mismatch.level else one


def _digits(text: str | None, many: int, is_asked: bool) -> str:
    """One digit a category; of several households the most worried."""
    if not text:
        return (NONE if is_asked else NOT_ASKED) * many
    if len(text) == many:
        return text
    return "".join(
        min((digit for digit in place if digit != NONE), default=NONE) for place in zip(*text.split(" "), strict=True)
    )


@cache  # of four voices, each not asked, silent or a colour, there are few combinations
def _cell(worker: str, carer: str, child: str, parent: str, is_safety: bool) -> Heat:
    told = zip(VOICES, (worker, carer, child, parent), strict=True)
    answers: dict[Voice, Answer] = {
        voice: State.NOT_ANSWERED if digit == NONE else Colour(int(digit))
        for voice, digit in told
        if digit != NOT_ASKED
    }
    return Heat(answers, compare(answers, safety=is_safety))


@cache
def level_of(worker: str, carer: str, child: str, parent: str, is_safety: bool) -> int:
    """How far one category is followed, from a digit of each voice."""
    return int(_cell(worker, carer, child, parent, is_safety).mismatch.level)


def in_order(lines: Mapping[int, HeatLine], overdue: Mapping[int, int], child_ids: Collection[int]) -> Iterator[int]:
    """The children, the worst first: by what people said, then by how much is overdue, then as they came."""
    nothing = (0, 0, 0)

    def worst(child_id: int) -> tuple:
        line = lines.get(child_id)
        return (line.rank if line else nothing, overdue.get(child_id, 0))

    yield from sorted(child_ids, key=worst, reverse=True)
