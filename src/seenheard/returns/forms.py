"""What people fill in about imports: parse and validate, nothing saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from seenheard.trail.domain.reasons import SHORTEST, in_letters
from seenheard.ui.forms import FilesField, Form

QUESTIONS_AT_A_TIME = 20


class StartForm(Form):
    """The files, and whether they are complete."""

    files = FilesField(  # type: ignore[assignment]  # Django calls what was sent `files` too
        label="Files of one return",
        what="the files of one return: CSV files, or one zip",
        help_text="The tables of SSDA903 or of the Standard Safeguarding Dataset: all of them or some, "
        "this year’s and last year’s together.",
    )
    complete_for_year = forms.BooleanField(
        label="These files are complete for their year: rows that are missing from them are to be withdrawn",
        required=False,
    )


class PlainYesForm(Form):
    """The yes: it names the proposal that was read."""

    token = forms.CharField(
        label="The proposal that was read",
        widget=forms.HiddenInput,
        max_length=64,
        error_messages={"required": "Read the proposal again", "max_length": "Read the proposal again"},
    )


class AgreeForm(PlainYesForm):
    """The yes, where a correction has to be agreed to as well."""

    take_corrections = forms.BooleanField(
        label="Where a row is missing and a new one differs only in its key, take the two as one corrected row",
        required=False,
    )


class PlainUndoForm(Form):
    """Taking an import back on which nothing was built: there is nothing to choose."""


class UndoForm(PlainUndoForm):
    """Taking an import back on which later imports built."""

    force = forms.BooleanField(
        label="Undo it although later imports built on it; rows that later imports changed stay as those left them",
        required=False,
    )


class MendForm(Form):
    """Which child's rows, and why."""

    local_id = forms.CharField(
        label="The child’s identifier, as in the files",
        max_length=60,
        error_messages={
            "required": "Enter the child’s identifier",
            "max_length": "Enter an identifier of 60 characters or fewer",
        },
    )
    why = forms.CharField(
        label="Why do you need to see these rows?",
        widget=forms.Textarea,
        min_length=SHORTEST,
        max_length=500,
        error_messages={
            "required": "Say why you need to see these rows",
            "min_length": in_letters("Say why you need to see these rows"),
            "max_length": "Say why in 500 characters or fewer",
        },
    )


class QuestionsForm(Form):
    """The open questions of one import, each with its own options."""

    def __init__(self, *args: Any, questions: Sequence[Mapping], answered: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        still_open = [question for question in questions if question["key"] not in answered]
        self.open_questions = len(still_open)
        for question in still_open[:QUESTIONS_AT_A_TIME]:
            self.fields[question["key"]] = forms.ChoiceField(
                label=question["says"],
                choices=[tuple(option) for option in question["options"]],
                widget=forms.RadioSelect,
                error_messages={"required": "Choose an answer", "invalid_choice": "Choose one of the answers shown"},
            )
