"""What the end of a cover changes, and what it does not: who covers may see the same children by their own work."""

from datetime import date

from seenheard.accounts import queries, team_names
from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.models import Cover
from seenheard.accounts.permissions import can
from seenheard.ui import dates
from seenheard.ui.words import join_and


def what_ends(cover: Cover, on: date) -> tuple[str, ...]:
    """Sentences for whoever is about to end a cover; the first says what ends."""
    still = _still(cover, on)
    who, away = cover.cover.name, cover.covered.name
    if cover.from_on > on:
        begins = dates.short(cover.from_on)
        return (f"This cover has not begun: it was to begin on {begins}. If you end it, it does not begin.", *still)
    if still:
        return (f"From today {who} does not stand in for {away} any more.", *still)
    return (f"From today {who} sees the children of {away} no more, but for any whom their own work lets them see.",)


def _still(cover: Cover, on: date) -> tuple[str, ...]:
    """Why whoever covers sees these children, or some of them, all the same."""
    who, away = cover.cover, cover.covered
    same = queries.covers_not_over(on=on).filter(cover=who, covered=away).exclude(pk=cover.pk).first()
    said = []
    if can(who, Ability.SEE_ALL_CHILDREN):
        said.append(f"{who.name} answers for every child here, and goes on seeing them.")
    elif shared := [ref for ref in who.team_refs if ref in away.team_refs]:
        names = team_names.known()
        teams = join_and(names.get(ref, f"team {ref}") for ref in shared)
        said.append(f"{who.name} and {away.name} are both in {teams}: {who.name} goes on seeing its children.")
    elif can(who, Ability.SEE_CHILDREN_IN_CARE_OR_PROTECTED):
        said.append(f"{who.name} goes on seeing the children in care and those on a protection plan.")
    if same:
        days = f"from {dates.short(same.from_on)}, back on {dates.short(same.until_on)}"
        said.append(f"Another cover of the same two stays: {days}.")
    return tuple(said)
