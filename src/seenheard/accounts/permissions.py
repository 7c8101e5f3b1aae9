"""Who may do what. `check_…` raises the sentence that the page then shows."""

from seenheard.accounts.domain.roles import KEPT_TO_THEIR_OWN_PAGES, Ability, abilities_of


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


def why_not_settle(viewer, asked) -> str:
    """The sentence that says why this viewer is not the second person for what was asked; empty for whoever may be."""
    if asked.by == str(viewer.public_id):
        return "You asked for this. Somebody else has to agree to it or refuse it."
    if asked.person == viewer:
        return "This is about your own account. Somebody else has to agree to it or refuse it."
    return ""


def check_may_settle(viewer, asked) -> None:
    """Raise NotAllowed unless the viewer may agree to this right or refuse it."""
    check_role(viewer, Ability.AGREE_TO_RIGHTS)
    if why := why_not_settle(viewer, asked):
        raise NotAllowed(why)


WORKS_WITH_CHILDREN = (
    Ability.SEE_CHILDREN_ALLOCATED,
    Ability.SEE_CHILDREN_OF_TEAMS,
    Ability.SEE_CHILDREN_IN_CARE_OR_PROTECTED,
    Ability.SEE_ALL_CHILDREN,
)


def can_be_covered(person) -> bool:
    """Whether somebody's work is with children, so that somebody has to stand in for them, and can."""
    return any(can(person, ability) for ability in WORKS_WITH_CHILDREN)


def check_can_set_cover(viewer) -> None:
    """Raise NotAllowed unless the viewer may say who covers for whom."""
    if not can(viewer, Ability.SET_COVER):
        raise NotAllowed("Only a manager can say who covers for whom.")


def open_to(*abilities: Ability):
    """Marks a view for people who are kept to their own pages: every other page that needs a sign-in is closed to them
    (see middleware). What the view itself asks of whoever opens it stays as it is."""

    def mark(view):
        view.open_to = frozenset(abilities)
        return view

    return mark


def is_kept_from(viewer, view) -> bool:
    """Whether this viewer is kept to their own pages, and this view is none of them."""
    role = getattr(viewer, "role", "")
    if role not in KEPT_TO_THEIR_OWN_PAGES:
        return False
    return not any(can(viewer, ability) for ability in getattr(view, "open_to", ()))


for_carers = open_to(Ability.ANSWER_FOR_CHILDREN_PLACED)
