"""What things are called on the pages of imports."""

from seenheard.ui.words import capital

OBJECTS = {
    "person": "people",
    "person_name": "names",
    "linked_identifier": "identifiers",
    "address": "addresses",
    "disability": "disabilities",
    "immigration_status": "immigration statuses",
    "mother": "children’s mothers",
    "family": "families",
    "legal_status": "legal statuses",
    "contact": "contacts received",
    "early_help_episode": "early help",
    "cin_episode": "referrals and need episodes",
    "cin_assessment": "assessments",
    "assessment_factor": "assessment factors",
    "cin_plan": "child in need plans",
    "cin_visit": "child in need visits",
    "s47_enquiry": "section 47 enquiries",
    "initial_cp_conference": "initial conferences",
    "cp_plan": "protection plans",
    "cp_visit": "protection visits",
    "cp_review": "protection reviews",
    "cla_episode": "care episodes",
    "cla_placement": "placements",
    "cla_review": "care reviews",
    "cla_visit": "care visits",
    "cla_care_plan": "care plans",
    "cla_previous_permanence": "previous permanence",
    "cla_health": "health and dental checks",
    "cla_immunisation": "immunisations",
    "cla_substance_misuse": "substance misuse",
    "cla_conviction": "convictions",
    "sdq_score": "SDQ scores",
    "missing": "missing episodes",
    "care_leaver": "care leavers",
    "permanence": "permanence and adoption",
    "outcome_year": "outcomes of the year",
    "deprivation_of_liberty": "deprivation of liberty",
    "involvement": "workers’ allocations",
    "professional": "professionals",
    "department": "teams",
}
# Fields whose name says too little; the others are called by their names.
FIELD_WORDS = {
    "from_on": "from",
    "until_on": "until",
    "born_on": "birth date",
    "expected_on": "expected birth",
    "died_on": "died",
    "born_estimated": "birth date is estimated",
    "upn_unknown": "why there is no UPN",
    "is_mother": "is a mother",
    "send_flag": "has a SEND plan",
    "area": "postcode district",
    "need_code": "main need",
    "legal_code": "legal status",
    "place_code": "type of placement",
    "provider_code": "provider of the placement",
    "change_reason": "why it changed",
    "start_reason": "why it began",
    "end_reason": "why it ended",
    "urn": "URN of the provider",
    "last_iro_contact_on": "last contact of the reviewing officer",
    "entered_care_on": "came into care",
    "child_born_on": "birth of the mother’s child",
    "professional_ref": "worker",
    "worker_ref": "worker",
    "adviser_ref": "personal adviser",
    "team_ref": "team",
    "year_ends_on": "year that ends",
    "sdq_score": "SDQ score",
    "sdq_reason": "why there is no SDQ score",
    "up_to_date": "immunisations up to date",
    "as_at_on": "as at",
    "in_touch": "in touch",
    "ordered_on": "date of the order",
    "ordered_words": "date of the order, in words",
    "option": "kind of permanence",
    "fte": "full-time equivalent",
    "registration_no": "registration number",
    "source_code": "from whom it came",
    "source_words": "from whom it came, in words",
    "target_on": "to be held by",
    "due_on": "due by the council’s own date",
}
# Words for values that are of no code list.
VALUES = {
    "upn": "UPN",
    "former_upn": "former UPN",
    "la_child_id": "the council’s own number",
    "legacy_id": "number in an earlier system",
    "single_unique_id": "single unique identifier",
    "episode_home": "home",
    "episode_placement": "placement",
}
RETURNS = {
    "ssd": "Standard Safeguarding Dataset",
    "ssda903": "SSDA903, children looked after",
    "": "Not recognised",
}
NOT_READ = "Not read yet"
KINDS = {"adds": "New", "amends": "Changed", "corrections": "Corrected", "withdrawn": "Withdrawn"}
LEVELS = {
    "refuse": "Cannot be taken in",
    "row": "Row left out",
    "finding": "Taken in, looks wrong",
    "note": "For you to know",
}
STATE_COLOURS = {
    "asking": "yellow",
    "proposed": "blue",
    "applied": "green",
    "refused": "red",
    "undone": "grey",
    "abandoned": "grey",
}


def called(name: str) -> str:
    """An object of the record in words: "Care episodes"."""
    return capital(OBJECTS.get(name, name.replace("_", " ")))


def return_called(name: str, year: int | None) -> str:
    """A return in words, with the collection year it is of."""
    said = RETURNS.get(name, name)
    return f"{said}, {year - 1}-{year % 100:02}" if year else said
