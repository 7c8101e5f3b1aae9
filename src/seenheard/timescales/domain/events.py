"""What may happen in a child's life, as far as the rules know: the kinds of event and the facts each may carry."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

# kind -> facts it may carry. The record's happenings, the rules and `clocks --events` use the same words.
KINDS: Mapping[str, tuple[str, ...]] = {
    "contact_received": ("source",),
    "early_help_started": (),
    "early_help_ended": (),
    "referral_received": ("referral", "no_further_action"),
    "assessment_started": ("referral", "assessment"),
    "assessment_authorised": ("referral", "assessment"),
    "need_episode_closed": ("referral", "reason"),
    "section_47_started": ("referral", "enquiry"),
    "section_47_ended": ("enquiry", "no_further_action"),
    "initial_conference_held": (
        "referral", "enquiry", "plan", "led_to_plan", "transfer_in", "council_due_on",
    ),
    "protection_plan_started": ("plan", "category"),
    "protection_plan_ended": ("plan",),
    "protection_visit_made": ("plan", "seen", "seen_alone", "bedroom_seen"),
    "protection_review_held": ("plan", "council_due_on", "continued"),
    "protection_review_planned": ("plan", "council_due_on"),
    "need_plan_started": ("plan", "referral"),
    "need_plan_ended": ("plan",),
    "need_visit_made": ("seen", "seen_alone"),
    "became_looked_after": ("care", "began_earlier"),
    "ceased_to_be_looked_after": ("care", "reason"),
    "legal_status_started": ("legal",),
    "legal_status_ended": ("legal",),
    "placement_started": ("placement", "place", "provider", "reason"),
    "placement_ended": ("placement", "reason"),
    "care_plan_made": ("intentions",),
    "care_review_held": ("council_due_on", "participation"),
    "care_review_planned": ("council_due_on",),
    "care_visit_made": ("seen", "seen_alone"),
    "health_assessment_held": (),
    "dental_check_held": (),
    "immunisations_recorded": ("up_to_date",),
    "sdq_completed": ("score",),
    "health_year_reported": (
        "year_ends_on", "teeth_check", "health_assessment", "immunisations", "sdq_score",
    ),
    "went_missing": ("missing", "kind"),
    "returned_from_missing": ("missing", "interview_offered", "interview_accepted"),
    "became_care_leaver": (),
    "pathway_plan_reviewed": (),
    "leaver_contacted": (),
    "adoption_decided": (),
    "adoption_decision_reversed": (),
    "placement_order_made": (),
    "matched_for_adoption": (),
    "placed_for_adoption": (),
    "adopted": (),
    "worker_allocated": ("worker", "role", "team"),
    "worker_left": ("worker", "reason"),
    "deprived_of_liberty_started": (),
    "deprived_of_liberty_ended": (),
}  # fmt: skip

# The facts that are yes or no; a fact that is not recorded is left out.
YES_NO = frozenset({
    "no_further_action", "led_to_plan", "transfer_in", "seen", "seen_alone", "bedroom_seen", "continued",
    "began_earlier", "up_to_date", "teeth_check", "health_assessment", "immunisations",
})  # fmt: skip

# What ends a spell, and the fact that says which spell it ends (None: there is only one).
ENDINGS: Mapping[str, str | None] = {
    "early_help_ended": None,
    "need_episode_closed": "referral",
    "section_47_ended": "enquiry",
    "protection_plan_ended": "plan",
    "need_plan_ended": "plan",
    "ceased_to_be_looked_after": "care",
    "legal_status_ended": "legal",
    "placement_ended": "placement",
    "worker_left": "worker",
    "deprived_of_liberty_ended": None,
}

# Of the events of one day, what ends comes first, then what begins, then what was done on that day.
_BEGINNINGS = {kind for kind in KINDS if kind.endswith(("_started", "_received"))} | {
    "became_looked_after", "became_care_leaver", "care_plan_made", "placement_order_made",
    "placed_for_adoption", "worker_allocated",
}  # fmt: skip
RANK: Mapping[str, int] = {kind: 0 if kind in ENDINGS else 1 if kind in _BEGINNINGS else 2 for kind in KINDS}


class Happening(Protocol):
    """One thing that happened: what, on which day, and what is known about it."""

    @property
    def kind(self) -> str: ...
    @property
    def on(self) -> date: ...
    @property
    def facts(self) -> Mapping[str, Any]: ...
    @property
    def ref(self) -> str: ...


class History(Protocol):
    """What is known of one child. `unrecorded` are the kinds that no source carries for this child.

    It may also have `died_on`, and `known_from`: kind -> the first day from which any source holds that kind.
    """

    @property
    def born_on(self) -> date | None: ...
    @property
    def expected_on(self) -> date | None: ...
    @property
    def happenings(self) -> Any: ...
    @property
    def unrecorded(self) -> frozenset[str]: ...


class Event(NamedTuple):
    """A plain happening, for examples and for files of events."""

    kind: str
    on: date
    facts: Mapping[str, Any]
    ref: str


class Life(NamedTuple):
    """A plain history, for examples and for files of events."""

    happenings: tuple[Event, ...]
    born_on: date | None = None
    expected_on: date | None = None
    unrecorded: frozenset[str] = frozenset()
    known_from: Mapping[str, date] = MappingProxyType({})
    died_on: date | None = None
