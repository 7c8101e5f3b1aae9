"""Who works with the child; the professionals and teams themselves."""

from seenheard.lib.declared import holds

from .columns import day, number, text, whole, yes_no
from .fact import CHILD_FILE, STAFF_FILE, Fact, SourcedRow


@holds(
    purpose="Who works with the child, in what role, from when until when: the need to know follows from it.",
    retention=CHILD_FILE,
    plain=("professional_ref", "role", "team_ref", "from_on", "until_on", "change_reason", "referral_ref"),
)
class Involvement(Fact):
    """Role CW is the worker who holds the case."""

    professional_ref = text()
    role = text()
    team_ref = text()
    from_on = day()
    until_on = day()
    change_reason = text()
    referral_ref = text()


@holds(
    purpose="A professional whom the files name.",
    retention=STAFF_FILE,
    sensitive=("name",),
    plain=(
        "professional_ref",
        "staff_ref",
        "registration_no",
        "job_title",
        "caseload",
        "department",
        "fte",
        "agency",
    ),
)
class Professional(SourcedRow):
    """Not about one child."""

    professional_ref = text()
    staff_ref = text()
    name = text()
    registration_no = text()
    job_title = text()
    caseload = whole()
    department = text()
    fte = number()
    agency = yes_no()


@holds(
    purpose="A team or service whom the files name.",
    retention=STAFF_FILE,
    plain=("team_ref", "name", "parent_ref", "parent_name"),
)
class Department(SourcedRow):
    """Not about one child."""

    team_ref = text()
    name = text()
    parent_ref = text()
    parent_name = text()
