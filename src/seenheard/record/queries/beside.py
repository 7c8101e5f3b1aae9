"""What a child's page tells beside the facts, in one question: who else is family, what worries somebody, what is
restricted, what cannot be right, and what each source has brought.

Each is a small question, and a page asks them all: going to the database and back, and the planning of each, would be
most of what they cost. The words are the same each time, so they are planned once.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from seenheard.lib.prepared import rows_of

from ..domain.telling import Brought, Carried
from ..models import Child
from .facts import KNOWN_THEN, OPEN
from .following import Following, Version, put_together
from .following import question as versions
from .whole_child import SIBLINGS, sibling_ids


class Restricted(NamedTuple):
    """Since when named people alone see the child, and until when where that is said."""

    from_on: date
    until_on: date | None


class Noticed(NamedTuple):
    """Something that cannot be right: the row it is about, and what is wrong with it."""

    about: str
    says: str


@dataclass(frozen=True, slots=True)
class Beside:
    """All of it. `siblings` by id, seen or not; `carried_then` as it was known at the moment that was asked about."""

    siblings: dict[int, str]
    following: Following
    restricted: Restricted | None
    noticed: tuple[Noticed, ...]
    carried: Carried
    carried_then: Carried


# The latest that stands on the day: there is always one list of people.
RESTRICTED = """
SELECT from_on, until_on FROM record_restriction AS said
WHERE child_id = %(child)s AND from_on <= %(on)s AND (until_on IS NULL OR until_on > %(on)s) AND NOT EXISTS (
    SELECT FROM record_endedrestriction AS ended WHERE ended.restriction_id = said.id AND ended_on <= %(on)s)
ORDER BY at DESC, id DESC LIMIT 1
"""
NOTICED = "SELECT about, says FROM record_finding WHERE child_id = %(child)s AND stands ORDER BY id"
CARRIED = "SELECT source, name, min(covers_from) FROM record_loadedtable WHERE {known} GROUP BY source, name"


def beside(child: Child, *, on: date, known_at: datetime | None = None) -> Beside:
    """For the queries of this room: nothing here asks who is looking."""
    told: dict[str, list[list[Any]]] = {}
    for what, values in rows_of(_question(), {"child": child.pk, "on": on, "at": known_at}):
        told.setdefault(what, []).append(json.loads(values))
    restricted = next(iter(told.get("restricted", ())), None)
    return Beside(
        siblings=sibling_ids(child, ((child_id, why) for child_id, why in told.get("sibling", ()))),
        following=put_together(map(_version, told.get("version", ()))),
        restricted=Restricted(*map(_day, restricted)) if restricted else None,
        noticed=tuple(Noticed(*one) for one in told.get("noticed", ())),
        carried=_carried(told.get("carried", ())),
        carried_then=_carried(told.get("carried then", ())),
    )


@cache
def _question() -> str:
    asked = {
        "sibling": SIBLINGS,
        "version": versions(),
        "restricted": RESTRICTED,
        "noticed": NOTICED,
        "carried": CARRIED.format(known=OPEN),
        "carried then": CARRIED.format(known=KNOWN_THEN),
    }
    return " UNION ALL ".join(
        f"SELECT '{what}', jsonb_build_array({_columns(what)}) FROM ({question}) AS one ({_columns(what)})"
        for what, question in asked.items()
    )


COLUMNS = {
    "sibling": ("child", "why"),
    "version": Version._fields,
    "restricted": Restricted._fields,
    "noticed": Noticed._fields,
    "carried": ("source", "name", "covers_from"),
}


def _columns(what: str) -> str:
    return ", ".join(f'"{name}"' for name in COLUMNS[what.removesuffix(" then")])


DAYS = ("raised_on", "due_on", "done_on")


def _version(values: list[Any]) -> Version:
    one = Version(*values)
    days = {name: _day(getattr(one, name)) for name in DAYS}
    return one._replace(at=datetime.fromisoformat(values[Version._fields.index("at")]), **days)


def _carried(told: Iterable[list[Any]]) -> Carried:
    carried: dict[str, set[Brought]] = {}
    for source, name, covers_from in told:
        carried.setdefault(source, set()).add((name, _day(covers_from)))
    return {source: frozenset(brought) for source, brought in carried.items()}


def _day(value: Any) -> Any:
    return None if value is None else date.fromisoformat(value)
