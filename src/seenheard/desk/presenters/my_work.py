"""My work: what needs this person."""

from __future__ import annotations

from datetime import date

from seenheard.desk.presenters.worklist import Worklist, worklist

REVIEWING = "reviewing officer"


def my_work(*, viewer, on: date, asked) -> Worklist:
    """What needs this person: her own children, his team's, the reviews that are hers, or everything."""
    return worklist(viewer=viewer, on=on, asked=asked, title="My work", **_mine(viewer))


def _mine(viewer) -> dict:
    if viewer.role == "social_worker":
        return {"workers": tuple(viewer.worker_refs)}
    if viewer.role == "reviewing_officer":
        return {"owners": (REVIEWING,)}
    return {"teams": tuple(viewer.team_refs) if viewer.role == "team_manager" else None}
