"""Reasons that the trail keeps: long enough to say something."""

from seenheard.accounts.permissions import NotAllowed
from seenheard.trail.domain.reasons import SHORTEST_TO_SEE, in_letters, is_too_short


def reason(why: str, asked: str) -> str:
    """The reason without blanks around it; NotAllowed where it says too little. `asked` begins the refusal."""
    if is_too_short(why, SHORTEST_TO_SEE):
        raise NotAllowed(f"{in_letters(asked, SHORTEST_TO_SEE)}.")
    return why.strip()
