"""Brothers and sisters are asked on one day, each in a round of their own, so that nobody is asked about one of them
while the others wait. The earliest day counts for all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from .rounds import LASTS

NOT_AGAIN_WITHIN: timedelta = LASTS  # nobody is asked again while a round of theirs could still run


def families(pairs: Iterable[tuple[int, int]]) -> list[frozenset[int]]:
    """Children joined by pairs, directly or by others between them, each in one family; who is in none is left out."""
    of: dict[int, set[int]] = {}
    for one, other in pairs:
        joined = of.get(one, {one}) | of.get(other, {other})
        for child in joined:
            of[child] = joined
    return [frozenset(joined) for joined in {id(joined): joined for joined in of.values()}.values()]


def asked_with_them(
    due: Collection[int],
    of_one_family: Iterable[Collection[int]],
    last: Mapping[int, tuple[date, bool]],
    may: Collection[int],
    on: date,
) -> frozenset[int]:
    """Who else is asked on this day because the round of a brother or sister opens (`due`).

    `last`: by child, when the last round opened and whether it is over. `may`: the looked-after children who are asked.
    """
    found = {child for family in of_one_family if not set(family).isdisjoint(due) for child in family}
    return frozenset(child for child in found if child in may and child not in due and _can_be(last.get(child), on))


def _can_be(last: tuple[date, bool] | None, on: date) -> bool:
    if last is None:
        return True
    opened_on, over = last
    return over and opened_on + NOT_AGAIN_WITHIN <= on
