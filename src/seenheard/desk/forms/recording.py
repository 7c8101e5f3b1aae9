"""The one short form for something that happened: made from the kind's own facts, so that every kind has it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from seenheard.desk.labels import choices_of
from seenheard.timescales.domain.event_words import asked
from seenheard.timescales.domain.events import CHOICES, HIGHEST_SCORE, HOURS, KINDS, NUMBERS, WHICH, YES_NO
from seenheard.ui.forms import DateField, KeyedForm

LONGEST = 200
HOUR = re.compile(r"([01]?[0-9]|2[0-3])[:.]?([0-5][0-9])")
YES, NO = "yes", "no"
# Facts whose values are codes of the national returns: the list that explains them.
CODED: Mapping[str, str] = {
    "legal": "LS",
    "place": "PLACE",
    "provider": "PLACE_PROVIDER",
    "category": "ABUSE",
    "participation": "REVIEW_CODE",
    "role": "ROLE",
}
# Of some kinds only: elsewhere the same fact is words.
CODED_OF: Mapping[tuple[str, str], str] = {("worker_allocated", "reason"): "SW_REASON"}
# People and teams, chosen from those there are; and of which one has to be chosen.
FROM_A_LIST = frozenset(
    {
        ("worker_allocated", "worker"),
        ("worker_allocated", "team"),
        ("worker_left", "worker"),
        ("reviewing_officer_named", "officer"),
    }
)
NEEDED: Mapping[str, tuple[str, ...]] = {
    "worker_allocated": ("worker", "team"),
    "worker_left": ("worker",),
    "achievement_told": ("achievement",),
}
CHOOSE = {
    "worker_allocated": "Choose a worker or a team",
    "worker_left": "Choose who left",
    "achievement_told": "Say what it is",
}
# Nobody who records an event is asked these: a file's own, or worked out.
NEVER_ASKED = frozenset({"council_due_on", "began_earlier"})


@dataclass(frozen=True)
class Known:
    """Which plan, placement … is meant: the choices there are in this child's life, the latest first."""

    value: str
    words: str


class EventForm(KeyedForm):
    """One happening of one kind. `facts()` are what was said of it beyond the day; unknown is left out."""

    def __init__(
        self, *args: Any, kind: str, known: Mapping[str, tuple[Known, ...]], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.strange = kind, False
        self.fields["on"] = DateField(label="On which day?", what="the day on which it happened", not_after=today)
        self.initial.setdefault("on", today)
        self.known = {fact: known.get(fact, ()) for fact in WHICH if fact in KINDS[kind]}
        self.listed = {fact: known.get(fact, ()) for fact in KINDS[kind] if (kind, fact) in FROM_A_LIST}
        for fact in KINDS[kind]:
            if fact not in NEVER_ASKED and (field := self._field(fact)) is not None:
                self.fields[fact] = field
        self.fields["kept_why"] = forms.CharField(
            label="Why is this right all the same?",
            help_text="It is kept beside what you record.",
            required=False,
            max_length=LONGEST,
            widget=forms.HiddenInput,
            error_messages={"max_length": f"Enter {LONGEST} letters or fewer"},
        )

    @staticmethod
    def as_initial(on: date, hour: str, facts: Mapping[str, Any]) -> dict[str, Any]:
        """What stands in the record, as the form shows it."""
        return {fact: _as_typed(value) for fact, value in facts.items()} | {"on": on, "hour": hour}

    def ask_why(self) -> None:
        """Something here is strange but can be so: ask for the reason."""
        self.strange = True
        self.fields["kept_why"].widget = forms.Textarea()

    def facts(self) -> dict[str, Any]:
        """What was said, as the record keeps it."""
        said = {fact: self._said(fact) for fact in KINDS[self.kind] if fact not in HOURS}
        return {fact: value for fact, value in said.items() if value is not None}

    @property
    def hour(self) -> str:
        """ "14:30", or "" where nobody knows."""
        return next((self.cleaned_data.get(fact) or "" for fact in HOURS), "")

    @property
    def key_of_form(self) -> str:
        """The name under which this form is kept, sent once or twenty times."""
        return str(self.cleaned_data["key"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        needed = NEEDED.get(self.kind, ())
        if needed and not any(said.get(fact) for fact in needed):
            self.add_error(needed[0], CHOOSE[self.kind])
        return said

    def clean_hour(self) -> str:
        typed = self.cleaned_data["hour"].strip()
        if not typed:
            return ""
        found = HOUR.fullmatch(typed)
        if not found:
            raise forms.ValidationError("Enter the time as hours and minutes, such as 14:30", "not_a_time")
        return f"{int(found[1]):02}:{found[2]}"

    def _said(self, fact: str) -> Any:
        if fact in WHICH:
            return self._which(fact)
        value = self.cleaned_data.get(fact)
        if fact in YES_NO:
            return {YES: True, NO: False}.get(str(value))
        if isinstance(value, date):
            return value.isoformat()
        return None if value in ("", None) else value

    def _which(self, fact: str) -> str | None:
        """What begins names itself; of what there is only one, that one is meant; else what was chosen."""
        if self.kind in WHICH[fact]:
            return self.initial.get(fact) or self.key_of_form
        choices = self.known[fact]
        if self.initial.get(fact):  # what is being corrected keeps what it was about, unless somebody chose anew
            return self.cleaned_data.get(fact) or self.initial[fact]
        return choices[0].value if len(choices) == 1 else self.cleaned_data.get(fact) or None

    def _field(self, fact: str) -> forms.Field | None:
        label = asked(self.kind, fact)
        if fact in self.listed:
            return _select(label, self._with_what_stands(fact))
        if fact in WHICH:
            return self._which_field(fact, label)
        if fact in YES_NO:
            return _choice(label, ((YES, "Yes"), (NO, "No")))
        if fact in CHOICES:
            return _choice(label, tuple(CHOICES[fact].items()))
        if code_list := CODED_OF.get((self.kind, fact)) or CODED.get(fact):
            return _select(label, choices_of(code_list))
        if fact in NUMBERS:
            return forms.IntegerField(
                label=label,
                required=False,
                min_value=0,
                max_value=HIGHEST_SCORE,
                widget=forms.TextInput,
                error_messages={
                    "invalid": "Enter the score as a whole number",
                    "min_value": f"Enter a score from 0 to {HIGHEST_SCORE}",
                    "max_value": f"Enter a score from 0 to {HIGHEST_SCORE}",
                },
            )
        if fact.endswith("_on"):
            return DateField(label=label, what="the day", required=False)
        hint = "Such as 14:30. Leave it empty if nobody knows." if fact in HOURS else ""
        return forms.CharField(
            label=label,
            help_text=hint,
            required=False,
            max_length=LONGEST,
            error_messages={"max_length": f"Enter {LONGEST} letters or fewer"},
        )

    def _with_what_stands(self, fact: str) -> tuple[tuple[str, str], ...]:
        """Those there are, and in a correction the one that stands though it is no longer among them."""
        listed = tuple((one.value, one.words) for one in self.listed[fact])
        stands = self.initial.get(fact)
        is_listed = not stands or any(value == stands for value, _ in listed)
        return listed if is_listed else ((str(stands), "As recorded before"), *listed)

    def _which_field(self, fact: str, label: str) -> forms.Field | None:
        if self.kind in WHICH[fact] or len(self.known[fact]) < 2:
            return None
        return _select(label, tuple((one.value, one.words) for one in self.known[fact]))


def _as_typed(value: Any) -> Any:
    return {True: YES, False: NO}[value] if isinstance(value, bool) else value


def _choice(label: str, choices: tuple[tuple[str, str], ...]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of these"},
    )


def _select(label: str, choices: tuple[tuple[str, str], ...]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=(("", "Not known"), *choices),
        required=False,
        error_messages={"invalid_choice": "Choose one of these"},
    )
