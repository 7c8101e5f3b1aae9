"""Telling a child's history from facts, and saying of which kinds the record can know nothing."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from .care import care_of
from .happenings import KINDS, History, in_order
from .leaving import STEPS, adoption, leavers
from .points import POINTS, points
from .sources import Facts, by_source, first_value
from .spells import EDGES, in_care, spells

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
}
# In this source one row carries legal status and placement as well.
EPISODES_CARRY_ALL = "ssda903"


def history(child_id: int, facts: Facts, carried: Mapping[str, frozenset[str]]) -> History:
    """One child's life from the child's facts. `carried`: source -> the objects it has brought for anyone."""
    person = by_source(facts.get("person", ()))
    born_on = first_value(person, "born_on")
    care = care_of(facts)
    told = [*points(facts), *spells(facts), *in_care(care), *adoption(facts, care), *leavers(facts, care, born_on)]
    return History(
        child_id=child_id,
        born_on=born_on,
        expected_on=first_value(person, "expected_on"),
        happenings=in_order(told),
        unrecorded=unrecorded({row.source for rows in facts.values() for row in rows}, carried),
    )


def unrecorded(sources: Iterable[str], carried: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Kinds that none of these sources carries: of a child they alone know, silence says nothing about them."""
    return _unrecorded(frozenset((source, carried.get(source, frozenset())) for source in sources))


@lru_cache(maxsize=256)
def _unrecorded(carried: frozenset[tuple[str, frozenset[str]]]) -> frozenset[str]:
    return frozenset(KINDS).difference(*(_kinds(source, name) for source, names in carried for name in names))


def _kinds(source: str, name: str) -> set[str]:
    kinds = {point.kind for point in POINTS if point.name == name}
    kinds.update(edge.kind for edge in EDGES.get(name, ("", ()))[1])
    kinds.update(ALSO.get(name, ()))
    if (source, name) == (EPISODES_CARRY_ALL, "cla_episode"):
        kinds.update((*LEGAL, *PLACED, "placement_order_made", "placed_for_adoption"))
    return kinds
