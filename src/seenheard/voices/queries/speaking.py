"""Who is the worker's voice of a child: whoever the record names as its worker, and who stands in for them."""

from __future__ import annotations

from datetime import date

from seenheard.accounts import queries as accounts

from ..permissions import can_rate_plan, can_speak_as_worker


def speaks_as_worker(*, viewer, child, on: date) -> bool:
    """Whether this person answers as the worker of a child whom they see. Where the child's worker is nobody who could
    answer here (none is named, who is has no account, left, or manages), any social worker who sees the child; a
    colleague of the worker's does not: what is sent stands, and opens what others said."""
    if not can_speak_as_worker(viewer):
        return False
    worker = child.now.worker_ref
    if not worker or any(worker in one.worker_refs for one in (viewer, *accounts.covered_by(viewer=viewer, on=on))):
        return True
    return not any(map(can_speak_as_worker, accounts.people_known_by(worker_refs=[worker])))


def rates_plan(*, viewer, child, on: date) -> bool:
    """Whether this person rates the care plan of a child whom they see: its worker, or a reviewing officer."""
    if can_speak_as_worker(viewer):
        return speaks_as_worker(viewer=viewer, child=child, on=on)
    return can_rate_plan(viewer)
