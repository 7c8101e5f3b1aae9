"""Where exactly a child lives: a question of its own, asked by one press that the trail keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from ..domain.places import PLACEMENT, dwelling
from ..domain.sources import by_source
from ..models import Address, Child
from ..permissions import check_can_see_address
from .seeing import find


@dataclass(frozen=True, slots=True)
class LivesAt:
    """One address in force, with what kinds of home it is and every source that gives it, the believed one first."""

    kinds: tuple[str | None, ...]  # placement, home, or the source's own word
    lines: str | None
    postcode: str | None
    from_on: date | None  # as the believed source says
    protected: str | None  # who must not know it, in words
    sources: tuple[str, ...]


def address(*, viewer, child: Child, on: date) -> tuple[LivesAt, ...]:
    """The addresses in force on the day, the placement before the home, each once however many say it. Two queries.

    Of one kind of home the newest of each source; where sources differ, each stands for itself. Raises NoSuchChild,
    or NotAllowed where the viewer may see the child but not where it lives. The caller writes the trail row.
    """
    find(viewer=viewer, child=child, on=on)
    check_can_see_address(viewer)
    in_force = Q(from_on__isnull=True) | Q(from_on__lte=on)
    in_force &= Q(until_on__isnull=True) | Q(until_on__gt=on)
    newest: dict[tuple[str, str | None], Address] = {}
    for row in by_source(Address.objects.filter(in_force, child=child, known_until=None)):
        newest.setdefault((row.source, dwelling(row.kind)), row)
    same: dict[tuple[str, str], list[Address]] = {}
    for row in newest.values():
        same.setdefault(_place(row, newest.values()), []).append(row)
    return tuple(sorted(map(_lives_at, same.values()), key=lambda lives: PLACEMENT not in lives.kinds))


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


def _lives_at(rows: Sequence[Address]) -> LivesAt:
    """`rows`: of one address, the believed source's first."""
    first = rows[0]
    return LivesAt(
        kinds=tuple(dict.fromkeys(dwelling(row.kind) for row in rows)),
        lines=next((row.lines for row in rows if row.lines), None),
        postcode=first.postcode,
        from_on=first.from_on,
        protected="; ".join(dict.fromkeys(row.protected for row in rows if row.protected)) or None,
        sources=tuple(dict.fromkeys(row.source for row in rows)),
    )
