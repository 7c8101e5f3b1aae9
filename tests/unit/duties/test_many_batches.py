"""Reading what is stored for a batch costs the same however much earlier batches have stored."""

import pytest
from django.db import connection

from seenheard.duties import operations
from seenheard.duties.domain import tallies

pytestmark = pytest.mark.django_db
CHILDREN, EACH, BATCH = 3_000, 10, 300
# As an import leaves them: no statistics yet.
STORED = """
INSERT INTO duties_tally (child_id, rule, missing, act_by_on, due_on, from_on, until_on, number)
SELECT child_id, 'LR-01', '', '2026-03-30', '2026-03-30', '2026-03-02', '9999-12-31', number
FROM generate_series(1, %s) AS child_id, generate_series(1, %s) AS number
"""
READ_THROUGH = "SELECT seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'duties_tally'"


def test_a_batch_is_looked_up_though_nothing_is_known_of_the_table():
    with connection.cursor() as cursor:
        cursor.execute(STORED, [CHILDREN, EACH])
        cursor.execute(READ_THROUGH)
        before = cursor.fetchone()[0]
        batch = range(BATCH, 2 * BATCH)
        stored = operations.stored_lines(batch, table="duties_tally", columns=tallies.COLUMNS)
        cursor.execute(READ_THROUGH)
        assert len(stored) == BATCH * EACH
        assert cursor.fetchone()[0] == before
