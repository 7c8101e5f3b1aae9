"""What a voice sent, category by category; and what it has begun and not sent."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from seenheard.lib.declared import holds

from ..domain.answers import State, Voice
from .asking import Round
from .categories import Category
from .columns import CHILD_FILE, of_child, public_id, words
from .households import Household


@holds(
    purpose="That one voice answered one round: who, with whose help, in which form and language.",
    retention=CHILD_FILE,
    sensitive=("said_by", "helpers", "best_thing", "one_thing", "anything_else", "choices", "spoken_by"),
    plain=(
        "id",
        "public_id",
        "child",
        "round",
        "voice",
        "household",
        "form",
        "language",
        "sent_at",
        "key",
        "colours",
        "relation",
        "how",
        "written_by",
    ),
)
class Reply(models.Model):
    """Sent once, and never changed. `said_by`: the account's public id, or "child", or "parent" and the name.

    `form`: worker, carer, parent, 11-17, 5-10; or observed: somebody wrote what they saw, and it is never counted as
    the child's answer. `helpers`: [{"name", "role"}], also interpreters, advocates, signs and symbols. `choices`: of
    the free words, as of each rating, whom a child lets see them. `key`: of the form; sent twice it is one reply.
    `colours`: of its ratings in the order of the round's categories, 0 for none: what lists over thousands read.
    A parent has no account: `spoken_by` (the name), `relation`, `how` they said it, and `written_by` (public id).
    """

    append_only = "insert"

    public_id = public_id()
    child = of_child()
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="replies")
    voice = models.CharField(max_length=10, choices=[(str(voice), str(voice)) for voice in Voice])
    household = models.ForeignKey(Household, on_delete=models.PROTECT, null=True, related_name="replies")
    said_by = models.TextField()
    form = models.CharField(max_length=10)
    language = models.CharField(max_length=10, default="en")
    helpers = models.JSONField(default=list)
    best_thing = words()
    one_thing = words()
    anything_else = words()
    choices = models.JSONField(default=dict)
    colours = ArrayField(models.SmallIntegerField(), default=list)
    spoken_by = words()
    relation = models.CharField(max_length=50, blank=True, default="")
    how = models.CharField(max_length=20, blank=True, default="")
    written_by = words()
    sent_at = models.DateTimeField()
    key = models.CharField(max_length=60, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(voice="parent") & ~Q(spoken_by="") & ~Q(relation="") & ~Q(how="") & ~Q(written_by="")
                | ~Q(voice="parent") & Q(spoken_by="", relation="", how="", written_by=""),
                name="reply_of_a_parent_says_who_spoke",
            ),
            models.UniqueConstraint(
                fields=["round", "voice"],
                condition=~Q(voice__in=["carer", "parent"]) & ~Q(form="observed"),
                name="reply_one_a_voice",
            ),
            models.UniqueConstraint(
                fields=["round", "household"], condition=Q(voice="carer"), name="reply_one_a_household"
            ),
            models.UniqueConstraint(
                fields=["round", "said_by"], condition=Q(voice="parent"), name="reply_one_a_parent"
            ),
            models.CheckConstraint(
                condition=Q(voice="carer", household__isnull=False) | ~Q(voice="carer") & Q(household=None),
                name="reply_of_a_carer_has_a_household",
            ),
        ]


@holds(
    purpose="What one voice said of one part of the child's life.",
    retention=CHILD_FILE,
    sensitive=("said_by", "chosen", "comment", "about"),
    plain=(
        "id",
        "child",
        "reply",
        "category",
        "voice",
        "colour",
        "state",
        "step",
        "asked",
        "kept_from",
        "show_carer",
        "not_my_worker",
        "said_on",
    ),
)
class Rating(models.Model):
    """A colour that a person chose (1 red, 2 amber, 3 green), or why there is none; never worked out.

    `step` and `chosen`: which of a child's four answers, the best first, and its words. `asked`: the question's words
    as they were shown. `kept_from`: an adult kept the comment of an earlier green. Of a child's answer: `show_carer`,
    `not_my_worker` (it goes to the manager and the reviewing officer instead), `about`: whom the child says it is
    about ("worker", "manager", "carer" or empty): that person is neither told nor shown it.
    """

    append_only = "insert"

    child = of_child(indexed=False)
    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="ratings")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+", db_index=False)
    voice = models.CharField(max_length=10)
    said_by = models.TextField()
    colour = models.SmallIntegerField(null=True)
    state = models.CharField(max_length=20, blank=True, default="")
    step = models.SmallIntegerField(null=True)
    chosen = words()
    asked = words()
    comment = words()
    kept_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    show_carer = models.BooleanField(default=False)
    not_my_worker = models.BooleanField(default=False)
    about = words()
    said_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(colour__in=[1, 2, 3], state="") | Q(colour=None, state__in=[str(state) for state in State]),
                name="rating_a_colour_or_why_none",
            ),
            models.CheckConstraint(
                condition=Q(step=None) | Q(step__in=[1, 2, 3, 4], voice="child"), name="rating_steps_are_a_childs"
            ),
            models.CheckConstraint(
                condition=Q(show_carer=False, not_my_worker=False, about="") | Q(voice="child"),
                name="rating_a_child_says_who_may_see",
            ),
            models.CheckConstraint(
                condition=Q(colour=None) | Q(voice="child") | ~Q(comment="") | Q(kept_from__isnull=False),
                name="rating_of_an_adult_has_a_comment",
            ),
            models.UniqueConstraint(fields=["reply", "category"], name="rating_one_a_category"),
        ]
        indexes = [
            models.Index(
                fields=["child", "category", "said_on"], include=["voice", "colour", "state"], name="rating_of_a_child"
            ),
            models.Index(fields=["said_on"], include=["child", "category", "voice", "colour"], name="rating_by_day"),
            models.Index(  # rarely there, and asked for of every list: whom a child keeps an answer from
                fields=["reply"],
                include=["category", "about"],
                condition=~Q(about="") | Q(not_my_worker=True),
                name="rating_kept_from",
            ),
        ]


@holds(
    purpose="What somebody has begun to answer, so that nothing is lost when the line drops or the time runs out.",
    retention="Until it is sent, or a day after the round is over.",
    sensitive=("said_by", "content"),
    plain=("id", "public_id", "child", "round", "voice", "household", "version", "saved_at"),
)
class ReplyDraft(models.Model):
    """An answer that is not sent. Nobody but who began it reads it; a child is told so."""

    public_id = public_id()
    child = of_child()
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="drafts")
    voice = models.CharField(max_length=10)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, null=True, related_name="+")
    said_by = models.TextField()
    content = models.JSONField(default=dict)
    version = models.IntegerField(default=0)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "voice", "said_by"], nulls_distinct=False, name="reply_draft_one_a_person"
            )
        ]
