"""Who is offered which of the desk's pages. Which children somebody sees is the record's to say."""

from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.permissions import NotAllowed, can, check_role

SEE_CHILDREN = (
    Ability.SEE_CHILDREN_ALLOCATED,
    Ability.SEE_CHILDREN_OF_TEAMS,
    Ability.SEE_CHILDREN_IN_CARE_OR_PROTECTED,
    Ability.SEE_ALL_CHILDREN,
)


def can_see_children(viewer) -> bool:
    """Whether the viewer's role sees lists of children at all."""
    return any(can(viewer, ability) for ability in SEE_CHILDREN)


def check_can_see_children(viewer) -> None:
    """Raise NotAllowed for a role that sees no list of children."""
    if not can_see_children(viewer):
        raise NotAllowed("Your role sees no list of children, so there is nothing for you on this page.")


def check_can_see_a_team(viewer) -> None:
    """Raise NotAllowed for those who do not answer for the work of others."""
    check_role(viewer, Ability.SEE_TEAM_WORK)


def can_see_a_team(viewer) -> bool:
    """Whether the viewer answers for the work of others."""
    return can(viewer, Ability.SEE_TEAM_WORK)


def check_can_see_reports_for_reviews(viewer) -> None:
    """Raise NotAllowed for those who neither answer for the work of others nor review the cases of children in care."""
    if not can(viewer, Ability.SEE_CHILDREN_IN_CARE_OR_PROTECTED):
        check_can_see_a_team(viewer)


def check_can_compare_dates(viewer) -> None:
    """Raise NotAllowed for those who see neither children nor figures about them."""
    if not can_see_children(viewer) and not can(viewer, Ability.IMPORT_RETURNS):
        raise NotAllowed("Your role sees no child's dates, and no figures about them.")
