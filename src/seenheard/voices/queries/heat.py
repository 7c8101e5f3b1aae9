"""Every child of a list by every category: the latest round that is open to read, from the colours beside replies."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db import connection

from seenheard.lib.copying import these
from seenheard.record import queries as record_queries

from ..domain.answers import Answer, Colour, State, Voice
from ..domain.categories import CategoryNow
from ..domain.mismatch import Level, Mismatch, compare
from ..domain.seeing import Reader
from .categories import categories
from .said import OBSERVED

LONDON = ZoneInfo("Europe/London")
# A round is open to read once the worker's reply is sent or nothing more can be: the latest such round of each child.
OPENED = """
SELECT child.id, round.id, round.opened_on, round.closes_on, round.categories, round.voices, reply.id, reply.voice,
    reply.colours
FROM unnest(%(children)s::bigint[]) AS child (id)
CROSS JOIN LATERAL (
    SELECT * FROM voices_round WHERE child_id = child.id AND opened_on <= %(on)s AND (
        closes_on <= %(on)s
        OR EXISTS (SELECT FROM voices_roundend AS over WHERE over.round_id = voices_round.id AND over.at < %(until)s)
        OR EXISTS (SELECT FROM voices_reply AS told WHERE told.round_id = voices_round.id AND told.voice = 'worker'
            AND told.form <> %(observed)s AND told.sent_at < %(until)s))
    ORDER BY opened_on DESC LIMIT 1
) AS round
LEFT JOIN voices_reply AS reply
    ON reply.round_id = round.id AND reply.form <> %(observed)s AND reply.sent_at < %(until)s
"""
# What a child says is about the reader, or keeps from their worker: rarely there, and found by an index of its own.
KEPT_FROM = """
SELECT reply_id, category_id FROM voices_rating
WHERE (about <> '' OR not_my_worker) AND reply_id = ANY(%s::bigint[]) AND {kept}
"""
KEPT = {Reader.WORKER: "(not_my_worker OR about = 'worker')", Reader.MANAGER: "about = 'manager'"}


@dataclass(frozen=True, slots=True)
class Heat:
    """One category of one child: each voice's answer, and what they mean. `was`: the other name it was rated under."""

    answers: Mapping[Voice, Answer]
    mismatch: Mismatch
    was: str = ""


@dataclass(frozen=True, slots=True)
class HeatLine:
    """One child: its latest open round and its categories by key; those not asked in it are left out."""

    child_id: int
    opened_on: date
    over: bool
    cells: Mapping[str, Heat]

    @property
    def rank(self) -> tuple[int, ...]:
        """How much there is to follow, to sort by: how many to act on today, to act on, to talk about."""
        levels = [one.mismatch.level for one in self.cells.values()]
        return tuple(levels.count(level) for level in (Level.ACT_TODAY, Level.ACT, Level.TALK))


def heat(*, viewer, reader: Reader, on: date, child_ids: Collection[int]) -> dict[int, HeatLine]:
    """By child, as on the day and as this reader may see it; of the children whom the viewer may see."""
    seen = record_queries.children_now(viewer=viewer, on=on, child_ids=child_ids).order_by()
    until = datetime.combine(on + timedelta(days=1), time(), LONDON)
    asked = {"children": these(seen.values_list("pk", flat=True)), "on": on, "until": until, "observed": OBSERVED}
    with connection.cursor() as cursor:
        cursor.execute(OPENED, asked)
        rows = cursor.fetchall()
    return _lines(rows, _kept_from(reader, [row[6] for row in rows if row[7] == Voice.CHILD]), on)


def _kept_from(reader: Reader, replies: Sequence[int]) -> set[tuple[int, int]]:
    if reader not in KEPT or not replies:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(KEPT_FROM.format(kept=KEPT[reader]), [these(replies)])
        return set(cursor.fetchall())


def _lines(rows: Sequence[tuple], kept: set[tuple[int, int]], on: date) -> dict[int, HeatLine]:
    known = {one.key: one for one in categories(on=on)}
    told: dict[int, list[tuple]] = {}
    for row in rows:
        told.setdefault(row[0], []).append(row)
    return {child_id: _line(child_id, mine, known, kept, on) for child_id, mine in told.items()}


def _line(
    child_id: int, rows: list[tuple], known: Mapping[str, CategoryNow], kept: set[tuple[int, int]], on: date
) -> HeatLine:
    _, _, opened_on, closes_on, keys, voices, *_ = rows[0]
    cells: dict[str, Heat] = {}
    for place, key in enumerate(keys):
        category = known.get(key)
        if category is None:
            continue
        colours = {
            voice: _of_voice(voice, rows, place, category.id, kept) for voice in ("worker", "carer", "child", "parent")
        }
        cell = _cell(*(colours[v] if colours[v] or v in voices else -1 for v in colours), category.is_safety)
        stands_as = category.into or key
        before = cells.get(stands_as)
        if before is None or cell.mismatch.level > before.mismatch.level:
            cells[stands_as] = Heat(cell.answers, cell.mismatch, category.name) if category.into else cell
    return HeatLine(child_id, opened_on, on >= closes_on, cells)


def _of_voice(voice: str, rows: list[tuple], place: int, category_id: int, kept: set[tuple[int, int]]) -> int:
    """The colour of one voice; of several households the most worried; 0 where there is none to see."""
    told = [
        row[8][place]
        for row in rows
        if row[7] == voice and row[8] and place < len(row[8]) and (row[6], category_id) not in kept
    ]
    return min((colour for colour in told if colour), default=0)


@lru_cache(maxsize=2048)  # of four voices, each not asked, silent or a colour, there are few combinations
def _cell(worker: int, carer: int, child: int, parent: int, is_safety: bool) -> Heat:
    told = zip((Voice.WORKER, Voice.CARER, Voice.CHILD, Voice.PARENT), (worker, carer, child, parent), strict=True)
    answers: dict[Voice, Answer] = {
        voice: Colour(colour) if colour else State.NOT_ANSWERED for voice, colour in told if colour >= 0
    }
    return Heat(answers, compare(answers, safety=is_safety))


def in_order(lines: Mapping[int, HeatLine], overdue: Mapping[int, int], child_ids: Collection[int]) -> Iterator[int]:
    """The children, the worst first: by what people said, then by how much is overdue, then as they came."""
    nothing = (0, 0, 0)

    def worst(child_id: int) -> tuple:
        line = lines.get(child_id)
        return (line.rank if line else nothing, overdue.get(child_id, 0))

    yield from sorted(child_ids, key=worst, reverse=True)
