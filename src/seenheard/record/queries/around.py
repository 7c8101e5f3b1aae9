"""What is known of a child that something typed must fit. For the operations: nothing here asks who looks."""

from datetime import date

from seenheard.accounts import queries as accounts

from ..domain.contradictions import Around
from ..domain.sources import by_source, first_value
from ..domain.typed import stands
from ..models import Child
from .facts import facts_by_child

READS = ("person", "visit")


def around(child: Child, *, visited_on: date | None = None, left_home_on: date | None = None, key: str = "") -> Around:
    """The days of this child's life; with `visited_on`, who else recorded a visit on that day. One query.

    `key`: the visit that is being typed, which is not its own double.
    """
    ((_, facts),) = facts_by_child([child.pk], READS)
    person = by_source(facts.get("person", ()))
    others = [
        row.recorded_by
        for row in stands(facts.get("visit", ()))
        if visited_on is not None and row.visited_on == visited_on and row.row_key != key
    ]
    return Around(
        born_on=first_value(person, "born_on"),
        expected_on=first_value(person, "expected_on"),
        died_on=first_value(person, "died_on"),
        left_home_on=left_home_on,
        already_by=_name(others),
    )


def _name(recorded_by: list[str]) -> str:
    return next(iter(accounts.names(recorded_by[:1]).values()), "") if recorded_by else ""
