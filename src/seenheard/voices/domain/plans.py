"""The care plan as the reviewing officer and the worker rate it: beside the child's categories, never among them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .answers import Answer, Colour


class Rater(StrEnum):
    """Who rates the plan."""

    WORKER = "worker"
    OFFICER = "reviewing officer"


@dataclass(frozen=True, slots=True)
class PlanView:
    """Both ratings of one plan. `differs`: None while one of them is missing; `steps`: how far apart, else None."""

    differs: bool | None
    more_worried: Rater | None
    steps: int | None
    silent: tuple[Rater, ...]


def compare_plan(worker: Answer, officer: Answer) -> PlanView:
    """The worker's rating of the plan beside the reviewing officer's (CORE-29)."""
    told = {Rater.WORKER: worker, Rater.OFFICER: officer}
    silent = tuple(rater for rater, answer in told.items() if not isinstance(answer, Colour))
    if silent or not isinstance(worker, Colour) or not isinstance(officer, Colour):
        return PlanView(None, None, None, silent)
    if worker == officer:
        return PlanView(False, None, 0, ())
    return PlanView(True, Rater.WORKER if worker < officer else Rater.OFFICER, abs(worker - officer), ())
