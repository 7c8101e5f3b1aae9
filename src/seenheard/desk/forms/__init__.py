"""What the desk's pages ask of a reader."""

from __future__ import annotations

from datetime import date, datetime

from django import forms

from seenheard.record.domain.days import end_of
from seenheard.ui.forms import DateField, Form

NOW, THEN = "now", "then"


class FindForm(Form):
    """Find a child among those whose file one may open."""

    words = forms.CharField(
        label="Find a child",
        help_text="A name, a name of old, or what the child is called; or the whole of a number. Spelling may be off.",
        max_length=100,
        error_messages={
            "required": "Enter part of a name, or the whole of a number",
            "max_length": "Enter at most 100 letters",
            "null_characters_not_allowed": "Enter letters and figures only",
        },
    )


class AsAtForm(Form):
    """The duties as they stood on a day gone by."""

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["as_at"] = DateField(label="As at the end of", what="the day to look back to", not_after=today)
        self.order_fields(["as_at", "known"])

    known = forms.ChoiceField(
        label="Reckoned with",
        choices=((NOW, "what we know now"), (THEN, "only what we knew at the end of that day")),
        widget=forms.RadioSelect,
        initial=NOW,
        error_messages={
            "required": "Choose what to reckon with",
            "invalid_choice": "Choose one of the two ways to reckon",
        },
    )

    def known_at(self) -> datetime | None:
        """The last moment of the day asked for, in London, or None for all that is known now."""
        if self.cleaned_data["known"] != THEN:
            return None
        return end_of(self.cleaned_data["as_at"])
