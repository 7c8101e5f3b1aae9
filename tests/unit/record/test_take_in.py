"""Taking in: what comes is what stands; twice leaves one; refused leaves nothing."""

from datetime import date, timedelta

import pytest

from seenheard.record import queries
from seenheard.record.domain.changes import Changes, NotAsProposed, NotTaken
from seenheard.record.models import (
    Address,
    ChangedChild,
    Child,
    ChildNow,
    ClaReview,
    Contact,
    LoadedTable,
    Professional,
)
from tests.factories.record import AT, add, change, incoming, loads, make_child, take_in

pytestmark = pytest.mark.django_db


def test_a_new_child_is_in_the_record_with_what_the_file_says():
    child = make_child(local_id="500001", born_on=date(2015, 5, 4), forename="Ash", surname="Underwood")
    now = ChildNow.objects.get(child=child)
    assert (now.local_id, now.name, now.born_on) == ("500001", "Ash Underwood", date(2015, 5, 4))
    assert queries.identifiers()[0] == {"500001": child.pk}


def test_every_row_names_its_run_its_file_and_its_line():
    child = make_child()
    add("cla_review", child, held_on=date(2026, 1, 5), run_id="run-7", file="reviews.csv", line=12)
    row = ClaReview.objects.get(child=child)
    assert (row.run_id, row.file, row.line, row.known_from, row.known_until) == ("run-7", "reviews.csv", 12, AT, None)


def test_a_corrected_row_closes_the_old_one_and_changes_nothing_else():
    child = make_child()
    kept = add("cla_review", child, held_on=date(2025, 6, 1))
    key = add("cla_review", child, held_on=date(2026, 1, 5))
    change("cla_review", child, key, held_on=date(2026, 1, 6), run_id="later", at=AT + timedelta(days=1))
    rows = {(row.row_key, row.held_on, row.closed_run_id) for row in ClaReview.objects.all()}
    assert rows == {
        (kept, date(2025, 6, 1), None),
        (key, date(2026, 1, 5), "later"),
        (key, date(2026, 1, 6), None),
    }


def test_each_child_that_changed_is_left_for_the_clocks_and_no_other():
    changed, other = make_child(), make_child()
    loads("ssd", ["cla_visit"])
    ChangedChild.objects.all().delete()
    add("cla_visit", changed, visited_on=date(2026, 3, 1))
    assert list(ChangedChild.objects.values_list("child", flat=True)) == [changed.pk]
    assert other.pk != changed.pk


def test_a_first_table_of_a_source_concerns_every_child_whom_the_source_knows():
    """What was silent about them can be judged from now on."""
    changed, other, elsewhere = make_child(), make_child(), make_child(source="ssda903")
    ChangedChild.objects.all().delete()
    add("cla_visit", changed, visited_on=date(2026, 3, 1))
    left = set(ChangedChild.objects.values_list("child", flat=True))
    assert left == {changed.pk, other.pk} and elsewhere.pk not in left


def test_a_child_of_a_first_table_is_marked_once():
    """Else its clocks are worked out twice: once for its rows, once for what silence now means."""
    make_child()
    assert ChangedChild.objects.count() == 1


def test_the_same_run_twice_leaves_one():
    changes = Changes(
        new_children=["A1"],
        inserts={"linked_identifier": [incoming("linked_identifier", "A1", kind="la_child_id", value="A1")]},
    )
    first = take_in(changes, source="ssd", run_id="once", at=AT)
    second = take_in(changes, source="ssd", run_id="once", at=AT)
    assert first["new_children"] == 1
    assert set(second.values()) == {0}
    assert Child.objects.count() == 1


def test_a_row_that_somebody_closed_meanwhile_refuses_the_whole_change():
    child = make_child()
    key = add("cla_review", child, held_on=date(2026, 1, 5))
    fact_id = queries.current_rows(source="ssd", object="cla_review")[key][0]
    change("cla_review", child, key, held_on=date(2026, 1, 6))
    late = Changes(
        inserts={"cla_visit": [incoming("cla_visit", child.pk, visited_on=date(2026, 1, 7))]},
        closes={"cla_review": [fact_id]},
    )
    before = LoadedTable.objects.count()
    with pytest.raises(NotAsProposed):
        take_in(late, source="ssd", run_id="late", at=AT)
    assert LoadedTable.objects.count() == before
    assert queries.current_rows(source="ssd", object="cla_visit") == {}


def test_a_value_that_does_not_fit_is_refused_by_file_and_line_and_never_repeated():
    child = make_child()
    good = incoming("cla_review", child.pk, held_on=date(2026, 1, 5), file="reviews.csv", line=2)
    bad = incoming("cla_review", child.pk, held_on="a secret", file="reviews.csv", line=3)
    with pytest.raises(NotTaken) as refused:
        take_in(Changes(inserts={"cla_review": [good, bad]}), source="ssd", run_id="bad", at=AT)
    assert "reviews.csv, line 3" in str(refused.value)
    assert "secret" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_an_address_gets_its_district_on_arrival():
    child = make_child()
    add("address", child, kind="home", postcode="FM8 5EB")
    assert Address.objects.get().area == "FM8"
    assert ChildNow.objects.get(child=child).area == "FM8"


def test_facts_about_the_council_itself_have_no_child():
    add("professional", None, professional_ref="P1", name="Maya Lindqvist", fte=0.8, agency=False)
    row = Professional.objects.get()
    assert (row.name, row.fte, row.agency) == ("Maya Lindqvist", 0.8, False)


def test_words_arrive_as_they_are():
    child = make_child()
    add(
        "contact",
        child,
        received_on=date(2026, 1, 1),
        source_words='tab\t "quote" \\ new\nline',
        outcomes=["A,B", "{C}"],
    )
    row = Contact.objects.get()
    assert (row.source_words, row.outcomes) == ('tab\t "quote" \\ new\nline', ["A,B", "{C}"])
