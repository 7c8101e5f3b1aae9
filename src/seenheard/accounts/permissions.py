"""Who may do what. `check_…` raises the sentence that the page then shows."""

from seenheard.accounts.domain.roles import Ability, abilities_of


class NotAllowed(Exception):
    """Refused. Its text is one sentence for the person who asked; the page answers 403 and shows it."""


def can(viewer, ability: Ability) -> bool:
    """Whether the viewer's role carries this ability. A switched-off account can do nothing."""
    return getattr(viewer, "is_active", True) and ability in abilities_of(getattr(viewer, "role", ""))


def check_role(viewer, ability: Ability) -> None:
    """Raise NotAllowed unless the viewer's role carries this ability."""
    if not can(viewer, ability):
        raise NotAllowed(f"Your role does not let you {ability.value}.")


def check_may_change(viewer, person) -> None:
    """Raise NotAllowed unless the viewer administers accounts, and this one is not their own."""
    check_role(viewer, Ability.ADMINISTER_ACCOUNTS)
    if viewer == person:
        raise NotAllowed("Another administrator has to change your own account.")
