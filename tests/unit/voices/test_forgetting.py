"""What is kept no longer than it is needed goes after a day; what tells that it was, stays."""

from datetime import timedelta

import pytest

from seenheard.trail.models import Entry
from seenheard.voices import operations
from seenheard.voices.models import ChildCode, ReplyDraft, Sitting, UsedCode, WrongTry
from seenheard.voices.operations import doors
from tests import cast

pytestmark = pytest.mark.django_db
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def test_wrong_tries_sittings_and_drafts_go_a_day_after_and_nothing_before(asked, at):
    doors.enter(secret="WRONGONE", kind="code", address="203.0.113.9", at=at)
    way = doors.make_child_way(child=asked.child, kind="code", form="11-17", language="en", by=cast.maya(), at=at)
    assert doors.enter(secret=way.secret, kind="code", address="203.0.113.9", at=at).token
    draft = {"content": {"health-answer": "green"}, "based_on": None, "by": cast.maya(), "at": at}
    operations.save_worker_draft(public_id=asked.public_id, **draft)
    written = Entry.objects.count()
    assert operations.forget(at=at + DAY - MINUTE) == operations.Forgotten(0, 0, 0)
    assert operations.forget(at=at + DAY) == operations.Forgotten(1, 0, 0)
    assert operations.forget(at=at + DAY + 16 * MINUTE) == operations.Forgotten(0, 1, 0), "nobody pressed for a day"
    assert not WrongTry.objects.exists() and not Sitting.objects.exists() and ReplyDraft.objects.exists()
    assert operations.forget(at=at + 28 * DAY) == operations.Forgotten(0, 0, 0), "the round has just ended"
    assert operations.forget(at=at + 29 * DAY) == operations.Forgotten(0, 0, 1)
    assert operations.forget(at=at + 29 * DAY) == operations.Forgotten(0, 0, 0)
    assert (ChildCode.objects.count(), UsedCode.objects.count(), Entry.objects.count()) == (1, 1, written)
