"""What may happen in a child's life, as far as the rules know: the kinds of event and the facts each may carry."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from seenheard.timescales.domain.hours import hour_of

# kind -> facts it may carry. The record's happenings, the rules and `clocks --events` use the same words.
KINDS: Mapping[str, tuple[str, ...]] = {
    "contact_received": ("source", "hour"),
    "contact_decided": ("contact_led_to", "hour"),
    "early_help_started": (),
    "early_help_ended": (),
    "referral_received": ("referral", "no_further_action"),
    "referral_decided": ("referral", "referral_led_to", "referrer_told"),
    "assessment_started": ("referral", "assessment"),
    "assessment_authorised": ("referral", "assessment"),
    "need_episode_closed": ("referral", "reason"),
    "strategy_discussion_decided": ("referral", "hour"),
    "strategy_discussion_held": ("referral", "led_to_enquiry", "hour"),
    "section_47_started": ("referral", "enquiry"),
    "section_47_ended": ("enquiry", "no_further_action"),
    "conference_arranged": ("plan", "conference", "arranged_for_on"),
    "conference_report_sent": ("plan", "conference"),
    "initial_conference_held": (
        "referral", "enquiry", "plan", "led_to_plan", "transfer_in", "council_due_on",
    ),
    "moved_to_long_term_team": ("plan", "team"),
    "protection_plan_started": ("plan", "category"),
    "protection_plan_ended": ("plan",),
    "protection_visit_made": ("plan", "seen", "seen_alone", "bedroom_seen", "visit"),
    "core_group_held": ("plan",),
    "protection_review_held": ("plan", "council_due_on", "continued"),
    "protection_review_planned": ("plan", "council_due_on"),
    "need_plan_started": ("plan", "referral"),
    "need_plan_ended": ("plan",),
    "need_visit_made": ("seen", "seen_alone", "visit"),
    "need_plan_reviewed": ("plan", "continued"),
    "visit_written_up": ("visit",),
    "became_looked_after": ("care", "began_earlier"),
    "ceased_to_be_looked_after": ("care", "reason"),
    "legal_status_started": ("legal", "hour"),
    "legal_status_ended": ("legal", "hour"),
    "placement_started": ("placement", "place", "provider", "reason"),
    "placement_ended": ("placement", "reason"),
    "address_protected": ("protection", "must_not_know", "reason", "which_address"),
    "address_protection_confirmed": ("protection",),
    "address_protection_ended": ("protection", "reason"),
    "reviewing_officer_named": ("officer",),
    "care_plan_ready": (),
    "care_plan_made": ("intentions",),
    "placement_plan_made": ("placement",),
    "placement_notice_sent": ("placement", "everyone_told"),
    "care_visit_made": ("seen", "seen_alone", "visit"),
    "agreed_to_fewer_visits": ("agreed", "old_enough"),
    "care_review_held": ("council_due_on", "participation"),
    "care_review_planned": ("council_due_on",),
    "care_review_arranged": ("arranged_for_on",),
    "review_report_sent": (),
    "connected_person_approved": ("carer", "placement"),
    "connected_person_approval_extended": ("carer",),
    "connected_person_approval_ended": ("carer",),
    "health_consent_given": (),
    "health_assessment_requested": ("consent_given",),
    "health_assessment_held": (),
    "dental_check_held": (),
    "immunisations_recorded": ("up_to_date",),
    "sdq_sent": (),
    "sdq_completed": ("score",),
    "health_year_reported": (
        "year_ends_on", "teeth_check", "health_assessment", "immunisations", "sdq_score",
    ),
    "pep_made": ("school", "term"),
    "pep_reviewed": ("school", "term"),
    "school_changed": ("school",),
    "went_missing": ("missing", "kind"),
    "returned_from_missing": ("missing", "interview_offered", "interview_accepted", "hour"),
    "return_interview_offered": ("missing", "accepted"),
    "return_interview_held": ("missing", "hour"),
    "needs_assessment_made": (),
    "pathway_plan_made": (),
    "became_care_leaver": (),
    "pathway_plan_reviewed": (),
    "moved_to_new_accommodation": ("accommodation", "provided_by_authority"),
    "moved_out_of_accommodation": ("accommodation",),
    "adviser_visit_made": ("seen",),
    "leaver_contacted": (),
    "private_fostering_notified": ("arrangement",),
    "private_fostering_visit_made": ("arrangement", "seen", "seen_alone"),
    "private_fostering_ended": ("arrangement",),
    "adoption_decided": (),
    "adoption_decision_reversed": (),
    "placement_order_made": (),
    "matched_for_adoption": (),
    "placed_for_adoption": (),
    "adopted": (),
    "worker_allocated": ("worker", "role", "team", "reason"),
    "worker_left": ("worker",),
    "supervision_held": ("worker", "supervisor"),
    "deprived_of_liberty_started": (),
    "deprived_of_liberty_ended": (),
    "achievement_told": ("achievement",),
}  # fmt: skip

# What kind of value a fact is: the form for recording an event is made from these. A fact that is not recorded is left
# out; unknown is neither yes nor no. Days end in `_on`; the hour is the wall clock's in England, "HH:MM".
YES_NO = frozenset({
    "no_further_action", "led_to_plan", "transfer_in", "seen", "seen_alone", "bedroom_seen", "continued",
    "began_earlier", "up_to_date", "teeth_check", "health_assessment", "immunisations", "referrer_told",
    "led_to_enquiry", "everyone_told", "agreed", "old_enough", "consent_given", "accepted", "provided_by_authority",
})  # fmt: skip
HOURS = frozenset({"hour"})
NUMBERS = frozenset({"score", "sdq_score"})
HIGHEST_SCORE = 40  # of the strengths and difficulties questionnaire
CHOICES: Mapping[str, Mapping[str, str]] = {
    "contact_led_to": {
        "referral": "A referral",
        "early_help": "Early help",
        "advice": "Information or advice",
        "no_further_action": "No further action",
    },
    "referral_led_to": {
        "assessment": "A child and family assessment",
        "strategy_discussion": "A strategy discussion",
        "early_help": "Early help",
        "other_agency": "Another agency",
        "no_further_action": "No further action",
    },
    "conference": {"initial": "An initial conference", "review": "A review conference"},
    "which_address": {"placement": "Where the child is placed", "home": "The family’s home"},
    "term": {"autumn": "Autumn term", "spring": "Spring term", "summer": "Summer term"},
}
# A fact that says which one is meant, and the kinds with which such a one begins. Two events with the same name in it
# belong together.
WHICH: Mapping[str, tuple[str, ...]] = {
    "referral": ("referral_received",),
    "assessment": ("assessment_started",),
    "enquiry": ("section_47_started",),
    "plan": ("protection_plan_started", "need_plan_started"),
    "care": ("became_looked_after",),
    "placement": ("placement_started",),
    "missing": ("went_missing",),
    "visit": ("care_visit_made", "protection_visit_made", "need_visit_made"),
    "carer": ("connected_person_approved",),
    "accommodation": ("moved_to_new_accommodation",),
    "arrangement": ("private_fostering_notified",),
    "protection": ("address_protected",),
}
VISITS = frozenset(WHICH["visit"])  # recorded as visits, with what the child said
# The answers of a yearly return, and days planned ahead: nobody records these as a thing that happened. (A review is
# arranged by booking it, or by the day that a file names.)
ONLY_IN_FILES = frozenset({
    "health_year_reported", "care_review_planned", "care_review_arranged", "protection_review_planned",
})  # fmt: skip
# What no return carries: it is known only where an authority records it here.
ONLY_HERE = frozenset({
    "contact_decided", "referral_decided", "strategy_discussion_decided", "strategy_discussion_held",
    "conference_arranged", "conference_report_sent", "review_report_sent", "moved_to_long_term_team", "core_group_held",
    "need_plan_reviewed", "visit_written_up", "reviewing_officer_named", "care_plan_ready", "placement_plan_made",
    "placement_notice_sent", "agreed_to_fewer_visits", "connected_person_approved",
    "connected_person_approval_extended", "connected_person_approval_ended", "health_consent_given",
    "health_assessment_requested", "sdq_sent", "pep_made", "pep_reviewed", "school_changed",
    "return_interview_offered", "return_interview_held", "needs_assessment_made", "pathway_plan_made",
    "moved_to_new_accommodation", "moved_out_of_accommodation", "adviser_visit_made", "private_fostering_notified",
    "private_fostering_visit_made", "private_fostering_ended", "supervision_held", "address_protected",
    "address_protection_confirmed", "address_protection_ended", "achievement_told",
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
    "connected_person_approval_ended": "carer",
    "moved_out_of_accommodation": "accommodation",
    "private_fostering_ended": "arrangement",
    "address_protection_ended": "protection",
    "worker_left": "worker",
    "deprived_of_liberty_ended": None,
}

# Of the events of one day, what ends comes first, then what begins, then what was done on that day.
_BEGINNINGS = {kind for kind in KINDS if kind.endswith(("_started", "_received"))} | {
    "became_looked_after", "became_care_leaver", "care_plan_made", "placement_order_made",
    "placed_for_adoption", "worker_allocated", "connected_person_approved", "moved_to_new_accommodation",
    "private_fostering_notified", "agreed_to_fewer_visits", "address_protected",
}  # fmt: skip
RANK: Mapping[str, int] = {kind: 0 if kind in ENDINGS else 1 if kind in _BEGINNINGS else 2 for kind in KINDS}


def misfit(fact: str, value: Any) -> str:
    """Why this value cannot be that of this fact, as the end of "NAME is …"; empty where it can. None is not known."""
    if value is None:
        return ""
    if fact in YES_NO:
        return "" if isinstance(value, bool) else "yes or no: write it as true or false"
    if fact in HOURS:
        return "" if hour_of(value) else "a time of day: write it as 16:30"
    if fact in CHOICES:
        return "" if value in CHOICES[fact] else f"one of {', '.join(CHOICES[fact])}"
    if fact in NUMBERS:
        return "" if type(value) is int and 0 <= value <= HIGHEST_SCORE else f"a whole number from 0 to {HIGHEST_SCORE}"
    return ""


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
