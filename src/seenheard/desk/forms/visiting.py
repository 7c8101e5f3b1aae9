"""The visit form: one short part for the visit, and one for each child.

Required are at most five answers for one child: the day and the place are filled in already, and then whether the
child was seen, whether alone, and, only where not, why not. A test counts them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django import forms

from seenheard.record.operations import Part
from seenheard.ui.forms import DateField, Form, KeepsWords

YES, NO = "yes", "no"
YES_NO = ((YES, "Yes"), (NO, "No"))
LONGEST, LONGEST_WORDS = 300, 10_000
WORRIES_MOST = 10


class WholeForm(Form):
    """What is the same for every child of the visit."""

    def __init__(
        self,
        *args: Any,
        today: date,
        places: tuple[tuple[str, str], ...],
        went: tuple[tuple[str, str], ...] = (),
        **kwargs: Any,
    ) -> None:
        """`went`: who may have made the visit, whoever fills this in first; one alone is not asked about."""
        super().__init__(*args, **kwargs)
        self.fields["on"] = DateField(label="Day of the visit", what="the day of the visit", not_after=today)
        self.fields["place"] = forms.ChoiceField(
            label="Where",
            choices=places,
            widget=forms.RadioSelect,
            error_messages={"required": "Choose where the visit was", "invalid_choice": "Choose where the visit was"},
        )
        if len(went) > 1:
            self.fields["made_by"] = forms.ChoiceField(
                label="Who went?",
                choices=went,
                required=False,
                error_messages={"invalid_choice": "Choose who went"},
            )
        self.fields["made_with"] = forms.CharField(
            label="Who else went, if anybody",
            required=False,
            max_length=LONGEST,
            error_messages={"max_length": f"Enter {LONGEST} letters or fewer"},
        )
        self.initial = {"on": today, "place": places[0][0], **self.initial}


class PartForm(KeepsWords):
    """One child's part; the prefix tells the children of a visit apart."""

    seen = forms.ChoiceField(
        label="Did you see the child?",
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you saw the child", "invalid_choice": "Choose yes or no"},
    )
    seen_alone = forms.ChoiceField(
        label="Did you see the child alone?",
        choices=YES_NO,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose yes or no"},
    )
    why_not = forms.CharField(
        label="If not seen, or not alone: why not?",
        required=False,
        max_length=LONGEST,
        error_messages={"max_length": f"Enter {LONGEST} letters or fewer"},
    )
    bedroom_seen = forms.ChoiceField(
        label="Did you see where the child sleeps?",
        choices=YES_NO,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose yes or no"},
    )
    said = forms.CharField(
        label="What did the child say?",
        help_text="In the child’s own words.",
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea,
        error_messages={"max_length": f"Enter {LONGEST_WORDS:,} letters or fewer"},
    )
    noticed = forms.CharField(
        label="What did you notice?",
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea,
        error_messages={"max_length": f"Enter {LONGEST_WORDS:,} letters or fewer"},
    )
    worries = forms.CharField(
        label="What worries you?",
        help_text="A line for each. Each is then answered by something to do, or by why nothing is needed.",
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea,
        error_messages={"max_length": f"Enter {LONGEST_WORDS:,} letters or fewer"},
    )
    kept_why = forms.CharField(
        label="Why is this right all the same?",
        required=False,
        max_length=LONGEST,
        widget=forms.HiddenInput,
        error_messages={"max_length": f"Enter {LONGEST} letters or fewer"},
    )

    def __init__(self, *args: Any, name: str = "", **kwargs: Any) -> None:
        """`name`: of whom is asked, where a visit was to several; else everybody knows."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values() if name else ():
            label = str(field.label)
            field.label = f"{name}: {label[:1].lower()}{label[1:]}"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("seen") == YES and not said.get("seen_alone"):
            self.add_error("seen_alone", "Say whether you saw the child alone")
        return said

    def clean_worries(self) -> str:
        if len(self.lines(self.cleaned_data["worries"])) > WORRIES_MOST:
            raise forms.ValidationError(f"Enter {WORRIES_MOST} worries or fewer, a line for each", "too_many")
        return self.cleaned_data["worries"]

    @staticmethod
    def as_initial(row: Any) -> dict[str, Any]:
        """What stands in the record, as the form shows it."""
        answers = {True: YES, False: NO, None: ""}
        return {
            "seen": answers[row.seen],
            "seen_alone": answers[row.seen_alone],
            "bedroom_seen": answers[row.bedroom_seen],
            "why_not": row.why_not_seen or row.why_not_alone or "",
            "said": row.said or "",
            "noticed": row.noticed or "",
        }

    def ask_why(self) -> None:
        """Something here is strange but can be so: ask for the reason."""
        self.fields["kept_why"].widget = forms.TextInput()

    def part(self, child, left_home_on: date | None) -> Part:
        """What was said of this child, as the record takes it."""
        said = self.cleaned_data
        seen, alone = _yes_no(said["seen"]), _yes_no(said["seen_alone"])
        return Part(
            child=child,
            seen=seen,
            seen_alone=alone,
            bedroom_seen=_yes_no(said["bedroom_seen"]),
            why_not_seen=said["why_not"] if seen is False else "",
            why_not_alone=said["why_not"] if seen and alone is False else "",
            said=said["said"],
            noticed=said["noticed"],
            issues=tuple(self.lines(said.get("worries", ""))),
            kept_why=said["kept_why"],
            keep_words=said["keep_words"],
            left_home_on=left_home_on,
        )

    @staticmethod
    def lines(text: str) -> list[str]:
        """Each line that says anything."""
        return [line.strip() for line in text.splitlines() if line.strip()]


def _yes_no(answer: str) -> bool | None:
    return {YES: True, NO: False}.get(answer)


NAMED = re.compile(r"on_(day|month|year)|place|made_by|made_with|c\d{1,2}-[a-z_]{1,20}")


def kept(posted: Mapping[str, Any], places: Collection[int]) -> dict[str, str]:
    """What a draft keeps of a form: its own fields, of the children at these places, and no unreadable letter."""
    return {
        name: str(value).replace("\x00", "")
        for name, value in posted.items()
        if NAMED.fullmatch(name) and (name[0] != "c" or int(name[1:].split("-")[0]) in places)
    }
