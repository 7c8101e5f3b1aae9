"""Better, the same, worse: examples worked by hand (CORE-26)."""

from datetime import date

import pytest

from seenheard.performance.domain.trend import Change, Told, change, trend
from seenheard.voices.domain.answers import Colour, State

R, A, G = Colour.RED, Colour.AMBER, Colour.GREEN
SILENT, WOULD_NOT = State.NOT_ANSWERED, State.DID_NOT_WANT_TO_SAY

# before, now, what is said
BY_HAND = [
    (R, R, Change.SAME),
    (R, A, Change.BETTER),
    (R, G, Change.BETTER),
    (A, R, Change.WORSE),
    (A, A, Change.SAME),
    (A, G, Change.BETTER),
    (G, R, Change.WORSE),
    (G, A, Change.WORSE),
    (G, G, Change.SAME),
    (None, G, Change.FIRST),
    (SILENT, R, Change.FIRST),
    (WOULD_NOT, A, Change.FIRST),
    (G, SILENT, Change.NO_ANSWER),
    (G, WOULD_NOT, Change.NO_ANSWER),
    (SILENT, SILENT, Change.NO_ANSWER),
    (G, None, Change.NO_ANSWER),
    (None, None, Change.NO_ANSWER),
]


@pytest.mark.parametrize(("before", "now", "says"), BY_HAND)
def test_two_answers_are_compared_as_written_by_hand(before, now, says):
    assert change(before, now) is says


def told(*answers):
    return [Told(date(2026, month, 1), answer) for month, answer in enumerate(answers, 1)]


def test_the_latest_answer_is_compared_with_the_last_colour_before_it():
    found = trend(told(R, G, SILENT, A))
    assert (found.change, found.now, found.before) == (
        Change.WORSE,
        Told(date(2026, 4, 1), A),
        Told(date(2026, 2, 1), G),
    )


def test_with_a_day_it_is_compared_with_the_last_colour_said_by_that_day():
    assert trend(told(R, G, A), since=date(2026, 1, 15)).change is Change.BETTER
    assert trend(told(R, G, A), since=date(2025, 12, 31)).change is Change.FIRST


def test_silence_now_is_neither_the_same_nor_better():
    found = trend(told(G, SILENT))
    assert found.change is Change.NO_ANSWER and found.before == Told(date(2026, 1, 1), G)


def test_points_are_in_time_order_however_they_come_and_nothing_said_is_nothing():
    found = trend(reversed(told(R, A, G)))
    assert [one.answer for one in found.points] == [R, A, G] and found.change is Change.BETTER
    assert trend([]) == trend(()) and trend([]).now is None and trend([]).change is Change.NO_ANSWER
