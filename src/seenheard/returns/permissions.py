"""Who may bring files in, take them back, and open one child to mend an import."""

from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.permissions import can, check_role


def can_import(viewer) -> bool:
    """Whether the viewer may see imports and make them."""
    return can(viewer, Ability.IMPORT_RETURNS)


def check_can_import(viewer) -> None:
    """Raise NotAllowed unless the viewer may see imports and make them."""
    check_role(viewer, Ability.IMPORT_RETURNS)


def check_can_mend(viewer) -> None:
    """Raise NotAllowed unless the viewer may open one child of a run, with a reason."""
    check_role(viewer, Ability.SEE_ONE_CHILD_TO_MEND_AN_IMPORT)
