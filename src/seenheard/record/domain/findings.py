"""What files say that the law or the calendar forbids: noticed, said, and never a reason to refuse a child."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from .care import periods_of_care
from .sources import Facts, overlapping, standing

# object: (field where it starts, field where it ends, what it is called on the page)
ORDERED = {
    "legal_status": ("from_on", "until_on", "legal status"),
    "early_help_episode": ("from_on", "until_on", "early help"),
    "cin_episode": ("referred_on", "closed_on", "time in need"),
    "cin_assessment": ("started_on", "authorised_on", "assessment"),
    "cin_plan": ("from_on", "until_on", "plan for a child in need"),
    "s47_enquiry": ("started_on", "ended_on", "section 47 enquiry"),
    "cp_plan": ("from_on", "until_on", "protection plan"),
    "cla_episode": ("from_on", "until_on", "care episode"),
    "cla_placement": ("from_on", "until_on", "placement"),
    "missing": ("from_on", "until_on", "missing episode"),
    "deprivation_of_liberty": ("from_on", "until_on", "deprivation of liberty"),
    "involvement": ("from_on", "until_on", "worker's involvement"),
}
# Only one of these can be in force at a time, within one source.
ONE_AT_A_TIME = ("legal_status", "cp_plan", "cla_episode", "cla_placement", "missing")
# object: (the day on which it was done, what it is called on the page)
SINGLE = {"cla_review": ("held_on", "review")}
READS = (*ORDERED, "person", *SINGLE)
SOURCE = attrgetter("source")


@dataclass(frozen=True, slots=True)
class Noticed:
    """One finding: a code to count by, the row it is about, and a sentence without any value of the child's."""

    code: str
    about: str
    says: str


def called(name: str) -> str:
    """What the rows of an object are called in a sentence: "placement"."""
    return ORDERED[name][2] if name in ORDERED else SINGLE[name][1]


def lasts(name: str) -> bool:
    """Whether an object's rows tell of something with a first and a last day."""
    return name in ORDERED


def days_of(name: str) -> tuple[str, str | None]:
    """The fields of the first and the last day of an object's rows; of what is done on one day, no last."""
    return ORDERED[name][:2] if name in ORDERED else (SINGLE[name][0], None)


def findings(facts: Facts) -> list[Noticed]:
    """Everything noticed about one child's current facts, in a steady order."""
    return [*_ended_before_started(facts), *_overlaps(facts), *_two_workers(facts), *_reviews_before_care(facts)]


def _ended_before_started(facts: Facts) -> Iterator[Noticed]:
    for name, (start, end, called) in ORDERED.items():
        for row in facts.get(name, ()):
            began, ended = getattr(row, start), getattr(row, end)
            if began is not None and ended is not None and ended < began:
                yield Noticed("ended_before_started", _about(name, row), f"This {called} ends before it starts.")


def _overlaps(facts: Facts) -> Iterator[Noticed]:
    for name in ONE_AT_A_TIME:
        for spells in _of_several(facts.get(name, ())):
            for _first, second in overlapping(spells):
                says = f"This {ORDERED[name][2]} starts before the one before it has ended."
                yield Noticed("overlap", _about(name, second), says)


def _two_workers(facts: Facts) -> Iterator[Noticed]:
    caseholders = [row for row in facts.get("involvement", ()) if row.role in (None, "CW")]
    for spells in _of_several(caseholders):
        for first, second in overlapping(spells):
            if first.professional_ref != second.professional_ref:
                yield Noticed("two_workers", _about("involvement", second), "Two workers hold the case at once.")


def _reviews_before_care(facts: Facts) -> Iterator[Noticed]:
    reviews = facts.get("cla_review", ())
    periods = periods_of_care(facts) if reviews else ()
    for row in reviews:
        if periods and row.held_on is not None and row.held_on < periods[0].from_on:
            yield Noticed("review_before_care", _about("cla_review", row), "This review was held before care began.")


def _of_several(rows: Sequence[Any]) -> Iterator[list[Any]]:
    """The spells that stand of each source that tells of more than one: one alone is before or after none."""
    if len(rows) < 2:
        return
    for _source, group in groupby(sorted(rows, key=SOURCE), key=SOURCE):
        if len(spells := list(group)) > 1:
            yield standing(spells, "from_on")


def _about(name: str, row: Any) -> str:
    return f"{name}/{row.source}/{row.row_key}"
