"""Files of an import on the disk: encrypted, all or none, never more than there is room for, gone when they should be."""

import pytest
from django.db import transaction

from seenheard.accounts.domain import SYSTEM
from seenheard.returns import operations
from seenheard.returns.models import KeptFile
from seenheard.returns.operations.keeping import contents
from tests.factories.returns import imported, moment, reading

pytestmark = pytest.mark.django_db

REVIEW = {"CHILD": "A1", "DOB": "2015-05-01", "REVIEW": "2026-01-05", "REVIEW_CODE": "PN1"}


def test_files_are_kept_encrypted_under_random_names_and_go_when_the_authority_says_so(own_files, settings):
    run = operations.receive(files=[("../../etc/secret name.csv", b"CHILD,DOB\nA1,")], by=SYSTEM, at=moment())
    kept = KeptFile.objects.get()
    stored = own_files / kept.stored_as
    assert len(kept.stored_as) == 40 and b"CHILD" not in stored.read_bytes()
    assert stored.stat().st_mode & 0o077 == 0 and (own_files / "key").stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in own_files.iterdir()) == sorted(["key", kept.stored_as])
    assert contents(run) == [("../../etc/secret name.csv", b"CHILD,DOB\nA1,")]


def test_files_go_only_when_what_let_them_go_has_come_to_pass(own_files):
    run = operations.receive(files=[("a.csv", b"x")], by=SYSTEM, at=moment())
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        operations.abandon(run=run, by=SYSTEM, at=moment())
        raise ZeroDivisionError
    kept = KeptFile.objects.get(run=run)
    assert not kept.deleted and (own_files / kept.stored_as).exists()


@pytest.mark.parametrize(("after", "left"), [("keep", 1), ("delete", 0)])
def test_what_becomes_of_files_after_apply(settings, after, left, django_capture_on_commit_callbacks, own_files):
    settings.FILES_AFTER_APPLY = after
    with django_capture_on_commit_callbacks(execute=True):
        imported(reading("ssda903", {"reviews": [REVIEW]}))
    assert len([path for path in own_files.iterdir() if path.name != "key"]) == left


def test_a_full_store_refuses_with_a_sentence(settings, own_files):
    settings.FILES_QUOTA_BYTES = 10
    with pytest.raises(operations.NotKept, match="no room"):
        operations.receive(files=[("a.csv", b"x" * 100)], by=SYSTEM, at=moment())
    assert not [path for path in own_files.iterdir() if path.name != "key"]


def test_a_store_that_is_full_in_the_middle_keeps_nothing_of_the_files_before(settings, own_files):
    settings.FILES_QUOTA_BYTES = 500
    with pytest.raises(operations.NotKept, match="no room"):
        operations.receive(files=[("a.csv", b"x" * 100), ("b.csv", b"x" * 400)], by=SYSTEM, at=moment())
    assert not [path for path in own_files.iterdir() if path.name != "key"]
