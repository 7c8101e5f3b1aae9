"""All that a child's page tells, from what is asked of the record once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from seenheard.accounts import queries as accounts

from ..domain.protecting import protections
from ..domain.whole import READS, works_with
from ..models import Child
from .address import unanswered
from .beside import Restricted, beside
from .facts import facts_by_child
from .following import Following, shown
from .histories import LIFE_READS, Life, life_from
from .noticed import FoundInRow, rows_noticed
from .seeing import find
from .whole_child import WholeChild, accounts_among, put_together, seen_of

ALL_READS = tuple(dict.fromkeys((*READS, *LIFE_READS)))
NOBODY_SAID: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class InFull:
    """One child: who, the life as it is known now, and what stands beside it.

    `then`: the life once more, the same or as it was known at the moment that was asked about. `unanswered`: keys of
    protections of the address that were said before the child moved, and not since. `names`: of everybody here who is
    named by their account.
    """

    whole: WholeChild
    life: Life
    then: Life
    following: Following
    restricted: Restricted | None
    wrong: tuple[FoundInRow, ...]
    unanswered: frozenset[str]
    names: Mapping[str, str]


def in_full(*, viewer, child: Child, on: date, as_at: date | None = None, known_at: datetime | None = None) -> InFull:
    """Three questions of a child of whom little is recorded; seven at most, and one more with `known_at`: the life as
    known then and as at that day. For a child that was just found for this viewer. Raises NoSuchChild.
    """
    find(viewer=viewer, child=child, on=on)
    ((_, facts),) = facts_by_child([child.pk], ALL_READS)
    of_child, of_life = ({name: rows for name, rows in facts.items() if name in reads} for reads in (READS, LIFE_READS))
    other = beside(child, on=on, known_at=known_at)
    following = shown(viewer, child, other.following)
    life = then = life_from(child, of_life, other.carried, on=on)
    if known_at is not None:
        ((_, known),) = facts_by_child([child.pk], LIFE_READS, known_at=known_at)
        then = life_from(child, known, other.carried_then, on=as_at or on)
    said, works = protections(of_child, on), works_with(of_child, on)
    names = accounts.names({one.recorded_by for one in said} | following.people | accounts_among(works))
    return InFull(
        whole=put_together(child, on, of_child, works, names, seen_of(other.siblings, viewer, on)),
        life=life,
        then=then,
        following=following,
        restricted=other.restricted,
        wrong=rows_noticed(child, other.noticed),
        unanswered=unanswered(viewer=viewer, child=child, on=on) if said else NOBODY_SAID,
        names=names,
    )
