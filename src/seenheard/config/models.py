"""What this installation is: one row, made with the database."""

from django.db import models

from seenheard.lib.declared import holds


@holds(
    purpose="Tells a demo database from a council's own, and remembers the last day whose change was taken in.",
    retention="As long as the database.",
    plain=("id", "born_demo_at", "demo_made_at", "day_taken_on", "counted_by"),
)
class Installation(models.Model):
    """The one row about this database. `born_demo_at` is a real moment, never shifted, and never changes."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    born_demo_at = models.DateTimeField(null=True)
    demo_made_at = models.DateTimeField(null=True)  # empty while the demo is being made: the next start begins again
    day_taken_on = models.DateField(null=True)
    counted_by = models.CharField(max_length=64, blank=True)  # the rules by which the stored clocks were reckoned

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_installation")]
