"""How these pages name people and files: a person by name, a child by the council's own number and never by name."""

from collections.abc import Iterable

from seenheard.accounts import queries as accounts
from seenheard.accounts.domain import SYSTEM
from seenheard.ui import dates

GONE = "somebody without an account"


def names_of(public_ids: Iterable[str]) -> dict[str, str]:
    """The names of these people; whoever has no account is left out."""
    return accounts.names(public_ids)


def file_of(child) -> str:
    """How the council calls the file; the public id where it has no number."""
    now = getattr(child, "now", None)  # none where every import that told of the child was undone
    return (now and now.local_id) or str(child.public_id)


def by_whom(act, names: dict[str, str]) -> str:
    """Who did it and when: "Sara Okafor, 31 March 2026 at 2:05pm"."""
    who = "a command on the server" if act.by == SYSTEM.public_id else names.get(act.by, GONE)
    return f"{who}, {dates.moment(act.at)}"
