"""Looks that stand out, for the guardian of records, and what the guardian judged of each."""

from django.db import models

from seenheard.lib.declared import holds

from .access import Opening
from .child import Child

AS_THE_TRAIL = "As long as the trail."


@holds(
    purpose="That a look at a child's record stands out and has to be judged by the guardian of records.",
    retention=AS_THE_TRAIL,
    sensitive=("reason",),
    plain=("id", "child", "person_public_id", "looked_on", "first_at", "children", "opening"),
)
class Noticed(models.Model):
    """One reason why one person's looks at one child, on one day, stand out.

    A sweep is of many children and names none; `children` says how many. Noticed twice it is written once.
    """

    append_only = "insert"

    child = models.ForeignKey(Child, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person_public_id = models.TextField()
    looked_on = models.DateField()
    reason = models.TextField()
    first_at = models.DateTimeField()
    children = models.IntegerField(null=True, blank=True)
    opening = models.OneToOneField(Opening, null=True, blank=True, on_delete=models.PROTECT, related_name="noticed")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_public_id", "looked_on", "child", "reason", "opening"],
                nulls_distinct=False,
                name="noticed_once",
            )
        ]


@holds(
    purpose="What the guardian of records judged of a look, in words, by whom and when.",
    retention=AS_THE_TRAIL,
    sensitive=("verdict", "words"),
    plain=("id", "child", "noticed", "by", "at"),
)
class Judgement(models.Model):
    """One judgement. Asking the person may come before it, once; what was judged stays judged."""

    append_only = "insert"

    child = models.ForeignKey(Child, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    noticed = models.ForeignKey(Noticed, on_delete=models.PROTECT, related_name="judgements")
    verdict = models.TextField()
    words = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["noticed"], condition=models.Q(verdict="asked"), name="judgement_asked_once"
            ),
            models.UniqueConstraint(
                fields=["noticed"], condition=~models.Q(verdict="asked"), name="judgement_judged_once"
            ),
            models.CheckConstraint(condition=~models.Q(words=""), name="judgement_says_why"),
        ]


@holds(
    purpose="How far the trail has been looked through.", retention="As long as the database.", plain=("id", "entry_id")
)
class LookedThrough(models.Model):
    """The number of the last trail row that was looked through for looks that stand out."""

    entry_id = models.BigIntegerField(default=0)
