"""What the council sets about the voices: one short form for each thing."""

from datetime import date
from typing import Any

from django import forms

from seenheard.ui.forms import DateField, Form

from ..domain.settings import (
    BEFORE_A_REVIEW,
    DUTY_INBOX,
    EVERY,
    HAVE_THIS,
    NIGHT_INBOX,
    NIGHT_NUMBER,
    OFFICE_HOURS,
    VOICES,
    WHO,
)

VOICE_WORDS = {
    "worker": "The social worker",
    "carer": "The carer: foster carer, kinship carer, or staff of the home",
    "child": "The child",
    "parent": "Parents, as a voice of their own. They are never taken for the carer",
}
WHO_WORDS = {
    "care_leavers": "Care leavers",
    "protection_plans": "Children on a protection plan",
    "need_plans": "Children with a child in need plan",
}
NUMBERS = {
    HAVE_THIS: ("Minutes", 5, 240),
    BEFORE_A_REVIEW: ("Weeks", 1, 8),
    EVERY: ("Months", 1, 6),
}
LONGEST = 120


def _line(label: str, empty: str, hint: str = "") -> forms.CharField:
    messages = {"required": empty, "max_length": f"This must be {LONGEST} letters or fewer"}
    return forms.CharField(label=label, help_text=hint, max_length=LONGEST, error_messages=messages)


class SettingForm(Form):
    """One setting. `began` fills the form with what holds; `value` is what was said, as the operation takes it."""

    def __init__(self, *args, name: str, holds: Any, on: date, **kwargs) -> None:
        super().__init__(*args, **{"initial": self.began(holds)} | kwargs)
        self.name, self.on = name, on
        self.fit()

    def began(self, holds: Any) -> dict[str, Any]:
        """What the fields begin with."""
        return dict(holds or {})

    def fit(self) -> None:
        """Words and choices that depend on which setting it is."""

    @property
    def value(self) -> Any:
        """What was said."""
        return dict(self.cleaned_data)


class ChosenForm(SettingForm):
    """Some of a few."""

    chosen = forms.MultipleChoiceField(
        label="Choose",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one voice",
            "invalid_choice": "Choose among those below",
            "invalid_list": "Choose among those below",
        },
    )

    def began(self, holds: Any) -> dict[str, Any]:
        return {"chosen": holds}

    def fit(self) -> None:
        of_voices = self.name == VOICES
        self.fields["chosen"].label = "Whose voices are asked?" if of_voices else "Who else is asked?"
        self.fields["chosen"].required = of_voices
        self.fields["chosen"].choices = list((VOICE_WORDS if of_voices else WHO_WORDS).items())  # type: ignore[attr-defined]

    @property
    def value(self) -> Any:
        return self.cleaned_data["chosen"]


class InboxForm(SettingForm):
    """Who reads at once what may not wait, and where."""

    role = _line("Who reads it", "Say who reads it", "A role, not a person: “The duty desk at Fen House”.")
    email = forms.EmailField(
        label="E-mail address",
        help_text="A shared one, that somebody reads. What is sent there holds a reference and a link, and no name.",
        max_length=LONGEST,
        error_messages={
            "required": "Write the e-mail address",
            "invalid": "Write an e-mail address, like name@council.gov.uk",
            "max_length": f"The address must be {LONGEST} letters or fewer",
        },
    )


class NightNumberForm(SettingForm):
    """The number that a child reads, and who has rung it."""

    number = _line("Telephone number", "Write the telephone number", "A child reads it as you write it.")
    checked_by = _line("Who has rung it to check it", "Say who has rung it to check it")
    checked_on = DateField(what="the day it was checked", label="The day it was checked")

    def began(self, holds: Any) -> dict[str, Any]:
        told = dict(holds or {})
        return told | ({"checked_on": date.fromisoformat(told["checked_on"])} if told.get("checked_on") else {})

    def fit(self) -> None:
        self.fields["checked_on"].not_after = self.on  # type: ignore[attr-defined]

    @property
    def value(self) -> Any:
        return self.cleaned_data | {"checked_on": self.cleaned_data["checked_on"].isoformat()}


class NumberForm(SettingForm):
    """A whole number between two others."""

    number = forms.IntegerField(
        label="Number",
        widget=forms.TextInput,
        error_messages={
            "required": "Write a number",
            "invalid": "Write a whole number",
            "max_value": "The number is too large",
            "min_value": "The number is too small",
        },
    )

    def began(self, holds: Any) -> dict[str, Any]:
        return {"number": holds}

    def fit(self) -> None:
        unit, low, high = NUMBERS[self.name]
        self.fields["number"].label = unit
        self.fields["number"].help_text = f"From {low} to {high}."

    @property
    def value(self) -> Any:
        return self.cleaned_data["number"]


def _time(label: str, example: str) -> forms.TimeField:
    messages = {"required": f"Write a time, as {example}", "invalid": f"Write a time, as {example}"}
    return forms.TimeField(
        label=label,
        help_text=f"As {example}.",
        input_formats=("%H:%M", "%H.%M"),
        widget=forms.TextInput,
        error_messages=messages,
    )


class HoursForm(SettingForm):
    """From when until when on a working day."""

    opens = _time("From", "08:30")
    closes = _time("Until", "17:00")

    def began(self, holds: Any) -> dict[str, Any]:
        return dict(zip(("opens", "closes"), holds, strict=True))

    @property
    def value(self) -> Any:
        return [f"{self.cleaned_data[name]:%H:%M}" for name in ("opens", "closes")]


FORMS: dict[str, type[SettingForm]] = {
    VOICES: ChosenForm,
    WHO: ChosenForm,
    DUTY_INBOX: InboxForm,
    NIGHT_INBOX: InboxForm,
    NIGHT_NUMBER: NightNumberForm,
    OFFICE_HOURS: HoursForm,
    HAVE_THIS: NumberForm,
    BEFORE_A_REVIEW: NumberForm,
    EVERY: NumberForm,
}
