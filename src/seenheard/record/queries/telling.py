"""Whether words that are about to leave on a paper tell an address that somebody must not know."""

from collections.abc import Callable
from datetime import date

from ..domain.spellings import Telling, how_told
from ..models import Child
from .protected import guarded
from .seeing import find


def telling(*, viewer, child: Child, on: date) -> Callable[[str], Telling]:
    """How much some words tell of this child's protected addresses: one question, whatever is then asked.

    Raises NoSuchChild.
    """
    find(viewer=viewer, child=child, on=on)
    rows = guarded(child, on).rows

    def tells(words: str) -> Telling:
        return max((how_told(words, lines=row.lines, postcode=row.postcode) for row in rows), default=Telling.NOT)

    return tells
