"""What follows from a worry: something to do, or why nothing; finishing an action; booking."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from seenheard.trail.domain.reasons import in_letters, is_too_short
from seenheard.ui.forms import DateField, KeepsWords, KeyedForm

LONGEST = 2_000
DONE_MEANWHILE = "What you ticked is done meanwhile, or is owed no more: tick what is late still"
PASSED = "The day has passed already. Record what happened instead of booking it"
ACT, NONE = "act", "none"
DONE, CHANGE = "done", "change"
IN_A_WEEK = timedelta(days=7)
# What can be booked, by the kind of happening that it will be.
BOOKABLE = {
    "visit": "A visit",
    "care_review_held": "A review of the child in care",
    "protection_review_held": "A child protection review",
    "initial_conference_held": "An initial child protection conference",
    "core_group_held": "A core group",
    "need_plan_reviewed": "A review of the child in need plan",
    "assessment_authorised": "The end of an assessment",
    "health_assessment_held": "A health assessment",
    "dental_check_held": "A dental check",
    "pep_reviewed": "A review of the personal education plan",
    "pathway_plan_reviewed": "A review of the pathway plan",
    "return_interview_held": "A return interview",
}


def _words(label: str, empty: str, *, required: bool = True, hint: str = "", wide: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea if wide else forms.TextInput,
        error_messages={"required": empty, "max_length": f"Enter {LONGEST:,} letters or fewer"},
    )


def _radios(label: str, choices: tuple[tuple[str, str], ...], empty: str, initial: str | None = None):
    return forms.ChoiceField(
        label=label,
        choices=choices,
        initial=initial,
        widget=forms.RadioSelect,
        error_messages={"required": empty, "invalid_choice": empty},
    )


def _want(form: forms.Form, name: str, sentence: str) -> None:
    """What the chosen answer asks for, asked for unless something is said about it already."""
    if name not in form.errors and not form.cleaned_data.get(name):
        form.add_error(name, sentence)


class BasedForm(KeepsWords):
    """A form about something that others may change meanwhile: `version` is what this person had before them."""

    version = forms.IntegerField(
        label="Version", widget=forms.HiddenInput, required=False, error_messages={"invalid": "Open the form again"}
    )


class ActionForm(KeyedForm):
    """Something that somebody is to do by a day."""

    def __init__(self, *args: Any, owners: tuple[tuple[str, str], ...], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"] = _words("What is to be done?", "Say what is to be done")
        self.fields["owned_by"] = _owner(owners)
        self.fields["due_on"] = DateField(label="By when?", what="the day by which it is to be done")
        self.initial = {"owned_by": owners[0][0], "due_on": today + IN_A_WEEK, **self.initial}


class AnswerForm(ActionForm, BasedForm):
    """What follows from a worry."""

    only_with = {"words": ACT, "owned_by": ACT, "due_on": ACT, "why": NONE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = ((ACT, "Something is to be done"), (NONE, "No action is needed"))
        self.fields["what"] = _radios("What follows?", choices, "Choose what follows", ACT)
        self.fields["words"].required = False
        self.fields["due_on"].required = False
        self.fields["why"] = _words(
            "If no action is needed: why not?", "Say why no action is needed", required=False, hint="It is kept."
        )
        self.order_fields(["key", "version", "what", "words", "owned_by", "due_on", "why"])

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("what") == ACT:
            if not said.get("words"):
                self.add_error("words", "Say what is to be done")
            if "due_on" not in self.errors and not said.get("due_on"):
                self.add_error("due_on", "Enter the day by which it is to be done")
        elif said.get("what") == NONE and is_too_short(said.get("why")):
            self.add_error("why", in_letters("Say why no action is needed"))
        return said


class FinishForm(BasedForm):
    """An action is done, or goes on with somebody else or to another day."""

    only_with = {"done_on": DONE, "outcome": DONE, "owned_by": CHANGE, "due_on": CHANGE, "why": CHANGE}

    def __init__(self, *args: Any, owners: tuple[tuple[str, str], ...], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = ((DONE, "It is done"), (CHANGE, "It goes on: another owner, or another day"))
        self.fields["what"] = _radios("What has become of it?", choices, "Choose what has become of it", DONE)
        self.fields["done_on"] = DateField(
            label="If done: on which day?", what="the day on which it was done", not_after=today, required=False
        )
        self.fields["outcome"] = _words("If done: what came of it?", "Say what came of it", required=False)
        self.fields["owned_by"] = _owner(owners)
        self.fields["due_on"] = DateField(label="By when?", what="the day by which it is to be done", required=False)
        self.fields["why"] = _words("If it goes on: why?", "Say why it goes on", required=False)
        self.initial = {"done_on": today, **self.initial}

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("what") == DONE:
            _want(self, "done_on", "Enter the day on which it was done")
            _want(self, "outcome", "Say what came of it")
        elif said.get("what") == CHANGE:
            _want(self, "due_on", "Enter the day by which it is to be done")
            if is_too_short(said.get("why")):
                self.add_error("why", in_letters("Say why it goes on"))
        return said


class BookForm(KeyedForm):
    """A visit, review or assessment on a day to come."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["kind"] = forms.ChoiceField(
            label="What for?",
            choices=tuple(BOOKABLE.items()),
            error_messages={"required": "Choose what it is for", "invalid_choice": "Choose what it is for"},
        )
        self.fields["on"] = DateField(label="For which day?", what="the day it is booked for")

    def clean_on(self) -> date:
        on = self.cleaned_data["on"]
        if on < self.today:
            raise forms.ValidationError(PASSED, "passed")
        return on


class DelayForm(KeepsWords):
    """Why duties are late, or cannot be done in time: one reason for those that are ticked."""

    def __init__(self, *args: Any, owed: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["duty"] = forms.MultipleChoiceField(
            label="What is late, or cannot be done in time?",
            choices=owed,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Tick what is late", "invalid_list": "Tick what is late"}
            | {"invalid_choice": DONE_MEANWHILE},
        )
        self.fields["why"] = _words("Why?", in_letters("Say why it is late"))

    def clean_why(self) -> str:
        return _long_enough(self.cleaned_data["why"], "Say why it is late")


class ReasonForm(BasedForm):
    """Why something falls through, is corrected or taken back."""

    def __init__(self, *args: Any, ask: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"] = _words(ask, in_letters("Say why"))

    def clean_why(self) -> str:
        return _long_enough(self.cleaned_data["why"], "Say why")


def _long_enough(why: str, ask: str) -> str:
    """The words without the spaces around them; a reason that says too little is told at its field."""
    why = why.strip()
    if is_too_short(why):
        raise forms.ValidationError(in_letters(ask), "too_short")
    return why


def _owner(owners: tuple[tuple[str, str], ...]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Who does it?",
        choices=owners,
        error_messages={"required": "Choose who does it", "invalid_choice": "Choose who does it"},
    )
