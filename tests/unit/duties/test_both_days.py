"""Both days of a duty are told where the authority's own is the one to act by, and only there."""

from datetime import date

import pytest

from seenheard.duties.domain.causes import both_days
from seenheard.duties.models import Clock

LAW, SOONER, LATER = date(2026, 4, 10), date(2026, 4, 7), date(2026, 4, 12)


@pytest.mark.parametrize(
    ("law", "own", "told"),
    [
        (LAW, SOONER, {"due_on": "2026-04-10", "local_due_on": "2026-04-07"}),
        (None, SOONER, {"due_on": None, "local_due_on": "2026-04-07"}),
        (LAW, LAW, None),
        (LAW, LATER, None),
        (LAW, None, None),
    ],
)
def test_both_days_are_told_where_our_own_is_the_tighter(law, own, told):
    assert both_days(Clock(due_on=law, local_due_on=own)) == told
