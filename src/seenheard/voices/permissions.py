"""Who may do what with the voices. `check_…` raises the sentence that the page then shows."""

from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.permissions import NotAllowed, can, check_role


def can_set_voices(viewer) -> bool:
    """Whether the viewer says what is asked, of whom, and who is told at once."""
    return can(viewer, Ability.SET_VOICES)


def check_can_set_voices(viewer) -> None:
    """Raise NotAllowed unless the viewer says what is asked, of whom, and who is told at once."""
    check_role(viewer, Ability.SET_VOICES)


def can_speak_as_worker(viewer) -> bool:
    """Whether the viewer can be the worker's voice, of a child whom they see: not who manages, and not who reviews."""
    return can(viewer, Ability.SEE_CHILDREN_ALLOCATED)


def check_can_speak_as_worker(viewer) -> None:
    """Raise NotAllowed unless the viewer can be the worker's voice, of a child whom they see."""
    if not can_speak_as_worker(viewer):
        raise NotAllowed("Only the child’s social worker answers as the worker.")
