"""Who works with a child, typed here: said by a manager who sees the child, and by nobody for themselves.

An allocation gives sight of the child to the worker and to the team, from its day on; that somebody left takes it away,
and taking either back puts it right. So each is checked alike, by what stands and by what is to stand.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from seenheard.accounts import queries as accounts
from seenheard.accounts.permissions import NotAllowed

from ..domain.involved import NAMED, WORKERS
from ..models import Child, Involved, Professional
from ..permissions import check_can_allocate, check_gives_itself_no_child

ALLOCATED = "worker_allocated"


def as_on_the_staff_list(kind: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with the worker by the key of the staff list, where they were named by their registration."""
    worker = facts.get("worker")
    if kind not in WORKERS or not worker:
        return dict(facts)
    listed = Professional.objects.filter(known_until__isnull=True, registration_no=worker)
    key = listed.exclude(professional_ref=None).order_by("-id").values_list("professional_ref", flat=True).first()
    return {**facts, "worker": key or worker}


def check_allocation(*, kind: str, facts: Mapping[str, Any], child: Child, by, on: date) -> None:
    """Nothing for other kinds; NotAllowed unless this person may say so of this child."""
    if kind == NAMED:
        _check_officer(facts.get("officer"))
    if kind not in WORKERS:
        return
    check_can_allocate(by)
    worker, team = facts.get("worker"), facts.get("team")
    if not worker and (not team or kind != ALLOCATED):
        raise NotAllowed("Say which worker." if kind != ALLOCATED else "Say which worker or which team.")
    check_gives_itself_no_child(by, worker=worker, team=team, teams_now=_teams_of(child, on))


def _check_officer(officer: Any) -> None:
    """Named is an account that reviews plans, and so sees the child already: naming gives nobody sight."""
    if officer and officer not in {str(one.public_id) for one in accounts.reviewing_officers()}:
        raise NotAllowed("Choose a reviewing officer who can sign in here.")


def told_in_the_trail(kind: str, facts: Mapping[str, Any]) -> dict[str, Any] | None:
    """Whom the act gave the child to, or took it from; None for other kinds."""
    if kind not in WORKERS and kind != NAMED:
        return None
    return {"kind": kind} | {name: facts[name] for name in ("worker", "team", "role", "officer") if facts.get(name)}


def _teams_of(child: Child, on: date) -> set[str]:
    begun = Q(from_on__isnull=True) | Q(from_on__lte=on)
    not_over = Q(until_on__isnull=True) | Q(until_on__gt=on)
    rows = Involved.objects.filter(begun, not_over, child=child, team_ref__isnull=False)
    return {team for team in rows.values_list("team_ref", flat=True) if team}
