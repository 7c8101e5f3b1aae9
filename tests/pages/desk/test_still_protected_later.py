"""What is asked after a move does not hang on the day on which it is reckoned: stored, rebuilt and shown are the same."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seenheard.accounts.domain import SYSTEM
from seenheard.duties import operations as duties
from seenheard.prompts.models import Prompt
from seenheard.record.domain.protecting import moves
from seenheard.record.queries import moves_to_ask_about, unanswered
from tests import cast
from tests.factories import record as made

from .test_protecting import NEW, child, key, maya, protect

__all__ = ["child", "maya"]
ON = date(2026, 3, 31)
PLACES = [
    NEW,
    {"kind": "home", "lines": "9 Elm Way", "postcode": "PE1 1BB"},
    {"lines": "3 Oak Row", "postcode": "PE3 3DD"},
]


def lives(child, *spans):
    for number, (start, end) in enumerate(spans):
        place = {"kind": "home", **PLACES[number]}
        days = {"from_on": ON + timedelta(days=start), "until_on": None if end is None else ON + timedelta(days=end)}
        made.add("address", child, row_key=f"new {number}", **{**place, **days})


def asked(child):
    rows = Prompt.objects.filter(child=child, cause="protection_unanswered").order_by("opens_on")
    return list(rows.values_list("key", "opens_on", "act_by_on", "until_on", "gone_at", "pk"))


LIVES = [
    [(-11, 10), (10, None)],  # a stay, and a third place from its last day on
    [(-11, 10), (20, None)],
    [(-11, 10), (20, 25), (40, None)],
    [(3, 6), (4, 12), (8, 9)],
    [(-11, None), (5, 9)],
    [(-30, -2), (1, 2)],
]


@pytest.mark.parametrize("spans", LIVES)
def test_rebuilt_on_a_later_day_it_is_the_same_and_the_page_says_so_too(child, maya, take, at, spans):
    protect(maya, child)
    lives(child, *spans)
    take()
    stored = asked(child)
    assert stored
    for days in range(0, 45, 3):
        on = ON + timedelta(days=days)
        duties.rebuild(by=SYSTEM, at=at + timedelta(days=days), child_ids=[child.pk])
        assert asked(child) == stored, on
        stands = any(opens <= on and (until is None or until > on) for _, opens, _, until, *_ in stored)
        assert stands == bool(unanswered(viewer=cast.maya(), child=child, on=on)), on


def test_a_stay_and_a_third_place_from_its_last_day_on_are_asked_about_once(child, maya, take):
    protect(maya, child)
    lives(child, *LIVES[0])
    take()
    assert [one[:4] for one in asked(child)] == [(key(), ON, ON + timedelta(days=2), None)]
    assert {moves_to_ask_about(child_id=child.pk, on=ON + timedelta(days=days)) for days in (0, 9, 10, 400)} == {
        moves_to_ask_about(child_id=child.pk, on=ON)
    }


def test_with_a_gap_between_it_is_asked_again(child, maya, take):
    protect(maya, child)
    lives(child, *LIVES[1])
    take()
    first, again = asked(child)
    assert first[:4] == (key(), ON, date(2026, 4, 2), date(2026, 4, 10))
    assert again[:4] == (f"{key()} 2026-04-20", date(2026, 4, 20), date(2026, 4, 22), None)


DAYS = st.integers(0, 30).map(lambda days: ON + timedelta(days=days))


@given(st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=6))
def test_what_is_asked_covers_every_day_once_and_no_other(spans):
    found = moves("k", spans)
    for days in range(32):
        on = ON + timedelta(days=days)
        lived = any(start <= on and (end is None or end > on) for start, end in spans)
        assert sum(one.is_on(on) for one in found) == lived
    assert all(one.until_on and one.until_on < later.from_on for one, later in pairwise(found))
    assert len({one.key for one in found}) == len(found)
