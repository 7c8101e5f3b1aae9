"""What a person says about an import before it is applied: answers, or that it is to be dropped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from seenheard.trail import operations as trail

from .. import permissions
from ..domain.matching import AUTHORITY_KEY, THEIRS
from ..models import Run, State
from .keeping import discard
from .steps import NotNow, step

ASKED_OF_THE_RECORD = ("upn", "birth_date", "whose_file")
NOT_AN_ANSWER = "That is not one of the answers. Choose one of those shown."
OTHER_AUTHORITY = "These files belong to another authority. Nothing was changed."


@transaction.atomic
def answer(*, run: Run, answers: Mapping[str, str], by, at: datetime) -> Run:
    """Answer some of the run's questions; when none is left, the next step goes on from there.

    Raises NotAllowed, NotNow (nothing is asked, or that is not an answer).
    """
    permissions.check_can_import(by)
    with step(run, allowed=[State.ASKING]) as locked:
        _check(locked, answers)
        locked.answers = {**locked.answers, **answers}
        left = [question for question in locked.questions if question["key"] not in locked.answers]
        if locked.answers.get(AUTHORITY_KEY) == THEIRS:
            _drop(locked, OTHER_AUTHORITY)
        elif not left:
            about_children = all(question["kind"] in ASKED_OF_THE_RECORD for question in locked.questions)
            locked.state = State.READING if about_children else State.RECEIVING
        locked.save()
        trail.write(
            what="answered_import_question", by=by, at=at, about=str(run.public_id), counts={"answers": len(answers)}
        )
        return locked


@transaction.atomic
def abandon(*, run: Run, by, at: datetime) -> Run:
    """Leave everything as it is: nothing of the import is kept but the row that says so."""
    permissions.check_can_import(by)
    before = [State.RECEIVING, State.ASKING, State.PROPOSED]
    with step(run, allowed=before, done=[State.ABANDONED]) as locked:
        if locked.state != State.ABANDONED:
            _drop(locked, "")
            locked.save()
            trail.write(what="abandoned_import", by=by, at=at, about=str(run.public_id))
        return locked


def _check(run: Run, answers: Mapping[str, str]) -> None:
    allowed = {question["key"]: {value for value, _ in question["options"]} for question in run.questions}
    if not answers or any(value not in allowed.get(key, ()) for key, value in answers.items()):
        raise NotNow(NOT_AN_ANSWER)


def _drop(run: Run, says: str) -> None:
    run.state, run.says = State.ABANDONED, says
    discard(run)
