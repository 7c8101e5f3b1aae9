"""Two imports at once, readers meanwhile, and the role that serves."""

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from seenheard.accounts.domain import SYSTEM
from seenheard.record import operations, queries
from seenheard.record.domain.changes import Changes, NotAsProposed
from seenheard.record.models import Child, ChildNow, ClaReview
from tests.factories.record import AT, add, change, incoming, make_child, take_in


def in_threads(*acts):
    """Run them at once; what each returned or raised."""
    outcomes: list = [None] * len(acts)

    def run(place, act):
        try:
            outcomes[place] = act()
        except Exception as error:  # noqa: BLE001 - looked at by the test
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=it) for it in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


def bringing(local_id, source, run_id):
    row = incoming("linked_identifier", local_id, row_key=local_id, kind="la_child_id", value=local_id)
    changes = Changes(new_children=[local_id], inserts={"linked_identifier": [row]})
    return lambda: take_in(changes, source=source, run_id=run_id, at=AT)


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_file_at_once_are_one_import_and_one_refusal():
    outcomes = in_threads(bringing("A", "ssd", "one"), bringing("A", "ssd", "two"))
    assert sorted(type(outcome) for outcome in outcomes if isinstance(outcome, Exception)) == [NotAsProposed]
    assert (Child.objects.count(), ChildNow.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_one_run_applied_by_two_jobs_at_once_is_applied_once():
    outcomes = in_threads(bringing("A", "ssd", "it"), bringing("A", "ssd", "it"))
    assert sorted(outcome["inserted"] for outcome in outcomes) == [0, 1]
    assert Child.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_people_read_on_while_an_import_is_being_written():
    child = make_child(local_id="500001")
    with transaction.atomic():
        add("cla_visit", child, visited_on=date(2026, 1, 5))
        (read,) = in_threads(lambda: next(queries.histories(child_ids=[child.pk], viewer=SYSTEM)))
        assert read.happenings == ()
    assert len(next(queries.histories(child_ids=[child.pk], viewer=SYSTEM)).happenings) == 1


def test_the_role_that_serves_can_take_in_correct_and_undo(as_web_role):
    child = make_child(local_id="500001")
    key = add("cla_review", child, held_on=date(2026, 1, 5))
    change("cla_review", child, key, held_on=date(2026, 1, 6), run_id="it")
    operations.refresh_now(on=AT.date())
    assert operations.take_changed(limit=5) == [child.pk]
    operations.undo(run_id="it", by=SYSTEM, at=AT)
    assert ClaReview.objects.get(known_until=None).held_on == date(2026, 1, 5)
