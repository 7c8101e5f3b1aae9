"""In which parts somebody stands to a child, as its worker or as the manager: it may keep something from either."""

from __future__ import annotations

from collections.abc import Collection

# As whom somebody works with a child, in the words in which it is said from whom something is kept.
THE_WORKER, THE_MANAGER = "worker", "manager"
PARTS = {"social_worker": THE_WORKER, "team_manager": THE_MANAGER}
RUNS_TEAMS = "service_manager"


def parts_of(
    role: str,
    worker_refs: Collection[str] = (),
    team_refs: Collection[str] = (),
    *,
    worker_ref: str | None = None,
    team_ref: str | None = None,
) -> frozenset[str]:
    """In which parts somebody stands to a child: "worker", "manager", both, or neither.

    By what they do here; and, whatever that is, the worker whom the record names for the child, and the service
    manager who runs the child's team. `worker_ref`, `team_ref`: what the record names of the child; None leaves it out.
    """
    found = {PARTS[role]} if role in PARTS else set()
    if worker_ref is not None and worker_ref in worker_refs:
        found.add(THE_WORKER)
    if role == RUNS_TEAMS and team_ref is not None and team_ref in team_refs:
        found.add(THE_MANAGER)
    return frozenset(found)


def refs_that_decide(
    role: str, worker_refs: Collection[str], team_refs: Collection[str]
) -> tuple[list[str], list[str]]:
    """By which keys, of workers and of teams, somebody can stand in more parts than what they do here says."""
    return (
        [] if PARTS.get(role) == THE_WORKER else list(worker_refs),
        list(team_refs) if role == RUNS_TEAMS else [],
    )


def is_kept(kept_from: str | None, parts: Collection[str]) -> bool:
    """Whether what is kept from these parts, as words, is kept from who stands so."""
    return not frozenset((kept_from or "").split()).isdisjoint(parts)
