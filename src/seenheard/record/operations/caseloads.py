"""Setting how many children a worker should hold, and saying of a worker whether the first year is over."""

from datetime import date, datetime

from django.db import transaction

from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.permissions import NotAllowed, can, check_role
from seenheard.trail import operations as trail

from ..domain.caseloads import STAGES, Limit
from ..domain.days import day_of
from ..models import CaseloadLimit, WorkerStage
from ..queries.caseloads import caseload_limits, teams_of_worker

MOST_CHILDREN = 99


@transaction.atomic
def set_caseload_limit(*, stage: str, limit: Limit, from_on: date, by, at: datetime) -> bool:
    """From a day on, the limit for workers of one stage; False where it is so already. Raises NotAllowed.

    Earlier limits stay what they were for the days before.
    """
    check_role(by, Ability.SET_CASELOAD_LIMITS)
    if stage not in STAGES or not 1 <= limit.reached_at <= limit.most <= MOST_CHILDREN:
        raise NotAllowed(f"A limit lies between 1 and {MOST_CHILDREN} children, and where it begins is not above it.")
    if from_on < day_of(at):
        raise NotAllowed("A limit counts from today on or later: what was set for days gone by stays.")
    if caseload_limits(on=from_on)[stage] == limit:
        return False
    made = CaseloadLimit.objects.create(
        stage=stage, reached_at=limit.reached_at, most=limit.most, from_on=from_on, by=str(by.public_id), at=at
    )
    counts = {"reached_at": limit.reached_at, "most": limit.most}
    trail.write(what="set_caseload_limit", by=by, at=at, about=f"{stage}/{made.pk}", counts=counts)
    return True


@transaction.atomic
def say_stage(*, worker_ref: str, first_year_until_on: date | None, by, at: datetime) -> bool:
    """Of a worker of the manager's team: in the first year until a day (not included), or with None experienced.

    False where that was said last. Raises NotAllowed.
    """
    check_can_say_stage(worker_ref=worker_ref, by=by, at=at)
    last = WorkerStage.objects.filter(worker_ref=worker_ref).order_by("id").last()
    if last and last.first_year_until_on == first_year_until_on:
        return False
    WorkerStage.objects.create(
        worker_ref=worker_ref, first_year_until_on=first_year_until_on, by=str(by.public_id), at=at
    )
    trail.write(what="said_stage_of_worker", by=by, at=at, about=worker_ref)
    return True


def check_can_say_stage(*, worker_ref: str, by, at: datetime) -> None:
    """Raise NotAllowed unless this manager may say it of this worker, who holds a child (of the team) today."""
    check_role(by, Ability.SEE_TEAM_WORK)
    teams = teams_of_worker(worker_ref, on=day_of(at))
    if not teams or not (can(by, Ability.SEE_ALL_CHILDREN) or teams & set(by.team_refs)):
        raise NotAllowed("This worker holds no child in your team today. Their own manager has to say it.")
