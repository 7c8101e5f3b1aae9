"""What waits for somebody among the things that people typed."""

from datetime import UTC, date, datetime

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.record import operations, queries
from seenheard.record.domain import to_prompt
from tests import cast
from tests.unit.record.test_recording import AT, hers, visit

pytestmark = pytest.mark.django_db


def test_todays_visit_is_not_the_one_that_is_booked_today_for_later():
    maya, child = cast.maya(), hers()
    visit([child], maya, on=AT.date())
    operations.book(child=child, kind="visit", planned_on=date(2026, 4, 14), key="b1", by=maya, at=AT)
    (history,) = queries.histories(child_ids=[child.pk], viewer=SYSTEM)
    facts = queries.typed_of(child_ids=[child.pk], names=to_prompt.READS)[child.pk]
    assert [one.cause for one in to_prompt.waiting(history, facts)] == ["booking_missed"]
    later = datetime(2026, 4, 12, 9, tzinfo=UTC)
    visit([child], maya, on=date(2026, 4, 11), key="v2", at=later)
    (history,) = queries.histories(child_ids=[child.pk], viewer=SYSTEM)
    assert list(to_prompt.waiting(history, facts)) == []
