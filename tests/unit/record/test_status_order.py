"""One day, one source, two tables that tell the legal status: which stands does not hang on which row was written first."""

from datetime import date

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.record import queries
from seenheard.record.models import ChildNow
from tests.factories.record import AT, add, make_child

pytestmark = pytest.mark.django_db
SINCE = date(2026, 1, 5)
STATUS = ("legal_status", {"code": "C2", "from_on": SINCE})
EPISODE = ("cla_episode", {"legal_code": "C1", "from_on": SINCE, "start_reason": "S"})


@pytest.mark.parametrize("written", [(STATUS, EPISODE), (EPISODE, STATUS)], ids=["status first", "episode first"])
def test_the_legal_status_of_its_own_table_stands(written):
    for _ in range(3):  # so that the ids of the two tables are far apart
        add("legal_status", make_child(), code="C2", from_on=SINCE)
    child = make_child()
    for name, fields in written:
        add(name, child, **fields)
    whole = queries.whole_child(viewer=SYSTEM, child=child, on=AT.date())
    assert (whole.status.legal_code, ChildNow.objects.get(child=child).legal_code) == ("C2", "C2")
