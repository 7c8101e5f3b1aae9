"""The trail's two tables. Both only ever grow: triggers refuse the rest, and the web role may insert and read."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from seenheard.lib.declared import holds
from seenheard.trail.fields import TransactionId, current_transaction


@holds(
    purpose="Show who looked at, or changed, what about whom, and when",
    retention="As long as the record of the children it names",
    sensitive=("by", "children", "why"),
    plain=("id", "at", "what", "about", "counts", "xid"),
)
class Entry(models.Model):
    """One look or one act. Identifiers are text, without foreign keys, so that nothing is undeletable because of it."""

    append_only = "insert"

    at = models.DateTimeField()
    by = models.TextField()
    what = models.TextField()
    children = ArrayField(models.TextField(), default=list)
    about = models.TextField(blank=True, default="")
    why = models.TextField(blank=True, default="")
    counts = models.JSONField(null=True)
    # The transaction that wrote the row, set by a trigger, as its number is: no writer can choose either.
    xid = TransactionId(db_default=current_transaction(), editable=False)

    class Meta:
        indexes = [
            GinIndex(fields=["children"], name="trail_entry_children"),
            models.Index(fields=["by", "at"], name="trail_entry_by"),
        ]


@holds(
    purpose="Show that no row of the trail was changed, removed or added afterwards",
    retention="As long as the trail",
    sensitive=(),
    plain=("position", "entry_id", "hash", "previous_hash"),
)
class Seal(models.Model):
    """The link at one position of the chain."""

    append_only = "insert"

    position = models.BigIntegerField(primary_key=True)
    # Not a foreign key: the chain must be able to say that its row is gone.
    entry_id = models.BigIntegerField(unique=True)
    hash = models.BinaryField()
    previous_hash = models.BinaryField()
