"""How much a reason has to say, wherever one is asked for: a word is none."""

SHORTEST = 10  # letters: of something that one's own work has changed, or that is late
SHORTEST_TO_SEE = 20  # letters: of who sees what they would not, or no longer sees it


def is_too_short(why: str | None, shortest: int = SHORTEST) -> bool:
    """Whether the reason, without blanks around it, says too little."""
    return len((why or "").strip()) < shortest


def in_letters(ask: str, shortest: int = SHORTEST) -> str:
    """ "Say why, in 10 letters or more": what a form says of a reason that is too short."""
    return f"{ask}, in {shortest} letters or more"
