"""Events and their facts as people say them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from seenheard.timescales.domain.events import WHICH, Event, Life
from seenheard.timescales.domain.rule import Pattern
from seenheard.timescales.domain.words import short_date

# What reads badly when only the underscores are taken out of a kind.
_KINDS = {
    "achievement_told": "Something the child is good at, or has achieved",
    "address_protected": "Somebody must not know the address",
    "address_protection_confirmed": "The address is still to be protected",
    "address_protection_ended": "The address need not be protected any more",
    "adviser_visit_made": "Personal adviser\u2019s visit",
    "agreed_to_fewer_visits": "What the child says to fewer visits",
    "assessment_authorised": "Assessment authorised by a manager",
    "became_care_leaver": "Became a care leaver",
    "care_plan_made": "Care plan in force",
    "care_plan_ready": "Care plan prepared",
    "care_review_arranged": "Review of the child in care planned or booked",
    "care_review_held": "Review of the child in care held",
    "care_review_planned": "Review of the child in care planned",
    "care_visit_made": "Visit to the child in care",
    "ceased_to_be_looked_after": "No longer looked after",
    "conference_arranged": "Child protection conference arranged",
    "conference_report_sent": "Report to the child protection conference sent",
    "connected_person_approval_ended": "Temporary approval of a connected person ended",
    "connected_person_approval_extended": "Temporary approval of a connected person extended",
    "connected_person_approved": "Connected person approved for a time",
    "contact_decided": "Decision on a contact",
    "health_assessment_requested": "Health assessment asked for",
    "health_consent_given": "Consent to the health assessment given",
    "health_year_reported": "Yearly answers on health (SSDA903)",
    "immunisations_recorded": "Immunisations looked at",
    "leaver_contacted": "Contact with the care leaver",
    "moved_out_of_accommodation": "Care leaver moved out of accommodation",
    "moved_to_long_term_team": "Moved to the long-term team",
    "moved_to_new_accommodation": "Care leaver moved to new accommodation",
    "need_episode_closed": "Episode of need closed",
    "need_plan_ended": "Child in need plan ended",
    "need_plan_reviewed": "Child in need plan reviewed",
    "need_plan_started": "Child in need plan begun",
    "need_visit_made": "Visit to the child in need",
    "needs_assessment_made": "Assessment of needs for leaving care completed",
    "pathway_plan_made": "Pathway plan made",
    "pep_made": "Personal education plan made",
    "pep_reviewed": "Personal education plan reviewed",
    "placement_notice_sent": "Written notice of the placement sent",
    "private_fostering_ended": "Private fostering ended",
    "private_fostering_notified": "Told of private fostering",
    "private_fostering_visit_made": "Visit to the privately fostered child",
    "protection_review_held": "Review conference held",
    "protection_review_planned": "Review conference planned",
    "protection_visit_made": "Visit to the child on a protection plan",
    "referral_decided": "Decision on a referral",
    "review_report_sent": "Report for the review of the child in care sent",
    "reviewing_officer_named": "Independent reviewing officer named",
    "school_changed": "Change of school",
    "sdq_completed": "Strengths and difficulties questionnaire completed",
    "sdq_sent": "Strengths and difficulties questionnaire sent to the carer",
    "section_47_ended": "Section 47 enquiry ended",
    "section_47_started": "Section 47 enquiry begun",
    "strategy_discussion_decided": "Decision to hold a strategy discussion",
    "supervision_held": "Child discussed in supervision",
    "visit_written_up": "Visit written up",
}
FRONT_DOOR = "Assessment"
PROTECTION = "Protection plan"
NEED = "Child in need"
CARE = "Looked after"
HOME = "Where the child lives"
CONNECTED = "Connected carers"
HEALTH = "Health"
EDUCATION = "Education"
MISSING = "Missing"
LEAVING = "Leaving care"
ADOPTION = "Adoption"
PRIVATE = "Private fostering"
SUPERVISION = "Supervision"
GOES_WELL = "What goes well"
PEOPLE = "People around the child"
# The heading under which a form offers each kind, in this order.
GROUPS = {
    GOES_WELL: ("achievement_told",),
    FRONT_DOOR: (
        "contact_received", "contact_decided", "referral_received", "referral_decided", "assessment_started",
        "assessment_authorised", "early_help_started", "early_help_ended", "strategy_discussion_decided",
        "strategy_discussion_held", "section_47_started", "section_47_ended", "need_episode_closed",
    ),
    PROTECTION: (
        "conference_arranged", "conference_report_sent", "initial_conference_held", "protection_plan_started",
        "core_group_held", "protection_visit_made", "protection_review_planned", "protection_review_held",
        "protection_plan_ended", "moved_to_long_term_team", "visit_written_up",
    ),
    NEED: ("need_plan_started", "need_visit_made", "need_plan_reviewed", "need_plan_ended"),
    CARE: (
        "became_looked_after", "reviewing_officer_named", "care_plan_ready", "care_plan_made", "placement_started",
        "placement_plan_made", "placement_notice_sent", "care_visit_made", "agreed_to_fewer_visits",
        "care_review_planned", "care_review_arranged", "review_report_sent", "care_review_held", "placement_ended",
        "legal_status_started", "legal_status_ended",
        "deprived_of_liberty_started", "deprived_of_liberty_ended", "ceased_to_be_looked_after",
    ),
    HOME: ("address_protected", "address_protection_confirmed", "address_protection_ended"),
    CONNECTED: (
        "connected_person_approved", "connected_person_approval_extended", "connected_person_approval_ended",
    ),
    HEALTH: (
        "health_consent_given", "health_assessment_requested", "health_assessment_held", "dental_check_held",
        "immunisations_recorded", "sdq_sent", "sdq_completed", "health_year_reported",
    ),
    EDUCATION: ("pep_made", "pep_reviewed", "school_changed"),
    MISSING: ("went_missing", "returned_from_missing", "return_interview_offered", "return_interview_held"),
    LEAVING: (
        "needs_assessment_made", "pathway_plan_made", "pathway_plan_reviewed", "became_care_leaver",
        "moved_to_new_accommodation", "moved_out_of_accommodation", "adviser_visit_made", "leaver_contacted",
    ),
    ADOPTION: (
        "adoption_decided", "adoption_decision_reversed", "placement_order_made", "matched_for_adoption",
        "placed_for_adoption", "adopted",
    ),
    PRIVATE: ("private_fostering_notified", "private_fostering_visit_made", "private_fostering_ended"),
    SUPERVISION: ("supervision_held",),
    PEOPLE: ("worker_allocated", "worker_left"),
}  # fmt: skip
_GROUP = {kind: group for group, kinds in GROUPS.items() for kind in kinds}
# A fact as a person is asked it.
_ASKED = {
    "accepted": "Did the child accept?",
    "achievement": "What is it, in a few words?",
    "accommodation": "Which accommodation?",
    "agreed": "Does the child agree to fewer visits?",
    "arranged_for_on": "For which day is it arranged?",
    "arrangement": "Which private fostering arrangement?",
    "assessment": "Which assessment?",
    "bedroom_seen": "Was the bedroom seen?",
    "began_earlier": "Did this begin before the files do?",
    "care": "Which period of being looked after?",
    "carer": "Which connected person?",
    "category": "Category of the plan",
    "conference": "Which conference?",
    "consent_given": "Has consent been given?",
    "contact_led_to": "What was decided?",
    "continued": "Does the plan go on?",
    "council_due_on": "When did the council say it was due?",
    "enquiry": "Which enquiry?",
    "everyone_told": "Was everybody told who must be?",
    "health_assessment": "Was there a health assessment in the year?",
    "hour": "At what time?",
    "immunisations": "Are immunisations up to date?",
    "intentions": "What is the plan?",
    "interview_accepted": "Was the return interview accepted?",
    "interview_offered": "Was a return interview offered?",
    "kind": "Missing, or away without leave?",
    "led_to_enquiry": "Did it lead to section 47 enquiries?",
    "led_to_plan": "Did it lead to a protection plan?",
    "legal": "Legal status",
    "missing": "Which time missing?",
    "must_not_know": "Who must not know the address?",
    "no_further_action": "Did it end in no further action?",
    "officer": "Who is the reviewing officer?",
    "old_enough": "Is the child old enough to decide this?",
    "participation": "How did the child take part?",
    "place": "Kind of placement",
    "placement": "Which placement?",
    "plan": "Which plan?",
    "provided_by_authority": "Does the authority provide the accommodation?",
    "protection": "Which protection of the address?",
    "provider": "Who provides it?",
    "reason": "Why?",
    "referral": "Which referral?",
    "referral_led_to": "What was decided?",
    "referrer_told": "Was the referrer told?",
    "role": "In which role?",
    "school": "Which school?",
    "score": "Score (0 to 40)",
    "sdq_score": "Score (0 to 40)",
    "seen": "Was the child seen?",
    "seen_alone": "Was the child seen alone?",
    "source": "Who made the contact?",
    "supervisor": "Who supervised?",
    "team": "Which team?",
    "teeth_check": "Were the teeth checked?",
    "term": "Which school term?",
    "transfer_in": "Was it a transfer-in conference?",
    "up_to_date": "Are they up to date?",
    "visit": "Which visit?",
    "which_address": "Which address?",
    "worker": "Which worker?",
    "year_ends_on": "On which day does the year end?",
}
_ASKED_OF = {
    ("adviser_visit_made", "seen"): "Was the young person seen?",
    ("need_plan_reviewed", "plan"): "Which child in need plan?",
    ("strategy_discussion_decided", "hour"): "At what time was it decided?",
    ("returned_from_missing", "hour"): "At what time did the child return?",
    ("contact_received", "hour"): "At what time was it received?",
    ("supervision_held", "worker"): "Whose supervision was it?",
    ("worker_allocated", "worker"): "Who works with the child from then on?",
    ("worker_allocated", "reason"): "Why is there a new worker?",
    ("worker_left", "worker"): "Who stopped working with the child?",
}
# A fact and its value, as the end of a sentence.
_CLAUSES = {
    ("unless", "began_earlier", True): "unless care began before the files do",
    ("where", "began_earlier", True): "where care began before the files do",
    ("where", "continued", True): "which continued the plan",
    ("where", "health_assessment", True): "with a health assessment in the year, on no day that we know",
    ("where", "immunisations", True): "if they were up to date",
    ("where", "led_to_plan", True): "which led to a plan",
    ("where", "legal", "C2"): "which is a care order (C2)",
    ("where", "legal", "L1"): "which is police protection (L1)",
    ("where", "no_further_action", True): "with no further action",
    ("where", "seen", True): "at which the child was seen",
    ("where", "seen_alone", True): "at which the child was seen alone",
    ("where", "teeth_check", True): "if the teeth were checked in the year",
    ("where", "up_to_date", True): "and found up to date",
    ("unless", "continued", False): "unless it ended the plan",
    ("unless", "no_further_action", True): "unless it ended in no further action",
    ("unless", "seen", False): "unless the child was not seen",
    ("unless", "transfer_in", True): "unless it was a transfer-in conference",
    ("known", "sdq_score", None): "if a score was given",
    ("known", "visit", None): "that was recorded here",
    ("unless", "referrer_told", False): "unless the referrer was not told",
    ("unless", "everyone_told", False): "unless somebody was not told",
    ("unless", "consent_given", False): "unless consent was still wanted",
    ("unless", "interview_accepted", "N"): "unless a file says that no interview was wanted",
    ("unless", "provided_by_authority", False): "unless the authority does not provide it",
    ("where", "provided_by_authority", True): "which the authority provides",
    ("where", "accepted", False): "which the child did not want",
}
_CODES = {
    "L1": "L1, police protection",
    "C1": "C1, interim care order",
    "C2": "C2, care order",
    "P1": "P1, with parents",
    "U4": "U4, long-term foster placement",
    "U6": "U6, foster placement",
    "K2": "K2, children\u2019s home",
    "LTFOST18": "long-term fostering until 18",
    "RETURNFAM": "return to the family",
}


def kind_words(kind: str) -> str:
    """ "Dental check held" """
    return _KINDS.get(kind) or kind[:1].upper() + kind[1:].replace("_", " ")


def group_of(kind: str) -> str:
    """The heading under which a form offers this kind: one of GROUPS."""
    return _GROUP[kind]


def beginnings(fact: str, kind: str) -> tuple[str, ...]:
    """The kinds with which what this fact of a kind names begins: a need plan has its own reviews, a protection plan
    its own."""
    kinds = WHICH[fact]
    return tuple(one for one in kinds if fact != "plan" or (group_of(one) == NEED) == (group_of(kind) == NEED))


def asked(kind: str, fact: str) -> str:
    """A fact as a person is asked it: "Was the child seen?" """
    return _ASKED_OF.get((kind, fact)) or _ASKED[fact]


def pattern_words(pattern: Pattern) -> str:
    """ "Visit to the child in care, unless the child was not seen" """
    clauses = [_clause("where", name, value) for name, value in pattern.where]
    clauses += [_clause("unless", name, value) for name, value in pattern.unless]
    clauses += [_clause("known", name, None) for name in pattern.known]
    return ", ".join([kind_words(pattern.kind), *clauses])


def event_words(event: Event) -> str:
    """ "5 January 2026: Placement started (placement p1; place U6, foster placement)" """
    told = [f"{_fact(name)} {_value(value)}" for name, value in event.facts.items()]
    return f"{short_date(event.on)}: {kind_words(event.kind)}" + (f" ({'; '.join(told)})" if told else "")


def life_words(life: Life) -> tuple[str, ...]:
    """All that an example tells of a child, line by line."""
    born = [f"{short_date(life.born_on)}: Born"] if life.born_on else []
    absent = [f"No source holds this: {kind_words(kind)}" for kind in sorted(life.unrecorded)]
    since = [f"Known from {short_date(day)} on: {kind_words(kind)}" for kind, day in sorted(life.known_from.items())]
    return (*born, *(event_words(event) for event in life.happenings), *absent, *since)


def _clause(word: str, name: str, value: Any) -> str:
    return _CLAUSES.get((word, name, value)) or f"{word} {_fact(name)} is {_value(value)}"


def _fact(name: str) -> str:
    return name.replace("_", " ").removesuffix(" on")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(_value(one) for one in value) or "none"
    return _CODES.get(value, str(value))
