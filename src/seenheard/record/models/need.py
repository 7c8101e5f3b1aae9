"""Contacts, early help, and the time a child is in need."""

from seenheard.lib.declared import holds

from .columns import day, text, words, yes_no
from .fact import CHILD_FILE, Fact


@holds(
    purpose="A contact about the child.",
    retention=CHILD_FILE,
    sensitive=("source_words", "outcomes"),
    plain=("received_on", "source_code"),
)
class Contact(Fact):
    """Received on a day from somebody."""

    received_on = day()
    source_code = text()
    source_words = text()
    outcomes = words()


@holds(
    purpose="Early help given to the family.",
    retention=CHILD_FILE,
    sensitive=("reason", "end_reason"),
    plain=("from_on", "until_on", "organisation", "worker_ref"),
)
class EarlyHelpEpisode(Fact):
    """From a day until a day."""

    from_on = day()
    until_on = day()
    reason = text()
    end_reason = text()
    organisation = text()
    worker_ref = text()


@holds(
    purpose="A referral and the time in need that followed.",
    retention=CHILD_FILE,
    sensitive=("need_code", "source_words", "outcomes", "close_reason"),
    plain=(
        "referral_ref",
        "referred_on",
        "source_code",
        "no_further_action",
        "closed_on",
        "team_ref",
        "worker_ref",
    ),
)
class CinEpisode(Fact):
    """From referral until closure."""

    referral_ref = text()
    referred_on = day()
    need_code = text()
    source_code = text()
    source_words = text()
    outcomes = words()
    no_further_action = yes_no()
    close_reason = text()
    closed_on = day()
    team_ref = text()
    worker_ref = text()


@holds(
    purpose="An assessment of the child's needs.",
    retention=CHILD_FILE,
    sensitive=("outcomes",),
    plain=(
        "assessment_ref",
        "referral_ref",
        "started_on",
        "child_seen",
        "authorised_on",
        "no_further_action",
        "team_ref",
        "worker_ref",
    ),
)
class CinAssessment(Fact):
    """Started, and authorised when it is complete."""

    assessment_ref = text()
    referral_ref = text()
    started_on = day()
    child_seen = yes_no()
    authorised_on = day()
    outcomes = words()
    no_further_action = yes_no()
    team_ref = text()
    worker_ref = text()


@holds(
    purpose="A factor found at an assessment.",
    retention=CHILD_FILE,
    sensitive=("code",),
    plain=("assessment_ref",),
)
class AssessmentFactor(Fact):
    """One code of the census list."""

    assessment_ref = text()
    code = text()


@holds(
    purpose="A plan for a child in need.",
    retention=CHILD_FILE,
    plain=("plan_ref", "referral_ref", "from_on", "until_on", "team_ref", "worker_ref"),
)
class CinPlan(Fact):
    """From a day until a day."""

    plan_ref = text()
    referral_ref = text()
    from_on = day()
    until_on = day()
    team_ref = text()
    worker_ref = text()


@holds(
    purpose="A visit to a child in need.",
    retention=CHILD_FILE,
    plain=("visit_ref", "visited_on", "seen", "seen_alone", "bedroom_seen"),
)
class CinVisit(Fact):
    """Whether the child was seen, alone, and the bedroom."""

    visit_ref = text()
    visited_on = day()
    seen = yes_no()
    seen_alone = yes_no()
    bedroom_seen = yes_no()
