"""Who must not know where a child lives: saying it, correcting it, ending it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from seenheard.timescales.domain.events import CHOICES
from seenheard.trail.domain.reasons import in_letters, is_too_short
from seenheard.ui.forms import DateField, KeyedForm

LONGEST, LONGEST_WHY = 300, 2_000
EVERY = "every"


class SaidForm(KeyedForm):
    """Who must not know it, why, from which day; which address, where the child has a placement and a home."""

    who = forms.CharField(
        label="Who must not know it?",
        help_text="Such as “her father, and his family”. It stands first on the child’s page.",
        max_length=LONGEST,
        error_messages={
            "required": "Say who must not know the address",
            "max_length": f"Enter {LONGEST} letters or fewer",
        },
    )
    reason = forms.CharField(
        label="Why must they not know it?",
        help_text="Never write the address itself here.",
        max_length=LONGEST_WHY,
        widget=forms.Textarea,
        error_messages={
            "required": in_letters("Say why they must not know the address"),
            "max_length": f"Enter {LONGEST_WHY:,} letters or fewer",
        },
    )

    def __init__(self, *args: Any, kinds: Sequence[str], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kinds:
            words = CHOICES["which_address"]
            self.fields["which"] = forms.ChoiceField(
                label="Which address?",
                choices=((EVERY, "Both"), *((kind, words[kind]) for kind in kinds)),
                widget=forms.RadioSelect,
                error_messages={"required": "Choose which address", "invalid_choice": "Choose which address"},
            )
        self.fields["from_on"] = DateField(
            label="From which day?",
            what="the day from which it is so",
            not_after=today,
            help_text="The story tells this day. It is protected from the moment you keep this, whatever the day.",
        )
        self.initial = {"from_on": today, "which": EVERY, **self.initial}

    def clean_reason(self) -> str:
        return _reason(self.cleaned_data["reason"], "Say why they must not know the address")

    def said(self) -> dict[str, Any]:
        """What was said, as the record takes it."""
        said = self.cleaned_data
        which = said.get("which", EVERY)
        return {
            "who": said["who"],
            "which": "" if which == EVERY else which,
            "from_on": said["from_on"],
            "keep_words": said["keep_words"],
        }


class ProtectForm(SaidForm):
    """The first time, for one child and for brothers and sisters who live there too."""

    def __init__(self, *args: Any, also: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if also:
            self.fields["also"] = forms.MultipleChoiceField(
                label="Does it hold for these brothers and sisters, who live there too?",
                choices=also,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": "Choose from these", "invalid_list": "Choose from these"},
            )


class CorrectSaidForm(SaidForm):
    """What was said, put right; it protects on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"] = forms.IntegerField(
            label="Version", widget=forms.HiddenInput, required=False, error_messages={"invalid": "Open the form again"}
        )
        self.fields["why"] = forms.CharField(
            label="Why is it corrected?",
            max_length=LONGEST_WHY,
            widget=forms.Textarea,
            error_messages={
                "required": in_letters("Say why it is corrected"),
                "max_length": f"Enter {LONGEST_WHY:,} letters or fewer",
            },
        )

    def clean_why(self) -> str:
        return _reason(self.cleaned_data["why"], "Say why it is corrected")


class EndForm(KeyedForm):
    """These people may know the address again: why, and that it is meant."""

    why = forms.CharField(
        label="Why need it not be protected any more?",
        max_length=LONGEST_WHY,
        widget=forms.Textarea,
        error_messages={
            "required": in_letters("Say why it need not be protected any more"),
            "max_length": f"Enter {LONGEST_WHY:,} letters or fewer",
        },
    )
    sure = forms.BooleanField(
        label="I have made sure that they may know where the child lives",
        error_messages={"required": "Say that you have made sure: nobody can take back what they then learn"},
    )

    def clean_why(self) -> str:
        return _reason(self.cleaned_data["why"], "Say why it need not be protected any more")


def _reason(words: str, ask: str) -> str:
    words = words.strip()
    if is_too_short(words):
        raise forms.ValidationError(in_letters(ask), "too_short")
    return words
