"""A child's way in: a code or link that works once, within 15 minutes, and the sitting it opens."""

from django.db import models

from seenheard.lib.declared import holds

from .asking import Round
from .columns import CHILD_FILE, of_child, public_id


@holds(
    purpose="To let one child answer one round, once, within a quarter of an hour.",
    retention=CHILD_FILE,
    sensitive=("code_hash", "helpers"),
    plain=("id", "public_id", "child", "round", "form", "language", "kind", "made_by", "made_at", "until_at"),
)
class ChildCode(models.Model):
    """A code on somebody's tablet (`kind` code) or a link. Only a hash is kept.

    `form`: 11-17 or 5-10, as the worker chose. `helpers`: who sits beside the child, by name and role.
    """

    append_only = "insert"

    public_id = public_id()
    child = of_child()
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="codes")
    kind = models.CharField(max_length=10, choices=[("code", "A code"), ("link", "A link")])
    code_hash = models.CharField(max_length=64, unique=True)
    form = models.CharField(max_length=10)
    language = models.CharField(max_length=10, default="en")
    helpers = models.JSONField(default=list)
    made_by = models.TextField()
    made_at = models.DateTimeField()
    until_at = models.DateTimeField()


@holds(
    purpose="That a code was used: it works once.",
    retention=CHILD_FILE,
    plain=("id", "child", "code", "at"),
)
class UsedCode(models.Model):
    """One code, used. Two at the same moment: the second is refused by this row."""

    append_only = "insert"

    child = of_child()
    code = models.OneToOneField(ChildCode, on_delete=models.PROTECT, related_name="used")
    at = models.DateTimeField()


@holds(
    purpose="To know the browser in which a child is answering, until 15 minutes without a press.",
    retention="A day after it ended.",
    sensitive=("token_hash",),
    plain=("id", "public_id", "child", "round", "code", "began_at", "seen_at", "ended_at"),
)
class Sitting(models.Model):
    """A child at a browser. Of its cookie only a hash is kept."""

    public_id = public_id()
    child = of_child()
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sittings")
    code = models.OneToOneField(ChildCode, on_delete=models.PROTECT, related_name="sitting")
    token_hash = models.CharField(max_length=64, unique=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


@holds(
    purpose="To close an address for an hour after ten wrong codes.",
    retention="A day.",
    sensitive=("address_hash",),
    plain=("id", "at"),
)
class WrongTry(models.Model):
    """A code that was none, from one address (kept as a keyed hash)."""

    address_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["address_hash", "at"], name="wrong_try_of_an_address")]
