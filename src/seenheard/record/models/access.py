"""Who may see a child beyond, or in spite of, the work they do: restrictions, conflicts declared, records opened.

Rows are added and never changed. What is over early has its end beside it.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from seenheard.lib.declared import holds

from .child import Child
from .fact import CHILD_FILE


class Ended(models.Model):
    """The early end of a row beside it: from which day on, by whom and why."""

    append_only = "insert"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField()
    by = models.TextField()
    at = models.DateTimeField()
    why = models.TextField()

    class Meta:
        abstract = True
        constraints = [models.CheckConstraint(condition=~models.Q(why=""), name="%(class)s_says_why")]


@holds(
    purpose="That a child is seen by named people only, who they are, until when, and why.",
    retention=CHILD_FILE,
    sensitive=("people", "why"),
    plain=("id", "public_id", "child", "from_on", "until_on", "by", "at"),
)
class Restriction(models.Model):
    """From a day until another (or open) nobody but these people sees that the child is here."""

    append_only = "insert"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    people = ArrayField(models.TextField())
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    by = models.TextField()
    at = models.DateTimeField()
    why = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gt=models.F("from_on")),
                name="restriction_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~models.Q(why=""), name="restriction_says_why"),
            models.CheckConstraint(condition=~models.Q(people=[]), name="restriction_names_somebody"),
        ]


@holds(
    purpose="That a restriction was ended or replaced before its day, and why.",
    retention=CHILD_FILE,
    sensitive=("why",),
    plain=("id", "child", "restriction", "ended_on", "by", "at"),
)
class EndedRestriction(Ended):
    """One restriction, over early: from `ended_on` on it hides nothing."""

    restriction = models.OneToOneField(Restriction, on_delete=models.PROTECT, related_name="ended")

    class Meta(Ended.Meta):
        pass


@holds(
    purpose="That somebody has said they know a child or the family, and so must not see the file.",
    retention=CHILD_FILE,
    sensitive=("kind", "why"),
    plain=("id", "public_id", "child", "person_public_id", "at"),
)
class Conflict(models.Model):
    """One person's own word that a child is a relative, or that they know the family."""

    append_only = "insert"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    person_public_id = models.TextField(db_index=True)
    kind = models.TextField()
    why = models.TextField(blank=True, default="")
    at = models.DateTimeField()


@holds(
    purpose="That a declared conflict no longer stands, who says so, and why.",
    retention=CHILD_FILE,
    sensitive=("why",),
    plain=("id", "child", "conflict", "ended_on", "by", "at"),
)
class EndedConflict(Ended):
    """One declared conflict that somebody else has ended."""

    conflict = models.OneToOneField(Conflict, on_delete=models.PROTECT, related_name="ended")

    class Meta(Ended.Meta):
        pass


@holds(
    purpose="That somebody opened a child's record whom their own work does not let see it, for a short time, and why.",
    retention=CHILD_FILE,
    sensitive=("reason", "why"),
    plain=("id", "public_id", "child", "person_public_id", "kind", "at", "until_at"),
)
class Opening(models.Model):
    """One record opened, on duty or by break-glass, for one person and for a time. For looking only."""

    append_only = "insert"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    person_public_id = models.TextField()
    kind = models.TextField()
    reason = models.TextField()
    why = models.TextField()
    at = models.DateTimeField()
    until_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person_public_id", "until_at"], name="record_opening_by")]
        constraints = [
            models.CheckConstraint(condition=models.Q(until_at__gt=models.F("at")), name="opening_ends_after"),
            models.CheckConstraint(condition=~models.Q(why=""), name="opening_says_why"),
        ]
