"""Where children were met: by hand, at each boundary, as known then, and for whom it is not known."""

from collections import Counter
from datetime import date, timedelta

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.performance.domain.outcomes import of_meetings
from seenheard.performance.domain.reports import KINDS
from seenheard.performance.queries import AsAt, Asked, report
from seenheard.record import operations, queries
from seenheard.record.domain.changes import Changes
from seenheard.record.domain.typed import PLACES
from seenheard.record.operations import Part
from tests import cast
from tests.factories.record import AT, add, change, loads, take_in
from tests.pages.desk.conftest import looked_after

from .conftest import ON, OTTO

LONG_AGO = date(2020, 1, 6)
ELSEWHERE, HOME, NOT_SEEN = "somewhere else too", "only where they live", "not seen"
NO_PLACE, NO_VISITS = "place not recorded", "visits not all recorded"


@pytest.mark.parametrize(
    ("met", "whole", "partly"),
    [
        ([(True, "out")], ELSEWHERE, ELSEWHERE),
        ([(True, "home"), (True, "school"), (True, ""), (None, "")], ELSEWHERE, ELSEWHERE),
        ([(True, "home")], HOME, NO_VISITS),
        ([(True, "home"), (True, "home before"), (False, "school")], HOME, NO_VISITS),
        ([(True, "home"), (None, "home")], HOME, NO_VISITS),
        ([(True, "")], NO_PLACE, NO_PLACE),
        ([(True, "home"), (True, "")], NO_PLACE, NO_PLACE),  # unknown is not "only at home"
        ([(True, "home"), (None, "out")], NO_PLACE, NO_PLACE),
        ([(None, "home")], NO_PLACE, NO_PLACE),
        ([(None, "")], NO_PLACE, NO_PLACE),
        ([(False, "school")], NOT_SEEN, NO_VISITS),
        ([(False, "")], NOT_SEEN, NO_VISITS),
        ([], NOT_SEEN, NO_VISITS),
    ],
)
def test_one_childs_meetings(met, whole, partly):
    assert (of_meetings(met, is_whole=True), of_meetings(met, is_whole=False)) == (whole, partly)


def test_every_place_that_can_be_typed_counts_as_one_of_the_two():
    told = {place: of_meetings([(True, place)], is_whole=True) for place in PLACES}
    assert told == dict.fromkeys(("home", "home before"), HOME) | dict.fromkeys(
        ("school", "out", "office", "other"), ELSEWHERE
    )


@pytest.fixture
def child(council):
    """In care for years; files tell of visits, from always on."""
    loads("ssd", ["cla_visit"])
    return looked_after(since=LONG_AGO)


def typed(child, place="home", on=ON, *, seen=True, at=AT, key=None):
    part = Part(child=child, seen=seen, why_not_seen="" if seen else "Out with friends.", kept_why="A second visit.")
    key = key or f"{child.pk} {place} {on} {seen}"
    (saved,) = operations.record_visit(visited_on=on, place=place, parts=[part], key=key, by=cast.sara(), at=at)
    return saved


def told(child, as_at=ON, viewer=SYSTEM):
    """How the child is counted, or None where it is not."""
    rows = AsAt(viewer=viewer, on=max(as_at, ON + timedelta(days=90)), as_at=as_at).rows("met")
    return {row.child_id: row.outcome for row in rows}.get(child.pk)


def before(days):
    return ON - timedelta(days=days)


@pytest.mark.django_db
def test_a_visit_of_a_year_ago_is_too_old_and_one_of_a_day_later_counts(child):
    typed(child, "school", before(365))
    assert told(child) == NOT_SEEN
    typed(child, "school", before(364))
    assert told(child) == ELSEWHERE


@pytest.mark.django_db
def test_the_day_itself_counts_and_what_came_later_does_not(child):
    tomorrow = ON + timedelta(days=1)
    typed(child, "home", ON)
    typed(child, "school", tomorrow, at=AT + timedelta(days=1))
    assert (told(child), told(child, tomorrow)) == (HOME, ELSEWHERE)


@pytest.mark.django_db
def test_before_the_child_came_into_care_there_was_no_placement_to_be_met_outside_of(council):
    loads("ssd", ["cla_visit"])
    since = before(30)
    child = looked_after(since=since)
    typed(child, "school", since - timedelta(days=1))
    assert told(child) == NOT_SEEN
    typed(child, "school", since)
    assert told(child) == ELSEWHERE


@pytest.mark.django_db
def test_who_is_not_in_care_is_not_counted(child):
    other = looked_after(forename="Left")
    rows = queries.current_rows(source="ssd", object="cla_episode")
    key = next(one for one, row in rows.items() if row[2] == other.pk)
    assert told(other) is not None
    facts = {"from_on": date(2026, 2, 2), "legal_code": "C2", "place_code": "U6", "care_ref": "CARE"}
    change("cla_episode", other, key, **facts, until_on=before(3), end_reason="E4A")
    assert told(other) is None and told(child) == NOT_SEEN


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["cla_visit", "cp_visit", "cin_visit"])
def test_a_file_tells_no_place_and_what_was_typed_of_that_day_does(child, table):
    add(table, child, visited_on=before(20), seen=True)
    assert told(child) == NO_PLACE
    typed(child, "home", before(21))
    assert told(child) == NO_PLACE, "another day, so another visit"
    typed(child, "home", before(20))
    assert told(child) == HOME, "one visit that two sources tell of"
    add(table, child, visited_on=before(20), seen=True)
    assert told(child) == NO_PLACE, "two of that day in the file, one of them typed"


@pytest.mark.django_db
def test_two_files_that_tell_of_one_visit_make_one_and_what_is_typed_of_being_seen_is_believed(child):
    for source, table in (("ssd", "cla_visit"), ("ssd", "cp_visit"), ("annex_a", "cla_visit")):
        add(table, child, source=source, visited_on=before(20), seen=True)
    typed(child, "home", before(20))
    assert told(child) == HOME
    add("cla_visit", child, visited_on=before(10), seen=True)
    typed(child, "office", before(10), seen=False)
    assert told(child) == HOME, "nobody was met at the office"


@pytest.mark.django_db
def test_whether_a_visit_saw_the_child_is_asked_of_the_file_where_nobody_typed_it(child):
    typed(child, "out", before(20), seen=None)
    assert told(child) == NO_PLACE
    add("cla_visit", child, visited_on=before(20), seen=True)
    assert told(child) == ELSEWHERE


@pytest.mark.django_db
def test_silence_says_nothing_where_visits_are_not_recorded_for_all_of_the_time(council):
    child = looked_after(since=LONG_AGO)
    assert told(child) == NO_VISITS, "no file tells of visits"
    typed(child, "home", before(5))
    assert told(child) == NO_VISITS
    typed(child, "out", before(4))
    assert told(child) == ELSEWHERE
    other = looked_after(since=LONG_AGO)
    for covers_from, outcome in ((before(363), NO_VISITS), (before(364), NOT_SEEN)):
        take_in(Changes(tables=["cla_visit"], covers_from=covers_from), source="ssd", run_id=None, at=AT)
        assert told(other) == outcome, covers_from


@pytest.mark.django_db
def test_as_known_then_whatever_is_corrected_or_taken_back_later(child):
    key = typed(child, "home", before(20)).key
    later, part = AT + timedelta(days=5), Part(child=child, seen=True)
    visit = {"child": child, "key": key, "why": "It was at school."}
    operations.correct_visit(**visit, visited_on=before(20), place="school", part=part, by=cast.sara(), at=later)
    on = later.date()
    assert (told(child), told(child, on)) == (HOME, ELSEWHERE)
    again = later + timedelta(days=5)
    operations.withdraw(name="visit", **visit, by=cast.sara(), at=again)
    assert (told(child), told(child, on), told(child, again.date())) == (HOME, ELSEWHERE, NOT_SEEN)


@pytest.mark.django_db
def test_the_report_lists_who_was_met_only_at_home_or_not_seen_and_whom_its_reader_may_see(child):
    met, unknown = looked_after(forename="Met"), looked_after(forename="Unknown")
    elsewhere = looked_after(forename="Otto's", worker=OTTO, team=cast.OTHER_TEAM)
    typed(child, "home")
    typed(met, "out")
    add("cla_visit", unknown, visited_on=before(20), seen=True)
    told_of = report(viewer=cast.tom(), on=ON, asked=Asked(KINDS["met"], ON))
    assert [(row.child_id, row.outcome) for row in told_of.listed] == [(child.pk, HOME)]
    total = told_of.tables[0].total
    assert total.days == ({HOME: 1, ELSEWHERE: 1, NO_PLACE: 1},)
    (figure,) = total.values(told_of.tables[0].measure)
    assert (figure.count, figure.of, figure.unknown) == (1, 2, 1), "the unknown is in no share"
    assert Counter(row.child_id for row in report(viewer=SYSTEM, on=ON, asked=Asked(KINDS["met"], ON)).listed) == {
        child.pk: 1,
        elsewhere.pk: 1,
    }
