"""Undo: what was current before is current again, and nothing is unwritten."""

from datetime import date, timedelta

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.record import operations, queries
from seenheard.record.domain.changes import BuiltUpon
from seenheard.record.models import Child, ChildNow, ClaReview
from tests import cast
from tests.factories.record import AT, add, change, make_child

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=7)


def undo(run_id, **more):
    return operations.undo(run_id=run_id, by=SYSTEM, at=LATER, **more)


def held():
    return sorted(ClaReview.objects.filter(known_until=None).values_list("held_on", flat=True))


def test_what_a_run_brought_is_closed_and_stays_to_be_read():
    child = make_child()
    add("cla_review", child, held_on=date(2026, 1, 5), run_id="it")
    assert undo("it")["closed"] == 1
    assert held() == []
    assert ClaReview.objects.get().closed_run_id == "it"


def test_what_a_run_corrected_is_as_it_was_with_its_first_run_file_and_line():
    child = make_child()
    key = add("cla_review", child, held_on=date(2026, 1, 5), run_id="first", file="old.csv", line=9)
    change("cla_review", child, key, held_on=date(2026, 1, 6), run_id="it")
    counts = undo("it")
    row = ClaReview.objects.get(known_until=None)
    assert (row.held_on, row.run_id, row.file, row.line) == (date(2026, 1, 5), "first", "old.csv", 9)
    assert (counts["closed"], counts["brought_back"], counts["changed_children"]) == (1, 1, 1)


def test_undone_twice_is_undone_once():
    child = make_child()
    key = add("cla_review", child, held_on=date(2026, 1, 5))
    change("cla_review", child, key, held_on=date(2026, 1, 6), run_id="it")
    undo("it")
    assert set(undo("it").values()) == {0}
    assert held() == [date(2026, 1, 5)]


def test_two_runs_are_undone_in_turn():
    child = make_child()
    key = add("cla_review", child, held_on=date(2026, 1, 5), run_id="one")
    change("cla_review", child, key, held_on=date(2026, 1, 6), run_id="two")
    change("cla_review", child, key, held_on=date(2026, 1, 7), run_id="three")
    seen = [held()]
    for run_id in ("three", "two", "one"):
        undo(run_id)
        seen.append(held())
    assert seen == [[date(2026, 1, 7)], [date(2026, 1, 6)], [date(2026, 1, 5)], []]


def test_a_run_on_which_a_later_run_was_built_says_what_and_changes_nothing():
    child = make_child()
    key = add("cla_review", child, held_on=date(2026, 1, 5), run_id="one")
    change("cla_review", child, key, held_on=date(2026, 1, 6), run_id="two")
    with pytest.raises(BuiltUpon) as refused:
        undo("one")
    assert refused.value.by_object == {"cla_review": 1}
    assert held() == [date(2026, 1, 6)]


def test_forced_it_leaves_what_the_later_run_made():
    child = make_child()
    key = add("cla_review", child, held_on=date(2026, 1, 5), run_id="one")
    change("cla_review", child, key, held_on=date(2026, 1, 6), run_id="two")
    undo("one", force=True)
    assert held() == [date(2026, 1, 6)]


def test_a_child_of_whom_nothing_is_left_is_in_no_list():
    child = make_child(run_id="it")
    undo("it")
    assert not ChildNow.objects.filter(child=child).exists()
    assert queries.identifiers() == ({}, {}, set())


def again(born_on, local_id="500001"):
    return make_child(local_id=local_id, born_on=born_on, run_id="again")


def the_line():
    return ChildNow.objects.get().child.public_id


def test_the_same_child_brought_again_is_the_same_child():
    first = make_child(local_id="500001", born_on=date(2015, 5, 4), run_id="it")
    undo("it")
    again(date(2015, 5, 4))
    assert the_line() == first.public_id
    assert Child.objects.count() == 1


def test_the_number_with_another_birth_date_is_another_child():
    first = make_child(local_id="500001", born_on=date(2015, 5, 4), run_id="it")
    undo("it")
    again(date(2012, 1, 1))
    assert the_line() != first.public_id


def test_a_child_who_is_still_known_never_lends_its_identity():
    first = make_child(local_id="500001")
    make_child(local_id="500001", source="ssda903")
    assert ChildNow.objects.exclude(child=first).count() == 1


def test_a_row_of_an_import_undone_by_force_never_comes_back():
    child = make_child()
    key = add("cla_review", child, held_on=date(2026, 1, 5), run_id="a")
    change("cla_review", child, key, held_on=date(2026, 1, 6), run_id="b")
    undo("a", force=True)
    undo("b")
    assert held() == []


def test_beneath_an_import_undone_by_force_lies_what_it_had_replaced():
    child = make_child()
    key = add("cla_review", child, held_on=date(2026, 1, 4), run_id="first")
    change("cla_review", child, key, held_on=date(2026, 1, 5), run_id="a")
    change("cla_review", child, key, held_on=date(2026, 1, 6), run_id="b")
    undo("a", force=True)
    undo("b")
    assert held() == [date(2026, 1, 4)]


def test_a_child_of_whom_people_typed_something_is_not_taken_away_with_its_import():
    maya, child = cast.maya(), make_child(run_id="it")
    add("involvement", child, professional_ref="P0002", team_ref="T02", from_on=date(2025, 1, 1), run_id="work")
    operations.record_event(child=child, kind="core_group_held", on=AT.date(), key="form-1", by=maya, at=AT)
    undo("work")
    with pytest.raises(BuiltUpon) as refused:
        undo("it")
    assert refused.value.by_object == {"event": 1}
    assert ChildNow.objects.filter(child=child).exists()
    undo("it", force=True)
    assert not ChildNow.objects.filter(child=child).exists()


def test_what_was_typed_and_taken_back_keeps_no_import():
    sara, child = cast.sara(), make_child(run_id="it")
    said = {"child": child, "key": "form-1", "by": sara, "at": AT}
    operations.record_event(kind="core_group_held", on=AT.date(), **said)
    operations.withdraw(name="event", why="It was another child", **said)
    assert undo("it")["closed"]
