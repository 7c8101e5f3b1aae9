"""What a manager sets: the limits of a caseload, and whether a worker's first year is over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from seenheard.record.domain.caseloads import EXPERIENCED, FIRST_YEAR, Limit
from seenheard.ui.forms import DateField, Form

MOST = 99


def children_field(label: str) -> forms.IntegerField:
    """A number of children."""
    between = f"“{label}” must be a number between 1 and {MOST}"
    messages = dict.fromkeys(("invalid", "min_value", "max_value"), between)
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=MOST,
        widget=forms.TextInput,
        error_messages={"required": f"Enter a number for “{label}”", **messages},
    )


class LimitsForm(Form):
    """Both limits, and the day from which they count."""

    first_year_reached_at = children_field("In the first year: at the limit from")
    first_year_most = children_field("In the first year: at most")
    experienced_reached_at = children_field("Experienced: at the limit from")
    experienced_most = children_field("Experienced: at most")
    from_on = DateField(label="From which day on", what="the day from which the limits count")

    @classmethod
    def showing(cls, limits: Mapping[str, Limit], *, on: date) -> LimitsForm:
        """The form, filled in with the limits in force."""
        filled: dict[str, Any] = {"from_on": on}
        for stage, limit in limits.items():
            filled |= {f"{stage}_reached_at": limit.reached_at, f"{stage}_most": limit.most}
        return cls(initial=filled)

    def clean(self) -> dict[str, Any]:
        for stage in (FIRST_YEAR, EXPERIENCED):
            reached, most = (self.cleaned_data.get(f"{stage}_{part}") for part in ("reached_at", "most"))
            if reached and most and reached > most:
                self.add_error(f"{stage}_most", "“At most” must not be less than where the limit begins")
        return self.cleaned_data

    @property
    def limits(self) -> dict[str, Limit]:
        """What was typed."""
        return {
            stage: Limit(self.cleaned_data[f"{stage}_reached_at"], self.cleaned_data[f"{stage}_most"])
            for stage in (FIRST_YEAR, EXPERIENCED)
        }


class StageForm(Form):
    """Whether a worker is in the first year after qualifying, and until when."""

    stage = forms.ChoiceField(
        label="Is this worker in the first year after qualifying?",
        choices=((FIRST_YEAR, "Yes"), (EXPERIENCED, "No")),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no", "invalid_choice": "Choose yes or no"},
    )
    first_year_until_on = DateField(
        label="If yes: the day after its last", what="the day after the first year’s last", required=False
    )

    def clean(self) -> dict[str, Any]:
        asked = self.cleaned_data.get("stage") == FIRST_YEAR and "first_year_until_on" not in self.errors
        if asked and not self.cleaned_data.get("first_year_until_on"):
            self.add_error("first_year_until_on", "Enter the day after the first year’s last")
        return self.cleaned_data

    @property
    def until(self) -> date | None:
        """When the first year ends; None for an experienced worker."""
        return self.cleaned_data["first_year_until_on"] if self.cleaned_data["stage"] == FIRST_YEAR else None
