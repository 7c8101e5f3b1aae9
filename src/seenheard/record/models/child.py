"""A child: our own identity, to which every fact points; and who may open a file closed by adoption."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models

from seenheard.lib.declared import holds

from .fact import ADOPTION_FILE, CHILD_FILE

if TYPE_CHECKING:
    from .access import Opening


@holds(
    purpose="Our own identity for a child: never a council's number, never a name.",
    retention=CHILD_FILE,
    plain=("id", "public_id", "first_run"),
)
class Child(models.Model):
    """One child. Nothing is known here: everything known is a fact with its source."""

    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    first_run = models.TextField()

    found_for: tuple | None = None  # who was let in to this very object, and on which day: see queries.seeing
    opened: Opening | None = None  # by which opening, where that alone let somebody in

    def __str__(self) -> str:
        return str(self.public_id)


@holds(
    purpose="Who may open the file of a child who left by adoption: nobody else sees that it exists.",
    retention=ADOPTION_FILE,
    sensitive=("why",),
    plain=("id", "child", "person_public_id", "from_on", "until_on", "by", "at"),
)
class NamedAccess(models.Model):
    """One named person's leave to open one closed file, for a time and with a reason."""

    append_only = "insert"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    person_public_id = models.TextField()
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    by = models.TextField()
    at = models.DateTimeField()
    why = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gt=models.F("from_on")),
                name="namedaccess_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~models.Q(why=""), name="namedaccess_says_why"),
        ]


@holds(
    purpose="That somebody named for a closed file was shut out before the day given, and why.",
    retention=ADOPTION_FILE,
    sensitive=("why",),
    plain=("id", "child", "naming", "ended_on", "by", "at"),
)
class EndedAccess(models.Model):
    """One naming, over early: from `ended_on` on it opens nothing. The naming itself stays as it was written."""

    append_only = "insert"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    naming = models.OneToOneField(NamedAccess, on_delete=models.PROTECT, related_name="ended")
    ended_on = models.DateField()
    by = models.TextField()
    at = models.DateTimeField()
    why = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(why=""), name="endedaccess_says_why")]
