"""What was asked for somebody, and what became of it, in words."""

from collections.abc import Iterable, Mapping

from seenheard.accounts.models import Asked, AskedRight, How, Role
from seenheard.accounts.presenters import numbers
from seenheard.ui import dates

NOBODY = "somebody without an account"


def those_named(asked: Iterable[AskedRight]) -> set[str]:
    """The public ids of whoever asked and whoever settled it, for `queries.names`."""
    listed = list(asked)
    return {one.by for one in listed} | {one.settled.by for one in listed if hasattr(one, "settled")}


def sentence(asked: AskedRight, names: Mapping[str, str]) -> str:
    """ "Adam Reed asks that Maya Ashworth becomes team manager."."""
    return f"{names.get(asked.by, NOBODY)} asks that {_what(asked)}."


def keys(role: str, worker_refs: Iterable[str], team_refs: Iterable[str]) -> str:
    """ "Team manager; teams Children in care 1 (T02); numbers in your files Maya Ashworth (P0002)"."""
    teams, workers = numbers.teams(list(team_refs)), numbers.workers(list(worker_refs))
    said = [f"{word} {refs}" for word, refs in (("teams", teams), ("numbers in your files", workers)) if refs]
    return "; ".join([Role(role).label, *said])


def ended(asked: AskedRight, names: Mapping[str, str]) -> str:
    """ "Refused by Sara Okafor on 31 March 2026."; what still waits says so."""
    settled = getattr(asked, "settled", None)
    if settled is None:
        return "It waits for another administrator or a service manager."
    by, on = names.get(settled.by, NOBODY), dates.short(settled.at.date())
    if settled.how == How.ALONE:
        return f"Done at once on {on}: nobody else was there to agree."
    return f"{How(settled.how).label}: {by}, {on}."


def _what(asked: AskedRight) -> str:
    name, role = asked.person.name, Role(asked.role).label.lower()
    match asked.what:
        case Asked.INVITE:
            return f"{name} is let in as {role}"
        case Asked.SWITCH_ON:
            return f"{name}, {role}, can sign in again"
        case Asked.REMOVE_SECOND_FACTOR:
            return f"{name}, {role}, sets up a new password and a new second step"
    if hasattr(asked, "settled"):  # what they were before is not known any more
        told = keys(asked.role, asked.worker_refs, asked.team_refs)
        return f"{name} is made {told[0].lower()}{told[1:]}"
    if asked.role == asked.person.role:
        return f"{name}, {role}, has other numbers or teams"
    return f"{name} becomes {role}"
