"""How it goes, in words: better, the same, worse, since when; silence is none of them."""

from datetime import date

import pytest

from seenheard.desk.presenters.going import trend_words
from seenheard.performance.domain.trend import Told, trend
from seenheard.voices.domain.answers import Colour, State

DAYS = [date(2026, month, 3) for month in (1, 2, 3)]
R, A, G, NO = Colour.RED, Colour.AMBER, Colour.GREEN, State.NOT_ANSWERED


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ((R, A, G), "Better since 3 February 2026: amber then, green now."),
        ((G, NO, R), "Worse since 3 January 2026: green then, red now."),
        ((R, A, A), "The same since 3 February 2026: amber."),
        ((G, NO, G), "The same since 3 January 2026: green."),
        ((NO, NO, G), "Green on 3 March 2026. There is no earlier answer to compare."),
        ((G, A, NO), "No answer to be read in the latest round. Last amber, 3 February 2026."),
        ((G, A, State.NOT_ASKED), "Not asked in the latest round. Last amber, 3 February 2026."),
        ((NO, NO, NO), "No answer to be read here."),
        ((), "No answer to be read here."),
    ],
)
def test_in_words(answers, says):
    assert trend_words(trend(Told(on, one) for on, one in zip(DAYS, answers, strict=False))) == says
