"""Where exactly a child lives: a question of its own, asked by one press that the trail keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from ..domain.places import HOME, PLACEMENT, dwelling
from ..domain.protecting import Move, Protection, protections, same_place
from ..domain.sources import by_source
from ..domain.typed import SOURCE
from ..domain.whole import READS, moved
from ..models import Address, Child
from ..permissions import check_can_see_address
from .facts import facts_by_child
from .protected import guarded
from .seeing import find
from .whole_child import Sibling, siblings


@dataclass(frozen=True, slots=True)
class LivesAt:
    """One address in force, with what kinds of home it is and every source that gives it, the believed one first."""

    kinds: tuple[str | None, ...]  # placement, home, or the source's own word
    lines: str | None
    postcode: str | None
    from_on: date | None  # as the believed source says
    protected: str | None  # who must not know it, in words
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToProtect:
    """What is needed to say who must not know where a child lives: what is said already, and of what to choose."""

    kinds: tuple[str, ...]  # placement and home, where the child has both
    living_there: tuple[Sibling, ...]  # brothers and sisters whom the viewer sees, at one of the same addresses
    unanswered: frozenset[str]  # keys of what was said before the child moved, and not since


def to_protect(*, viewer, child: Child, on: date) -> ToProtect:
    """Says no address, so it is no press. Five queries at most. Raises NoSuchChild, NotAllowed."""
    find(viewer=viewer, child=child, on=on)
    check_can_see_address(viewer)
    others = siblings(child, viewer, on)
    of: dict[UUID, list[Address]] = {one.public_id: [] for one in others}
    own: list[Address] = []
    rows = Address.objects.filter(_in_force(on), known_until=None)
    for row in rows.filter(Q(child=child) | Q(child__public_id__in=of)).select_related("child"):
        (own if row.child_id == child.pk else of[row.child.public_id]).append(row)
    kinds = {dwelling(row.kind) for row in own}
    return ToProtect(
        kinds=(PLACEMENT, HOME) if kinds >= {PLACEMENT, HOME} else (),
        living_there=tuple(one for one in others if _share(own, of[one.public_id])),
        unanswered=guarded(child, on).unanswered,
    )


def unanswered(*, viewer, child: Child, on: date) -> frozenset[str]:
    """The keys of what was said before the child moved, and not since. One query. Raises NoSuchChild."""
    find(viewer=viewer, child=child, on=on)
    return guarded(child, on).unanswered


def moves_to_ask_about(*, child_id: int, on: date) -> tuple[Move, ...]:
    """Each move since an address was protected of which nobody has said whether it holds: for prompts. One query."""
    return guarded(child_id, on).moves


def _share(own: Sequence[Address], others: Sequence[Address]) -> bool:
    told = [row for row in own if row.postcode or row.lines]
    return any(same_place(row, other) for row in told for other in others)


def address(*, viewer, child: Child, on: date) -> tuple[LivesAt, ...]:
    """The addresses in force on the day, the placement before the home, each once however many say it. Three queries.

    Of one kind of home the newest of each source; where sources differ, each stands for itself. Of a placement that
    somebody typed, and of which no source gives an address, that alone; never the one before. Raises NoSuchChild, or
    NotAllowed where the viewer may see the child but not where it lives. The caller writes the trail row.
    """
    find(viewer=viewer, child=child, on=on)
    check_can_see_address(viewer)
    ((_, facts),) = facts_by_child([child.pk], READS)
    said, move = protections(facts), moved(facts, on)
    newest: dict[tuple[str, str | None], Address] = {}
    for row in by_source(Address.objects.filter(_in_force(on), child=child, known_until=None)):
        if move is None or not move.leaves(row):
            newest.setdefault((row.source, dwelling(row.kind)), row)
    same: dict[tuple[str, str], list[Address]] = {}
    for row in newest.values():
        same.setdefault(_place(row, newest.values()), []).append(row)
    found = [_lives_at(rows, said) for rows in same.values()]
    if move and move.placed and not any(PLACEMENT in lives.kinds for lives in found):
        who = "; ".join(dict.fromkeys(one.who for one in said if one.covers(PLACEMENT))) or None
        found.append(LivesAt((PLACEMENT,), None, None, move.on, who, (SOURCE,)))
    return tuple(sorted(found, key=lambda lives: PLACEMENT not in lives.kinds))


def _in_force(on: date) -> Q:
    begun = Q(from_on__isnull=True) | Q(from_on__lte=on)
    return begun & (Q(until_on__isnull=True) | Q(until_on__gt=on))


def _place(row: Address, others) -> tuple[str, str]:
    """What makes two rows one address: the postcode, and the lines where both give them.

    A row without lines is the one house known at its postcode, or stands for itself where there are two; one with
    neither says nothing that could be the same.
    """
    postcode, lines = _squeezed(row.postcode), _squeezed(row.lines)
    if not lines:
        houses = {_squeezed(one.lines) for one in others if one.lines and _squeezed(one.postcode) == postcode}
        lines = houses.pop() if len(houses) == 1 and postcode else ""
    return (postcode, lines) if postcode or lines else ("", f"row {row.pk}")


def _squeezed(words: str | None) -> str:
    return "".join((words or "").split()).upper()


def _lives_at(rows: Sequence[Address], said: Sequence[Protection]) -> LivesAt:
    """`rows`: of one address, the believed source's first. `said`: who must not know where the child lives."""
    first = rows[0]
    words = [*(one.who for one in said if any(one.covers(row.kind) for row in rows))]
    words += [row.protected for row in rows if row.protected]
    return LivesAt(
        kinds=tuple(dict.fromkeys(dwelling(row.kind) for row in rows)),
        lines=next((row.lines for row in rows if row.lines), None),
        postcode=first.postcode,
        from_on=first.from_on,
        protected="; ".join(dict.fromkeys(words)) or None,
        sources=tuple(dict.fromkeys(row.source for row in rows)),
    )
