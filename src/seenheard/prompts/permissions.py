"""Who may do what with prompts. Which children somebody knows of is the record's to say."""

from collections.abc import Collection

from seenheard.accounts import queries as accounts
from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.permissions import NotAllowed, can, check_role
from seenheard.record.permissions import WORKS_WITH_CHILDREN


class NoSuchPrompt(Exception):
    """There is no such prompt, or it is of a child of whom this person may not know."""


def can_act(viewer) -> bool:
    """Whether the viewer's role works with children at all."""
    return any(can(viewer, ability) for ability in WORKS_WITH_CHILDREN)


def check_can_act(viewer) -> None:
    """Raise NotAllowed for a role that works with no child."""
    if not can_act(viewer):
        raise NotAllowed("Your role works with no child, so there is nothing to answer here.")


def can_set_who_is_told(viewer) -> bool:
    """Whether the viewer says who is told next where nobody answers."""
    return can(viewer, Ability.SEE_ALL_CHILDREN)


def check_can_set_who_is_told(viewer) -> None:
    """Raise NotAllowed unless the viewer says who is told next where nobody answers."""
    if not can_set_who_is_told(viewer):
        raise NotAllowed("Only a service manager says who is told next where nobody has answered.")


def check_can_see_messages(viewer) -> None:
    """Raise NotAllowed for all but administrators, who can mend what keeps a message from going."""
    check_role(viewer, Ability.ADMINISTER_ACCOUNTS)


def check_can_be_told(people: Collection[str]) -> None:
    """Raise NotAllowed unless these are people, each once, whose account is on and whose role works with children."""
    found = {str(one.public_id): one for one in accounts.people().filter(public_id__in=list(people))}
    if not people or len(set(people)) < len(people):
        raise NotAllowed("Name at least one person, and nobody twice.")
    if any(person not in found or not can_act(found[person]) for person in people):
        raise NotAllowed("Everybody on the list needs an account that is on, and a role that works with children.")
