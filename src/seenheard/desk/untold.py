"""What a file, or we ourselves, would have to tell for a duty to be judged: the nouns of "no file tells us of …"."""

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
# What no file carries, and would have to be recorded here.
RECORDED: Mapping[str, str] = {
    "adviser_visit_made": "personal advisers\u2019 visits",
    "care_plan_ready": "the making of care plans",
    "conference_report_sent": "reports to conferences",
    "connected_person_approval_ended": "approvals of connected persons",
    "contact_decided": "decisions on contacts",
    "core_group_held": "core groups",
    "health_assessment_requested": "requests for health assessments",
    "moved_to_long_term_team": "moves to the long-term team",
    "need_plan_reviewed": "reviews of child in need plans",
    "needs_assessment_made": "assessments for leaving care",
    "pathway_plan_made": "the making of pathway plans",
    "pep_made": "personal education plans",
    "pep_reviewed": "reviews of personal education plans",
    "placement_notice_sent": "notices of placements",
    "placement_plan_made": "placement plans",
    "private_fostering_visit_made": "private fostering visits",
    "referral_decided": "decisions on referrals",
    "return_interview_held": "return interviews",
    "reviewing_officer_named": "the naming of reviewing officers",
    "sdq_sent": "questionnaires sent",
    "strategy_discussion_held": "strategy discussions",
    "supervision_held": "supervision",
    "visit_written_up": "the writing up of visits",
}
NAMED_MOST = 3  # a sentence names as many, and counts the others
