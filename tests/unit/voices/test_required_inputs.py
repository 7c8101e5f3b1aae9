"""How many answers each form of a round requires, counted, and as docs/recording.md says it."""

import re
from datetime import date
from pathlib import Path

import pytest

from seenheard.desk.forms.carers import InviteForm
from seenheard.desk.forms.parents import SpokenForm
from seenheard.desk.forms.voices import CloseForm
from seenheard.voices.forms.alarms import DoneForm
from seenheard.voices.forms.child_way import SawForm, WayForm
from seenheard.voices.forms.plans import PlanForm
from seenheard.voices.forms.talking import ACT, NONE, ChangeForm, TalkForm, ToldForm
from seenheard.voices.queries import schemes

DOCS = Path(__file__).parents[3] / "docs" / "recording.md"
ON = date(2026, 3, 31)
WORDS = "So many words that they say enough"
OWNERS = (("maya", "Maya (you)"),)
TALKED = {"with_whom": WORDS, "decided": WORDS, "for_child": WORDS}
# Of each form: how it is made, and the fewest answers with which it can be sent; what is filled in stands apart.
FORMS = {
    "Who may answer as the carer": (
        InviteForm,
        {"asks_kind": True},
        {"name": WORDS, "email": "c@x.example", "kind": "family"},
    ),
    "A code or link for the child": (WayForm, {"languages": (("en", "English"),)}, {"form": "11-17"}),
    "What you saw of a child who cannot answer": (SawForm, {}, {"words": WORDS}),
    "Who spoke as a parent, and how": (
        SpokenForm,
        {},
        {"spoken_by": "Mary Ash", "relation": "mother", "how": "in person"},
    ),
    "What was done when a child is not safe": (DoneForm, {}, {"words": WORDS}),
    "A talk, and something to do": (TalkForm, {"owners": OWNERS, "today": ON}, TALKED | {"what": ACT, "words": WORDS}),
    "A talk, and no action": (TalkForm, {"owners": OWNERS, "today": ON}, TALKED | {"what": NONE, "why": WORDS}),
    "What should change becomes an action": (ChangeForm, {"owners": OWNERS, "today": ON}, {"words": WORDS}),
    "How the child was told": (ToldForm, {"today": ON}, {"how": WORDS, "words": WORDS}),
    "How the care plan is": (PlanForm, {"scheme": schemes()[0]}, {"colour": "amber", "reasons": WORDS}),
    "Why a round is closed before its day": (CloseForm, {}, {"why": WORDS}),
}


def sent(form, made_with, answers):
    """The form as a browser sends it: what is filled in beforehand, and these answers."""
    filled = {}
    for name, value in form(**made_with).initial.items():
        days = isinstance(value, date) and {"day": value.day, "month": value.month, "year": value.year}
        filled |= {f"{name}_{part}": str(number) for part, number in days.items()} if days else {name: value}
    return form({**filled, "key": "0b5f6c1e-0000-4000-8000-000000000000", **answers}, **made_with)


@pytest.mark.parametrize("title", FORMS)
def test_these_are_enough_and_none_can_be_left_out(title):
    form, made_with, answers = FORMS[title]
    whole = sent(form, made_with, answers)
    assert whole.is_valid(), whole.errors
    assert len(answers) <= 5
    for missing in answers:
        left = {name: value for name, value in answers.items() if name != missing}
        assert not sent(form, made_with, left).is_valid(), missing


def test_the_docs_give_each_number():
    told = dict(re.findall(r"^\| ([^|]+?) \| (\d) \|", DOCS.read_text(), re.MULTILINE))
    assert {title: int(told[title]) for title in FORMS} == {title: len(row[2]) for title, row in FORMS.items()}
