"""Prompts, what has happened to each, the messages that were sent, and who is told next when nobody answers."""

from django.db import models
from django.db.models import F, Q

from seenheard.lib.declared import holds

CHILD_FILE = "As long as the child's record: a prompt goes with it."


@holds(
    purpose="To say what needs doing for each child, by when and by whose duty, until it is done.",
    retention=CHILD_FILE,
    plain=(
        "id",
        "giver",
        "child",
        "cause",
        "key",
        "owner",
        "opens_on",
        "act_by_on",
        "until_on",
        "at_once",
        "facts",
        "given_at",
        "gone_at",
        "seen_at",
        "seen_by",
        "acted_at",
        "acted_by",
        "outcome",
        "handed_at",
        "handed_to",
    ),
)
class Prompt(models.Model):
    """One cause, while it is there and after. Whose it is and whether it stands is worked out when asked.

    Up to `facts` it is as its giver said. `gone_at`: its cause is no longer there. `seen_…` (first), `acted_…` and
    `handed_…` are of the time since it last opened; what was before is in its steps.
    """

    # No child is ever taken away, and asking the child's table again for each of many thousand rows costs as much
    # as writing them.
    child = models.ForeignKey(
        "record.Child", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    giver = models.CharField(max_length=20)
    cause = models.CharField(max_length=80)
    key = models.TextField(blank=True)
    owner = models.CharField(max_length=50)
    opens_on = models.DateField()
    act_by_on = models.DateField()
    until_on = models.DateField(null=True)
    at_once = models.BooleanField()
    facts = models.JSONField(null=True)
    given_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.TextField(blank=True, db_default="")
    acted_at = models.DateTimeField(null=True)
    acted_by = models.TextField(blank=True, db_default="")
    outcome = models.CharField(max_length=20, blank=True, db_default="")
    handed_at = models.DateTimeField(null=True)
    handed_to = models.TextField(blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "cause", "key"], name="prompt_one_for_a_cause"),
            models.CheckConstraint(
                name="prompt_acted_says_what",
                condition=Q(acted_at=None, acted_by="", outcome="")
                | (~Q(acted_at=None) & ~Q(acted_by="") & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="prompt_seen_says_by_whom",
                condition=Q(seen_at=None, seen_by="") | ~Q(seen_at=None) & ~Q(seen_by=""),
            ),
            models.CheckConstraint(name="prompt_lasts", condition=Q(until_on=None) | Q(until_on__gt=F("opens_on"))),
        ]
        indexes = [
            models.Index(
                fields=["child", "giver"],
                include=["owner", "opens_on", "act_by_on", "until_on"],
                condition=Q(gone_at=None),
                name="prompt_there",
            ),
            models.Index(fields=["opens_on"], condition=Q(gone_at=None, at_once=True), name="prompt_at_once"),
            models.Index(fields=["handed_to"], condition=Q(gone_at=None) & ~Q(handed_to=""), name="prompt_handed"),
            models.Index(fields=["child"], condition=Q(gone_at=None, facts__has_key="kept_from"), name="prompt_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.cause} by {self.act_by_on}"


@holds(
    purpose="To show what became of each prompt: closed, opened again, seen, acted on, handed on; when, by whom.",
    retention=CHILD_FILE,
    sensitive=("by", "to"),
    plain=("id", "child", "prompt", "what", "at", "opened_on", "act_by_on", "outcome"),
)
class Step(models.Model):
    """One thing that happened to one prompt, with its days as they were then. That it opened needs no step: it did
    so on `opened_on`."""

    append_only = "insert"

    child = models.ForeignKey(
        "record.Child", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )  # see Prompt
    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.TextField()
    to = models.TextField(blank=True, db_default="")
    opened_on = models.DateField()
    act_by_on = models.DateField()
    outcome = models.CharField(max_length=20, blank=True, db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="step_known", condition=Q(what__in=["closed", "reopened", "seen", "acted", "handed_on"])
            ),
        ]
        indexes = [models.Index(fields=["child"], name="step_child")]

    def __str__(self) -> str:
        return f"{self.what} at {self.at}"


@holds(
    purpose="To send each person one digest a day, and at once what may not wait; and to show what did not arrive.",
    retention="A year",
    sensitive=("person", "why"),
    plain=("id", "key", "kind", "on", "counts", "made_at", "sent_at", "failed_at", "tries"),
)
class Message(models.Model):
    """One message to one person. It holds counts and a link, and nothing about any child.

    `key` makes it one message however often its job runs. Neither sent nor failed: the next run sends it.
    """

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=10)
    person = models.TextField()
    on = models.DateField()
    counts = models.JSONField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    why = models.TextField(blank=True, default="")
    tries = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="message_known",
                condition=Q(kind__in=["digest", "today", "opened", "set_up", "shut_out", "alarm", "round"]),
            ),
        ]
        indexes = [
            models.Index(fields=["on"], condition=Q(sent_at=None), name="message_not_sent"),
            models.Index(fields=["person", "on"], name="message_person"),
        ]

    def __str__(self) -> str:
        return self.key


@holds(
    purpose="To know who is told next where nobody has answered for what may not wait.",
    retention="Six years",
    sensitive=("person", "by"),
    plain=("id", "place", "from_on", "at"),
)
class ToldNext(models.Model):
    """One person's place in the authority's list from a day on. A list stands until a later one begins, and the list
    of a day is the one said last among those that begin latest."""

    append_only = "insert"

    person = models.TextField()
    place = models.IntegerField()
    from_on = models.DateField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_on", "at", "place"], name="toldnext_one_for_a_place"),
        ]

    def __str__(self) -> str:
        return f"number {self.place} from {self.from_on}"
