"""What a worker's caseload comes to beside the authority's limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

FIRST_YEAR, EXPERIENCED = STAGES = ("first_year", "experienced")
WITHIN, REACHED, PASSED, NOT_KNOWN = "within", "reached", "passed", "not known"


@dataclass(frozen=True, slots=True)
class Limit:
    """With `reached_at` children the limit is reached, with more than `most` it is passed."""

    reached_at: int
    most: int


# Where an authority has set none: 15 to 18 children in the first year after qualifying, 23 to 25 later.
USUAL: Mapping[str, Limit] = {FIRST_YEAR: Limit(15, 18), EXPERIENCED: Limit(23, 25)}


def stage_on(first_year_until_on: date | None, on: date) -> str:
    """The stage of a worker of whom a manager has said when the first year ends (None: it is over)."""
    return FIRST_YEAR if first_year_until_on and on < first_year_until_on else EXPERIENCED


def judged(children: int, stage: str | None, limits: Mapping[str, Limit]) -> str:
    """How many children stand to the limit. Of a worker whose stage is not known only what holds either way is said."""
    stages = (stage,) if stage else STAGES
    found = {_beside(children, limits[one]) for one in stages}
    return found.pop() if len(found) == 1 else NOT_KNOWN


def _beside(children: int, limit: Limit) -> str:
    if children > limit.most:
        return PASSED
    return REACHED if children >= limit.reached_at else WITHIN
