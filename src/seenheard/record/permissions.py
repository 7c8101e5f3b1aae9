"""Who may see which child. `can_x` answers, `check_x` raises the sentence that the page then shows."""

from collections.abc import Collection

from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.permissions import NotAllowed, can

from .domain.openings import BREAK_GLASS, DUTY

WORKS_WITH_CHILDREN = (
    Ability.SEE_CHILDREN_ALLOCATED,
    Ability.SEE_CHILDREN_OF_TEAMS,
    Ability.SEE_CHILDREN_IN_CARE_OR_PROTECTED,
    Ability.SEE_ALL_CHILDREN,
)


class NoSuchChild(Exception):
    """There is no such child, or none of whom this person may know: the page cannot tell the two apart."""


def can_name_person_for_closed_file(viewer) -> bool:
    """Whether the viewer may say who opens a file that adoption has closed."""
    return can(viewer, Ability.SEE_ALL_CHILDREN)


def check_can_name_person_for_closed_file(viewer) -> None:
    """Raise NotAllowed unless the viewer may say who opens a file that adoption has closed."""
    if not can_name_person_for_closed_file(viewer):
        raise NotAllowed("Only a service manager can name who opens a file that adoption has closed.")


def check_can_name_for_closed_file(viewer, person_public_id: str) -> None:
    """Raise NotAllowed unless the viewer may say that this person opens a closed file: it takes somebody else."""
    check_can_name_person_for_closed_file(viewer)
    if str(viewer.public_id) == str(person_public_id):
        raise NotAllowed("Nobody names themselves. Another service manager has to name you.")


def can_be_named_for_closed_file(person) -> bool:
    """Whether naming this person would let them in: the pages about a child open to those who work with children."""
    return person.is_active and any(can(person, ability) for ability in WORKS_WITH_CHILDREN)


def check_can_be_named_for_closed_file(person) -> None:
    """Raise NotAllowed unless naming this person would let them in."""
    if not can_be_named_for_closed_file(person):
        raise NotAllowed("This person’s account is switched off, or their role opens no child’s page.")


def can_restrict(viewer) -> bool:
    """Whether the viewer may say that a child is seen by named people only."""
    return can(viewer, Ability.SEE_ALL_CHILDREN)


def check_can_restrict(viewer) -> None:
    """Raise NotAllowed unless the viewer may say that a child is seen by named people only."""
    if not can_restrict(viewer):
        raise NotAllowed("Only a service manager can restrict a child to named people.")


def can_see_conflicts(viewer) -> bool:
    """Whether the viewer is told which conflicts others have declared."""
    return can(viewer, Ability.SEE_TEAM_WORK) or can(viewer, Ability.REVIEW_LOOKS)


def check_can_see_conflicts(viewer) -> None:
    """Raise NotAllowed unless the viewer is told which conflicts others have declared."""
    if not can_see_conflicts(viewer):
        raise NotAllowed("Your role is not told who has declared that they know a child.")


def can_end_conflict(viewer, person_public_id: str) -> bool:
    """Whether the viewer may end this person's declared conflict: it takes a manager, and another."""
    return can(viewer, Ability.SEE_TEAM_WORK) and str(viewer.public_id) != str(person_public_id)


def check_can_end_conflict(viewer, person_public_id: str) -> None:
    """Raise NotAllowed unless the viewer may end this person's declared conflict: it takes a manager, and another."""
    if not can(viewer, Ability.SEE_TEAM_WORK):
        raise NotAllowed("Only a manager can end a declared conflict.")
    if str(viewer.public_id) == str(person_public_id):
        raise NotAllowed("Nobody ends their own conflict. Another manager has to.")


def can_declare_conflict(viewer) -> bool:
    """Whether the viewer works with children and so can know one."""
    return can_open(viewer, DUTY) or can_open(viewer, BREAK_GLASS)


def can_open(viewer, kind: str) -> bool:
    """Whether the viewer's role opens records this way: on duty, or by break-glass."""
    if kind == DUTY:
        return can(viewer, Ability.OPEN_RECORDS_ON_DUTY)
    return any(can(viewer, ability) for ability in WORKS_WITH_CHILDREN)


def check_can_open(viewer, kind: str) -> None:
    """Raise NotAllowed unless the viewer's role opens records this way."""
    if not can_open(viewer, kind):
        raise NotAllowed(
            "Only a duty worker opens records on duty."
            if kind == DUTY
            else "Your role does not work with children, so there is no record for you to open."
        )


def can_review(viewer) -> bool:
    """Whether the viewer is a guardian of records."""
    return can(viewer, Ability.REVIEW_LOOKS)


def check_can_review(viewer) -> None:
    """Raise NotAllowed unless the viewer is a guardian of records."""
    if not can_review(viewer):
        raise NotAllowed("Only the guardian of records reads who looked at which record.")


def can_mend_an_import(viewer) -> bool:
    """Whether the viewer may open one child, with a reason, to mend an import."""
    return can(viewer, Ability.SEE_ONE_CHILD_TO_MEND_AN_IMPORT)


def check_can_mend_an_import(viewer, why: str) -> None:
    """Raise NotAllowed unless the viewer may open one child to mend an import, and says why."""
    if not can_mend_an_import(viewer):
        raise NotAllowed("Your role does not let you open a child to mend an import.")
    if not why.strip():
        raise NotAllowed("Say why you need to open this child before you do.")


def can_see_address(viewer) -> bool:
    """Whether the viewer, of a child whom they may see, may also see where it lives."""
    return can(viewer, Ability.OPEN_RECORDS_ON_DUTY) or any(can(viewer, ability) for ability in WORKS_WITH_CHILDREN)


def check_can_see_address(viewer) -> None:
    """Raise NotAllowed unless the viewer's work needs to know where a child lives."""
    if not can_see_address(viewer):
        raise NotAllowed("Your role does not let you see where a child lives.")


def can_record(viewer) -> bool:
    """Whether the viewer may record what happened to the children whom they see."""
    return any(can(viewer, ability) for ability in WORKS_WITH_CHILDREN)


def check_can_record(viewer) -> None:
    """Raise NotAllowed unless the viewer may record what happened to the children whom they see."""
    if not can_record(viewer):
        raise NotAllowed("Your role does not let you record what happened to a child.")


def can_allocate(viewer) -> bool:
    """Whether the viewer says who works with the children whom they see."""
    return can(viewer, Ability.ALLOCATE_WORKERS)


def check_can_allocate(viewer) -> None:
    """Raise NotAllowed unless the viewer says who works with the children whom they see."""
    if not can_allocate(viewer):
        raise NotAllowed("Only a manager says who works with a child.")


def check_gives_itself_no_child(viewer, *, worker: str | None, team: str | None, teams_now: Collection[str]) -> None:
    """Raise NotAllowed where a manager would give a child to themselves, or to a team of theirs that does not have it.

    Who answers for every child has sight already; that they are the worker is still for another to say.
    """
    if worker and worker in viewer.worker_refs:
        raise NotAllowed("Nobody says of themselves that they work with a child. Another manager has to record it.")
    if team and team in viewer.team_refs and team not in teams_now and not can(viewer, Ability.SEE_ALL_CHILDREN):
        raise NotAllowed("Nobody takes a child into their own team. The manager who has the child passes it on.")


def check_can_say_what_is_recorded_here(viewer) -> None:
    """Raise NotAllowed unless the viewer answers for what the council records in this system."""
    if not can(viewer, Ability.SEE_ALL_CHILDREN):
        raise NotAllowed("Only a service manager can say what is recorded here.")


def can_see_rows(viewer) -> bool:
    """Whether the viewer may follow a fact to the file and line it came from."""
    return can(viewer, Ability.IMPORT_RETURNS) or can(viewer, Ability.SEE_ALL_CHILDREN)
