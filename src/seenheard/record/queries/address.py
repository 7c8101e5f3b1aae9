"""Where exactly a child lives: a question of its own, asked by one press that the trail keeps."""

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
    """One address in force, as the believed source gives it."""

    kind: str | None  # placement, home, or the source's own word
    lines: str | None
    postcode: str | None
    from_on: date | None
    protected: str | None  # who must not know it, in words
    source: str


def address(*, viewer, child: Child, on: date) -> tuple[LivesAt, ...]:
    """The addresses in force on the day, the placement before the home. Two queries.

    Raises NoSuchChild, or NotAllowed where the viewer may see the child but not where it lives. The caller
    writes the trail row.
    """
    find(viewer=viewer, child=child, on=on)
    check_can_see_address(viewer)
    in_force = Q(from_on__isnull=True) | Q(from_on__lte=on)
    in_force &= Q(until_on__isnull=True) | Q(until_on__gt=on)
    believed: dict[str | None, Address] = {}
    for row in by_source(Address.objects.filter(in_force, child=child, known_until=None)):
        believed.setdefault(dwelling(row.kind), row)
    return tuple(
        LivesAt(kind, row.lines, row.postcode, row.from_on, row.protected, row.source)
        for kind, row in sorted(believed.items(), key=lambda it: it[0] != PLACEMENT)
    )
