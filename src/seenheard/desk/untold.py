"""What a file would have to tell for a duty to be judged: the nouns of "no file tells us of …"."""

from __future__ import annotations

from collections.abc import Mapping

# What a file would have to carry, for the kinds that meet a duty.
CARRIED: Mapping[str, str] = {
    "assessment_authorised": "the end of assessments",
    "initial_conference_held": "initial conferences",
    "protection_visit_made": "visits under protection plans",
    "protection_review_held": "child protection reviews",
    "need_visit_made": "child in need visits",
    "care_visit_made": "visits while looked after",
    "care_review_held": "reviews of care plans",
    "health_assessment_held": "health assessments",
    "health_year_reported": "the yearly answers on health",
    "dental_check_held": "dental checks",
    "immunisations_recorded": "immunisations",
    "sdq_completed": "strengths and difficulties questionnaires",
    "legal_status_ended": "the end of legal statuses",
    "matched_for_adoption": "matches with adopters",
    "placed_for_adoption": "placements for adoption",
    "pathway_plan_reviewed": "reviews of pathway plans",
    "leaver_contacted": "contact with care leavers",
}
