"""Enquiries, conferences, protection plans, and visits and reviews under them."""

from seenheard.lib.declared import holds

from .columns import day, text, words, yes_no
from .fact import CHILD_FILE, Fact


@holds(
    purpose="An enquiry under section 47 of the Children Act 1989.",
    retention=CHILD_FILE,
    sensitive=("outcomes",),
    plain=(
        "enquiry_ref",
        "referral_ref",
        "started_on",
        "ended_on",
        "no_further_action",
        "worker_ref",
        "team_ref",
    ),
)
class S47Enquiry(Fact):
    """Started and ended."""

    enquiry_ref = text()
    referral_ref = text()
    started_on = day()
    ended_on = day()
    no_further_action = yes_no()
    outcomes = words()
    worker_ref = text()
    team_ref = text()


@holds(
    purpose="An initial child protection conference.",
    retention=CHILD_FILE,
    sensitive=("outcomes",),
    plain=(
        "conference_ref",
        "meeting_ref",
        "enquiry_ref",
        "plan_ref",
        "referral_ref",
        "transfer_in",
        "target_on",
        "held_on",
        "led_to_plan",
        "team_ref",
        "worker_ref",
    ),
)
class InitialCpConference(Fact):
    """Its target, the day it was held, and whether a plan followed."""

    conference_ref = text()
    meeting_ref = text()
    enquiry_ref = text()
    plan_ref = text()
    referral_ref = text()
    transfer_in = yes_no()
    target_on = day()
    held_on = day()
    led_to_plan = yes_no()
    outcomes = words()
    team_ref = text()
    worker_ref = text()


@holds(
    purpose="A child protection plan.",
    retention=CHILD_FILE,
    sensitive=("initial_category", "latest_category"),
    plain=("plan_ref", "referral_ref", "conference_ref", "from_on", "until_on", "other_authority"),
)
class CpPlan(Fact):
    """From a day until a day, with its categories."""

    plan_ref = text()
    referral_ref = text()
    conference_ref = text()
    from_on = day()
    until_on = day()
    other_authority = yes_no()
    initial_category = text()
    latest_category = text()


@holds(
    purpose="A visit to a child on a protection plan.",
    retention=CHILD_FILE,
    plain=("visit_ref", "plan_ref", "visited_on", "seen", "seen_alone", "bedroom_seen"),
)
class CpVisit(Fact):
    """Whether the child was seen, alone, and the bedroom."""

    visit_ref = text()
    plan_ref = text()
    visited_on = day()
    seen = yes_no()
    seen_alone = yes_no()
    bedroom_seen = yes_no()


@holds(
    purpose="A review conference.",
    retention=CHILD_FILE,
    sensitive=("participation",),
    plain=("review_ref", "plan_ref", "due_on", "held_on", "meeting_ref", "continued", "quorate"),
)
class CpReview(Fact):
    """Due, and held; with no held date it is planned."""

    review_ref = text()
    plan_ref = text()
    due_on = day()
    held_on = day()
    meeting_ref = text()
    continued = yes_no()
    quorate = yes_no()
    participation = text()
