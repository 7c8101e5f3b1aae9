"""Telling a child's history from facts, and saying of which kinds the record can know nothing."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from itertools import chain
from types import MappingProxyType

from .arranged import ARRANGED, REPORTED, arranged
from .care import care_of
from .death import ended_by_death
from .happenings import KINDS, Happening, History, in_order
from .leaving import STEPS, adoption, leavers
from .points import POINTS, points
from .sources import Facts, by_source, first_value
from .spells import EDGES, in_care, spells
from .typed import SOURCE, kinds_kept, stands, with_typed

# Objects that must be read to tell a history.
READS = tuple(
    dict.fromkeys(
        (
            "person",
            *(point.name for point in POINTS),
            *EDGES,
            "legal_status",
            "cla_episode",
            "cla_placement",
            "permanence",
            "event",
            "visit",
            "booking",
        )
    )
)
LEGAL = ("legal_status_started", "legal_status_ended")
PLACED = ("placement_started", "placement_ended")
# Which kinds each object can tell of, where it is not only its own points and edges.
ALSO = {
    "legal_status": (*LEGAL, "placement_order_made"),
    "cla_episode": ("became_looked_after", "ceased_to_be_looked_after", "adopted"),
    "cla_placement": (*PLACED, "placed_for_adoption"),
    "permanence": tuple(STEPS),
    "care_leaver": ("became_care_leaver",),
    "cla_review": (ARRANGED,),
}
PLANNED = frozenset({"care_review_planned", "protection_review_planned"})

# One object that a source has brought, and the day from which its files cover it (None: always).
Brought = tuple[str, date | None]
Carried = Mapping[str, frozenset[Brought]]

# What a source's form of an object has no column for, though the object could tell it.
LEAVES_OUT = {
    ("ssda903", "care_leaver"): frozenset({"pathway_plan_reviewed", "leaver_contacted"}),
    ("ssda903", "cla_review"): frozenset({"care_review_planned", ARRANGED}),
    ("ssda903", "permanence"): frozenset({"placement_order_made", "placed_for_adoption", "adopted"}),
}
# In this source one row carries legal status and placement as well.
EPISODES_CARRY_ALL = "ssda903"


def history(child_id: int, facts: Facts, carried: Carried, *, also_told_by: frozenset[str] = frozenset()) -> History:
    """One child's life from the child's facts, and from what each source has brought for anyone.

    `also_told_by`: sources of facts of the child's that were left out.
    """
    person = by_source(facts.get("person", ()))
    born_on, died_on = first_value(person, "born_on"), first_value(person, "died_on")
    sources = _sources(facts) | also_told_by
    unrecorded, known_from = _silence(_brought_by(sources, carried))
    told = tuple(_told(ended_by_death(facts, died_on), born_on, died_on))
    return History(
        child_id=child_id,
        born_on=born_on,
        expected_on=first_value(person, "expected_on"),
        happenings=in_order(told if REPORTED in unrecorded else (*told, *_arranged(told, facts))),
        unrecorded=unrecorded,
        known_from=known_from,
        died_on=died_on,
    )


def told_since(kind: str, facts: Facts, carried: Carried) -> date | None:
    """From which day on the sources of these facts tell of what happens of a kind; None where none of them does."""
    covered = covered_from(_brought_by(_sources(facts), carried))
    return covered[kind] or date.min if kind in covered else None


def _sources(facts: Facts) -> frozenset[str]:
    """Who tells of a child. What is recorded here is recorded for every child, also where nothing was typed yet."""
    return frozenset(row.source for rows in facts.values() for row in rows) | {SOURCE}


def _brought_by(sources: frozenset[str], carried: Carried) -> frozenset[tuple[str, frozenset[Brought]]]:
    return frozenset((source, carried.get(source, frozenset())) for source in sources)


def _told(facts: Facts, born_on: date | None, died_on: date | None) -> Iterable[Happening]:
    care = care_of(facts)
    told = (points(facts), spells(facts), in_care(care), adoption(facts, care), leavers(facts, care, born_on))
    happenings = with_typed(chain.from_iterable(told), facts)
    if died_on is None:
        return happenings
    # What was planned for a day that the child did not see is owed to nobody.
    return (it for it in happenings if it.on <= died_on or it.kind not in PLANNED)


def _arranged(told: tuple[Happening, ...], facts: Facts) -> list[Happening]:
    return arranged(told, stands(facts.get("booking", ())))


@lru_cache(maxsize=256)
def _silence(carried: frozenset[tuple[str, frozenset[Brought]]]) -> tuple[frozenset[str], Mapping[str, date]]:
    """Of which kinds these sources can tell nothing, and of which only from some day on: alike for most children."""
    covered = covered_from(carried)
    known_from = {kind: day for kind, day in covered.items() if day is not None}
    return frozenset(KINDS).difference(covered), MappingProxyType(known_from)


@lru_cache(maxsize=256)
def covered_from(carried: frozenset[tuple[str, frozenset[Brought]]]) -> Mapping[str, date | None]:
    """The kinds that these sources carry between them, each with the day its cover begins; None: always covered."""
    covered: dict[str, date | None] = {}
    for source, brought in carried:
        for name, covers_from in brought:
            for kind in _kinds(source, name):
                covered[kind] = _earlier(covered[kind], covers_from) if kind in covered else covers_from
    return MappingProxyType(covered)


def _earlier(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else min(one, other)


def _kinds(source: str, name: str) -> set[str]:
    kinds = {point.kind for point in POINTS if point.name == name}
    kinds.update(edge.kind for edge in EDGES.get(name, ("", ()))[1])
    kinds.update(ALSO.get(name, ()), kinds_kept(name))
    if (source, name) == (EPISODES_CARRY_ALL, "cla_episode"):
        kinds.update((*LEGAL, *PLACED, "placement_order_made", "placed_for_adoption"))
    return kinds - LEAVES_OUT.get((source, name), frozenset())
