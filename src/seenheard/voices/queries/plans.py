"""How the care plan is judged: the latest rating of the reviewing officer beside the worker's own."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from django.db import connection

from seenheard.lib.copying import these

from ..domain.answers import Colour, State
from ..domain.plans import PlanView, Rater, compare_plan
from ..models import PlanRating
from .rounds import check_seen

RATERS = {rater.value: rater for rater in Rater}
COLOURS = {int(colour): colour for colour in Colour}
LATEST = """
SELECT DISTINCT ON (child_id, rater) child_id, rater, colour FROM voices_planrating
WHERE child_id = ANY(%(ids)s::bigint[]) AND "on" <= %(on)s
ORDER BY child_id, rater, "on" DESC, at DESC, id DESC
"""


@dataclass(frozen=True, slots=True)
class Scheme:
    """What each colour means, from a day on. A rating keeps the scheme under which it was made (CORE-29)."""

    key: str
    from_on: date
    name: str
    meanings: Mapping[Colour, str]


@dataclass(frozen=True, slots=True)
class RatedPlan:
    """One rating of the plan, with the meaning that its colour had then."""

    rater: Rater
    colour: Colour
    meant: str
    scheme: str
    reasons: str
    on: date
    by: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Both latest ratings (None: there is none), what they mean together, and every earlier one, the latest first."""

    latest: Mapping[Rater, RatedPlan]
    together: PlanView
    earlier: tuple[RatedPlan, ...]


@cache
def schemes() -> tuple[Scheme, ...]:
    """Every scheme, the latest first."""
    folder = files("seenheard.voices") / "schemes"
    texts = [path.read_text("utf-8") for path in folder.iterdir() if path.name.endswith(".toml")]
    found = [_scheme(tomllib.loads(text)) for text in texts]
    return tuple(sorted(found, key=lambda one: one.from_on, reverse=True))


def scheme_on(on: date) -> Scheme:
    """The scheme in force; before the first one, the first."""
    return next((one for one in schemes() if one.from_on <= on), schemes()[-1])


def plan_of(*, viewer, child, on: date) -> Plan:
    """How the child's plan is judged as on this day. Raises NoSuchChild."""
    check_seen(viewer=viewer, child=child, on=on)
    rows = [_rated(row) for row in PlanRating.objects.filter(child=child, on__lte=on).order_by("-on", "-at", "-pk")]
    latest: dict[Rater, RatedPlan] = {}
    for one in rows:
        latest.setdefault(one.rater, one)
    worker, officer = (latest[rater].colour if rater in latest else State.NOT_ANSWERED for rater in Rater)
    earlier = tuple(one for one in rows if one is not latest[one.rater])
    return Plan(MappingProxyType(latest), compare_plan(worker, officer), earlier)


def plans_then(*, child_ids: Collection[int], as_at: date) -> dict[Rater, dict[int, Colour]]:
    """By rater and child, the latest rating of the plan, as `plan_of` has it, that had been made by the end of the day.

    For children whom the caller was given for a viewer: whoever sees a child reads how its plan is judged.
    """
    found: dict[Rater, dict[int, Colour]] = {rater: {} for rater in Rater}
    if child_ids:
        with connection.cursor() as cursor:
            cursor.execute(LATEST, {"ids": these(child_ids), "on": as_at})
            for child_id, rater, colour in cursor.fetchall():
                found[RATERS[rater]][child_id] = COLOURS[colour]
    return found


def _scheme(told: Mapping) -> Scheme:
    meanings = {colour: told["meanings"][colour.word] for colour in Colour}
    return Scheme(told["key"], told["from_on"], told["name"], MappingProxyType(meanings))


def _rated(row: PlanRating) -> RatedPlan:
    colour = Colour(row.colour)
    meant = {one.key: one.meanings[colour] for one in schemes()}.get(row.scheme, "")
    return RatedPlan(Rater(row.rater), colour, meant, row.scheme, row.reasons, row.on, row.by)
