"""Things done on one day (visits, reviews, checks): the same one, told by two sources, is one happening."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .happenings import Happening
from .sources import RANK, Facts


@dataclass(frozen=True, slots=True)
class Point:
    """How the rows of one object tell of one kind of happening: the day, the facts, and which rows count."""

    name: str
    kind: str
    day: str
    facts: Mapping[str, str]
    counts: Callable[[Any], bool] = lambda row: True


def _is_check(word: str) -> Callable[[Any], bool]:
    """A health row of this type that took place; SSD's status says Planned, Refused, Cancelled or Completed."""
    return lambda row: word in (row.kind or "").casefold() and (row.status or "completed").casefold() == "completed"


POINTS = (
    Point("contact", "contact_received", "received_on", {"source": "source_code"}),
    Point(
        "initial_cp_conference",
        "initial_conference_held",
        "held_on",
        {
            "referral": "referral_ref",
            "enquiry": "enquiry_ref",
            "plan": "plan_ref",
            "led_to_plan": "led_to_plan",
            "transfer_in": "transfer_in",
            "council_due_on": "target_on",
        },
    ),
    Point(
        "cp_visit",
        "protection_visit_made",
        "visited_on",
        {"plan": "plan_ref", "seen": "seen", "seen_alone": "seen_alone", "bedroom_seen": "bedroom_seen"},
    ),
    Point(
        "cp_review",
        "protection_review_held",
        "held_on",
        {"plan": "plan_ref", "council_due_on": "due_on", "continued": "continued"},
    ),
    Point(
        "cp_review",
        "protection_review_planned",
        "due_on",
        {"plan": "plan_ref", "council_due_on": "due_on"},
        lambda row: row.held_on is None,
    ),
    Point("cin_visit", "need_visit_made", "visited_on", {"seen": "seen", "seen_alone": "seen_alone"}),
    Point("cla_care_plan", "care_plan_made", "from_on", {"intentions": "intentions"}),
    Point("cla_visit", "care_visit_made", "visited_on", {"seen": "seen", "seen_alone": "seen_alone"}),
    Point(
        "cla_review",
        "care_review_held",
        "held_on",
        {"council_due_on": "due_on", "participation": "participation"},
        lambda row: not row.cancelled,
    ),
    Point(
        "cla_review",
        "care_review_planned",
        "due_on",
        {"council_due_on": "due_on"},
        lambda row: row.held_on is None and not row.cancelled,
    ),
    Point("cla_health", "health_assessment_held", "held_on", {}, _is_check("health")),
    Point("cla_health", "dental_check_held", "held_on", {}, _is_check("dent")),
    Point("cla_immunisation", "immunisations_recorded", "status_on", {"up_to_date": "up_to_date"}),
    Point("sdq_score", "sdq_completed", "completed_on", {"score": "score"}, lambda row: row.score is not None),
    Point(
        "outcome_year",
        "health_year_reported",
        "year_ends_on",
        {
            "year_ends_on": "year_ends_on",
            "teeth_check": "teeth_check",
            "health_assessment": "health_assessment",
            "immunisations": "immunisations",
            "sdq_score": "sdq_score",
        },
    ),
    Point("care_leaver", "pathway_plan_reviewed", "pathway_reviewed_on", {}),
    Point("care_leaver", "leaver_contacted", "latest_contact_on", {}),
)

# By these days it is told how far back a source's rows of an object reach, where the source does not say so itself.
# Files hold some years: a child's older reviews, visits and checks are not in them, and silence there says nothing.
REACHES_BACK_BY = {
    "cla_review": "held_on",
    "cla_visit": "visited_on",
    "cla_health": "held_on",
    "sdq_score": "completed_on",
    "cp_review": "held_on",
    "cp_visit": "visited_on",
    "cin_visit": "visited_on",
}


def points(facts: Facts) -> Iterator[Happening]:
    """Every happening of one day that these facts tell, each once however many sources tell it."""
    for point in POINTS:
        if rows := facts.get(point.name):
            yield from _told(point, rows)


def _told(point: Point, rows: Sequence[Any]) -> Iterator[Happening]:
    """The nth row of a day in one source is the nth of that day in another, never the next one."""
    same: dict[tuple, list[Any]] = {}
    seen: dict[tuple, int] = {}
    for row in rows:
        day = getattr(row, point.day)
        if day is None or not point.counts(row):
            continue
        place = seen[row.source, day] = seen.get((row.source, day), 0) + 1
        same.setdefault((day, place), []).append(row)
    for (day, _place), tellers in same.items():
        tellers.sort(key=lambda row: RANK[row.source])
        yield Happening(point.kind, day, _facts(point, tellers), *_where(point.name, tellers))


def _facts(point: Point, tellers: Sequence[Any]) -> dict[str, Any]:
    """Each fact from the first source that has it."""
    if len(tellers) == 1:
        return {name: _plain(getattr(tellers[0], field)) for name, field in point.facts.items()}
    return {
        name: _plain(next((value for row in tellers if (value := getattr(row, field)) is not None), None))
        for name, field in point.facts.items()
    }


def _where(name: str, tellers: Sequence[Any]) -> tuple[str, tuple[str, ...]]:
    first = tellers[0]
    return f"{name}/{first.source}/{first.row_key}", tuple(row.source for row in tellers)


def _plain(value: Any) -> Any:
    """Facts are hashable: lists from the database become tuples."""
    return tuple(value) if isinstance(value, list) else value
