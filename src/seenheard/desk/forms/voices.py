"""The worker's form of a round: of each category an answer, and why; and why a round is closed before its day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms

from seenheard.ui.forms import Form, KeepsWords
from seenheard.ui.named_people import NamedPeople
from seenheard.voices.domain.answers import Answer, Colour, State, read
from seenheard.voices.domain.doors import HELPER_ROLES
from seenheard.voices.domain.replies import Given, Last

ANYTHING_ELSE = "anything_else"
LONGEST_REASON = 300
# Always in this order, whoever is asked and whatever was said last.
ANSWERS: tuple[tuple[Answer, str], ...] = (
    (Colour.GREEN, "Green: this is so"),
    (Colour.AMBER, "Amber: only partly, or not for sure"),
    (Colour.RED, "Red: this is not so"),
    (State.CANNOT_SAY_YET, "I cannot say yet"),
    (State.DOES_NOT_APPLY, "It does not apply to this child"),
)
CHOICES = tuple((answer.word if isinstance(answer, Colour) else str(answer), words) for answer, words in ANSWERS)


class FindSaidForm(Form):
    """Words to look for in what was said of one child. Posted: what people said must not stand in an address."""

    words = forms.CharField(
        label="Words to look for",
        help_text="All of them have to stand in one answer. The beginning of a word is enough.",
        max_length=100,
        error_messages={
            "required": "Enter a word to look for",
            "max_length": "Enter at most 100 letters",
            "null_characters_not_allowed": "Enter letters and figures only",
        },
    )


class PartForm(Form):
    """One category. Its prefix is the category's key."""

    answer = forms.ChoiceField(
        label="Your answer",
        choices=CHOICES,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of the answers"},
    )
    keeps = forms.BooleanField(label="Keep these words", required=False, widget=forms.CheckboxInput)
    comment = forms.CharField(label="Why?", required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, name: str, last: Last | None, **kwargs: Any) -> None:
        """`name`: of the category, for who hears one question at a time. `last`: what was said last of it."""
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = f"{name}: your answer"
        self.fields["comment"].label = f"{name}: why?"
        if last is not None and last.answer is Colour.GREEN:
            self.fields["keeps"].label = f"{name} is still green: keep these words"
        else:
            del self.fields["keeps"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "answer" not in self.errors and not said.get("answer") and (said.get("comment") or said.get("keeps")):
            self.add_error("answer", "Choose an answer to go with your words, or take the words away")
        return said

    def given(self) -> Given | None:
        """What was filled in, or None where nothing was."""
        said = self.cleaned_data
        if not said["answer"]:
            return None
        return Given(read(said["answer"]), said["comment"], keeps=said.get("keeps", False))


class WholeForm(KeepsWords):
    """What is asked once."""

    anything_else = forms.CharField(
        label="Anything else?",
        help_text="What the questions did not ask. It is found by searching, and printed.",
        required=False,
        widget=forms.Textarea,
    )


class CarersForm(NamedPeople, WholeForm):
    """What a carer is asked once, and who helped them to answer (CORE-13): nobody is fine."""

    whom, such_as = "Who helped you? Their name", "An interpreter, somebody who signs, a friend."
    roles = HELPER_ROLES


class CloseForm(KeepsWords):
    """Why a round ends before its last day."""

    why = forms.CharField(
        label="Why is this round closed before its last day?",
        max_length=LONGEST_REASON,
        error_messages={
            "required": "Say why the round is closed before its last day",
            "max_length": f"Enter {LONGEST_REASON} letters or fewer",
        },
    )


def kept(posted: Mapping[str, Any], categories: Collection[str], more: Collection[str] = ()) -> dict[str, str]:
    """What a draft keeps of the form: its own fields alone, `more` among them, and no unreadable letter."""
    own = {f"{key}-{field}" for key in categories for field in PartForm.base_fields}
    names = own | set(WholeForm.base_fields) | set(more)
    return {name: str(value).replace("\x00", "") for name, value in posted.items() if name in names}
