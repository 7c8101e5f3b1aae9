"""Rows worked out from facts, which can be rebuilt from them at any time; and what the record notices."""

from uuid import UUID

from django.db import models
from django.db.models.functions import Reverse

from seenheard.lib.declared import holds

from .child import Child
from .fact import CHILD_FILE


@holds(
    purpose="One line a child for lists and for need-to-know, so that no list has to read every fact.",
    retention=CHILD_FILE,
    sensitive=("local_id", "name", "born_on", "expected_on", "sex", "area"),
    plain=(
        "child",
        "worker_ref",
        "worker_name",
        "team_ref",
        "team_name",
        "legal_code",
        "looked_after_since_on",
        "protection_plan_since_on",
        "in_need_since_on",
        "care_leaver",
        "adopted_closed",
        "placed_since_on",
        "reviewer_ref",
    ),
)
class ChildNow(models.Model):
    """What is known of one child now; rebuilt by `operations.refresh_now`."""

    child = models.OneToOneField(Child, primary_key=True, on_delete=models.PROTECT, related_name="now")
    local_id = models.TextField(null=True, blank=True, db_index=True)
    name = models.TextField(null=True, blank=True)
    born_on = models.DateField(null=True, blank=True)
    expected_on = models.DateField(null=True, blank=True)
    sex = models.TextField(null=True, blank=True)
    worker_ref = models.TextField(null=True, blank=True)
    worker_name = models.TextField(null=True, blank=True)
    team_ref = models.TextField(null=True, blank=True, db_index=True)
    team_name = models.TextField(null=True, blank=True)
    legal_code = models.TextField(null=True, blank=True)
    looked_after_since_on = models.DateField(null=True, blank=True)
    protection_plan_since_on = models.DateField(null=True, blank=True)
    in_need_since_on = models.DateField(null=True, blank=True)
    care_leaver = models.BooleanField(default=False)
    adopted_closed = models.BooleanField(default=False)
    area = models.TextField(null=True, blank=True)
    placed_since_on = models.DateField(null=True, blank=True)
    reviewer_ref = models.TextField(null=True, blank=True)

    class Meta:
        indexes = [
            # For who sees every child but a few: these few are asked for on nearly every page.
            models.Index(fields=["child"], condition=models.Q(adopted_closed=True), name="childnow_closed"),
        ]

    @property
    def public_id(self) -> UUID:
        return self.child.public_id


@holds(
    purpose="Who works with which child, of the source that is believed: the need to know is read from it.",
    retention=CHILD_FILE,
    plain=("id", "child", "professional_ref", "team_ref", "role", "from_on", "until_on", "change_reason"),
)
class Involved(models.Model):
    """The involvements that stand when sources differ; rebuilt with `ChildNow`, and true for any day."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    professional_ref = models.TextField(null=True, blank=True, db_index=True)
    team_ref = models.TextField(null=True, blank=True, db_index=True)
    role = models.TextField(null=True, blank=True)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    change_reason = models.TextField(null=True, blank=True)


@holds(
    purpose="Find a child by any name the child has or had, also where it is spelt otherwise.",
    retention=CHILD_FILE,
    sensitive=("part", "whole"),
    plain=("id", "child", "told"),
)
class NamePart(models.Model):
    """One part of one name of a child, folded (`domain.folding`); rebuilt with `ChildNow`.

    `whole`: the name as it was written. `told`: the child's `name`, what the child is `known_as`, or a `former` name.
    """

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    part = models.TextField(db_collation="C")  # so that "begins with" is a range of the index
    told = models.TextField()
    whole = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["part"], name="namepart_by_part"),
            models.Index(Reverse("part"), name="namepart_by_end"),
        ]


@holds(
    purpose="A child of whom something changed, left for the room that keeps the clocks.",
    retention="Until the clocks have been worked out again: seconds.",
    plain=("id", "child", "run_id", "changed_at"),
)
class ChangedChild(models.Model):
    """Left here by every change; taken (deleted) by whoever recomputes what depends on the child."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    run_id = models.TextField()
    changed_at = models.DateTimeField()


@holds(
    purpose="Which objects a source has brought at all, so that silence is told apart from nothing happening.",
    retention="As long as the database.",
    plain=("id", "source", "name", "covers_from", "run_id", "known_from", "known_until", "closed_run_id"),
)
class LoadedTable(models.Model):
    """One run of one source carried this object, even if for no child.

    `covers_from`: the first day its files speak of; before it silence says nothing. Empty: they reach all the way.
    """

    append_only = "close"

    source = models.TextField()
    name = models.TextField()
    covers_from = models.DateField(null=True, blank=True)
    run_id = models.TextField()
    known_from = models.DateTimeField()
    known_until = models.DateTimeField(null=True, blank=True)
    closed_run_id = models.TextField(null=True, blank=True)


@holds(
    purpose="What the files say that the law or the calendar forbids, listed for a person to mend at the source.",
    retention=CHILD_FILE,
    sensitive=("says",),
    plain=("id", "child", "run_id", "code", "about", "stands"),
)
class Finding(models.Model):
    """One thing that cannot be right, found after one run. It never refuses a child.

    `stands` until a later run looks at the child again, and finds it once more or not.
    """

    child = models.ForeignKey(Child, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    run_id = models.TextField(db_index=True)
    code = models.TextField()
    about = models.TextField()
    says = models.TextField()
    stands = models.BooleanField(default=True)
