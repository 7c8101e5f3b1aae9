"""What was published. No child is in it: nothing here asks who looks."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from ..models import Published


class NoSuchReport(LookupError):
    """No report has this id."""


def published() -> Sequence[Published]:
    """Every report, the latest quarter first, those withdrawn too."""
    return list(Published.objects.select_related("withdrawn").order_by("-on"))


def published_report(*, public_id: UUID) -> Published:
    """One report. Raises NoSuchReport."""
    found = Published.objects.select_related("withdrawn").filter(public_id=public_id).first()
    if found is None:
        raise NoSuchReport
    return found
