"""A history from a day on is the later part of the whole, and what came before has a name that nothing else has."""

from datetime import UTC, date, datetime

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.record import operations, queries
from tests import cast
from tests.factories.record import add, change, loads, make_child

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 31, 16, 0, tzinfo=UTC)
SINCE = date(2025, 6, 1)


@pytest.fixture
def child():
    """Looked after and visited before the day, on it and after it, told by two sources and typed here."""
    child = make_child(born_on=date(2012, 5, 4))
    add("involvement", child, professional_ref="P0002", team_ref="T02", role="CW", from_on=date(2024, 1, 1))
    add("cla_episode", child, from_on=date(2024, 1, 8), legal_code="C2", place_code="U6", care_ref="C1")
    add("cin_visit", child, source="ssda903", row_key="old", visited_on=date(2024, 3, 1))
    for day in (date(2024, 3, 1), date(2025, 5, 31), SINCE, date(2025, 9, 9)):
        add("cla_visit", child, row_key=f"v{day}", visited_on=day, seen=True)
    visit(child, date(2024, 3, 1))
    visit(child, date(2025, 9, 9))
    return child


def visit(child, on):
    part = operations.Part(child=child, seen=True, seen_alone=True)
    operations.record_visit(visited_on=on, place="home", parts=[part], key=f"v-{on}", by=cast.maya(), at=AT)


def later(child, since=SINCE):
    return queries.history_since(child_id=child.pk, since=since, viewer=SYSTEM)[0]


def whole(child):
    (telling,) = queries.tellings(child_ids=[child.pk], viewer=SYSTEM)
    return telling


@pytest.mark.parametrize("since", [date(2023, 1, 1), date(2024, 3, 1), SINCE, date(2025, 9, 10), date(2026, 4, 1)])
def test_it_is_the_later_part_of_the_whole(child, since):
    telling = whole(child)
    found = later(child, since)
    assert found == telling.since(since)
    assert found.history.happenings == tuple(one for one in telling.history.happenings if one.on >= since)
    assert (found.history.unrecorded, found.history.known_from) == (
        telling.history.unrecorded,
        telling.history.known_from,
    )


def test_a_source_that_tells_only_of_the_time_before_is_not_forgotten(child):
    loads("ssda903", ["cla_health"])
    assert "dental_check_held" not in later(child).history.unrecorded


def test_what_happens_since_leaves_the_name_of_the_time_before(child):
    before = later(child).before
    visit(child, date(2026, 1, 5))
    add("cla_visit", child, visited_on=date(2026, 1, 6), seen=False)
    assert later(child).before == before


@pytest.mark.parametrize(
    "act",
    [
        lambda child: visit(child, date(2024, 8, 8)),
        lambda child: add("cla_visit", child, visited_on=date(2024, 8, 8), seen=True),
        lambda child: change("cla_visit", child, "v2024-03-01", visited_on=date(2024, 3, 1), seen=False),
        lambda child: change("cla_visit", child, "v2024-03-01", visited_on=date(2026, 3, 1), seen=True),
        lambda child: change("cla_visit", child, "v2025-09-09", visited_on=date(2024, 9, 9), seen=True),
        lambda child: add("cla_review", child, held_on=date(2025, 5, 31)),
        lambda child: add("person", child, source="ssda903", died_on=date(2026, 3, 1)),
        lambda child: loads("ssd", ["missing"]),
    ],
    ids=["typed", "told", "corrected", "moved on", "moved back", "reviewed", "died", "silence means something else"],
)
def test_whatever_changes_the_time_before_changes_its_name(child, act):
    before = later(child).before
    act(child)
    assert later(child).before != before
    assert later(child) == whole(child).since(SINCE)


def test_nobody_asks_for_a_part_of_a_life_to_look_at_it(child):
    with pytest.raises(TypeError, match="duties"):
        queries.history_since(child_id=child.pk, since=SINCE, viewer=cast.maya())
