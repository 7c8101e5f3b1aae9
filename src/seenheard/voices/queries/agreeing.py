"""The colours that two voices gave of the same child in the same round, of many children at once, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date

from django.db import connection

from seenheard.record import queries as record_queries
from seenheard.record.domain.days import end_of

from ..domain.answers import Voice
from .said import OBSERVED

SIDES = ((Voice.WORKER, Voice.CHILD), (Voice.WORKER, Voice.CARER), (Voice.CARER, Voice.CHILD))
Pairs = Counter[tuple[int, int]]
# Of the rounds that are open to read: of several households the most worried counts. What a child keeps from anybody is
# as if it had not been said, for every reader: of two totals, one with it and one without, the answer could be told.
COUNTED = """
WITH opened AS (
    SELECT id, categories FROM voices_round
    WHERE child_id IN ({children}) AND opened_on > %s AND opened_on <= %s AND (
        closes_on <= %s
        OR EXISTS (SELECT FROM voices_roundend AS over WHERE over.round_id = voices_round.id AND over.at < %s)
        OR EXISTS (SELECT FROM voices_reply AS told WHERE told.round_id = voices_round.id AND told.voice = 'worker'
            AND told.form <> %s AND told.sent_at < %s))
), said AS (
    SELECT opened.id AS round, part.key, reply.voice, min(part.colour) AS colour
    FROM opened
    JOIN voices_reply AS reply ON reply.round_id = opened.id AND reply.form <> %s AND reply.sent_at < %s
    CROSS JOIN LATERAL unnest(opened.categories, reply.colours) AS part (key, colour)
    WHERE part.colour > 0 AND NOT EXISTS (
        SELECT FROM voices_rating AS kept JOIN voices_category AS category ON category.id = kept.category_id
        WHERE kept.reply_id = reply.id AND category.key = part.key AND (kept.about <> '' OR kept.not_my_worker))
    GROUP BY opened.id, part.key, reply.voice
)
SELECT one.key, one.voice, other.voice, one.colour, other.colour, count(*)
FROM said AS one JOIN said AS other ON other.round = one.round AND other.key = one.key AND other.voice <> one.voice
GROUP BY one.key, one.voice, other.voice, one.colour, other.colour
"""


def colours_in_pairs(
    *, viewer, after: date, on: date, teams: Collection[str] | None = None
) -> Mapping[tuple[Voice, Voice], Mapping[str, Pairs]]:
    """By two voices and by category key, how often which two colours (1 to 3) were given; for who manages.

    Of rounds opened later than `after`, up to `on`, and open to read by then; of the children whom the viewer may see,
    of these teams (None: of all). What a child keeps from its worker or a manager is in no pair.
    """
    seen = record_queries.children_now(viewer=viewer, on=on).order_by()
    if teams is not None:
        seen = seen.filter(team_ref__in=list(teams))
    children, given = seen.values_list("pk").query.sql_with_params()
    until = end_of(on)
    found: dict[tuple[Voice, Voice], dict[str, Pairs]] = {sides: {} for sides in SIDES}
    with connection.cursor() as cursor:
        said = (after, on, on, until, OBSERVED, until, OBSERVED, until)
        cursor.execute(COUNTED.format(children=children), [*given, *said])
        for key, first, second, one, other, many in cursor.fetchall():
            of_sides = found.get((Voice(first), Voice(second)))
            if of_sides is not None:
                of_sides.setdefault(key, Counter())[one, other] += many
    return found
