"""A child's door: the code that opens it, for how long, and why it cannot be made for somebody."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from .answers import Voice
from .rounds import GROWN_UP, YOUNGEST_TO_ANSWER, has_turned
from .wordings import OLDER, YOUNGER

# Told apart at a glance and by ear, and no vowels: no code is a word. Not there: 0 O 1 I L, 5 S, 8 B, 6 G, 2 Z, U V.
LETTERS = "CDFHJKMNPRTWXY3479"
LENGTH = 8
GOOD_FOR = timedelta(minutes=15)
IDLE = timedelta(minutes=15)  # a sitting ends so long after the last press
MOST_WRONG = 10
CLOSED_FOR = timedelta(hours=1)

FORMS = (OLDER, YOUNGER)
OLDER_FROM = 11  # years: the form offered first; whoever makes the code may choose the other
CODE, LINK = "code", "link"
INTERPRETER = "interpreter"
HELPER_ROLES = (
    "carer",
    "social worker",
    INTERPRETER,
    "advocate",
    "teacher",
    "friend or family",
    "somebody who signs",
    "somebody who uses symbols",
)

IN_ENGLISH = (
    "Nobody has yet read over all the words of this form in this language, so the child is asked in English. Name the "
    "interpreter who sits beside the child."
)
NOT_SET = (
    "No child can be asked yet. A service manager first has to say who reads a red on safety at once, by day and by "
    "night, and which number to ring at night."
)
TOO_YOUNG = "This child is under five and is not asked. Write down what you saw instead: it is kept as an observation."
TOO_OLD = "This young person is 18 or over and is not asked here."
NO_ROUND = "No round is open for this child. Open one first."
NOT_IN_ROUND = "This round does not ask the child. The next one can."
SENT = "The child has answered this round already, and what was sent stands."


def why_not(
    *,
    born_on: date | None,
    still_asked: bool,
    settings_missing: Collection[str],
    voices: Collection[Voice] | None,
    sent: Collection[Voice],
    on: date,
) -> str:
    """Why no child is let in, as a sentence for staff; empty where nothing stands in the way.

    `voices`: whom the open round asks, None where no round is open. `still_asked`: the council asks this child today.
    """
    if settings_missing:
        return NOT_SET
    if born_on is None or not has_turned(YOUNGEST_TO_ANSWER, born_on, on):
        return TOO_YOUNG
    if has_turned(GROWN_UP, born_on, on) and not still_asked:
        return TOO_OLD
    if voices is None or not still_asked:
        return NO_ROUND
    if Voice.CHILD not in voices:
        return NOT_IN_ROUND
    return SENT if Voice.CHILD in sent else ""


def form_for(born_on: date, on: date) -> str:
    """The form that is offered first; whoever knows the child may choose the other."""
    return OLDER if has_turned(OLDER_FROM, born_on, on) else YOUNGER


def read_code(typed: str) -> str:
    """A code as it is kept, however it was typed: small letters, spaces and dashes are no mistake."""
    return "".join(letter for letter in typed.upper() if letter in LETTERS)[: LENGTH + 1]


def spaced(code: str) -> str:
    """A code as it is shown: two groups of four."""
    return f"{code[: LENGTH // 2]} {code[LENGTH // 2 :]}"


def is_good(until_at: datetime, used: bool, at: datetime) -> bool:
    """Whether a code still opens the door."""
    return not used and at < until_at


def is_closed(wrong: Collection[datetime], at: datetime) -> bool:
    """Whether an address has tried too many wrong codes within the hour."""
    return sum(at - CLOSED_FOR < one <= at for one in wrong) >= MOST_WRONG
