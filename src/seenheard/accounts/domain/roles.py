"""What each role may do: the one table that says so.

Seeing a child needs more than the ability: `record` asks for a current involvement, a team or a status.
"""

from enum import StrEnum


class Ability(StrEnum):
    """Something a person may or may not do here."""

    SEE_CHILDREN_ALLOCATED = "see the children who are allocated to them or their team"
    SEE_CHILDREN_OF_TEAMS = "see the children of their teams"
    SEE_CHILDREN_IN_CARE_OR_PROTECTED = "see children who are looked after or on a protection plan"
    SEE_ALL_CHILDREN = "see every child"
    SEE_ONE_CHILD_TO_MEND_AN_IMPORT = "open one child to mend an import, with a reason"
    SEE_TEAM_WORK = "see the work of a team"
    IMPORT_RETURNS = "import returns and take them back"
    READ_RULES = "read the register of rules"
    SET_COVER = "say who covers for whom"
    ALLOCATE_WORKERS = "say who works with a child"
    SET_CASELOAD_LIMITS = "set how many children a worker should hold"
    SET_VOICES = "say what worker, carer and child are asked, and who is told at once"
    OPEN_RECORDS_ON_DUTY = "open any child's record on duty, with a reason"
    REVIEW_LOOKS = "judge who looked at which record"
    ADMINISTER_ACCOUNTS = "invite people, change their role and switch accounts off"
    AGREE_TO_RIGHTS = "agree to rights that an administrator asks for"
    ANSWER_FOR_CHILDREN_PLACED = "answer for the children placed with them"
    READ_PUBLISHED = "read the reports that are published"
    PUBLISH = "publish the report of a quarter, and withdraw one"
    SEE_TOTALS = "see the totals of the service, and no child"


A = Ability

ABILITIES: dict[str, frozenset[Ability]] = {
    "social_worker": frozenset({A.SEE_CHILDREN_ALLOCATED, A.READ_RULES}),
    "team_manager": frozenset(
        {A.SEE_CHILDREN_OF_TEAMS, A.SEE_TEAM_WORK, A.SET_COVER, A.ALLOCATE_WORKERS, A.READ_RULES}
    ),
    "reviewing_officer": frozenset({A.SEE_CHILDREN_IN_CARE_OR_PROTECTED, A.READ_RULES}),
    "service_manager": frozenset(
        {
            A.SEE_ALL_CHILDREN,
            A.SEE_TEAM_WORK,
            A.SET_COVER,
            A.ALLOCATE_WORKERS,
            A.SET_CASELOAD_LIMITS,
            A.SET_VOICES,
            A.AGREE_TO_RIGHTS,
            A.READ_PUBLISHED,
            A.READ_RULES,
        }
    ),
    "duty_worker": frozenset({A.OPEN_RECORDS_ON_DUTY, A.READ_RULES}),
    "records_guardian": frozenset({A.REVIEW_LOOKS, A.READ_RULES}),
    "analyst": frozenset({A.IMPORT_RETURNS, A.SEE_ONE_CHILD_TO_MEND_AN_IMPORT, A.READ_RULES}),
    "administrator": frozenset({A.ADMINISTER_ACCOUNTS, A.AGREE_TO_RIGHTS, A.READ_RULES}),
    "carer": frozenset({A.ANSWER_FOR_CHILDREN_PLACED}),
    "partner": frozenset({A.READ_PUBLISHED}),
    "scrutiny_member": frozenset({A.READ_PUBLISHED}),
    "director": frozenset({A.READ_PUBLISHED, A.PUBLISH, A.SEE_TOTALS}),
    "system": frozenset(Ability)
    - {A.SEE_ONE_CHILD_TO_MEND_AN_IMPORT, A.OPEN_RECORDS_ON_DUTY, A.REVIEW_LOOKS, A.ANSWER_FOR_CHILDREN_PLACED},
}

KEPT_TO_THEIR_OWN_PAGES = frozenset({"carer", "partner", "scrutiny_member", "director"})
"""Who is to see nothing of any child's record: every page is closed to them but those naming an ability of theirs."""


def abilities_of(role: str) -> frozenset[Ability]:
    """The abilities of a role; none for a role this table does not know."""
    return ABILITIES.get(role, frozenset())


def roles_with(ability: Ability) -> frozenset[str]:
    """The roles of people that carry an ability."""
    return frozenset(role for role, abilities in ABILITIES.items() if ability in abilities) - {"system"}
