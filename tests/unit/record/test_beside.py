"""What a child's page tells beside the facts: as it was known then, and for as long as it holds."""

from datetime import timedelta

import pytest

from seenheard.record import operations
from seenheard.record.queries.beside import beside
from tests import cast
from tests.factories import record as made

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_what_a_source_carried_then_is_told_as_it_was_known_then():
    child = made.make_child()
    made.loads("annex_a", ["missing"], at=made.AT)
    then, on = made.AT - DAY, made.AT.date()
    before, after = (beside(child, on=on, known_at=at) for at in (then, made.AT))
    assert {name for name, _ in after.carried_then["annex_a"]} == {"missing"}
    assert "annex_a" not in before.carried_then and before.carried == after.carried
    assert {name for name, _ in before.carried["annex_a"]} == {"missing"}


def test_a_restriction_that_is_over_by_its_own_day_is_not_told():
    child, on = made.make_child(), made.AT.date()
    people = {
        "people": [cast.otto()],
        "why": "Her aunt works here, and asks about her",
        "by": cast.sara(),
        "at": made.AT,
    }
    operations.restrict_child(child=child, from_on=on, until_on=on + 7 * DAY, **people)
    told = [beside(child, on=on + days * DAY).restricted for days in (-1, 0, 6, 7)]
    assert told == [None, (on, on + 7 * DAY), (on, on + 7 * DAY), None]
