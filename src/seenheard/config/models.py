"""What this installation is: one row, made with the database."""

from django.db import models

from seenheard.lib.declared import holds


@holds(
    purpose="Tells a demo database from a council's own, and lets its first administrator in once.",
    retention="As long as the database.",
    plain=("id", "born_demo_at", "invitation_hash", "invitation_until_at"),
)
class Installation(models.Model):
    """The one row about this database. `born_demo_at` is a real moment, never shifted, and never changes."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    born_demo_at = models.DateTimeField(null=True)
    invitation_hash = models.CharField(max_length=64, blank=True)
    invitation_until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_installation")]
