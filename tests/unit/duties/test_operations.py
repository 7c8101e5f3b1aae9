"""Taking changes and rebuilding: what is written, what is left, and what the trail is told."""

from datetime import date

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.duties import operations
from seenheard.duties.models import Clock
from seenheard.record import operations as record_operations
from seenheard.trail.models import Entry
from tests.factories import record as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def child():
    child = made.make_child(born_on=date(2012, 5, 4))
    made.add("cla_episode", child, from_on=date(2026, 3, 2), legal_code="C2")
    return child


def test_a_changed_child_gets_clocks_once(child, at):
    assert operations.take_changes(by=SYSTEM, at=at) == 1
    first_review = Clock.objects.get(child=child, rule="LR-01")
    assert (first_review.due_on, first_review.ended_on, first_review.act_by_on) == (
        date(2026, 3, 30),
        None,
        date(2026, 3, 30),
    )
    assert operations.take_changes(by=SYSTEM, at=at) == 0


def test_a_review_held_meets_its_clock_and_starts_the_next(child, at):
    made.add("cla_review", child, held_on=date(2026, 3, 20))
    operations.take_changes(by=SYSTEM, at=at)
    met = Clock.objects.get(child=child, rule="LR-01")
    assert (met.ended_on, met.ended_how) == (date(2026, 3, 20), "met")
    assert Clock.objects.get(child=child, rule="LR-02").due_on == date(2026, 6, 20)


def test_what_has_not_changed_keeps_its_row(child, at):
    operations.take_changes(by=SYSTEM, at=at)
    before = set(Clock.objects.values_list("id", "rule"))
    made.add("cla_review", child, held_on=date(2026, 3, 20))
    operations.take_changes(by=SYSTEM, at=at)
    after = set(Clock.objects.values_list("id", "rule"))
    assert {rule for _, rule in before - after} >= {"LR-01"}
    assert before & after, "clocks that no review touches must stay the same rows"


def test_a_failure_leaves_the_marks_of_change_for_the_next_try(child, at, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(operations, "replace_lines", _broken)
        with pytest.raises(RuntimeError):
            operations.take_changes(by=SYSTEM, at=at)
    assert not Clock.objects.exists()
    assert operations.take_changes(by=SYSTEM, at=at) == 1


def _broken(*rows):
    raise RuntimeError("the database went away")


def test_many_children_are_taken_in_bounded_batches(at, monkeypatch):
    monkeypatch.setattr(operations, "BATCH", 2)
    for _ in range(5):
        made.make_child(born_on=date(2012, 5, 4))
    assert operations.take_changes(by=SYSTEM, at=at) == 5
    assert Entry.objects.filter(what="took_changes").count() == 3
    assert record_operations.take_changed(limit=10) == []


def test_a_rebuild_writes_what_is_missing_and_the_second_writes_nothing(child, at):
    operations.take_changes(by=SYSTEM, at=at)
    kept = Clock.objects.count()
    Clock.objects.filter(rule="LR-01").delete()
    done = operations.rebuild(by=SYSTEM, at=at)
    assert (done.written, done.removed, done.kept) == (1, 0, kept - 1)
    assert operations.rebuild(by=SYSTEM, at=at) == operations.Rebuilt(children=1, kept=kept)
    assert Entry.objects.filter(what="rebuilt_clocks").count() == 2


def test_a_rebuild_is_in_the_trail_though_the_planner_could_not_be_told(child, at, monkeypatch):
    monkeypatch.setattr(operations, "MANY", 1)
    monkeypatch.setattr(operations, "_take_statistics", _broken)
    with pytest.raises(RuntimeError):
        operations.rebuild(by=SYSTEM, at=at)
    assert Clock.objects.exists()
    assert Entry.objects.filter(what="rebuilt_clocks").count() == 1


def test_a_row_stored_twice_is_taken_away(child, at):
    operations.take_changes(by=SYSTEM, at=at)
    twin = Clock.objects.get(rule="LR-01")
    twin.pk = None
    twin.save()
    done = operations.rebuild(by=SYSTEM, at=at)
    assert (done.written, done.removed) == (0, 1)
    assert Clock.objects.filter(rule="LR-01").count() == 1
