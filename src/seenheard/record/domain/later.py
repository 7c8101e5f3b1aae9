"""A long history from a day on, and a word for all before it that is another as soon as anything there is.

What makes a history long are visits, and a visit tells of its own days only. So the visits before a day need not be
read to tell what happened from that day on; rows never change, so their ids say whether they are still the same.
Everything else is read and told in full: a spell or a typed event may move what happened long ago.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from .happenings import Happening, History
from .sources import Facts
from .telling import Carried, history

# Objects of which a child may have hundreds, and the days of which a row tells.
VISITS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "cla_visit": ("visited_on",),
        "cp_visit": ("visited_on",),
        "cin_visit": ("visited_on",),
        "visit": ("visited_on", "written_on"),
    }
)
# Rows that tell of no day from the day on: the object, the source, and the ids in order, joined by commas.
Earlier = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Later:
    """What happened from a day on. `before`: what is known of the time before comes down to this word."""

    history: History
    before: str


@dataclass(frozen=True, slots=True)
class Telling:
    """A history, and what it was told from."""

    history: History
    facts: Facts
    carried: Carried

    def since(self, day: date) -> Later:
        """The same from a day on, exactly as it is told without reading the visits before it."""
        kept, earlier = _apart(self.facts, day)
        return later(self.history.child_id, kept, earlier, self.carried, day)


def later(child_id: int, facts: Facts, earlier: Iterable[Earlier], carried: Carried, since: date) -> Later:
    """A history from a day on. `facts`: all but those visits of which `earlier` names the rows."""
    left_out = sorted(earlier)
    told = history(child_id, facts, carried, also_told_by=frozenset(source for _, source, _ in left_out))
    happenings = tuple(one for one in told.happenings if one.on >= since)
    before = [_word(one) for one in told.happenings if one.on < since]
    about = (told.born_on, told.expected_on, told.died_on, sorted(told.unrecorded), sorted(told.known_from.items()))
    named = repr((since, about, before, left_out))
    return Later(replace(told, happenings=happenings), hashlib.sha256(named.encode()).hexdigest())


def _word(one: Happening) -> tuple[Any, ...]:
    return one.kind, one.on, sorted(one.facts.items()), one.ref


def _apart(facts: Facts, since: date) -> tuple[Facts, list[Earlier]]:
    """The facts without the visits that tell of no day from `since` on, and those by name."""
    kept, left_out = dict(facts), defaultdict[tuple[str, str], list[int]](list)
    for name in VISITS.keys() & facts.keys():
        kept[name] = [row for row in facts[name] if _tells_since(name, row, since)]
        for row in facts[name]:
            if not _tells_since(name, row, since):
                left_out[name, row.source].append(row.id)
    return kept, [(name, source, ",".join(map(str, sorted(ids)))) for (name, source), ids in left_out.items()]


def _tells_since(name: str, row: Any, since: date) -> bool:
    return any(day is not None and day >= since for day in (getattr(row, field) for field in VISITS[name]))
