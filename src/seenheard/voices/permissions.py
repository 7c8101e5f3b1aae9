"""Who may do what with the voices. `check_…` raises the sentence that the page then shows."""

from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.permissions import NotAllowed, can, check_role
from seenheard.record.permissions import WORKS_WITH_CHILDREN

from .domain.plans import Rater

NOT_THE_WORKER = "Only the child’s own social worker, or who stands in for them, answers as the worker."
NOT_FOR_A_PARENT = "Only the child’s own social worker, or who stands in for them, writes down what a parent says."
NOT_A_RATER = "Only the reviewing officer and the child’s own social worker rate the plan."


def can_set_voices(viewer) -> bool:
    """Whether the viewer says what is asked, of whom, and who is told at once."""
    return can(viewer, Ability.SET_VOICES)


def check_can_set_voices(viewer) -> None:
    """Raise NotAllowed unless the viewer says what is asked, of whom, and who is told at once."""
    check_role(viewer, Ability.SET_VOICES)


def can_speak_as_worker(viewer) -> bool:
    """Whether the viewer can be the worker's voice, of a child whom they see: not who manages, and not who reviews."""
    return can(viewer, Ability.SEE_CHILDREN_ALLOCATED)


def can_rate_plan(viewer) -> bool:
    """Whether the viewer rates the care plans of the children whom they see: their worker, or a reviewing officer."""
    return can_speak_as_worker(viewer) or can(viewer, Ability.SEE_CHILDREN_IN_CARE_OR_PROTECTED)


def rater_of(viewer) -> Rater:
    """As whom the viewer rates the plan. Raises NotAllowed."""
    if not can_rate_plan(viewer):
        raise NotAllowed(NOT_A_RATER)
    return Rater.WORKER if can_speak_as_worker(viewer) else Rater.OFFICER


def can_answer_alarms(viewer) -> bool:
    """Whether what is said about safety can reach the viewer: who works with children, and who is on duty."""
    return any(can(viewer, ability) for ability in (*WORKS_WITH_CHILDREN, Ability.OPEN_RECORDS_ON_DUTY))


def check_can_answer_alarms(viewer) -> None:
    """Raise NotAllowed unless what is said about safety can reach the viewer."""
    if not can_answer_alarms(viewer):
        raise NotAllowed("Your role works with no child, so nothing said about safety comes to you.")


def can_speak_as_carer(viewer) -> bool:
    """Whether the viewer can be a carer's voice, of a child placed with them."""
    return can(viewer, Ability.ANSWER_FOR_CHILDREN_PLACED)


def check_can_speak_as_carer(viewer) -> None:
    """Raise NotAllowed unless the viewer can be a carer's voice, of a child placed with them."""
    check_role(viewer, Ability.ANSWER_FOR_CHILDREN_PLACED)


def can_invite_carers(viewer) -> bool:
    """Whether the viewer says who looks after a child and may answer, of a child whom they see: worker or manager."""
    ours = (Ability.SEE_CHILDREN_ALLOCATED, Ability.SEE_CHILDREN_OF_TEAMS, Ability.SEE_ALL_CHILDREN)
    return any(can(viewer, ability) for ability in ours)


def check_can_invite_carers(viewer) -> None:
    """Raise NotAllowed unless the viewer says who looks after a child and may answer."""
    if not can_invite_carers(viewer):
        raise NotAllowed("Only the child’s social worker and their managers say who may answer as the carer.")
