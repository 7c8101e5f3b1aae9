"""Rounds: from which day until which a child's voices are asked, and how a round ended."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from seenheard.lib.declared import holds

from .columns import CHILD_FILE, of_child, public_id, words

LONGEST = timedelta(days=28)


@holds(
    purpose="That this child's voices were asked, about what, and until when.",
    retention=CHILD_FILE,
    plain=(
        "id",
        "public_id",
        "child",
        "opened_on",
        "closes_on",
        "why",
        "review_on",
        "categories",
        "voices",
        "by",
        "at",
    ),
)
class Round(models.Model):
    """One asking. `categories` (keys, in order) and `voices` are those asked when it was opened, and stay so.

    `closes_on`: the first day on which nothing more can be sent, 28 days on at most. `why`: before a review, every
    three months, or by somebody's wish. `review_on`: the review it is for.
    """

    append_only = "insert"

    public_id = public_id()
    child = of_child()
    opened_on = models.DateField()
    closes_on = models.DateField()
    why = models.CharField(max_length=30)
    review_on = models.DateField(null=True)
    categories = ArrayField(models.TextField())
    voices = ArrayField(models.TextField())
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gt=F("opened_on")) & Q(closes_on__lte=F("opened_on") + LONGEST),
                name="round_lasts_at_most_28_days",
            ),
            models.CheckConstraint(condition=~Q(categories=[]) & ~Q(voices=[]), name="round_asks_somebody_something"),
            models.UniqueConstraint(fields=["child", "opened_on"], name="round_one_a_day"),
        ]
        indexes = [models.Index(fields=["closes_on"], name="round_closing")]


class How(models.TextChoices):
    """How a round ended before its last day."""

    ALL_ANSWERED = "all answered", "Everybody who was asked has answered"
    CLOSED = "closed", "Somebody closed it"
    LEFT = "left", "The child is not asked any more"


@holds(
    purpose="That a round ended before its last day, and why.",
    retention=CHILD_FILE,
    sensitive=("reason",),
    plain=("id", "child", "round", "how", "by", "at"),
)
class RoundEnd(models.Model):
    """The end of one round. On its last day a round is over without one."""

    append_only = "insert"

    child = of_child()
    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="end")
    how = models.CharField(max_length=20, choices=How.choices)
    reason = words()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(how__in=How.values), name="round_end_known")]
