"""Who may read and publish what. `check_…` raises the sentence that the page then shows."""

from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.permissions import WORKS_WITH_CHILDREN, NotAllowed, can, check_role


def check_can_read_published(viewer) -> None:
    """Raise NotAllowed unless the viewer reads what is published."""
    check_role(viewer, Ability.READ_PUBLISHED)


def can_publish(viewer) -> bool:
    """Whether the viewer publishes the report of a quarter, and may withdraw one."""
    return can(viewer, Ability.PUBLISH)


def check_can_publish(viewer) -> None:
    """Raise NotAllowed unless the viewer publishes."""
    check_role(viewer, Ability.PUBLISH)


def check_can_see_totals(viewer) -> None:
    """Raise NotAllowed unless the viewer sees the totals of the service."""
    check_role(viewer, Ability.SEE_TOTALS)


def can_read_reports(viewer) -> bool:
    """Whether the viewer works with children: reports count those whom each may see."""
    return any(can(viewer, ability) for ability in WORKS_WITH_CHILDREN)


def check_can_read_reports(viewer) -> None:
    """Raise NotAllowed unless the viewer works with children."""
    if not can_read_reports(viewer):
        raise NotAllowed("Reports are for people who work with children.")
