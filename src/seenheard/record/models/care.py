"""Being looked after: legal status, episodes, placements, reviews, visits, plans."""

from seenheard.lib.declared import holds

from .columns import day, number, text, words, yes_no
from .fact import CARE_FILE, Fact


@holds(
    purpose="The legal status under which the child is looked after.",
    retention=CARE_FILE,
    sensitive=("code",),
    plain=("from_on", "until_on"),
)
class LegalStatus(Fact):
    """One code, from a day until a day."""

    code = text()
    from_on = day()
    until_on = day()


@holds(
    purpose="An episode of being looked after.",
    retention=CARE_FILE,
    sensitive=("need_code", "legal_code", "urn"),
    plain=(
        "episode_ref",
        "placement_ref",
        "care_ref",
        "referral_ref",
        "from_on",
        "start_reason",
        "until_on",
        "end_reason",
        "last_iro_contact_on",
        "entered_care_on",
        "place_code",
        "provider_code",
        "change_reason",
    ),
)
class ClaEpisode(Fact):
    """SSDA903 gives legal status and placement with it; the Standard Safeguarding Dataset gives them apart."""

    episode_ref = text()
    placement_ref = text()
    care_ref = text()
    referral_ref = text()
    from_on = day()
    start_reason = text()
    need_code = text()
    until_on = day()
    end_reason = text()
    last_iro_contact_on = day()
    entered_care_on = day()
    legal_code = text()
    place_code = text()
    provider_code = text()
    change_reason = text()
    urn = text()


@holds(
    purpose="Where a looked after child is placed.",
    retention=CARE_FILE,
    sensitive=("urn", "distance"),
    plain=(
        "placement_ref",
        "care_ref",
        "from_on",
        "until_on",
        "place_code",
        "provider_code",
        "change_reason",
    ),
)
class ClaPlacement(Fact):
    """The type, the provider, and how far from home (miles)."""

    placement_ref = text()
    care_ref = text()
    from_on = day()
    until_on = day()
    place_code = text()
    provider_code = text()
    urn = text()
    distance = number()
    change_reason = text()


@holds(
    purpose="A review of a looked after child's case.",
    retention=CARE_FILE,
    sensitive=("participation",),
    plain=("review_ref", "care_ref", "due_on", "held_on", "cancelled"),
)
class ClaReview(Fact):
    """Due, and held; with no held date it is planned."""

    review_ref = text()
    care_ref = text()
    due_on = day()
    held_on = day()
    cancelled = yes_no()
    participation = text()


@holds(
    purpose="A visit to a looked after child.",
    retention=CARE_FILE,
    plain=("visit_ref", "care_ref", "visited_on", "seen", "seen_alone"),
)
class ClaVisit(Fact):
    """Whether the child was seen, and alone."""

    visit_ref = text()
    care_ref = text()
    visited_on = day()
    seen = yes_no()
    seen_alone = yes_no()


@holds(
    purpose="What the care plan intends.",
    retention=CARE_FILE,
    sensitive=("intentions",),
    plain=("plan_ref", "from_on", "until_on"),
)
class ClaCarePlan(Fact):
    """For example LTFOST18: this foster home until eighteen."""

    plan_ref = text()
    from_on = day()
    until_on = day()
    intentions = words()


@holds(
    purpose="A permanent home that the child had before.",
    retention=CARE_FILE,
    sensitive=("option",),
    plain=("authority", "ordered_on", "ordered_words"),
)
class ClaPreviousPermanence(Fact):
    """The date may be known in part only: then in words."""

    option = text()
    authority = text()
    ordered_on = day()
    ordered_words = text()


@holds(
    purpose="A time when the child was missing (M) or away without leave (A).",
    retention=CARE_FILE,
    plain=("missing_ref", "kind", "from_on", "until_on", "interview_offered", "interview_accepted"),
)
class Missing(Fact):
    """Return interviews are offered and accepted: Y, N or NA."""

    missing_ref = text()
    kind = text()
    from_on = day()
    until_on = day()
    interview_offered = text()
    interview_accepted = text()


@holds(
    purpose="A time under an order depriving the child of liberty.",
    retention=CARE_FILE,
    plain=("from_on", "until_on"),
)
class DeprivationOfLiberty(Fact):
    """From a day until a day."""

    from_on = day()
    until_on = day()
