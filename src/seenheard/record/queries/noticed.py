"""What the record noticed in the files, for those who mend them and those who may see the child."""

from datetime import date

from django.db.models import Count, QuerySet

from ..models import Finding
from ..permissions import can_mend_an_import
from .seeing import visible_children


def findings(*, viewer, on: date, run_id: str | None = None) -> QuerySet[Finding]:
    """Findings of one run, or all that stand now; newest first.

    Somebody who mends imports gets those of every open file, others those of the children they may see.
    """
    seen = Finding.objects.select_related("child").order_by("-id")
    seen = seen.filter(stands=True) if run_id is None else seen.filter(run_id=run_id)
    if can_mend_an_import(viewer):
        return seen.exclude(child__now__adopted_closed=True)
    return seen.filter(child__in=visible_children(viewer=viewer, on=on))


def findings_by_code(*, viewer, on: date, run_id: str | None = None) -> dict[str, int]:
    """How many of each code, the most frequent first."""
    counted = findings(viewer=viewer, on=on, run_id=run_id).order_by().values_list("code")
    return dict(counted.annotate(how_many=Count("id")).order_by("-how_many", "code"))
