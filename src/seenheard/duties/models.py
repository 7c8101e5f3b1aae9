"""Each child's clocks, and what lists add up of them, kept so that a list of what is due is one indexed question.

Nothing here is a fact: every row can be made again from the record and the rules, and a property test says
that both always agree.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Least

from seenheard.lib.declared import holds


@holds(
    purpose="To say what is owed to each child, by when and why, without working it out at every look.",
    retention="As long as the child's record: clocks are made again from it and go with it.",
    plain=(
        "id",
        "child",
        "rule",
        "version_on",
        "started_on",
        "started_ref",
        "due_on",
        "local_due_on",
        "council_due_on",
        "act_by_on",
        "ended_on",
        "ended_how",
        "ended_ref",
        "unjudged",
        "to_the_day",
        "because",
    ),
)
class Clock(models.Model):
    """One duty to one child, from what started it to what ended it. How it stands depends on the day: see queries."""

    child = models.ForeignKey("record.Child", on_delete=models.PROTECT, related_name="+", db_index=False)
    rule = models.CharField(max_length=80)
    version_on = models.DateField(null=True)  # null where no version was in force
    started_on = models.DateField()
    started_ref = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    local_due_on = models.DateField(null=True)
    council_due_on = models.DateField(null=True)
    act_by_on = models.GeneratedField(  # the tighter of both dates; LEAST passes over a null
        expression=Least("due_on", "local_due_on"), output_field=models.DateField(null=True), db_persist=True
    )
    ended_on = models.DateField(null=True)
    ended_how = models.CharField(max_length=10, blank=True)
    ended_ref = models.TextField(blank=True)
    unjudged = models.CharField(max_length=80, blank=True)
    to_the_day = models.BooleanField()
    because = models.JSONField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="clock_ended_says_how",
                condition=Q(ended_on=None, ended_how="") | (~Q(ended_on=None) & ~Q(ended_how="")),
            ),
            models.CheckConstraint(
                name="clock_has_a_date_or_says_why",
                condition=Q(act_by_on__isnull=False) | ~Q(unjudged="") | ~Q(ended_how=""),
            ),
        ]
        indexes = [
            models.Index(fields=["child"], name="clock_child"),
            models.Index(  # the newest first, as the page lists them
                fields=["-council_due_on", "id"],
                include=["child", "rule"],
                condition=Q(council_due_on__isnull=False) & ~Q(council_due_on=F("due_on")),
                name="clock_council_differs",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} from {self.started_on}"


@holds(
    purpose="To add up what is due over many children without reading a clock.",
    retention="As long as the child's record: tallies are made with the clocks and go with them.",
    plain=("id", "child", "rule", "missing", "act_by_on", "due_on", "from_on", "until_on", "number"),
)
class Tally(models.Model):
    """How many duties of one rule a child has in lists over some days: [from_on, until_on).

    They press, or with `missing` nobody can judge them for want of this fact. Written and taken away with the
    clocks that they follow from, never alone. No rule that is a national measure is here.
    """

    # The key of the clocks says already that the child is there; asking again for each tally costs half as much
    # as writing them.
    child = models.ForeignKey(
        "record.Child", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    rule = models.CharField(max_length=80)
    missing = models.CharField(max_length=80, blank=True)
    act_by_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    from_on = models.DateField()
    until_on = models.DateField()
    number = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="tally_lasts", condition=Q(from_on__lt=F("until_on"))),
            models.CheckConstraint(
                name="tally_presses_by_a_day", condition=Q(act_by_on__isnull=False) | ~Q(missing="")
            ),
        ]
        indexes = [
            models.Index(fields=["child"], name="tally_child"),
            models.Index(fields=["rule", "until_on"], condition=Q(missing=""), name="tally_pressing"),
            models.Index(fields=["rule", "until_on"], condition=~Q(missing=""), name="tally_unjudged"),
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.rule} until {self.until_on}"


@holds(
    purpose="To count over many children how often the council's own due dates are ours, without reading a clock.",
    retention="As long as the child's record: comparisons are made with the clocks and go with them.",
    plain=("id", "child", "rule", "same", "earlier", "later", "held", "undated"),
)
class Comparison(models.Model):
    """How many of the council's own due dates, of one child and one rule, are ours, or earlier, or later than ours.

    `held`: the date is the day it was done, so it tells nothing of when it was due. `undated`: we have no date.
    Written and taken away with the clocks, never alone.
    """

    child = models.ForeignKey(
        "record.Child", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )  # see Tally
    rule = models.CharField(max_length=80)
    same = models.IntegerField()
    earlier = models.IntegerField()
    later = models.IntegerField()
    held = models.IntegerField()
    undated = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "rule"], name="comparison_once")]

    def __str__(self) -> str:
        return f"{self.rule}: {self.same} the same"


@holds(
    purpose="To count a child's clocks on from a day, without reading the years before it at every visit.",
    retention="As long as the child's record: a bookmark is made with the clocks and goes with them.",
    sensitive=("state",),
    plain=("child", "since_on", "before", "compared", "latest_on"),
)
class Bookmark(models.Model):
    """Where the counting of a long life goes on from: see `domain.bookmarks`. Written with the clocks, never alone."""

    child = models.OneToOneField("record.Child", on_delete=models.PROTECT, related_name="+", primary_key=True)
    since_on = models.DateField()
    before = models.CharField(max_length=64)
    state = models.JSONField()
    compared = models.JSONField()
    latest_on = models.JSONField()

    def __str__(self) -> str:
        return f"counted up to {self.since_on}"


@holds(
    purpose="Why something owed to a child is late or will be, said by whoever knows: it never stops the clock.",
    retention="As long as the child's record.",
    sensitive=("why",),
    plain=("id", "child", "rule", "key", "by", "at"),
)
class Explanation(models.Model):
    """One reason for one delay. Of several for the same duty the latest is shown; all are kept.

    `rule` and `key` name the clock: clocks are made again, and what was said of one stays with it.
    """

    append_only = "insert"

    child = models.ForeignKey("record.Child", on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=80)
    key = models.TextField()
    why = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(why=""), name="explanation_says_why")]

    def __str__(self) -> str:
        return f"why {self.rule} is late"
