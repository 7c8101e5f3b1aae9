"""Reports as they were published. Rows are only added: a report is never counted again, and never changed."""

import uuid

from django.db import models
from django.db.models import Q

from seenheard.lib.declared import holds

FOR_GOOD = "For good: what was published stays as it was read."


@holds(
    purpose="What partners and scrutiny were shown of a quarter, small numbers hidden; no child is in it.",
    retention=FOR_GOOD,
    plain=("id", "public_id", "on", "version", "text", "digest", "by", "at"),
)
class Published(models.Model):
    """The report of one quarter: `on` is its last day. `text`: the tables as shown (`domain.published.read`).

    A quarter is published once, also where its report was withdrawn: two tables of one day that differ by a child
    would tell of that child. `version`: of the list of tables. `digest`: SHA-256 of the text.
    """

    append_only = "insert"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    on = models.DateField(unique=True)
    version = models.CharField(max_length=20)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    by = models.TextField()
    at = models.DateTimeField()


@holds(
    purpose="That a published report was wrong, who said so, and why: its figures are shown no more.",
    retention=FOR_GOOD,
    sensitive=("why",),
    plain=("id", "published", "by", "at"),
)
class Withdrawn(models.Model):
    """One report, withdrawn. Its row stays."""

    append_only = "insert"

    published = models.OneToOneField(Published, on_delete=models.PROTECT, related_name="withdrawn")
    why = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="withdrawn_says_why")]
