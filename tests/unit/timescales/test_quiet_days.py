"""Most days are taken in on a short way: it must give what the long way gives."""

import pytest

from seenheard.timescales import queries
from seenheard.timescales.domain.engine import clocks
from seenheard.timescales.domain.events import ENDINGS
from seenheard.timescales.domain.rule import Rules
from seenheard.timescales.domain.situation import CHANGES
from tests.properties.timescales.life import life

RULES = queries.rules()
CALENDAR = queries.example_calendar()


def test_visits_are_quiet_and_what_ends_or_changes_something_is_not():
    assert {"care_visit_made", "protection_visit_made", "need_visit_made", "visit_written_up"} <= RULES.quiet
    assert not RULES.quiet & (CHANGES | ENDINGS.keys())
    assert "care_review_held" not in RULES.quiet  # weekly visits last until a review


@pytest.mark.parametrize("seed", range(60))
def test_the_short_way_and_the_long_way_agree(seed):
    long_way = Rules(RULES.values())
    long_way.quiet = frozenset()
    child = life(seed, 40)._replace(unrecorded=frozenset())  # nothing is silent, so these very rules are used
    assert clocks(child, long_way, CALENDAR) == clocks(child, RULES, CALENDAR)
