"""What every fact has: whose it is, where it was read, and from when until when we knew it.

Rows are only inserted. `known_until` and `closed_run_id` are set once, together; a trigger on every fact table
refuses any other change, and DELETE and TRUNCATE (migration 0002).
"""

from django.db import models

from seenheard.lib.declared import holds

CHILD_FILE = "As the child's file: until the council's own schedule destroys it."
CARE_FILE = (
    "To the 75th anniversary of the child's birth, or 15 years from a death under 18 "
    "(Care Planning, Placement and Case Review (England) Regulations 2010, regulation 50)."
)
ADOPTION_FILE = "At least 100 years from the order (Disclosure of Adoption Information Regulations 2005, regulation 6)."
STAFF_FILE = "As long as any child's file names the person or the team."


@holds(
    purpose="Where a fact was read and when it was known, so that every figure leads back to its row.",
    retention=CHILD_FILE,
    sensitive=("row_key", "row_hash", "aside"),
    plain=("id", "source", "known_from", "known_until", "run_id", "closed_run_id", "file", "line"),
)
class SourcedRow(models.Model):
    """A row as one source gave it. Unique: one open row for each of the source's own keys."""

    # Convention tests and the database roles read this: rows may be closed, once, and nothing else.
    append_only = "close"

    id = models.BigAutoField(primary_key=True)
    source = models.TextField()
    row_key = models.TextField()
    row_hash = models.BigIntegerField()
    known_from = models.DateTimeField()
    known_until = models.DateTimeField(null=True, blank=True)
    run_id = models.TextField()
    closed_run_id = models.TextField(null=True, blank=True)
    file = models.TextField(blank=True)
    line = models.IntegerField(null=True, blank=True)
    # Columns that a file had beyond the specification, kept as they came.
    aside = models.JSONField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["source", "row_key"],
                condition=models.Q(known_until__isnull=True),
                name="%(class)s_one_open_row_a_key",
            ),
            models.CheckConstraint(
                condition=models.Q(known_until__isnull=True, closed_run_id__isnull=True)
                | models.Q(known_until__isnull=False, closed_run_id__isnull=False),
                name="%(class)s_closed_by_a_run",
            ),
        ]


@holds(purpose="One fact about one child.", retention=CHILD_FILE, plain=("child",))
class Fact(SourcedRow):
    """A fact about one child: two times, one source, one row of one file."""

    child = models.ForeignKey("record.Child", on_delete=models.PROTECT, related_name="+")

    class Meta(SourcedRow.Meta):
        abstract = True
