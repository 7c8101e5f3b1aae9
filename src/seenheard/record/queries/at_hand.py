"""What is at hand of a few children when a visit to them is recorded: enough that nothing known is asked again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..domain.whole import READS, lives, placements_left, single_values, sources_of, status
from ..models import Child
from .facts import facts_by_child
from .seeing import find
from .whole_child import Sibling, siblings


@dataclass(frozen=True, slots=True)
class AtHand:
    """One child: who, where and since when, how to talk, and the day the last place was left."""

    child: Child
    born_on: date | None
    expected_on: date | None
    area: str | None
    address_protected: str | None  # who must not know the address, in words
    place_code: str | None
    placed_since_on: date | None
    left_on: date | None
    language: str | None
    interpreter: bool | None
    sources: tuple[str, ...]


def at_hand(*, viewer, children: Sequence[Child], on: date) -> tuple[AtHand, ...]:
    """These children, found for this viewer just before, in the same order. One query. Raises NoSuchChild."""
    for child in children:
        find(viewer=viewer, child=child, on=on)
    facts = dict(facts_by_child([child.pk for child in children], READS))
    return tuple(_at_hand(child, facts[child.pk], on) for child in children)


def brothers_and_sisters(*, viewer, child: Child, on: date) -> tuple[Sibling, ...]:
    """Those whom the viewer sees. Two queries at most. Raises NoSuchChild."""
    find(viewer=viewer, child=child, on=on)
    return siblings(child, viewer, on)


def _at_hand(child: Child, facts: dict, on: date) -> AtHand:
    values, stands = single_values(facts), status(facts, on)
    home = lives(facts, on, in_care=stands.looked_after_since_on is not None)
    return AtHand(
        child=child,
        born_on=values["born_on"],
        expected_on=values["expected_on"],
        area=home.area,
        address_protected=home.address_protected,
        place_code=stands.place_code,
        placed_since_on=stands.placed_since_on,
        left_on=max(placements_left(facts, on), default=None),
        language=values["language"],
        interpreter=values["interpreter"],
        sources=sources_of(facts),
    )
