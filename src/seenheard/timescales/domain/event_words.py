"""Events and their facts as people say them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from seenheard.timescales.domain.events import Event
from seenheard.timescales.domain.rule import Pattern
from seenheard.timescales.domain.words import short_date

# What reads badly when only the underscores are taken out of a kind.
_KINDS = {
    "assessment_authorised": "Assessment authorised by a manager",
    "became_care_leaver": "Became a care leaver",
    "care_plan_made": "Care plan in force",
    "care_review_held": "Review of the child in care held",
    "care_review_planned": "Review of the child in care planned",
    "care_visit_made": "Visit to the child in care",
    "ceased_to_be_looked_after": "No longer looked after",
    "health_year_reported": "Yearly answers on health (SSDA903)",
    "immunisations_recorded": "Immunisations looked at",
    "leaver_contacted": "Contact with the care leaver",
    "need_episode_closed": "Episode of need closed",
    "protection_review_held": "Review conference held",
    "protection_review_planned": "Review conference planned",
    "protection_visit_made": "Visit to the child on a protection plan",
    "sdq_completed": "Strengths and difficulties questionnaire completed",
    "section_47_ended": "Section 47 enquiry ended",
    "section_47_started": "Section 47 enquiry begun",
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


def life_words(happenings: Iterable[Event], born_on: date | None, unrecorded: Iterable[str]) -> tuple[str, ...]:
    """All that an example tells of a child, line by line."""
    born = [f"{short_date(born_on)}: Born"] if born_on else []
    absent = [f"No source holds this: {kind_words(kind)}" for kind in sorted(unrecorded)]
    return (*born, *(event_words(event) for event in happenings), *absent)


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
