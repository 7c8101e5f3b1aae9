"""Who may do what with the voices. `check_…` raises the sentence that the page then shows."""

from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.permissions import can, check_role


def can_set_voices(viewer) -> bool:
    """Whether the viewer says what is asked, of whom, and who is told at once."""
    return can(viewer, Ability.SET_VOICES)


def check_can_set_voices(viewer) -> None:
    """Raise NotAllowed unless the viewer says what is asked, of whom, and who is told at once."""
    check_role(viewer, Ability.SET_VOICES)
