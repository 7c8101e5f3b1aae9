"""What each worker holds, in children and in families, beside the authority's limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse

from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.permissions import can
from seenheard.desk.forms.team import LimitsForm, StageForm
from seenheard.desk.presenters.team_lists import TeamFile, TeamPage, file_of, page_of, teams_of
from seenheard.record import queries as record_queries
from seenheard.record.domain.caseloads import (
    EXPERIENCED,
    FIRST_YEAR,
    NOT_KNOWN,
    PASSED,
    REACHED,
    WITHIN,
    Limit,
)
from seenheard.record.queries import Caseload, Caseloads
from seenheard.ui.dates import long, short
from seenheard.ui.paging import paged
from seenheard.ui.parts import Cell, Link, Row
from seenheard.ui.words import count

NAME, FILE = "desk:team_caseloads", "caseloads"
HEAD = (
    "Worker",
    "Team",
    Cell("Children", numeric=True),
    Cell("Families", numeric=True),
    "How they stand",
    "Experience",
    "Social work registration",
)
STANDS = {
    WITHIN: "Within the limit",
    REACHED: "At the limit",
    PASSED: "Above the limit",
    NOT_KNOWN: "Cannot be judged: nobody has said whether this is the first year",
}
STAGES = {FIRST_YEAR: "In the first year", EXPERIENCED: "Experienced", None: "Not known"}
REGISTERED = {True: "On record", False: "None on the staff list", None: "Not known: on no staff list"}
FAMILIES = "Children of one family reference, or of one mother known here, are one family; another child is one alone."


@dataclass(frozen=True)
class TeamForm:
    """A page with one form of a manager's."""

    title: str
    heading: str
    caption: str
    back: Link
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    form: LimitsForm | StageForm
    button: str


def page(*, viewer, on: date, asked) -> TeamPage:
    """The workers, the most children first, fifty to a page."""
    limits = record_queries.caseload_limits(on=on)
    loads = record_queries.caseloads(viewer=viewer, on=on, limits=limits, teams=teams_of(viewer, on))
    listed = paged(loads, asked.get("page"))
    families = _families(listed, viewer, on)
    may_change = can(viewer, Ability.SET_CASELOAD_LIMITS)
    return page_of(
        NAME,
        on=on,
        heading="Caseloads",
        summary=_summary(loads),
        notes=(limits_in_words(limits), FAMILIES),
        more=(Link("Change the limits", reverse("desk:caseload_limits")),) if may_change else (),
        head=HEAD,
        rows=[_cells(one, families) for one in listed],
        paged=listed,
        what=("worker", "workers"),
        empty="Nobody holds a child whom you may see.",
        public_ids=(),
    )


def file(*, viewer, on: date, asked) -> TeamFile:
    """All of them."""
    head = [one.text if isinstance(one, Cell) else one for one in HEAD]
    loads = record_queries.caseloads(viewer=viewer, on=on, teams=teams_of(viewer, on))
    families = _families(loads, viewer, on)
    rows = [_words(one, families) for one in loads]
    return file_of(FILE, on=on, head=(*head, "Worker’s key"), rows=rows, public_ids=())


def limits_page(*, on: date, form: LimitsForm) -> TeamForm:
    """The limits in force, and the form that changes them."""
    limits = record_queries.caseload_limits(on=on)
    return TeamForm(
        title="Limits of a caseload",
        heading="Limits of a caseload",
        caption=long(on),
        back=Link("Caseloads", reverse(NAME)),
        rows=tuple(Row(STAGES[stage], range_words(limits[stage])) for stage in (FIRST_YEAR, EXPERIENCED)),
        notes=("What you change counts from the day you name. Days gone by keep the limits they had.",),
        form=form,
        button="Change the limits",
    )


def stage_page(*, worker_ref: str, name: str, on: date, form: StageForm) -> TeamForm:
    """The form that says of one worker whether the first year is over."""
    stage = record_queries.worker_stages(on=on).get(worker_ref)
    return TeamForm(
        title="A worker’s first year",
        heading=name or worker_ref,
        caption="A worker’s first year",
        back=Link("Caseloads", reverse(NAME)),
        rows=(Row("Experience", STAGES[stage]),),
        notes=(),
        form=form,
        button="Save",
    )


def limits_in_words(limits: Mapping[str, Limit]) -> str:
    """ "The limit is 15 to 18 children in the first year after qualifying, and 23 to 25 for experienced workers." """
    first, later = (range_words(limits[stage]) for stage in (FIRST_YEAR, EXPERIENCED))
    return f"The limit is {first} children in the first year after qualifying, and {later} for experienced workers."


def range_words(limit: Limit) -> str:
    """ "15 to 18"."""
    return f"{limit.reached_at} to {limit.most}" if limit.most > limit.reached_at else str(limit.most)


def said_in_words(name: str, until: date | None) -> str:
    """What was just said of a worker."""
    return f"{name}: in the first year until {short(until)}." if until else f"{name}: experienced."


def _summary(loads: Caseloads) -> str:
    holds = count(len(loads), "worker holds", "workers hold")
    many = loads.standings
    said, unknown = f"{holds} children. {many[PASSED]:,} above the limit, {many[REACHED]:,} at it.", many[NOT_KNOWN]
    return f"{said} {count(unknown, 'cannot be judged', 'cannot be judged')}." if unknown else said


def _families(loads: Iterable[Caseload], viewer, on: date) -> Mapping[str, int]:
    return record_queries.families_held(viewer=viewer, on=on, workers=[one.worker_ref for one in loads])


def _cells(one: Caseload, families: Mapping[str, int]) -> tuple[str | int | Cell, ...]:
    name, *_ = _words(one, families)
    work_url, stage_url = _addresses(one.worker_ref)
    work, stage = Cell(str(name), url=work_url), Cell(STAGES[one.stage], url=stage_url)
    team = ", ".join(one.teams)
    return (work, team, one.children, families[one.worker_ref], STANDS[one.standing], stage, REGISTERED[one.registered])


@lru_cache(maxsize=4096)
def _addresses(worker_ref: str) -> tuple[str, str]:
    """A worker's list of work, and the page of the first year; asked for again and again, fifty to a page."""
    work = f"{reverse('desk:team')}?{urlencode({'worker': worker_ref})}"
    return work, reverse("desk:worker_stage", args=[worker_ref])


def _words(one: Caseload, families: Mapping[str, int]) -> tuple[str | int, ...]:
    return (
        one.name or one.worker_ref,
        ", ".join(one.teams),
        one.children,
        families[one.worker_ref],
        STANDS[one.standing],
        STAGES[one.stage],
        REGISTERED[one.registered],
        one.worker_ref,
    )
