"""Brothers and sisters on one day, and one message to ask and one to remind: pure rules."""

from datetime import date, timedelta

import pytest

from seenheard.voices.domain.reminding import ASKED, REMINDED, message_due
from seenheard.voices.domain.together import asked_with_them, families

ON = date(2026, 3, 31)
LONG_AGO, LATELY = (ON - timedelta(days=60), True), (ON - timedelta(days=27), True)


def test_a_family_is_whoever_is_joined_by_others_between_them():
    assert set(families([(1, 2), (3, 4), (2, 5), (6, 3)])) == {frozenset({1, 2, 5}), frozenset({3, 4, 6})}
    assert set(families([(1, 2), (3, 4), (2, 3)])) == {frozenset({1, 2, 3, 4})} and families([]) == []


@pytest.mark.parametrize(
    ("due", "last", "may", "with_them"),
    [
        ({1}, {}, {1, 2, 3}, {2, 3}),
        ({1}, {2: LONG_AGO, 3: LONG_AGO}, {1, 2, 3}, {2, 3}),
        ({1}, {2: LATELY}, {1, 2}, set()),  # asked 27 days ago: not again
        ({1}, {2: (ON - timedelta(days=28), True)}, {1, 2}, {2}),
        ({1}, {2: (ON - timedelta(days=60), False)}, {1, 2}, set()),  # a round of theirs is open
        ({1}, {2: LONG_AGO, 3: LONG_AGO}, {1, 3}, {3}),  # 2 is not looked after
        ({1, 2}, {3: LONG_AGO}, {1, 2, 3}, {3}),
        ({9}, {}, {1, 2, 3, 9}, set()),  # of another family
        (set(), {}, {1, 2, 3}, set()),
    ],
)
def test_the_earliest_day_counts_for_all(due, last, may, with_them):
    assert asked_with_them(due, [{1, 2, 3}], last, may, ON) == with_them


@pytest.mark.parametrize(
    ("days", "since", "asked", "due"),
    [
        (-1, -30, None, None),
        (0, -30, None, ASKED),
        (13, -30, 0, ASKED),
        (14, -30, 0, REMINDED),
        (27, -30, 0, REMINDED),
        (28, -30, 0, None),
        (10, 10, None, ASKED),
        (14, 13, 13, REMINDED),
        (20, 14, None, ASKED),  # may answer since the middle: asked, and not reminded of what nobody had asked them
        (21, 14, 20, ASKED),
        (20, 21, None, None),
        (14, -30, None, ASKED),  # no message was made for two weeks: it asks first
        (27, -30, 14, ASKED),  # and what was asked so late is not reminded of
    ],
)
def test_asked_once_and_reminded_once(days, since, asked, due):
    opened, closes = ON, ON + timedelta(days=28)
    day = ON + timedelta(days=days)
    asked_on = None if asked is None else ON + timedelta(days=asked)
    since_on = ON + timedelta(days=since)
    told = message_due(opened_on=opened, closes_on=closes, since_on=since_on, asked_on=asked_on, on=day)
    assert told == due
