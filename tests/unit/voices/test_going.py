"""What has become green: only what somebody saw otherwise before, and nobody who answered sees otherwise now."""

from datetime import date

import pytest

from seenheard.voices.domain.answers import Colour, Voice
from seenheard.voices.domain.going import lines_of, turned_green

JAN, FEB, MAR = (date(2026, month, 1) for month in (1, 2, 3))
WORKER, CARER, CHILD = Voice.WORKER, Voice.CARER, Voice.CHILD
R, A, G = Colour.RED, Colour.AMBER, Colour.GREEN


def green(*told) -> list[tuple]:
    found = turned_green(lines_of((on, voice, "home", colour) for on, voice, colour in told), MAR)
    return [[(voice, was.colour, was.on) for voice, was in one.before.items()] for one in found]


@pytest.mark.parametrize(
    ("told", "comes_to"),
    [
        ([(FEB, CHILD, R), (MAR, CHILD, G)], [[(CHILD, R, FEB)]]),
        ([(JAN, CHILD, A), (FEB, CARER, G), (MAR, CHILD, G), (MAR, CARER, G)], [[(CHILD, A, JAN)]]),
        ([(FEB, WORKER, A), (FEB, CHILD, R), (MAR, WORKER, G), (MAR, CHILD, G)], [[(WORKER, A, FEB), (CHILD, R, FEB)]]),
        ([(FEB, CHILD, G), (MAR, CHILD, G)], []),  # was green
        ([(FEB, CHILD, R), (MAR, CARER, G)], []),  # the child is silent now: that is no green
        ([(FEB, CHILD, R), (MAR, CHILD, G), (MAR, WORKER, A)], []),  # somebody is still worried
        ([(JAN, CHILD, R), (FEB, CHILD, G)], []),  # of an earlier round
        ([(FEB, CARER, R), (MAR, CARER, G), (MAR, CARER, A)], []),  # two households, one of them worried
        ([(MAR, CHILD, G)], []),  # nothing before
    ],
)
def test_what_has_become_green(told, comes_to):
    assert green(*told) == comes_to


def test_the_most_worried_of_a_round_counts():
    line = lines_of([(MAR, CARER, "home", G), (MAR, CARER, "home", R), (FEB, CARER, "home", A)])["home"][CARER]
    assert [(one.on, one.colour) for one in line] == [(FEB, A), (MAR, R)]
