"""The whole child on a day, put together from every source: each value from the source that is believed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .care import SHORT_BREAKS, care_of
from .places import PLACEMENTS
from .sources import RANK, Facts, always, by_source, first_value, is_on, same_worker, standing

# What the page reads of the child. Addresses are apart: only their district, and whether somebody must not know them.
READS = (
    "person",
    "person_name",
    "linked_identifier",
    "disability",
    "immigration_status",
    "legal_status",
    "cin_episode",
    "cp_plan",
    "cla_episode",
    "cla_placement",
    "care_leaver",
    "missing",
    "deprivation_of_liberty",
    "involvement",
    "dwelling",
)
COMPARED = {
    "person": (
        "born_on",
        "expected_on",
        "born_estimated",
        "died_on",
        "sex",
        "gender",
        "ethnicity",
        "nationality",
        "language",
        "interpreter",
        "communication",
        "upn_unknown",
        "send_flag",
        "is_mother",
    ),
    "person_name": ("forename", "surname", "name_used"),
}


@dataclass(frozen=True, slots=True)
class Differs:
    """A field of which another source says something else than the one believed."""

    field: str
    source: str
    value: Any


@dataclass(frozen=True, slots=True)
class Risk:
    """Something a reader must know first: a kind, since when, and a code that says more."""

    kind: str  # missing_now | on_protection_plan | deprived_of_liberty
    since_on: date | None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Works:
    """Somebody's part in the child's life, by the references that files use."""

    professional_ref: str | None
    team_ref: str | None
    role: str | None
    from_on: date | None
    until_on: date | None
    current: bool


@dataclass(frozen=True, slots=True)
class Lives:
    """Where the child lives, without saying exactly where."""

    area: str | None  # the postcode district
    has_address: bool
    address_protected: str | None  # who must not know it, in words


@dataclass(frozen=True, slots=True)
class Status:
    """Where the child stands with the council on a day."""

    legal_code: str | None = None
    legal_since_on: date | None = None
    looked_after_since_on: date | None = None
    placed_since_on: date | None = None
    place_code: str | None = None
    provider_code: str | None = None
    protection_plan_since_on: date | None = None
    in_need_since_on: date | None = None
    care_leaver: bool = False
    risks: tuple[Risk, ...] = field(default=())


def single_values(facts: Facts) -> dict[str, Any]:
    """Fields of person and name, each from the first source that has a value."""
    return {
        name: first_value(rows, name)
        for of, fields in COMPARED.items()
        for rows in [by_source(facts.get(of, ()))]
        for name in fields
    }


def differences(facts: Facts, believed: Mapping[str, Any]) -> tuple[Differs, ...]:
    """What other sources say instead, where they say anything."""
    return tuple(
        Differs(name, row.source, value)
        for of, fields in COMPARED.items()
        for row in by_source(facts.get(of, ()))
        for name in fields
        if (value := getattr(row, name)) is not None and value != believed[name]
    )


def status(facts: Facts, on: date) -> Status:
    """Where the child stands on the day `on`; after death, nowhere."""
    died_on = first_value(by_source(facts.get("person", ())), "died_on")
    if died_on is not None and died_on <= on:
        return Status(care_leaver=bool(facts.get("care_leaver")))
    care = care_of(facts, begun_by=on)
    # Where files overlap, the latest period and the latest stay say whether the child is still there.
    period = _covering(care.periods[-1:], on)
    legal = _covering([spell for spell in care.legal if spell.code not in SHORT_BREAKS], on) if period else None
    stay = _covering(care.stays[-1:], on) if period else None
    plan = _covering(standing(facts.get("cp_plan", ()), "from_on", same=always), on)
    return Status(
        legal_code=legal and legal.code,
        legal_since_on=legal and legal.from_on,
        looked_after_since_on=period and period.from_on,
        placed_since_on=stay and stay.from_on,
        place_code=stay and stay.code,
        provider_code=stay and stay.provider,
        protection_plan_since_on=plan and plan.from_on,
        in_need_since_on=_in_need_since(facts, on),
        care_leaver=bool(facts.get("care_leaver")),
        risks=tuple(_risks(facts, plan, on)),
    )


def lives(facts: Facts, on: date, *, in_care: bool) -> Lives:
    """Where the child lives on the day, of the believed source.

    A looked after child lives at the placement: where that is not recorded, the parents' district is not put instead.
    """
    current = [row for row in facts.get("dwelling", ()) if is_on(row, on)]
    current.sort(key=lambda row: (RANK[row.source], -(row.from_on or date.min).toordinal(), -row.id))
    return Lives(
        area=next((row.area for row in current if row.area and (row.kind in PLACEMENTS) == in_care), None),
        has_address=bool(current),
        address_protected="; ".join(dict.fromkeys(row.protected for row in current if row.protected)) or None,
    )


def works_with(facts: Facts, on: date) -> tuple[Works, ...]:
    """Who works and worked with the child: those who do first, then the latest."""
    people = [
        Works(row.professional_ref, row.team_ref, row.role, row.from_on, row.until_on, is_on(row, on))
        for row in reversed(standing(facts.get("involvement", ()), "from_on", same=same_worker, undated=True))
    ]
    return tuple(sorted(people, key=lambda person: not person.current))


def known_as(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Identifiers as (kind, value), each once."""
    rows = by_source(facts.get("linked_identifier", ()))
    return tuple(dict.fromkeys((row.kind, row.value) for row in rows if row.value))


def sources_of(facts: Facts) -> tuple[str, ...]:
    """The sources that say anything about the child, the one believed first."""
    return tuple(sorted({row.source for rows in facts.values() for row in rows}, key=RANK.__getitem__))


def _covering(spells: Sequence[Any], on: date) -> Any | None:
    """The latest spell that covers the day."""
    return next((spell for spell in reversed(spells) if is_on(spell, on)), None)


def _in_need_since(facts: Facts, on: date) -> date | None:
    open_then = [
        row.referred_on
        for row in standing(facts.get("cin_episode", ()), "referred_on")
        if row.referred_on <= on and (row.closed_on is None or row.closed_on > on) and not row.no_further_action
    ]
    return max(open_then, default=None)


def _risks(facts: Facts, plan: Any | None, on: date) -> Iterator[Risk]:
    missing = _covering(standing(facts.get("missing", ()), "from_on", same=always), on)
    if missing:
        yield Risk("missing_now", missing.from_on, missing.kind)
    if plan:
        yield Risk("on_protection_plan", plan.from_on, plan.latest_category or plan.initial_category)
    order = _covering(standing(facts.get("deprivation_of_liberty", ()), "from_on", same=always), on)
    if order:
        yield Risk("deprived_of_liberty", order.from_on)
