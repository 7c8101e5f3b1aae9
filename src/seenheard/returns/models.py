"""Imports: one row a run, the encrypted files it keeps, and what each applied run has seen."""

import uuid
from typing import Any

from django.db import models

from seenheard.lib.declared import holds

AS_THE_TRAIL = "As long as the facts it brought: every fact names its run."


class State(models.TextChoices):
    """Where a run stands. Only a person moves it from `proposed` to `applied`, and back."""

    RECEIVING = "receiving", "Waiting to be read"
    READING = "reading", "Being read"
    ASKING = "asking", "Has a question for you"
    PROPOSED = "proposed", "Waiting for your yes"
    APPLYING = "applying", "Being applied"
    APPLIED = "applied", "Applied"
    UNDOING = "undoing", "Being undone"
    UNDONE = "undone", "Undone"
    REFUSED = "refused", "Cannot be read"
    ABANDONED = "abandoned", "Abandoned"


@holds(
    purpose="One import: which files, who said what about them, what they changed.",
    retention=AS_THE_TRAIL,
    sensitive=("files", "problems", "questions", "answers", "proposal", "missing_rows"),
    plain=(
        "id",
        "public_id",
        "return_name",
        "year",
        "state",
        "counts",
        "state_token",
        "complete_for_year",
        "take_corrections",
        "started_by",
        "started_at",
        "read_at",
        "read_by",
        "applied_by",
        "applied_at",
        "undone_by",
        "undone_at",
        "says",
    ),
)
class Run(models.Model):
    """One import from the moment its files arrive. The record's rows name it by `public_id`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    return_name = models.TextField(blank=True, default="")
    year = models.IntegerField(null=True, blank=True)
    state = models.TextField(choices=State.choices, default=State.RECEIVING, db_index=True)
    # [{name, size, sha256, table, rows, year, last_year}]; a name is shown, never used as a path.
    files = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    questions = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    # Per object: numbers and a few examples; the whole difference is worked out again when it is applied.
    proposal = models.JSONField(default=dict)
    missing_rows = models.JSONField(default=list)
    state_token = models.TextField(blank=True, default="")
    complete_for_year = models.BooleanField(default=False)
    take_corrections = models.BooleanField(default=True)
    started_by = models.TextField()
    started_at = models.DateTimeField()
    read_by = models.TextField(blank=True, default="")
    read_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.TextField(blank=True, default="")
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.TextField(blank=True, default="")
    undone_at = models.DateTimeField(null=True, blank=True)
    # One sentence for the person, when something needs saying: why it was refused, what a crash left.
    says = models.TextField(blank=True, default="")

    # What this process has just read of the run's files, and worked out: never stored, saves doing it twice.
    in_hand: Any = None
    prepared: Any = None

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="run_state_known"),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{act}_at__isnull": True}) | ~models.Q(**{f"{act}_by": ""}),
                    name=f"run_{act}_by_somebody",
                )
                for act in ("read", "applied", "undone")
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.APPLIED) | models.Q(applied_at__isnull=False),
                name="run_applied_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class Kind(models.TextChoices):
    """What a kept file is."""

    UPLOAD = "upload", "A file as it was handed in"
    READING = "reading", "What was read of the files"
    CHANGES = "changes", "What a proposal would change, until somebody has decided"


@holds(
    purpose="The files as they were handed in, encrypted, so that an import can be looked into and mended.",
    retention="Until the import is applied, or as long as the import: as the authority sets (FILES_AFTER_APPLY).",
    plain=("id", "run", "kind", "place", "stored_as", "size", "deleted"),
)
class KeptFile(models.Model):
    """One encrypted file on disk, under a random name. `place` is its position in the run's `files`."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="kept")
    kind = models.TextField(choices=Kind.choices, default=Kind.UPLOAD)
    place = models.IntegerField(default=0)
    stored_as = models.TextField(unique=True)
    size = models.BigIntegerField()
    deleted = models.BooleanField(default=False)


@holds(
    purpose="Which rows an applied file had, as hashes of their keys, to say what a later file lacks.",
    retention=AS_THE_TRAIL,
    sensitive=("hashes",),
    plain=("id", "run", "name"),
)
class RowsSeen(models.Model):
    """Eight bytes a row, for one table and object ("Episodes/cla_episode") of one applied run."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="seen")
    name = models.TextField()
    hashes = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "name"], name="rowsseen_once_a_run")]


@holds(
    purpose="Where two returns tell of one child and differ, for analysts to mend at the source.",
    retention="Until the next import of either return.",
    sensitive=("pairs",),
    plain=("id", "what", "place", "year", "counts", "reasons", "compared_at", "compared_by"),
)
class Compared(models.Model):
    """One subject ("care reviews") of the comparison of SSD and SSDA903; replaced after every import."""

    what = models.TextField(unique=True)
    place = models.IntegerField()
    year = models.IntegerField()
    counts = models.JSONField()
    reasons = models.JSONField()
    # [child's local identifier, which one, outcome, reason, child]: those that are not alike, up to a limit.
    pairs = models.JSONField()
    compared_at = models.DateTimeField()
    compared_by = models.TextField()

    class Meta:
        ordering = ["place"]
