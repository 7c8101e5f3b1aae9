"""Who looks after a child: named people of one household, or of one children's home, for one placement."""

from django.db import models
from django.db.models import Q

from seenheard.lib.declared import holds

from .columns import CHILD_FILE, of_child, public_id


class Kind(models.TextChoices):
    """A family gives one rating, sent by one of its adults; so does a home, sent by one of its named staff."""

    FAMILY = "family", "A carer’s household"
    HOME = "home", "A children’s home"


@holds(
    purpose="That people were invited to answer for a child placed with them.",
    retention=CHILD_FILE,
    sensitive=("placement_ref",),
    plain=("id", "public_id", "child", "kind", "from_on", "by", "at"),
)
class Household(models.Model):
    """Those who answer together for one placement. `placement_ref`: the record's reference of the placement, with whose
    end, at midnight, the right to answer ends."""

    append_only = "insert"

    public_id = public_id()
    child = of_child()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    placement_ref = models.TextField()
    from_on = models.DateField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="household_kind_known"),
            models.UniqueConstraint(fields=["child", "placement_ref"], name="household_one_a_placement"),
        ]


@holds(
    purpose="Which named person may answer for a household.",
    retention=CHILD_FILE,
    sensitive=("person",),
    plain=("id", "child", "household", "by", "at"),
)
class Member(models.Model):
    """One account (by public id) of a household."""

    append_only = "insert"

    child = of_child()
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    person = models.TextField(db_index=True)
    by = models.TextField()
    at = models.DateTimeField()


@holds(
    purpose="That somebody does not answer for a household any more.",
    retention=CHILD_FILE,
    sensitive=("reason",),
    plain=("id", "child", "member", "ended_on", "by", "at"),
)
class EndedMember(models.Model):
    """From a day on, before the placement ends."""

    append_only = "insert"

    child = of_child()
    member = models.OneToOneField(Member, on_delete=models.PROTECT, related_name="ended")
    ended_on = models.DateField()
    reason = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()
