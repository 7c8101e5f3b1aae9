"""Refusing what cannot be right, and what is strange unless somebody says why it is kept."""

from collections.abc import Collection

from seenheard.accounts.permissions import NotAllowed
from seenheard.trail.domain.reasons import is_too_short

from ..domain.contradictions import Contradiction


class Contradicted(NotAllowed):
    """What was typed cannot be right; nothing was kept. `found`: what, gravest first."""

    def __init__(self, found: Collection[Contradiction]) -> None:
        self.found = tuple(found)
        super().__init__(". ".join(one.says for one in self.found) + ".")


def refuse(found, kept_why: str) -> None:
    """Raise Contradicted for what cannot be, and for what is strange where nobody says why it is kept."""
    found = tuple(found)
    never = [one for one in found if not one.kept]
    if never or (found and is_too_short(kept_why)):
        raise Contradicted(found)
