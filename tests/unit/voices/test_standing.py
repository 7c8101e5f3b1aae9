"""Which differences still stand: pure, and as the prompts have it."""

import pytest

from seenheard.voices.domain.answers import Colour, Voice
from seenheard.voices.domain.mismatch import Level
from seenheard.voices.domain.standing import Shown, still_standing

R, A, G = Colour
WORKER, CARER, CHILD = Voice.WORKER, Voice.CARER, Voice.CHILD
ASKED = (WORKER, CARER, CHILD)


def shown(*colours, kept=(), talked=(), safety=()):
    told = [(voice, "home", colour) for voice, colour in colours]
    return Shown(ASKED, told, [one for one in told if one[0] not in kept], [("home", who) for who in talked], safety)


RED = ((WORKER, G), (CHILD, R))
SAME = ((WORKER, G), (CHILD, G))


@pytest.mark.parametrize(
    ("rounds", "stands"),
    [
        ([shown(*RED)], (0, Level.ACT)),
        ([shown((WORKER, G), (CARER, A))], (0, Level.TALK)),
        ([shown(*RED, safety=("home",))], (0, Level.ACT_TODAY)),
        ([shown((WORKER, G), (CARER, A), (CARER, R))], (0, Level.ACT)),  # of two households the most worried
        ([shown(*SAME)], None),
        ([shown(*SAME), shown(*RED)], (1, Level.ACT)),  # no later round closes it
        ([shown(*RED, talked=["maya"])], None),
        ([shown(*SAME, talked=["maya"]), shown(*RED)], None),  # a later talk settles it
        ([shown(*RED), shown(*RED, talked=["maya"])], (0, Level.ACT)),  # an earlier one does not
        ([shown(*RED, kept=[CHILD], talked=["maya"])], (0, Level.ACT)),  # maya was not to know
        ([shown(*RED, kept=[CHILD], talked=["maya", "tom"])], None),
        ([], None),
    ],
)
def test_a_difference_stands_until_somebody_has_talked(rounds, stands):
    found = still_standing(rounds, lambda: {"maya"})
    assert [(one.place, one.level) for one in found] == ([stands] if stands else [])


def test_the_most_pressing_comes_first_and_nobody_is_asked_for_without_need():
    one = Shown(ASKED, [(WORKER, "a", G), (CHILD, "a", A), (WORKER, "b", G), (CHILD, "b", R)], (), [("c", "x")], ())
    plain = Shown(one.voices, one.colours, one.colours, one.talked, ())
    assert [each.category for each in still_standing([plain], lambda: pytest.fail("asked"))] == ["b", "a"]
