"""Reasons that the trail keeps: long enough to say something."""

from seenheard.accounts.permissions import NotAllowed

from ..domain.openings import SHORTEST_WHY


def reason(why: str, asked: str) -> str:
    """The reason without blanks around it; NotAllowed where it says too little. `asked` begins the refusal."""
    why = why.strip()
    if len(why) < SHORTEST_WHY:
        raise NotAllowed(f"{asked}, in {SHORTEST_WHY} letters or more.")
    return why
