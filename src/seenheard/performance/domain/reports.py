"""Which reports there are, and a table of one: a measure across one dimension, on one day or two side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from . import measures as m
from .measures import MEASURES, OF_CATEGORY, Measure, Value, value

SAID = ("asked", "current", "ratings", "change", "differences", "followed", "wishes", "silence", "views", "plan")
DONE = ("met", "actions", "prompts")
OWED = ("visits", "duties")  # reckoned from each child's whole record: seconds for many thousand children


@dataclass(frozen=True, slots=True)
class Kind:
    """One report: what is in it, by what it is crossed unless something else is asked for, whom it is about (`about`:
    what has to be named, if anything), and the measure whose children are listed at its end, if any, and as what."""

    key: str
    name: str
    says: str
    measures: tuple[str, ...]
    across: str = ""
    about: str = ""
    lists: str = ""
    listed_as: str = ""
    note: str = ""


_KINDS = (
    Kind("service", "The whole service", "Every child you may see.", (*SAID, *DONE), m.TEAM),
    Kind("team", "One team", "The children whose case a team held.", (*SAID, *DONE, *OWED), m.WORKER, m.TEAM),
    Kind("worker", "One worker", "The children whose case a worker held.", (*SAID, *DONE, *OWED), "", m.WORKER),
    Kind("category", "One category", "One part of life, of every child you may see.", OF_CATEGORY, m.VOICE, m.CATEGORY),
    Kind("child", "One child", "All that is counted of one child.", (*SAID, *DONE, *OWED), m.CATEGORY, "child"),
    Kind(
        "scrutiny",
        "How the system is used",
        "Whether children are heard and differences followed: the standing report.",
        ("current", "prompts", "followed", "wishes", "views"),
        m.VOICE,
        note=m.NOT_BUILT,
    ),
    Kind(
        "views",
        "Children’s and families’ views",
        "Whose own views, and whose parents’, were not recorded in the time reported on.",
        ("views", "family"),
        m.TEAM,
        lists="views",
        listed_as="Children whose own views were not recorded",
    ),
    Kind(
        "met",
        "Where children were met",
        "Whether children in care were met anywhere but where they live, in the twelve months up to the day.",
        ("met",),
        m.TEAM,
        lists="met",
        listed_as="Children who were met only where they live, or were not seen",
    ),
)
KINDS: Mapping[str, Kind] = MappingProxyType({one.key: one for one in _KINDS})
# What any report can be crossed by.
ACROSS = (m.TEAM, m.WORKER, m.VOICE, m.CATEGORY, m.VISITS, m.DUTY, m.ACTION, m.PLAN)
# Of the listed measure, the outcomes whose children are listed.
LISTED = MappingProxyType(
    {
        "views": frozenset({m.NOT_RECORDED, m.SEEN_ALONE, m.SENT_NOTHING}),
        "met": frozenset({m.WHERE_THEY_LIVE, m.NOT_SEEN}),
    }
)

Outcomes = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: what it is about ("" for all of it), and how often each outcome, on each of the days."""

    by: str
    days: tuple[Outcomes, ...]

    def values(self, measure: Measure) -> tuple[Value, ...]:
        """The figure on each of the days."""
        return tuple(value(measure, outcomes) for outcomes in self.days)


@dataclass(frozen=True, slots=True)
class Table:
    """A measure across one dimension ("" for none). `total` is of all its rows, and so the sum of its lines."""

    measure: Measure
    across: str
    lines: tuple[Line, ...]
    total: Line


def measures_of(kind: Kind, *, compares: bool, across: str, only: str = "") -> tuple[Measure, ...]:
    """The measures of a report: "better, the same or worse" with two days alone; what is owed also where it is the
    thing to cross by; `only`: one of them, whichever."""
    keys: Iterable[str] = (only,) if only else kind.measures
    if not only and across in (m.VISITS, m.DUTY) and kind.key == "service":
        keys = (*keys, "visits" if across == m.VISITS else "duties")
    return tuple(MEASURES[key] for key in keys if key != "change" or compares)


def across_in(measure: Measure, across: str) -> str:
    """By what a measure is crossed where a report asks for `across`: nothing, where its rows are not about that."""
    return across if across in measure.dimensions else ""


def table(measure: Measure, across: str, days: Sequence[Mapping[tuple[str, str], int]]) -> Table:
    """`days`: on each day how often each pair of value and outcome. The lines by the alphabet of their values."""
    found = sorted({by for counted in days for by, _ in counted})
    lines = [Line(by, tuple(_of(counted, by) for counted in days)) for by in found] if across else []
    return Table(measure, across, tuple(lines), Line("", tuple(_all(counted) for counted in days)))


def _of(counted: Mapping[tuple[str, str], int], by: str) -> Outcomes:
    return {outcome: many for (value_of, outcome), many in counted.items() if value_of == by}


def _all(counted: Mapping[tuple[str, str], int]) -> Outcomes:
    found: dict[str, int] = {}
    for (_, outcome), many in counted.items():
        found[outcome] = found.get(outcome, 0) + many
    return found
