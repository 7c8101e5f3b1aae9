"""What gives somebody a right here, and what only takes one away. The first needs two people."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from seenheard.accounts.domain.roles import abilities_of


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody does here, and the keys by which the record knows them and their teams."""

    role: str
    worker_refs: Collection[str] = ()
    team_refs: Collection[str] = ()


def gives(before: Rights, after: Rights) -> bool:
    """Whether `after` lets somebody do or see anything that `before` does not."""
    return not (
        abilities_of(after.role) <= abilities_of(before.role)
        and set(after.worker_refs) <= set(before.worker_refs)
        and set(after.team_refs) <= set(before.team_refs)
    )


def waiting(number: int) -> str:
    """ "1 thing waits for a second person."; nothing where nothing does."""
    if not number:
        return ""
    return f"{number:,} {'thing waits' if number == 1 else 'things wait'} for a second person."


class Outcome(StrEnum):
    """What became of what an administrator asked for."""

    DONE = "done"
    DONE_ALONE = "done, because nobody else was there to agree"
    WAITS = "waits for a second person"
