"""What a person does about a prompt: says that it was seen, says what came of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from seenheard.record import queries as record_queries
from seenheard.record.domain.days import day_of
from seenheard.trail import operations as trail

from .. import permissions, queries
from ..domain.outcomes import CANNOT, OUTCOMES
from ..domain.owners import is_kept_from
from ..models import Prompt, Step
from ..permissions import NoSuchPrompt


@transaction.atomic
def see(*, prompt_id: int, by, at: datetime) -> bool:
    """Somebody has seen it; the first counts, and True is said to them alone. Raises NoSuchPrompt.

    Of a prompt whose cause is gone meanwhile nothing more is said, here and below.
    """
    prompt, child = _locked(prompt_id, by, at)
    if prompt.seen_at is not None or prompt.gone_at is not None:
        return False
    prompt.seen_at, prompt.seen_by = at, str(by.public_id)
    prompt.save(update_fields=["seen_at", "seen_by"])
    _step(prompt, "seen", by, at)
    trail.write(what="saw_prompt", by=by, at=at, children=[child], about=prompt.cause)
    return True


@transaction.atomic
def act(*, prompt_id: int, outcome: str, by, at: datetime) -> bool:
    """What somebody has done about it, one of OUTCOMES; False where they had said that already.

    It closes nothing: a prompt closes when its cause is gone. What is said later takes the place of what was said
    before, which stays in the history. Raises NoSuchPrompt, ValueError for an outcome that is none.
    """
    if outcome not in OUTCOMES:
        raise ValueError(f"{outcome!r} is no outcome.")
    prompt, child = _locked(prompt_id, by, at)
    if not _acted(prompt, outcome, by, at):
        return False
    trail.write(what="acted_on_prompt", by=by, at=at, children=[child], about=prompt.cause)
    return True


@transaction.atomic
def cannot_be_done(*, child_id: int, cause: str, key: str, by, at: datetime) -> bool:
    """Somebody has said why a duty cannot be done in time: the prompt about it says so too, from the day it opens.

    For whoever keeps the reason, has asked who may say it, and writes the trail's row: here is none. Who explains has
    not taken it on: what may not wait is handed on as before, and nobody has seen it but whose it is.
    """
    there = Prompt.objects.filter(child_id=child_id, cause=cause, key=key, gone_at=None)
    prompt = there.select_for_update().first()
    if prompt is None:
        return False
    seen = prompt.opens_on <= day_of(at) and _owns(prompt, by, at)
    if not prompt.at_once:
        return _acted(prompt, CANNOT, by, at, seen=seen)
    if seen and prompt.seen_at is None:
        prompt.seen_at, prompt.seen_by = at, str(by.public_id)
        prompt.save(update_fields=["seen_at", "seen_by"])
    _step(prompt, "acted", by, at, outcome=CANNOT)
    return True


def _owns(prompt: Prompt, by, at: datetime) -> bool:
    asked = queries.Whose.of(prompt)
    return str(by.public_id) in queries.owners([asked], day_of(at))[asked].people


def _acted(prompt: Prompt, outcome: str, by, at: datetime, *, seen: bool = True) -> bool:
    """Write down what was said of a locked prompt; False where its cause is gone, or the same was said already."""
    me = str(by.public_id)
    if prompt.gone_at is not None or (prompt.acted_by, prompt.outcome) == (me, outcome):
        return False
    if seen and prompt.seen_at is None:
        prompt.seen_at, prompt.seen_by = at, me
    prompt.acted_at, prompt.acted_by, prompt.outcome = at, me, outcome
    prompt.save(update_fields=["seen_at", "seen_by", "acted_at", "acted_by", "outcome"])
    _step(prompt, "acted", by, at, outcome=outcome)
    return True


def _locked(prompt_id: int, by, at: datetime) -> tuple[Prompt, str]:
    """The prompt, locked, and its child's public id: for who may know of the child."""
    permissions.check_can_act(by)
    prompt = Prompt.objects.select_for_update().filter(pk=prompt_id).first()
    if prompt is None:
        raise NoSuchPrompt
    seen = record_queries.visible_children(viewer=by, on=day_of(at)).filter(pk=prompt.child_id)
    child = seen.select_related("now").first()
    if child is None:
        raise NoSuchPrompt
    if is_kept_from(record_queries.parts_to(by, child), prompt.facts):
        raise NoSuchPrompt
    return prompt, str(child.public_id)


def _step(prompt: Prompt, what: str, by, at: datetime, *, outcome: str = "") -> None:
    Step.objects.create(
        child_id=prompt.child_id,
        prompt=prompt,
        what=what,
        at=at,
        by=str(by.public_id),
        opened_on=prompt.opens_on,
        act_by_on=prompt.act_by_on,
        outcome=outcome,
    )
