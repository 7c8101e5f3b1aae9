"""What people type here: events, visits, what was raised, actions and bookings; and drafts that are none of these yet.

Each is a fact like those of files: a correction is a new row under the same key, with a reason, and the old row is
closed. Source is always "typed".
"""

import uuid

from django.db import models

from seenheard.lib.declared import holds

from .columns import day, facts, text, yes_no
from .fact import CHILD_FILE, Fact


@holds(
    purpose="Who recorded a version of what was typed, and why it corrects or takes back the one before.",
    retention=CHILD_FILE,
    sensitive=("version_why",),
    plain=("recorded_by", "withdrawn"),
)
class TypedFact(Fact):
    """A fact that a person typed: `known_from` is when."""

    recorded_by = text()
    version_why = text()
    withdrawn = yes_no()

    class Meta(Fact.Meta):
        abstract = True


@holds(
    purpose="Something that happened to a child and that no file tells, or not yet.",
    retention=CHILD_FILE,
    sensitive=("facts",),
    plain=("kind", "happened_on", "hour"),
)
class Event(TypedFact):
    """One happening; `kind` is one of the kinds of happening, `hour` the time in London as "14:30"."""

    kind = text()
    happened_on = day()
    hour = text()
    facts = facts()


@holds(
    purpose="A visit to a child: whether the child was seen, and what the child said.",
    retention=CHILD_FILE,
    sensitive=("why_not_seen", "why_not_alone", "said", "noticed", "kept_why", "made_with", "place"),
    plain=(
        "visited_on",
        "hour",
        "made_by",
        "qualified",
        "seen",
        "seen_alone",
        "bedroom_seen",
        "together",
        "written_on",
    ),
)
class Visit(TypedFact):
    """One child's part of one visit. Those of several children in one go share `together`.

    `written_on`: the day on which it was first recorded. `qualified`: whether a social work registration of the
    visitor was on record then; empty: nobody knows.
    """

    visited_on = day()
    hour = text()
    made_by = text()
    made_with = text()
    qualified = yes_no()
    seen = yes_no()
    why_not_seen = text()
    seen_alone = yes_no()
    why_not_alone = text()
    place = text()
    bedroom_seen = yes_no()
    said = text()
    noticed = text()
    kept_why = text()
    together = text()
    written_on = day()


@holds(
    purpose="Something that worried somebody, followed until it is answered.",
    retention=CHILD_FILE,
    sensitive=("words", "no_action_why"),
    plain=("raised_on", "arising_from"),
)
class Issue(TypedFact):
    """Raised on a visit or elsewhere. Answered by an action arising from it, or by why none is needed."""

    raised_on = day()
    words = text()
    arising_from = text()
    no_action_why = text()


@holds(
    purpose="Something that somebody is to do for a child, by a day.",
    retention=CHILD_FILE,
    sensitive=("words", "outcome"),
    plain=("owned_by", "due_on", "done_on", "arising_from", "kept_from"),
)
class ChildAction(TypedFact):
    """One action. `arising_from` is a reference in words: an issue, a visit, a duty. `kept_from`: of worker and manager
    those from whom the child keeps what it was agreed about; they are never shown it."""

    words = text()
    owned_by = text()
    due_on = day()
    done_on = day()
    outcome = text()
    arising_from = text()
    kept_from = text()


@holds(
    purpose="A visit, review or assessment that is booked, or that cannot be had in time.",
    retention=CHILD_FILE,
    sensitive=("why",),
    plain=("kind", "planned_on", "hour", "booked_on", "state"),
)
class Booking(TypedFact):
    """`state` is booked, cannot be met or cancelled; `kind` what it is for, as a kind of happening."""

    kind = text()
    planned_on = day()
    hour = text()
    booked_on = day()
    state = text()
    why = text()


@holds(
    purpose="What somebody has begun to write, so that no word is lost when the line drops or the time runs out.",
    retention="Until it is sent or thrown away.",
    sensitive=("content",),
    plain=("id", "public_id", "form", "begun_by", "children", "version", "saved_at", "saved_by", "sent_at", "sent_by"),
)
class Draft(models.Model):
    """One form that is not sent yet, kept with every change. Nobody but who began it reads it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form = models.TextField()
    begun_by = models.TextField(db_index=True)
    children = models.JSONField()  # public ids
    content = models.JSONField()
    version = models.IntegerField(default=0)  # one more with every save: an older page must not write over newer words
    saved_at = models.DateTimeField()
    saved_by = models.TextField()
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.TextField(blank=True, default="")
