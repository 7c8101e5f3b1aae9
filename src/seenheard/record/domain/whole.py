"""The whole child on a day, put together from every source: each value from the source that is believed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from .care import SHORT_BREAKS, care_of
from .involved import involvements
from .lasting import KINDS_THAT_LAST, Laid, Spell, lay_over
from .lasting import SOURCE as TYPED_HERE
from .places import PLACEMENTS
from .protecting import Protection, protections
from .sources import RANK, Facts, always, by_source, first_value, is_on, standing
from .spells import in_care, spells
from .typed import typed_events

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
    "event",
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
    protections: tuple[Protection, ...]  # who must not know it, as people said here
    protected_by_files: tuple[str, ...]  # the same in a file's words: no return of today brings any
    untold: bool  # the child is in a placement that somebody typed, and no source gives its address

    @property
    def address_protected(self) -> str | None:
        """Who must not know it, in words, whoever says so."""
        return "; ".join(dict.fromkeys((*(one.who for one in self.protections), *self.protected_by_files))) or None


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
    """Where the child stands on the day `on`, by what was typed before what files say; after death, nowhere."""
    is_leaver = bool(facts.get("care_leaver")) or any(
        one.kind == "became_care_leaver" for one in typed_events(facts, on)
    )
    died_on = first_value(by_source(facts.get("person", ())), "died_on")
    if died_on is not None and died_on <= on:
        return Status(care_leaver=is_leaver)
    laid = laid_by(facts, on)
    stands = _by_files(facts, on) if laid is None else _by_both(laid, facts, on)
    return replace(stands, care_leaver=is_leaver)


def laid_by(facts: Facts, on: date) -> Laid | None:
    """What lasts as far as it has begun by the day, with what was typed laid over it; None where nothing was typed."""
    typed = [one for one in typed_events(facts, on) if one.kind in KINDS_THAT_LAST]
    if not typed:
        return None
    return lay_over([*spells(facts), *in_care(care_of(facts, begun_by=on))], typed)


def _by_files(facts: Facts, on: date) -> Status:
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
        risks=tuple(_risks(facts, plan, on)),
    )


def _by_both(laid: Laid, facts: Facts, on: date) -> Status:
    """The same, where something of what lasts was typed."""
    period, stay, legal = laid.latest("became_looked_after", on), None, None
    if period is not None:
        stay = laid.latest("placement_started", on)
        statuses = [one for one in laid.begun("legal_status_started", on) if one.covers(on)]
        legal = next((one for one in reversed(statuses) if one.fact("legal") not in SHORT_BREAKS), None)
    plan = laid.covering("protection_plan_started", on)
    referrals = [one for one in laid.begun("referral_received", on) if one.covers(on)]
    return Status(
        legal_code=legal.fact("legal") if legal else None,
        legal_since_on=legal.began.on if legal else None,
        looked_after_since_on=period.began.on if period else None,
        placed_since_on=stay.began.on if stay else None,
        place_code=stay.fact("place") if stay else None,
        provider_code=stay.fact("provider") if stay else None,
        protection_plan_since_on=plan.began.on if plan else None,
        in_need_since_on=max((one.began.on for one in referrals if not one.fact("no_further_action")), default=None),
        risks=tuple(_risks_of_both(laid, facts, on)),
    )


def placements_left(facts: Facts, on: date) -> list[date]:
    """The days by which the child had left a placement, in no order."""
    laid = laid_by(facts, on)
    if laid is None:
        ends = [stay.until_on for stay in care_of(facts, begun_by=on).stays]
    else:
        ends = [spell.ended.on if spell.ended else None for spell in laid.begun("placement_started", on)]
    return [ended for ended in ends if ended is not None and ended <= on]


@dataclass(frozen=True, slots=True)
class Moved:
    """That a placement began, or the last one ended, as somebody typed. `placed`: the child is in one now."""

    on: date
    placed: bool

    def leaves(self, row: Any) -> bool:
        """Whether this address is one of a placement before: no source has told the address of this one."""
        return row.kind in PLACEMENTS and (row.from_on or date.min) < self.on


def moved(facts: Facts, on: date) -> Moved | None:
    """The latest move of which people told and files may not have told yet; None where files alone tell."""
    laid = laid_by(facts, on)
    begun = laid.begun("placement_started", on) if laid else []
    if laid is None or not begun:
        return None
    stay, care = begun[-1], laid.begun("became_looked_after", on)
    left = care[-1].ended if care and not care[-1].covers(on) else None
    last = max(filter(None, (stay.began, stay.ended if not stay.covers(on) else None, left)), key=lambda one: one.on)
    return Moved(last.on, placed=last is stay.began) if TYPED_HERE in last.sources else None


def lives(facts: Facts, on: date, *, in_care: bool) -> Lives:
    """Where the child lives on the day, of the believed source.

    A looked after child lives at the placement: where that is not recorded, the parents' district is not put instead,
    nor that of the placement before.
    """
    in_force = [row for row in facts.get("dwelling", ()) if is_on(row, on)]
    move = moved(facts, on)
    current = [row for row in in_force if move is None or not move.leaves(row)]
    current.sort(key=lambda row: (RANK[row.source], -(row.from_on or date.min).toordinal(), -row.id))
    return Lives(
        area=next((row.area for row in current if row.area and (row.kind in PLACEMENTS) == in_care), None),
        has_address=bool(current),
        protections=protections(facts, on),
        protected_by_files=tuple(dict.fromkeys(row.protected for row in in_force if row.protected)),
        untold=in_care and move is not None and move.placed and not any(row.kind in PLACEMENTS for row in current),
    )


def works_with(facts: Facts, on: date) -> tuple[Works, ...]:
    """Who works and worked with the child: those who do first, then the latest."""
    people = [
        Works(one.professional_ref, one.team_ref, one.role, one.from_on, one.until_on, is_on(one, on))
        for one in reversed(involvements(facts))
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


def _risks_of_both(laid: Laid, facts: Facts, on: date) -> Iterator[Risk]:
    missing = laid.covering("went_missing", on)
    if missing:
        yield Risk("missing_now", missing.began.on, missing.fact("kind"))
    plan = laid.covering("protection_plan_started", on)
    if plan:
        yield Risk("on_protection_plan", plan.began.on, _latest_category(plan, facts))
    order = laid.covering("deprived_of_liberty_started", on)
    if order:
        yield Risk("deprived_of_liberty", order.began.on)


def _latest_category(plan: Spell, facts: Facts) -> str | None:
    """Of a plan that a file tells too: a file names the latest category, and an event that of its day."""
    if plan.file is not None:
        for row in facts.get("cp_plan", ()):
            if plan.file.ref == f"cp_plan/{row.source}/{row.row_key}" and row.latest_category:
                return row.latest_category
    return plan.fact("category")
