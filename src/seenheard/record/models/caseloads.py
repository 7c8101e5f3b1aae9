"""How many children a worker should hold at most, and which workers are in their first year."""

from django.db import models

from seenheard.lib.declared import holds

from ..domain.caseloads import STAGES
from .fact import STAFF_FILE


@holds(
    purpose="How many children a worker should hold at most, as the authority sets it, from which day on.",
    retention="As long as the database.",
    sensitive=(),
    plain=("id", "stage", "reached_at", "most", "from_on", "by", "at"),
)
class CaseloadLimit(models.Model):
    """For workers of one stage: with `reached_at` children the limit is reached, with more than `most` it is passed.

    The latest row that has begun counts; rows are added and never changed.
    """

    append_only = "insert"

    stage = models.CharField(max_length=20)
    reached_at = models.PositiveSmallIntegerField()
    most = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(stage__in=STAGES), name="caseloadlimit_stage_known"),
            models.CheckConstraint(
                condition=models.Q(most__gte=models.F("reached_at")), name="caseloadlimit_most_not_less"
            ),
        ]


@holds(
    purpose="Whether a worker is in the first year after qualifying: their caseload has its own limit.",
    retention=STAFF_FILE,
    sensitive=(),
    plain=("id", "worker_ref", "first_year_until_on", "by", "at"),
)
class WorkerStage(models.Model):
    """What a manager has said of a worker, by the record's key: in the first year until a day, or experienced.

    The latest row counts; of a worker without one it is not known.
    """

    append_only = "insert"

    worker_ref = models.TextField(db_index=True)
    first_year_until_on = models.DateField(null=True, blank=True)
    by = models.TextField()
    at = models.DateTimeField()
