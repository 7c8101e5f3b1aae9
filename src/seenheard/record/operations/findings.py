"""Noting what cannot be right, run by run."""

from collections.abc import Collection

from django.db import connection

from seenheard.lib.copying import these

from ..domain.findings import READS, findings
from ..models import Finding
from ..queries.facts import facts_by_child

STAND_NO_MORE = "UPDATE record_finding SET stands = false WHERE stands AND child_id = ANY(%s::bigint[])"


def note_findings(*, child_ids: Collection[int], run_id: str) -> int:
    """Store what is noticed about these children as they are now; how many findings."""
    with connection.cursor() as cursor:
        cursor.execute(STAND_NO_MORE, [these(child_ids)])
    noted = [
        Finding(child_id=child_id, run_id=run_id, code=one.code, about=one.about, says=one.says)
        for child_id, facts in facts_by_child(sorted(child_ids), READS)
        for one in findings(facts)
    ]
    Finding.objects.bulk_create(noted, batch_size=2_000)
    return len(noted)
