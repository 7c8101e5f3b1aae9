"""How the care plan is judged: reviewing officer and worker side by side, and what was said before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.accounts import queries as accounts
from seenheard.record import queries as record_queries
from seenheard.ui.dates import short
from seenheard.ui.parts import Link, Row

from .. import queries
from ..domain.plans import PlanView, Rater
from ..forms.plans import PlanForm

NOBODY = "somebody who has left"
STEPS = {1: "one step", 2: "two steps"}
NOT_RATED = "Has not rated the plan."
UNCHECKED = "This scheme is ours, and no reviewing officer has looked it over yet."


@dataclass(frozen=True)
class PlanPage:
    """Both ratings in words, what they mean together, the earlier ones, and the form for whoever rates."""

    name: str
    together: str
    rows: tuple[Row, ...]
    earlier: tuple[Row, ...]
    form: PlanForm | None
    back: Link

    title = heading = "How the care plan is judged"
    unchecked = UNCHECKED


def plan(*, viewer, child, on: date, form: PlanForm | None) -> PlanPage:
    """The page for one reader."""
    told = queries.plan_of(viewer=viewer, child=child, on=on)
    names = accounts.names({one.by for one in (*told.latest.values(), *told.earlier)})
    now = record_queries.children_now(viewer=viewer, on=on, child_ids=[child.pk]).first()
    return PlanPage(
        name=(now.name if now else None) or "Name not recorded",
        together=together(told.together),
        rows=tuple(_row(rater, told.latest.get(rater), names) for rater in (Rater.OFFICER, Rater.WORKER)),
        earlier=tuple(_row(one.rater, one, names) for one in told.earlier),
        form=form if queries.rates_plan(viewer=viewer, child=child, on=on) else None,
        back=Link("Back to the child", reverse("desk:child", args=[child.public_id])),
    )


def together(view: PlanView) -> str:
    """What both ratings mean beside each other, in a sentence."""
    if view.silent == tuple(Rater):
        return "Nobody has rated the plan yet."
    if view.silent:
        return f"Only one has rated the plan: the {view.silent[0]} has not."
    if not view.differs or view.more_worried is None:
        return "Both see the plan alike."
    return f"To talk about: the {view.more_worried} is more worried, by {STEPS[view.steps or 1]}."


def _row(rater: Rater, one: queries.RatedPlan | None, names: Mapping[str, str]) -> Row:
    who = str(rater).capitalize()
    if one is None:
        return Row(who, NOT_RATED, "")
    said = f"{one.colour.word.capitalize()}: {one.meant}"
    when = f"{names.get(one.by, NOBODY)}, {short(one.on)}, by the scheme {one.scheme}."
    return Row(who, (said, one.reasons), when)
