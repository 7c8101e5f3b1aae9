"""Writing, sealing and verifying against the database."""

import threading

import pytest
from django.db import connection, connections, transaction
from django.db.transaction import TransactionManagementError

from seenheard.trail import heads, operations, queries
from seenheard.trail.models import Entry, Seal
from tests.unit.trail.conftest import AT

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_row_outside_a_transaction_is_refused():
    with pytest.raises(TransactionManagementError):
        operations.write(what="signed_in", by="maya", at=AT)
    assert not Entry.objects.exists()


def test_a_row_goes_when_its_act_is_taken_back():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        operations.write(what="signed_in", by="maya", at=AT)
        1 / 0  # noqa: B018
    assert not Entry.objects.exists()


def test_who_saw_this_child_is_one_question(write):
    write(children=["c1", "c2"])
    write(children=["c2"])
    assert queries.entries_about("c1").count() == 1
    assert queries.entries_about("c2").count() == 2


def test_sealing_links_every_finished_row_and_notes_the_head_outside(write):
    for _ in range(5):
        write()
    assert operations.seal(at=AT) == 5
    assert heads.noted() == {5: bytes(queries.last_seal().hash)}
    verdict = queries.verify()
    assert (verdict.fault, verdict.sealed, verdict.not_yet_sealed) == (None, 5, 0)


def test_sealing_twice_seals_nothing_new(write):
    write()
    operations.seal(at=AT)
    assert operations.seal(at=AT) == 0
    assert Seal.objects.count() == 1


def test_sealing_goes_on_where_it_stopped_in_batches(write, monkeypatch):
    monkeypatch.setattr(operations, "BATCH", 3)
    for _ in range(7):
        write()
    assert operations.seal(at=AT) == 7
    write()
    assert operations.seal(at=AT) == 1
    assert queries.verify().fault is None


def test_verifying_says_how_many_rows_are_not_yet_sealed(write):
    write()
    operations.seal(at=AT)
    write()
    assert queries.verify().not_yet_sealed == 1


def test_a_writer_cannot_choose_its_place_in_the_order(write):
    with transaction.atomic():
        Entry.objects.create(id=10**9, what="signed_in", by="maya", at=AT, xid=3)
    assert Entry.objects.get().xid > 3
    assert Entry.objects.get().id < 10**9


def test_a_row_behind_an_unfinished_transaction_waits_so_that_nothing_can_come_before_it(write):
    """The slow writer began first: its row, once committed, must stand before the quick one's."""
    began, may_finish = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            operations.write(what="slow", by="tom", at=AT)
            began.set()
            may_finish.wait(10)
        connections.close_all()

    writer = threading.Thread(target=slow)
    writer.start()
    assert began.wait(10)
    write(what="quick")
    assert operations.seal(at=AT) == 0
    may_finish.set()
    writer.join(10)
    assert operations.seal(at=AT) == 2
    order = Seal.objects.order_by("position").values_list("entry_id", flat=True)
    assert [Entry.objects.get(pk=pk).what for pk in order] == ["slow", "quick"]


def test_a_long_transaction_that_writes_no_trail_row_holds_nothing_up(write):
    """An import in another room, or in another database of the same server."""
    began, may_finish = threading.Event(), threading.Event()

    def long():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
            began.set()
            may_finish.wait(10)
        connections.close_all()

    importer = threading.Thread(target=long)
    importer.start()
    assert began.wait(10)
    write()
    assert operations.seal(at=AT) == 1
    may_finish.set()
    importer.join(10)


def test_rows_of_a_savepoint_taken_back_leave_no_gap_in_the_waiting(write):
    with transaction.atomic():
        try:
            with transaction.atomic():
                operations.write(what="taken_back", by="maya", at=AT)
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass
        operations.write(what="kept", by="maya", at=AT)
        assert queries.ready_to_seal(after=None, limit=10) == []
    assert operations.seal(at=AT) == 1
    assert queries.verify().fault is None


def test_after_a_restore_into_a_new_cluster_sealing_goes_on(write):
    """Transaction numbers start low again: rows sealed long ago then carry numbers from the future."""
    write()
    operations.seal(at=AT)
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("TRUNCATE trail_seal")
        cursor.execute("UPDATE trail_entry SET xid = '900000000000'::xid8")
    for file in heads.Path(heads.settings.TRAIL_HEADS_FOLDER).glob("*"):
        file.unlink()
    operations.seal(at=AT)
    write()
    assert operations.seal(at=AT) == 1
    assert queries.verify().fault is None
