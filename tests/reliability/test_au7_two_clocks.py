"""AU7: when it happened and when it was written down are both kept, and what was written long after says so.

Twenty visits and twenty events over one winter, each written down up to twelve days later: on the page, in the story, and
in what was known at the moment before. The working days are counted here by a list of bank holidays of its own. That
whoever reads the trail stands in it is in tests/pages/record/test_guardian.py.
"""

from datetime import UTC, date, datetime, timedelta

import pytest

from seenheard.desk.presenters import late
from seenheard.desk.presenters.recorded import recorded
from seenheard.desk.presenters.story import story as story_page
from seenheard.record import operations, queries
from seenheard.ui.dates import long
from tests import cast
from tests.factories import record as made
from tests.pages.desk.conftest import looked_after

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
ON = made.AT.date()
FREE = {date(2025, 12, 25), date(2025, 12, 26), date(2026, 1, 1)}  # gov.uk/bank-holidays, England and Wales
CASES = [
    (name, happened_on, happened_on + timedelta(days=(3 * number) % 13))
    for number in range(20)
    for name, happened_on in (
        ("visit", date(2025, 12, 12) + timedelta(days=5 * number)),
        ("event", date(2025, 12, 13) + timedelta(days=5 * number)),
    )
]


def is_late(happened_on, recorded_on):
    days = (happened_on + timedelta(days=gone) for gone in range(1, (recorded_on - happened_on).days + 1))
    return sum(day.weekday() < 5 and day not in FREE for day in days) > 5


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def write_down(child, name, number, happened_on, at):
    key = f"{name}{number}"
    if name == "visit":
        part = operations.Part(child=child, seen=True, seen_alone=True)
        operations.record_visit(visited_on=happened_on, place="home", parts=[part], key=key, by=cast.maya(), at=at)
    else:
        operations.record_event(child=child, kind="dental_check_held", on=happened_on, key=key, by=cast.maya(), at=at)


@pytest.fixture
def child():
    child = looked_after(since=date(2025, 6, 1))
    for number, (name, happened_on, recorded_on) in enumerate(CASES):
        write_down(child, name, number, happened_on, noon(recorded_on))
    return queries.child_for(viewer=cast.maya(), public_id=child.public_id, on=ON)


def told_wrong(child) -> list[str]:
    """Of which case page or story does not say what the oracle says."""
    shown = {(one.what, one.when): one.who for one in recorded(viewer=cast.maya(), child=child, on=ON).recorded}
    moments = story_page(viewer=cast.maya(), child=child, on=ON, asked={"whole": "1"}).moments
    wrong = []
    for name, happened_on, recorded_on in CASES:
        what = "Visit" if name == "visit" else "Dental check held"
        said = f"Recorded late: on {long(recorded_on)}."
        wanted = is_late(happened_on, recorded_on)
        in_story = any(said in one.known_from for one in moments if one.when == long(happened_on))
        if (said in shown[what, long(happened_on)], in_story) != (wanted, wanted):
            wrong.append(f"{name} of {happened_on}, recorded on {recorded_on}")
    return wrong


def test_what_was_written_down_long_after_says_so_in_forty_cases(child, monkeypatch):
    assert len(CASES) == 40 and 10 < sum(is_late(*days) for _, *days in CASES) < 30
    assert told_wrong(child) == []
    monkeypatch.setattr(late, "IN_TIME", 6)  # a planted fault: one working day too many
    assert told_wrong(child)


def test_nothing_was_known_before_it_was_written_down(child):
    def known(at):
        told = queries.story(viewer=cast.maya(), child=child, on=ON, known_at=at)
        refs = (one.happening.ref for one in told if "typed" in one.happening.sources)
        return {ref.split("/", 2)[2].partition(":")[0] for ref in refs}

    for number, (name, _, recorded_on) in enumerate(CASES):
        at = noon(recorded_on)
        assert f"{name}{number}" in known(at) and f"{name}{number}" not in known(at - timedelta(seconds=1))


def test_a_day_put_right_counts_from_the_moment_of_putting_it_right():
    child = looked_after(since=date(2025, 6, 1))
    write_down(child, "event", 0, date(2026, 3, 2), noon(date(2026, 3, 3)))
    (first,) = queries.events(viewer=cast.maya(), child=child, on=ON)
    operations.correct_event(
        child=child,
        key=first.key,
        why="It was the month before",
        on=date(2026, 2, 2),
        facts={},
        based_on=first.version,
        by=cast.maya(),
        at=noon(date(2026, 3, 4)),
    )
    child = queries.child_for(viewer=cast.maya(), public_id=child.public_id, on=ON)
    (one,) = recorded(viewer=cast.maya(), child=child, on=ON).recorded
    assert "Recorded late: on Wednesday 4 March 2026." in one.who
