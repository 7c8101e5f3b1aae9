"""Leaving care, and permanence."""

from seenheard.lib.declared import holds

from .columns import day, text, whole, yes_no
from .fact import ADOPTION_FILE, CARE_FILE, Fact


@holds(
    purpose="A young person who left care, and how they are.",
    retention=CARE_FILE,
    sensitive=("accommodation", "activity"),
    plain=(
        "as_at_on",
        "eligibility",
        "in_touch",
        "latest_contact_on",
        "accommodation_suitable",
        "pathway_reviewed_on",
        "adviser_ref",
        "team_ref",
        "worker_ref",
    ),
)
class CareLeaver(Fact):
    """As at a day."""

    as_at_on = day()
    eligibility = text()
    in_touch = text()
    latest_contact_on = day()
    accommodation = text()
    accommodation_suitable = yes_no()
    activity = text()
    pathway_reviewed_on = day()
    adviser_ref = text()
    team_ref = text()
    worker_ref = text()


@holds(
    purpose="The way to adoption or another permanent home.",
    retention=ADOPTION_FILE,
    sensitive=("reversal_reason", "adopters_sex", "adopters_legal_status"),
    plain=(
        "decided_on",
        "ffa_decided_on",
        "placement_order_on",
        "placed_on",
        "matched_on",
        "reversed_on",
        "adopted_by_carer",
        "adopters",
        "order_on",
        "order_type",
        "worker_ref",
    ),
)
class Permanence(Fact):
    """The dates of the decisions, the match, the move and the order."""

    decided_on = day()
    ffa_decided_on = day()
    placement_order_on = day()
    placed_on = day()
    matched_on = day()
    reversed_on = day()
    reversal_reason = text()
    adopted_by_carer = yes_no()
    adopters = whole()
    adopters_sex = text()
    adopters_legal_status = text()
    order_on = day()
    order_type = text()
    worker_ref = text()
