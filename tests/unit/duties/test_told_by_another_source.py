"""The same thing told by a person, then by a file, or the other way round: one prompt, and what was answered stays."""

from datetime import date, timedelta

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.duties import operations
from seenheard.prompts import operations as prompts
from seenheard.prompts.models import Prompt
from seenheard.record import operations as record
from tests import cast
from tests.factories import record as made

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 24)


@pytest.fixture
def child():
    """A child in need, of whom our files would tell care and its reviews."""
    return made.make_child(born_on=date(2012, 5, 4), tables=["cla_episode", "cla_review"])


def type_it(child, at):
    record.record_event(
        child=child, kind="became_looked_after", on=ON, key="ours", facts={"care": "ours"}, by=SYSTEM, at=at
    )
    operations.take_changes(by=SYSTEM, at=at)


def import_it(child, at):
    facts = {"from_on": ON, "care_ref": "CARE", "start_reason": "S"}
    made.add("cla_episode", child, run_id="r-1", at=at, **facts)
    operations.take_changes(by=SYSTEM, at=at)


def undo_it(at):
    record.undo(run_id="r-1", by=SYSTEM, at=at)
    operations.take_changes(by=SYSTEM, at=at)


def withdraw_it(child, at):
    record.withdraw(name="event", child=child, key="ours", why="A file tells of it", by=SYSTEM, at=at)
    operations.take_changes(by=SYSTEM, at=at)


def review(child):
    """The prompt of the first review; there is never another."""
    return Prompt.objects.get(child=child, cause="LR-01", gone_at=None)


def answered(child, at):
    prompt = review(child)
    prompts.act(prompt_id=prompt.pk, outcome="mine", by=cast.sara(), at=at)
    return prompt.pk


def test_typed_then_imported_then_the_import_undone(child, at):
    type_it(child, at)
    first = answered(child, at)
    for step in (lambda: import_it(child, at), lambda: undo_it(at + timedelta(hours=1))):
        step()
        assert (review(child).pk, review(child).outcome) == (first, "mine")
    assert Prompt.objects.filter(child=child, cause="LR-01").count() == 1


def test_imported_then_typed_then_what_was_typed_taken_back(child, at):
    import_it(child, at)
    first = answered(child, at)
    for step in (lambda: type_it(child, at), lambda: withdraw_it(child, at + timedelta(hours=1))):
        step()
        assert (review(child).pk, review(child).outcome) == (first, "mine")
    assert Prompt.objects.filter(child=child, cause="LR-01").count() == 1


def test_a_prompt_of_another_key_is_another_turns_this_check_red(child, at, monkeypatch):
    monkeypatch.setattr("seenheard.prompts.operations.giving.told_otherwise", lambda gone, new: [])
    with pytest.raises(AssertionError):
        test_imported_then_typed_then_what_was_typed_taken_back(child, at)
