"""The form for what a parent says: the worker's form, with who spoke before it, and nothing of what was said before."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.urls import reverse

from seenheard.accounts import queries as accounts
from seenheard.desk.forms.parents import WHO, SpokenForm
from seenheard.desk.forms.voices import PartForm
from seenheard.ui.parts import Link
from seenheard.voices import queries
from seenheard.voices.domain.answers import Voice
from seenheard.voices.queries import RoundNow, Spoken

from .voice_form import AnswerPage, Known, answer
from .voice_form import known_of as known_of_worker

ACT = "Write down what a parent says"
NEEDS = (
    "Fill this in with the parent, on the telephone or from paper, in the parent’s own words. Each answer is the "
    "parent’s, not yours. One answer is enough; a colour needs its reason in words. Each parent has their own form."
)
AFTER = (
    "Sent once, it stays as it is. It opens with the others’ answers, to you, the team manager and the reviewing "
    "officer; the carer and the child do not see it. It stands beside the other voices and is not counted in what "
    "differs. No alarm goes out from this form: if a parent tells you that a child is not safe, act at once."
)


def may_write_down(viewer, child, now: RoundNow, on: date) -> bool:
    """Whether this person can write down what a parent says in it now."""
    return is_asked(now) and queries.speaks_as_worker(viewer=viewer, child=child, on=on)


def is_asked(now: RoundNow) -> bool:
    """Whether a parent can still say something in it."""
    return Voice.PARENT in now.voices and not now.is_over


def link(now: RoundNow) -> Link:
    """To the form."""
    return Link(ACT, reverse("desk:round_parent", args=[now.public_id]))


def known_of(*, viewer, child, now: RoundNow, on: date) -> Known:
    """As of the worker's own form, without what the worker said last."""
    return replace(known_of_worker(viewer=viewer, child=child, now=now, on=on), last={})


def page(
    *, viewer, child, now: RoundNow, on: date, known: Known, whole: SpokenForm, parts: Sequence[PartForm], draft
) -> AnswerPage:
    """The form, as far as it is filled in."""
    worker = answer(viewer=viewer, child=child, now=now, on=on, known=known, whole=whole, parts=parts, draft=draft)
    return replace(
        worker,
        title="What a parent says",
        heading="How does the parent see it?",
        needs=NEEDS,
        after=AFTER,
        keep=reverse("desk:round_parent_keep", args=[now.public_id]),
        who=tuple(one for one in whole.shown if one.name in WHO),
        rest=tuple(one for one in whole.shown if one.name not in WHO),
    )


def names(*, viewer, now: RoundNow, said_by: Collection[str]) -> dict[str, str]:
    """Who said each part of a round, by `said_by`: of a parent "Mary Ash, mother, by telephone, written down by …"."""
    spoken = queries.spoken_in(viewer=viewer, now=now, said_by=said_by)
    told = accounts.names({*said_by, *(one.written_by for one in spoken.values())} - set(spoken))
    return told | {key: _who(one, told) for key, one in spoken.items()}


def _who(one: Spoken, told: Mapping[str, str]) -> str:
    writer = told.get(one.written_by, "somebody whose account is gone")
    return f"{one.name}, {one.relation}, {one.how}, written down by {writer}"
