"""A plain sentence for each kind of thing that happens in a child's life, for the story so far.

Each kind has a group (the filter of the story), a sentence, and now and then more words. The sentences say
what the record says and nothing else: what is not recorded is left out or said to be not recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from seenheard.desk.untold import CARRIED
from seenheard.timescales.domain.events import CHOICES
from seenheard.timescales.domain.words import missing as missing_fact
from seenheard.ui.dates import short
from seenheard.ui.words import capital, join_and

Facts = Mapping[str, Any]
Label = Callable[[str, str], str]  # list of codes, code -> words


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of event is told. `more` gives further words from its facts, or an empty string."""

    group: str
    sentence: Callable[[Facts, Label], str]
    more: Callable[[Facts, Label], str] = lambda facts, label: ""


def sentence(kind: str, facts: Facts, label: Label) -> str:
    """ "Went missing", "Review of the care plan held"; KeyError for a kind that nobody has put into words."""
    return KINDS[kind].sentence(facts, label)


def more(kind: str, facts: Facts, label: Label) -> str:
    """Further words: who was seen, what was decided, why; or nothing."""
    return KINDS[kind].more(facts, label)


def group(kind: str) -> str:
    """The group under which the story's filter offers this kind."""
    return KINDS[kind].group


def missing(codes: Iterable[str]) -> str:
    """Why duties cannot be judged, gathered: "no file tells us of dental checks or visits while looked after"."""
    codes = sorted(set(codes))
    untold = join_and((CARRIED[code] for code in codes if code in CARRIED), "or")
    others = [missing_fact(code) for code in codes if code not in CARRIED]
    return join_and([f"no file tells us of {untold}", *others] if untold else others)


def _fixed(words: str) -> Callable[[Facts, Label], str]:
    return lambda facts, label: words


def _achievement(facts: Facts, label: Label) -> str:
    """ "Goes well: won the relay with her team"."""
    return f"Goes well: {facts.get('achievement') or 'something achieved, not said what'}"


def _coded(before: str, code_list: str, fact: str, unknown: str) -> Callable[[Facts, Label], str]:
    """ "Legal status: full care order", or with no code: "Legal status not recorded"."""

    def say(facts: Facts, label: Label) -> str:
        code = facts.get(fact)
        return f"{before}{_low(label(code_list, code))}" if code else unknown

    return say


def _chosen(fact: str) -> Callable[[Facts, Label], str]:
    """One of a few named values, in its words."""
    return lambda facts, label: CHOICES[fact].get(facts.get(fact) or "", "")


def _referral_decision(facts: Facts, label: Label) -> str:
    told = _either(facts.get("referrer_told"), "the referrer was told", "the referrer was not told yet")
    return capital(join_and(filter(None, (_chosen("referral_led_to")(facts, label), told))))


def _arranged(facts: Facts, label: Label) -> str:
    day = facts.get("arranged_for_on")
    which = _chosen("conference")(facts, label)
    return f"{which or 'A conference'} for {short(day)}" if day else which


def _arranged_review(facts: Facts, label: Label) -> str:
    day = facts.get("arranged_for_on")
    return f"For {short(day)}" if day else ""


def _reason(code_list: str, fact: str = "reason") -> Callable[[Facts, Label], str]:
    def say(facts: Facts, label: Label) -> str:
        code = facts.get(fact)
        return capital(label(code_list, code)) if code else ""

    return say


def _if(fact: str, true: str, false: str = "") -> Callable[[Facts, Label], str]:
    """Words for yes, words for no, nothing where it is not recorded."""
    return lambda facts, label: _either(facts.get(fact), true, false)


def _either(value: bool | None, true: str, false: str, unknown: str = "") -> str:
    return unknown if value is None else true if value else false


def _seen(facts: Facts, label: Label) -> str:
    """Who was seen, said only as far as it is recorded."""
    if facts.get("seen") is False:
        return "The child was not seen"
    if facts.get("seen") is None:
        return "Whether the child was seen is not recorded"
    seen = "The child was seen" + _either(facts.get("seen_alone"), " alone", ", not alone")
    bedroom = _either(facts.get("bedroom_seen"), "the bedroom was seen", "the bedroom was not seen")
    return join_and(filter(None, (seen, bedroom)))


def _conference(facts: Facts, label: Label) -> str:
    transfer = facts.get("transfer_in")
    return "Transfer-in child protection conference held" if transfer else "Initial child protection conference held"


def _placement(facts: Facts, label: Label) -> str:
    place = facts.get("place")
    return f"Began to live in a new placement: {_low(label('PLACE', place))}" if place else "A placement began"


def _placement_more(facts: Facts, label: Label) -> str:
    told = (("Provider", "PLACE_PROVIDER", "provider"), ("Reason", "PLACEMENT_REASON", "reason"))
    return ". ".join(f"{before}: {_low(label(codes, facts[fact]))}" for before, codes, fact in told if facts.get(fact))


def _intentions(facts: Facts, label: Label) -> str:
    return capital(join_and(_low(label("CARE_PLAN", code)) for code in facts.get("intentions") or ()))


def _participation(facts: Facts, label: Label) -> str:
    code = facts.get("participation")
    return capital(label("REVIEW_CODE", code)) if code else "How the child took part is not recorded"


def _planned(facts: Facts, label: Label) -> str:
    day = facts.get("council_due_on")
    return f"The council's own date for it: {short(day)}" if day else ""


def _immunised(facts: Facts, label: Label) -> str:
    unknown = "Immunisations recorded; whether up to date is not said"
    said = ("Immunisations recorded as up to date", "Immunisations recorded as not up to date")
    return _either(facts.get("up_to_date"), *said, unknown)


def _score(facts: Facts, label: Label) -> str:
    score = facts.get("score")
    return f"Score {score} out of 40" if score is not None else "Score not recorded"


def _health_year(facts: Facts, label: Label) -> str:
    """What the yearly return says, item by item; an item it leaves empty is left out."""
    said = (
        ("teeth_check", "teeth checked", "teeth not checked"),
        ("health_assessment", "health assessment held", "no health assessment"),
        ("immunisations", "immunisations up to date", "immunisations not up to date"),
    )
    parts = [yes if facts[fact] else no for fact, yes, no in said if facts.get(fact) is not None]
    if facts.get("sdq_score") is not None:
        parts.append(f"strengths and difficulties score {facts['sdq_score']}")
    return capital(join_and(parts))


def _interview(facts: Facts, label: Label) -> str:
    offered, accepted = facts.get("interview_offered"), facts.get("interview_accepted")
    if offered in ("N", False):
        return "A return interview was not offered"
    if offered not in ("Y", True):
        return "Whether a return interview was offered is not recorded"
    said = {"Y": "and accepted", True: "and accepted", "N": "and not taken up", False: "and not taken up"}
    return f"A return interview was offered {said.get(accepted, '')}".strip()


def _missing(facts: Facts, label: Label) -> str:
    return "Away from placement without leave" if facts.get("kind") == "A" else "Went missing"


def _must_not_know(facts: Facts, label: Label) -> str:
    who = facts.get("must_not_know") or "somebody who is not recorded"
    where = _chosen("which_address")(facts, label)
    return f"From this day the address{f' ({_low(where)})' if where else ''} is not to be known by {who}"


def _worker(facts: Facts, label: Label) -> str:
    return f"{_who(facts, label)} became the {_role(facts, label)}"


def _officer(facts: Facts, label: Label) -> str:
    return label("WORKER", facts["officer"]) if facts.get("officer") else ""


def _worker_left(facts: Facts, label: Label) -> str:
    return f"{_who(facts, label)} stopped being the child's worker"


def _who(facts: Facts, label: Label) -> str:
    worker = facts.get("worker")
    return label("WORKER", worker) if worker else "Somebody not recorded"


def _role(facts: Facts, label: Label) -> str:
    role = facts.get("role")
    return _low(label("ROLE", role)) if role else "child's worker"


def _low(words: str) -> str:
    """A small first letter inside a sentence; words that begin with two capitals are names and stay."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


FRONT_DOOR = "Referrals and assessments"
SAFETY = "Keeping safe"
VISITS = "Visits"
REVIEWS = "Reviews and conferences"
HOME = "Where they live"
CARE = "Being looked after"
HEALTH = "Health"
MISSING = "Missing"
EDUCATION = "Education"
LEAVING = "Leaving care"
ADOPTION = "Adoption"
PEOPLE = "People around the child"
GOES_WELL = "What goes well"

GROUPS = (
    FRONT_DOOR,
    SAFETY,
    VISITS,
    REVIEWS,
    CARE,
    HOME,
    HEALTH,
    EDUCATION,
    MISSING,
    LEAVING,
    ADOPTION,
    PEOPLE,
    GOES_WELL,
)

NO_FURTHER = _if("no_further_action", "No further action")
CONSENT = _if("consent_given", "With consent", "Consent is still wanted")
PLAN_GOES_ON = _if("continued", "The plan goes on", "The plan was to end")
ABUSE = _coded("Category: ", "ABUSE", "category", "Category not recorded")

KINDS: Mapping[str, Kind] = {
    "contact_received": Kind(FRONT_DOOR, _fixed("Contact received"), _reason("REFERRAL_SOURCE", "source")),
    "contact_decided": Kind(FRONT_DOOR, _fixed("Contact decided"), _chosen("contact_led_to")),
    "early_help_started": Kind(FRONT_DOOR, _fixed("Early help began")),
    "early_help_ended": Kind(FRONT_DOOR, _fixed("Early help ended")),
    "referral_received": Kind(FRONT_DOOR, _fixed("Referral received"), NO_FURTHER),
    "referral_decided": Kind(FRONT_DOOR, _fixed("Referral decided"), _referral_decision),
    "assessment_started": Kind(FRONT_DOOR, _fixed("Child and family assessment started")),
    "assessment_authorised": Kind(FRONT_DOOR, _fixed("Child and family assessment completed")),
    "need_episode_closed": Kind(FRONT_DOOR, _fixed("Case closed"), _reason("CLOSE_REASON")),
    "need_plan_started": Kind(FRONT_DOOR, _fixed("Child in need plan started")),
    "need_plan_ended": Kind(FRONT_DOOR, _fixed("Child in need plan ended")),
    "need_plan_reviewed": Kind(REVIEWS, _fixed("Child in need plan reviewed"), PLAN_GOES_ON),
    "strategy_discussion_decided": Kind(SAFETY, _fixed("Decided to hold a strategy discussion")),
    "strategy_discussion_held": Kind(
        SAFETY,
        _fixed("Strategy discussion held"),
        _if("led_to_enquiry", "It led to enquiries", "No enquiries followed"),
    ),
    "section_47_started": Kind(SAFETY, _fixed("Child protection enquiry started (section 47)")),
    "section_47_ended": Kind(SAFETY, _fixed("Child protection enquiry ended"), NO_FURTHER),
    "conference_arranged": Kind(REVIEWS, _fixed("Child protection conference arranged"), _arranged),
    "conference_report_sent": Kind(REVIEWS, _fixed("Report to the conference sent"), _chosen("conference")),
    "initial_conference_held": Kind(
        REVIEWS, _conference, _if("led_to_plan", "It led to a protection plan", "It did not lead to a protection plan")
    ),
    "moved_to_long_term_team": Kind(PEOPLE, _fixed("Moved to the long-term team")),
    "protection_plan_started": Kind(SAFETY, _fixed("Child protection plan started"), ABUSE),
    "protection_plan_ended": Kind(SAFETY, _fixed("Child protection plan ended")),
    "core_group_held": Kind(SAFETY, _fixed("Core group held")),
    "protection_visit_made": Kind(VISITS, _fixed("Visit under the protection plan"), _seen),
    "protection_review_held": Kind(REVIEWS, _fixed("Child protection review held"), PLAN_GOES_ON),
    "protection_review_planned": Kind(REVIEWS, _fixed("Child protection review planned"), _planned),
    "need_visit_made": Kind(VISITS, _fixed("Child in need visit"), _seen),
    "visit_written_up": Kind(VISITS, _fixed("A visit was written up")),
    "became_looked_after": Kind(CARE, _fixed("Became looked after")),
    "ceased_to_be_looked_after": Kind(CARE, _fixed("Stopped being looked after"), _reason("REC")),
    "legal_status_started": Kind(
        CARE, _coded("Legal status: ", "LS", "legal", "Legal status began, not recorded which")
    ),
    "legal_status_ended": Kind(
        CARE, _coded("Legal status ended: ", "LS", "legal", "Legal status ended, not recorded which")
    ),
    "deprived_of_liberty_started": Kind(CARE, _fixed("An order depriving the child of liberty began")),
    "deprived_of_liberty_ended": Kind(CARE, _fixed("The order depriving the child of liberty ended")),
    "reviewing_officer_named": Kind(CARE, _fixed("Independent reviewing officer named"), _officer),
    "care_plan_ready": Kind(CARE, _fixed("Care plan prepared")),
    "care_plan_made": Kind(CARE, _fixed("Care plan made"), _intentions),
    "placement_started": Kind(HOME, _placement, _placement_more),
    "placement_ended": Kind(HOME, _fixed("The placement ended"), _reason("REASON_PLACE_CHANGE")),
    "placement_plan_made": Kind(HOME, _fixed("Placement plan made")),
    "placement_notice_sent": Kind(
        HOME,
        _fixed("Written notice of the placement sent"),
        _if("everyone_told", "Everybody was told who must be", "Not everybody was told who must be"),
    ),
    "address_protected": Kind(HOME, _must_not_know, lambda facts, label: facts.get("reason") or ""),
    "address_protection_confirmed": Kind(HOME, _fixed("The address is to be protected as before, after a move")),
    "address_protection_ended": Kind(
        HOME, _fixed("The address need not be protected any more"), lambda facts, label: facts.get("reason") or ""
    ),
    "connected_person_approved": Kind(HOME, _fixed("Connected person approved for a time")),
    "connected_person_approval_extended": Kind(HOME, _fixed("The connected person's approval was extended")),
    "connected_person_approval_ended": Kind(HOME, _fixed("The connected person's temporary approval ended")),
    "agreed_to_fewer_visits": Kind(
        VISITS, _fixed("Asked about fewer visits"), _if("agreed", "The child agrees", "The child does not agree")
    ),
    "care_review_held": Kind(REVIEWS, _fixed("Review of the care plan held"), _participation),
    "care_review_arranged": Kind(REVIEWS, _fixed("Review of the care plan arranged"), _arranged_review),
    "review_report_sent": Kind(REVIEWS, _fixed("Report for the review sent")),
    "care_review_planned": Kind(REVIEWS, _fixed("Review of the care plan planned"), _planned),
    "care_visit_made": Kind(VISITS, _fixed("Visit while looked after"), _seen),
    "health_consent_given": Kind(HEALTH, _fixed("Consent to the health assessment given")),
    "health_assessment_requested": Kind(HEALTH, _fixed("Health assessment asked for"), CONSENT),
    "health_assessment_held": Kind(HEALTH, _fixed("Health assessment held")),
    "dental_check_held": Kind(HEALTH, _fixed("Dental check held")),
    "immunisations_recorded": Kind(HEALTH, _immunised),
    "sdq_sent": Kind(HEALTH, _fixed("Strengths and difficulties questionnaire sent to the carer")),
    "sdq_completed": Kind(HEALTH, _fixed("Strengths and difficulties questionnaire completed"), _score),
    "health_year_reported": Kind(
        HEALTH, _fixed("The year's health reported to the Department for Education"), _health_year
    ),
    "pep_made": Kind(EDUCATION, _fixed("Personal education plan made"), _chosen("term")),
    "pep_reviewed": Kind(EDUCATION, _fixed("Personal education plan reviewed"), _chosen("term")),
    "school_changed": Kind(EDUCATION, _fixed("Changed school")),
    "went_missing": Kind(MISSING, _missing),
    "returned_from_missing": Kind(MISSING, _fixed("Returned"), _interview),
    "return_interview_offered": Kind(
        MISSING, _fixed("Return interview offered"), _if("accepted", "The child accepted", "The child did not want it")
    ),
    "return_interview_held": Kind(MISSING, _fixed("Return interview held")),
    "needs_assessment_made": Kind(LEAVING, _fixed("Assessment of needs for leaving care completed")),
    "pathway_plan_made": Kind(LEAVING, _fixed("Pathway plan made")),
    "became_care_leaver": Kind(LEAVING, _fixed("Became a care leaver")),
    "pathway_plan_reviewed": Kind(LEAVING, _fixed("Pathway plan reviewed")),
    "moved_to_new_accommodation": Kind(
        LEAVING,
        _fixed("Moved to new accommodation"),
        _if("provided_by_authority", "The authority provides it", "The authority does not provide it"),
    ),
    "moved_out_of_accommodation": Kind(LEAVING, _fixed("Moved out of the accommodation")),
    "adviser_visit_made": Kind(
        LEAVING,
        _fixed("Personal adviser's visit"),
        _if("seen", "The young person was seen", "The young person was not seen"),
    ),
    "leaver_contacted": Kind(LEAVING, _fixed("In touch with the care leaver")),
    "private_fostering_notified": Kind(HOME, _fixed("Told that the child is privately fostered")),
    "private_fostering_visit_made": Kind(VISITS, _fixed("Visit to the privately fostered child"), _seen),
    "private_fostering_ended": Kind(HOME, _fixed("Private fostering ended")),
    "adoption_decided": Kind(ADOPTION, _fixed("Decided that the child should be placed for adoption")),
    "adoption_decision_reversed": Kind(ADOPTION, _fixed("The decision to place for adoption was reversed")),
    "placement_order_made": Kind(ADOPTION, _fixed("Placement order made")),
    "matched_for_adoption": Kind(ADOPTION, _fixed("Matched with adopters")),
    "placed_for_adoption": Kind(ADOPTION, _fixed("Placed for adoption")),
    "adopted": Kind(ADOPTION, _fixed("Adoption order made")),
    "worker_allocated": Kind(PEOPLE, _worker, _reason("SW_REASON")),
    "worker_left": Kind(PEOPLE, _worker_left),
    "supervision_held": Kind(PEOPLE, _fixed("Discussed in supervision")),
    "achievement_told": Kind(GOES_WELL, _achievement),
}
