"""Health, immunisation, feelings, substances, convictions of a looked after child."""

from seenheard.lib.declared import holds

from .columns import day, text, whole, yes_no
from .fact import CARE_FILE, Fact


@holds(
    purpose="A health assessment or dental check.",
    retention=CARE_FILE,
    sensitive=("kind", "status"),
    plain=("check_ref", "held_on"),
)
class ClaHealth(Fact):
    """What it was, when, and whether it took place."""

    check_ref = text()
    kind = text()
    held_on = day()
    status = text()


@holds(
    purpose="Whether immunisations are up to date.",
    retention=CARE_FILE,
    sensitive=("up_to_date",),
    plain=("status_on",),
)
class ClaImmunisation(Fact):
    """As at a day."""

    up_to_date = yes_no()
    status_on = day()


@holds(
    purpose="Substance misuse found, and help given.",
    retention=CARE_FILE,
    sensitive=("substance",),
    plain=("happened_on", "intervention_received", "intervention_offered"),
)
class ClaSubstanceMisuse(Fact):
    """On a day."""

    happened_on = day()
    substance = text()
    intervention_received = yes_no()
    intervention_offered = yes_no()


@holds(
    purpose="A conviction.",
    retention=CARE_FILE,
    sensitive=("offence",),
    plain=("happened_on",),
)
class ClaConviction(Fact):
    """On a day."""

    happened_on = day()
    offence = text()


@holds(
    purpose="A strengths and difficulties questionnaire.",
    retention=CARE_FILE,
    sensitive=("reason", "score"),
    plain=("completed_on",),
)
class SdqScore(Fact):
    """Its score, or the reason why there is none."""

    completed_on = day()
    reason = text()
    score = whole()


@holds(
    purpose="The year's outcomes of a child looked after for twelve months (SSDA903, OC2).",
    retention=CARE_FILE,
    sensitive=(
        "convicted",
        "health_check",
        "immunisations",
        "teeth_check",
        "health_assessment",
        "substance_misuse",
        "sdq_score",
        "sdq_reason",
    ),
    plain=("year_ends_on", "intervention_received", "intervention_offered"),
)
class OutcomeYear(Fact):
    """Yes or no in the year to 31 March: the return has no dates."""

    year_ends_on = day()
    convicted = yes_no()
    health_check = yes_no()
    immunisations = yes_no()
    teeth_check = yes_no()
    health_assessment = yes_no()
    substance_misuse = yes_no()
    intervention_received = yes_no()
    intervention_offered = yes_no()
    sdq_score = whole()
    sdq_reason = text()
