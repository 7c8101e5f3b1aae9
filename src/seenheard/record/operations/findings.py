"""Noting what cannot be right, run by run."""

from collections.abc import Collection

from ..domain.findings import READS, findings
from ..models import Finding
from ..queries.facts import facts_by_child


def note_findings(*, child_ids: Collection[int], run_id: str) -> int:
    """Store what is noticed about these children as they are now; how many findings."""
    Finding.objects.filter(child__in=list(child_ids), stands=True).update(stands=False)
    noted = [
        Finding(child_id=child_id, run_id=run_id, code=one.code, about=one.about, says=one.says)
        for child_id, facts in facts_by_child(sorted(child_ids), READS)
        for one in findings(facts)
    ]
    Finding.objects.bulk_create(noted, batch_size=2_000)
    return len(noted)
