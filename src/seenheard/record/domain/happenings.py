"""What happened in a child's life, in the words that rules, pages and files of events share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

# Every kind of happening, in the order in which those of one day are told.
KINDS = (
    "contact_received",
    "contact_decided",
    "early_help_started",
    "early_help_ended",
    "referral_received",
    "referral_decided",
    "assessment_started",
    "assessment_authorised",
    "strategy_discussion_decided",
    "strategy_discussion_held",
    "section_47_started",
    "section_47_ended",
    "conference_arranged",
    "conference_report_sent",
    "initial_conference_held",
    "protection_plan_started",
    "protection_visit_made",
    "core_group_held",
    "protection_review_held",
    "protection_review_planned",
    "protection_plan_ended",
    "moved_to_long_term_team",
    "need_plan_started",
    "need_visit_made",
    "need_plan_reviewed",
    "need_plan_ended",
    "ceased_to_be_looked_after",
    "placement_ended",
    "legal_status_ended",
    "connected_person_approval_ended",
    "became_looked_after",
    "legal_status_started",
    "connected_person_approved",
    "connected_person_approval_extended",
    "placement_started",
    "address_protected",
    "address_protection_confirmed",
    "address_protection_ended",
    "reviewing_officer_named",
    "care_plan_ready",
    "care_plan_made",
    "placement_plan_made",
    "placement_notice_sent",
    "agreed_to_fewer_visits",
    "care_visit_made",
    "visit_written_up",
    "care_review_held",
    "care_review_arranged",
    "review_report_sent",
    "care_review_planned",
    "health_consent_given",
    "health_assessment_requested",
    "health_assessment_held",
    "dental_check_held",
    "immunisations_recorded",
    "sdq_sent",
    "sdq_completed",
    "health_year_reported",
    "pep_made",
    "pep_reviewed",
    "school_changed",
    "went_missing",
    "returned_from_missing",
    "return_interview_offered",
    "return_interview_held",
    "deprived_of_liberty_started",
    "deprived_of_liberty_ended",
    "adoption_decided",
    "adoption_decision_reversed",
    "placement_order_made",
    "matched_for_adoption",
    "placed_for_adoption",
    "adopted",
    "needs_assessment_made",
    "pathway_plan_made",
    "became_care_leaver",
    "pathway_plan_reviewed",
    "moved_out_of_accommodation",
    "moved_to_new_accommodation",
    "adviser_visit_made",
    "leaver_contacted",
    "private_fostering_notified",
    "private_fostering_visit_made",
    "private_fostering_ended",
    "need_episode_closed",
    "worker_left",
    "worker_allocated",
    "supervision_held",
    "achievement_told",
)
PLACE_IN_DAY = {kind: place for place, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened on one day.

    `ref` leads to the row that says so: object/source/key. `sources` are all that say so, the believed one first.
    `otherwise`: facts that a source not believed gives differently, as (source, fact, value).
    """

    kind: str
    on: date
    facts: Mapping[str, Any] = field(default_factory=dict)
    ref: str = ""
    sources: tuple[str, ...] = ()
    otherwise: tuple[tuple[str, str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """One child's life as it is known: sorted by day, then by the order of KINDS.

    `unrecorded` are the kinds that no source which knows this child carries: of them silence says nothing.
    `known_from`: for kinds that the child's sources cover only from some day on, that day; before it silence says
    nothing either. After `died_on` nothing goes on.
    """

    child_id: int
    born_on: date | None
    expected_on: date | None
    happenings: tuple[Happening, ...]
    unrecorded: frozenset[str] = frozenset()
    known_from: Mapping[str, date] = field(default_factory=dict)
    died_on: date | None = None


def in_order(happenings: Iterable[Happening]) -> tuple[Happening, ...]:
    """Sorted by day, then as things of one day are told, then by where they were read."""
    return tuple(sorted(happenings, key=lambda it: (it.on, PLACE_IN_DAY[it.kind], it.ref)))
