"""Which differences stand on any past day, of many children at once: what `still_differing` lists of one.

Of each part of life the latest round in which people differ, unless somebody has talked since. Most are found in the
latest round; for whom not all is decided there, the round before is asked for, until there is none: of some thousand
children no further back than a year. (The list of one child goes back to its first round.)
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db import connection

from seenheard.lib.copying import these
from seenheard.record.domain.days import end_of

from ..domain.mismatch import Level
from ..domain.seeing import Reader
from .categories import categories_then
from .figures import Talked
from .following import workers_among_each
from .heat import NONE, Earlier, HeatLine, level_of, rounds_before
from .said import KEPT

# What a worker writes down who was not to know of an answer settles nothing of it.
FROM_WORKER = f"""
SELECT said.child_id, round.public_id::text, category.key
FROM voices_rating AS said JOIN voices_reply AS reply ON reply.id = said.reply_id
    JOIN voices_round AS round ON round.id = reply.round_id
    JOIN voices_category AS category ON category.id = said.category_id
WHERE said.child_id = ANY(%(ids)s::bigint[]) AND (said.about <> '' OR said.not_my_worker)
    AND {KEPT[Reader.WORKER]} AND reply.sent_at < %(until)s
"""


class Stands(NamedTuple):
    """A difference that waits for a talk: in which round, opened when, and how far it is followed."""

    round: str
    opened_on: date
    level: Level


@dataclass(slots=True)
class _Search:
    """How far the rounds of one child are gone through. `talks`: by category the talks about it; `kept`: which category
    of which round the child keeps from its worker; `workers`: who of those who talked did so as its worker, where
    anything is kept; `decided`: of which categories nothing more is looked for."""

    talks: Mapping[str, list[Talked]]
    kept: Collection[tuple[str, str]]
    workers: Collection[str]
    found: dict[str, Stands] = field(default_factory=dict)
    decided: set[str] = field(default_factory=set)

    def look(self, line: HeatLine | Earlier) -> None:
        """Decide what this round decides; the latest comes first."""
        for category, worker, carer, child, parent in zip(line.asked, *line.told, strict=True):
            if category is None or category.key in self.decided:
                continue
            key, level = category.key, level_of(worker, carer, child, parent, category.is_safety)
            since = [one.by for one in self.talks[key] if one.opened_on >= line.opened_on] if key in self.talks else ()
            to_worker = level_of(worker, carer, NONE, parent, category.is_safety) if since else level
            if level > 0 and (not since or level > to_worker and self._is_left_open((line.round, key), since)):
                self.found[key] = Stands(line.round, line.opened_on, Level(level))
            if key in self.found or since and not self.kept:
                self.decided.add(key)

    def _is_left_open(self, place: tuple[str, str], by: Collection[str]) -> bool:
        """Whether workers alone have talked, who were not to know of what makes this difference."""
        return place in self.kept and set(by).issubset(self.workers)


def standing_then(
    *, viewer, lines: Mapping[int, HeatLine], talks: Mapping[int, list[Talked]], as_at: date, back_to: date
) -> dict[int, dict[str, Stands]]:
    """By child and category, as the category stands. `lines`: each child's latest round that is open to this person, as
    `heat_then` has it; `talks`: those they may know of; `back_to`: no round opened by this day is gone back to."""
    known, kept = categories_then(as_at), _kept_from_worker(talks, as_at)
    wanted = {one.key for one in known}
    workers = workers_among_each({child: {one.by for one in talks[child]} for child in kept}) if kept else {}
    searches = {
        child: _Search(_by_key(talks.get(child, ())), kept.get(child, ()), workers.get(child, ())) for child in lines
    }
    now: Mapping[int, HeatLine | Earlier] = lines
    while now:
        for child, one in now.items():
            searches[child].look(one)
        back = {child: one.opened_on for child, one in now.items() if not wanted <= searches[child].decided}
        now = rounds_before(viewer=viewer, as_at=as_at, before=back, back_to=back_to, known=known)
    stands_as = {one.key: one.into or one.key for one in known}
    return {child: _merged(one.found, stands_as) for child, one in searches.items() if one.found}


def _by_key(talks: Collection[Talked]) -> dict[str, list[Talked]]:
    found: dict[str, list[Talked]] = {}
    for one in talks:
        found.setdefault(one.key, []).append(one)
    return found


def _merged(found: Mapping[str, Stands], stands_as: Mapping[str, str]) -> dict[str, Stands]:
    """Of categories that were merged into one the most pressing."""
    merged: dict[str, Stands] = {}
    for key, one in found.items():
        place = stands_as.get(key, key)
        if place not in merged or one.level > merged[place].level:
            merged[place] = one
    return merged


def _kept_from_worker(child_ids: Collection[int], as_at: date) -> dict[int, set[tuple[str, str]]]:
    """Of these children, whom somebody talked about: by child, of which round and category an answer is kept."""
    if not child_ids:
        return {}
    found: dict[int, set[tuple[str, str]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(FROM_WORKER, {"ids": these(child_ids), "until": end_of(as_at)})
        for child_id, public_id, key in cursor.fetchall():
            found.setdefault(child_id, set()).add((public_id, key))
    return found
