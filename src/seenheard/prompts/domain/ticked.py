"""Which prompts of a list somebody has ticked, as a browser sends them."""

from collections.abc import Collection

LONGEST, MOST = 18, 50  # digits, within what the database counts; prompts, as many as a page has
NOTHING_TICKED = "Nothing was ticked, so nothing was said. Tick what you answer, and press again."


def numbers_of(ticked: Collection[str]) -> tuple[int, ...]:
    """The numbers of the prompts, each once, in order. ValueError for anything that no list of ours sends."""
    if len(ticked) > MOST or not all(map(_is_number, ticked)):
        raise ValueError("This is no answer to a prompt.")
    return tuple(sorted({int(number) for number in ticked}))


def _is_number(told: str) -> bool:
    return told.isascii() and told.isdecimal() and len(told) <= LONGEST
