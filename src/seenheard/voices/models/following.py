"""What followed from what was said: read, told at once, talked about, done, told back; and the rating of the plan."""

from django.db import models
from django.db.models import Q

from seenheard.lib.declared import holds

from .asking import Round
from .categories import Category
from .columns import CHILD_FILE, of_child, public_id, words
from .saying import Rating, Reply


@holds(
    purpose="That a person has read a sent answer, as every child and carer was promised.",
    retention=CHILD_FILE,
    plain=("id", "child", "reply", "by", "at"),
)
class FirstReading(models.Model):
    """The first reading of one reply."""

    append_only = "insert"

    child = of_child()
    reply = models.OneToOneField(Reply, on_delete=models.PROTECT, related_name="first_reading")
    by = models.TextField()
    at = models.DateTimeField()


@holds(
    purpose="That somebody said red on safety, and whom the child says it is about.",
    retention=CHILD_FILE,
    sensitive=("about", "words"),
    plain=("id", "public_id", "child", "round", "reply", "rating", "voice", "at", "key"),
)
class Alarm(models.Model):
    """Told at once, outside the round, until a person records what was done. Its steps say how it stands.

    `rating` is empty where somebody pressed "I am not safe" and answered nothing else; then `words` may say more.
    """

    append_only = "insert"

    public_id = public_id()
    child = of_child()
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, related_name="alarms")
    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, null=True, related_name="alarms")
    rating = models.OneToOneField(Rating, on_delete=models.PROTECT, null=True, related_name="alarm")
    voice = models.CharField(max_length=10)
    about = words()
    words = words()
    at = models.DateTimeField()
    key = models.CharField(max_length=60, unique=True)


class Step(models.TextChoices):
    """What can happen to an alarm."""

    TOLD = "told", "Told"
    NOT_TOLD = "not told", "A message that could not be sent"
    HAS_THIS = "has this", "“I have this”"
    HANDED_ON = "handed on", "Handed on: nobody had it in time"
    DONE = "done", "What was done"


@holds(
    purpose="Who was told of an alarm, who took it, and what was done.",
    retention=CHILD_FILE,
    sensitive=("to", "words"),
    plain=("id", "child", "alarm", "what", "by", "at"),
)
class AlarmStep(models.Model):
    """One thing that happened to one alarm. `done` needs words."""

    append_only = "insert"

    child = of_child()
    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=10, choices=Step.choices)
    to = words()
    words = words()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(what__in=Step.values), name="alarm_step_known"),
            models.CheckConstraint(condition=~Q(what=Step.DONE) | ~Q(words=""), name="alarm_done_says_what"),
            models.UniqueConstraint(fields=["alarm"], condition=Q(what=Step.DONE), name="alarm_done_once"),
        ]


@holds(
    purpose="Who talked with whom about a difference, what was decided and what goes back to the child.",
    retention=CHILD_FILE,
    sensitive=("with_whom", "decided", "no_action_why", "for_child"),
    plain=("id", "public_id", "child", "round", "category", "held_on", "action_key", "by", "at", "key"),
)
class Talk(models.Model):
    """The outcome of one category's difference in one round: an action, or why none is needed.

    `action_key`: the key of the record's action. `for_child`: what an adult chose to write to the child.
    """

    append_only = "insert"

    public_id = public_id()
    child = of_child()
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="talks")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    with_whom = models.TextField()
    decided = models.TextField()
    action_key = words()
    no_action_why = words()
    for_child = words()
    by = models.TextField()
    at = models.DateTimeField()
    key = models.CharField(max_length=60, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(action_key="") & Q(no_action_why="") | Q(action_key="") & ~Q(no_action_why=""),
                name="talk_leads_to_an_action_or_says_why_not",
            ),
            models.CheckConstraint(condition=~Q(with_whom="") & ~Q(decided=""), name="talk_says_with_whom_and_what"),
        ]


@holds(
    purpose="That the child was told what became of what was said, how and when.",
    retention=CHILD_FILE,
    sensitive=("how", "words"),
    plain=("id", "public_id", "child", "talk", "reply", "told_on", "by", "at", "key"),
)
class ToldBack(models.Model):
    """Of a talk, or of a child's "one thing that should change" (`reply`)."""

    append_only = "insert"

    public_id = public_id()
    child = of_child()
    talk = models.ForeignKey(Talk, on_delete=models.PROTECT, null=True, related_name="told_back")
    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, null=True, related_name="told_back")
    told_on = models.DateField()
    how = models.TextField()
    words = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()
    key = models.CharField(max_length=60, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(talk=None, reply__isnull=False) | Q(talk__isnull=False, reply=None),
                name="told_back_of_one_thing",
            ),
        ]


@holds(
    purpose="How the reviewing officer, and the worker, judge the care plan, with reasons.",
    retention=CHILD_FILE,
    sensitive=("reasons",),
    plain=("id", "public_id", "child", "rater", "colour", "scheme", "on", "by", "at", "key"),
)
class PlanRating(models.Model):
    """One rating of the plan, under the version of the reviewing officers' scheme that was in force (CORE-29)."""

    append_only = "insert"

    public_id = public_id()
    child = of_child()
    rater = models.CharField(max_length=20)
    colour = models.SmallIntegerField()
    scheme = models.CharField(max_length=20)
    reasons = models.TextField()
    on = models.DateField()
    by = models.TextField()
    at = models.DateTimeField()
    key = models.CharField(max_length=60, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(colour__in=[1, 2, 3]), name="plan_rating_colour"),
            models.CheckConstraint(
                condition=Q(rater__in=["worker", "reviewing officer"]), name="plan_rating_rater_known"
            ),
            models.CheckConstraint(condition=~Q(reasons=""), name="plan_rating_has_reasons"),
        ]
