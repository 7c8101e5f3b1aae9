"""What an import is told of the record."""

from datetime import date

import pytest

from seenheard.record import operations, queries
from tests.factories.record import add, incoming, make_child

pytestmark = pytest.mark.django_db


def test_rows_are_read_back_as_they_are_written():
    child = make_child()
    key = add("cin_assessment", child, started_on=date(2026, 1, 2), child_seen=False, outcomes=["A", "B"], run_id="r1")
    row = queries.current_rows(source="ssd", object="cin_assessment")[key]
    written = incoming("cin_assessment", child.pk, started_on=date(2026, 1, 2), child_seen=False, outcomes=["A", "B"])
    assert queries.row_values(object="cin_assessment", fact_ids=[row[0]]) == {row[0]: written.values}
    assert row[1:] == (written.row_hash, child.pk, "r1")


def test_only_the_source_s_own_rows_are_its_current_rows():
    child = make_child()
    add("cla_review", child, source="ssda903", held_on=date(2026, 1, 2))
    assert queries.current_rows(source="ssd", object="cla_review") == {}


def test_a_closed_file_gives_its_number_to_a_later_child():
    adopted = make_child(local_id="500001", upn="a1")
    add("cla_episode", adopted, from_on=date(2020, 1, 1), until_on=date(2021, 1, 1), end_reason="E11")
    assert queries.identifiers() == ({"500001": adopted.pk}, {"A1": adopted.pk}, {adopted.pk})
    later = make_child(local_id="500001", source="ssda903")
    assert queries.identifiers()[0] == {"500001": later.pk}


def test_small_questions():
    child = make_child(local_id="7", born_on=date(2015, 5, 4))
    add("cla_episode", child, care_ref="LA1", from_on=date(2026, 1, 1))
    assert queries.birth_dates() == {child.pk: "2015-05-04"}
    assert queries.local_ids([child.pk]) == {child.pk: "7"}
    assert queries.public_ids([child.pk]) == {child.pk: str(child.public_id)}
    assert queries.children_by_reference(source="ssd", object="cla_episode", field="care_ref") == {"LA1": child.pk}
    with pytest.raises(ValueError, match="no password"):
        queries.children_by_reference(source="ssd", object="cla_episode", field="password")


def test_marks_of_changed_children_are_taken_once():
    child = make_child(run_id="made")
    assert queries.changed_by(run_id="made") == [str(child.public_id)]
    assert operations.take_changed(limit=10) == [child.pk]
    assert operations.take_changed(limit=10) == []
    assert queries.changed_by(run_id="made") == []
