"""Fenmarsh from both its returns: the second adds what only it knows, and doubles nothing."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from seenheard.accounts import queries as people
from seenheard.accounts.domain import SYSTEM
from seenheard.config import demo
from seenheard.record import queries

AT = datetime(2026, 3, 31, 11, 0, tzinfo=UTC)


def told():
    """Every happening of every child, without the sources that tell it."""
    return Counter(
        (history.child_id, it.kind, it.on) for history in queries.histories(viewer=SYSTEM) for it in history.happenings
    )


@pytest.mark.slow
@pytest.mark.django_db(databases=["default", "apart"])
def test_the_903_beside_ssd_adds_its_health_year_and_nothing_twice():
    demo.make_cast(AT)
    by = people.person_with_email(demo.address("ana"))
    demo.load(demo.FILES / "ssd", by=by, at=AT)
    of_ssd = told()
    demo.load(demo.FILES / "ssda903", by=by, at=AT)
    of_both = told()
    assert of_ssd - of_both == Counter()
    assert {kind for _, kind, _ in of_both - of_ssd} == {"health_year_reported"}
    assert sum(of_ssd.values()) > 5_000
    # Fenmarsh's health rows begin in 2025, its children's care years before: of the time before, nothing is known.
    reaches_back = next(queries.histories(viewer=SYSTEM)).known_from
    assert reaches_back["health_assessment_held"].year == 2025
    assert reaches_back["care_visit_made"] < reaches_back["health_assessment_held"]
    both = [it.sources for history in queries.histories(viewer=SYSTEM) for it in history.happenings]
    assert both.count(("ssd", "ssda903")) >= 150  # the reviews that both returns hold
