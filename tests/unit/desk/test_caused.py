"""A prompt that is no rule says what to do, by which day, and why by that day."""

from datetime import date

import pytest

from seenheard.desk.presenters.caused import due, titled
from seenheard.prompts.queries import Standing
from seenheard.voices.domain.mismatch import Level

OPENS, BY = date(2026, 3, 18), date(2026, 3, 20)


def stands(cause, **facts):
    nobody = {"seen_at": None, "seen_by": "", "acted_at": None, "acted_by": "", "outcome": ""}
    more = nobody | {"handed_at": None, "handed_to": "", "at_once": False, "facts": facts or None}
    return Standing(1, 1, cause, "r1 home", "social worker", OPENS, BY, **more)


@pytest.mark.parametrize(
    ("prompt", "title", "by"),
    [
        (
            stands("voices_differ", level=int(Level.ACT), red=["child"]),
            "Act on “Learning”: the child says red",
            "Due Friday 20 March 2026: 2 working days after 18 March 2026.",
        ),
        (
            stands("voices_differ", level=int(Level.ACT_TODAY), red=["carer", "child"]),
            "Act today on “Learning”: the carer and the child say red",
            "Due Friday 20 March 2026: 2 working days after 18 March 2026.",
        ),
        (
            stands("voices_differ", level=int(Level.TALK), red=[]),
            "People see a part of the child’s life differently: Learning",
            "Due Friday 20 March 2026: 10 working days after 18 March 2026.",
        ),
        (
            stands("voices_differ", level=int(Level.ACT)),  # as it was handed over before it said who
            "Act on “Learning”: somebody says red",
            "Due Friday 20 March 2026: 2 working days after 18 March 2026.",
        ),
        (
            stands("answer_unread"),
            "Nobody has read an answer yet: Learning",
            "Due Friday 20 March 2026: 1 working day after 18 March 2026.",
        ),
        (
            stands("round_unanswered"),
            "A round waits for answers: Learning",
            "Due Friday 20 March 2026: the last day of the round.",
        ),
        (stands("action_due"), "An action is due: Learning", "Due Friday 20 March 2026."),
    ],
)
def test_what_by_when_and_why(prompt, title, by):
    assert (titled(prompt, "Learning"), due(prompt)) == (title, by)
