"""A talk, an action from what a child wants to change, and how the child was told."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django import forms

from seenheard.trail.domain.reasons import in_letters, is_too_short
from seenheard.ui.forms import DateField, KeyedForm

LONGEST = 2_000
ACT, NONE = "act", "none"
IN_A_WEEK = timedelta(days=7)
EVERYBODY_SEES = "Everybody who works with the child sees an action."
BUT_FOR = "The child keeps this from {}: they are not shown this action, and cannot be the one who does it."
NOT_THEM = "Choose somebody from the list. Nobody is in it from whom the child keeps this."
CALLED = {"worker": "the social worker", "manager": "the team’s manager"}
TO_THE_CHILD = "The child may read these words: write them as you would say them."


def _words(label: str, empty: str, *, required: bool = True, hint: str = "", wide: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea if wide else forms.TextInput,
        error_messages={"required": empty, "max_length": f"Enter {LONGEST:,} letters or fewer"},
    )


def _owner(owners: tuple[tuple[str, str], ...], kept_from: Collection[str]) -> forms.ChoiceField:
    other = NOT_THEM if kept_from else "Choose who does it"
    return forms.ChoiceField(
        label="Who does it?",
        choices=owners,
        error_messages={"required": "Choose who does it", "invalid_choice": other},
    )


def _who_sees(kept_from: Collection[str]) -> str:
    names = " and ".join(CALLED[part] for part in CALLED if part in kept_from)
    return BUT_FOR.format(names) if names else EVERYBODY_SEES


class ChangeForm(KeyedForm):
    """Something that somebody is to do by a day. `kept_from`: worker or manager, where they are not to know of it."""

    def __init__(
        self,
        *args: Any,
        owners: tuple[tuple[str, str], ...],
        today: date,
        kept_from: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"] = _words("What is to be done?", "Say what is to be done", hint=_who_sees(kept_from))
        self.fields["owned_by"] = _owner(owners, kept_from)
        self.fields["due_on"] = DateField(label="By when?", what="the day by which it is to be done")
        self.initial = {"owned_by": owners[0][0], "due_on": today + IN_A_WEEK, **self.initial}


class TalkForm(ChangeForm):
    """Who talked with whom, what was decided, what follows, and what goes back to the child."""

    only_with = {"words": ACT, "owned_by": ACT, "due_on": ACT, "why": NONE}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["held_on"] = DateField(
            label="When did you talk?", what="the day on which you talked", not_after=today
        )
        self.fields["with_whom"] = _words("Who talked with whom?", "Say who talked with whom", wide=False)
        self.fields["decided"] = _words("What was decided?", "Say what was decided")
        self.fields["what"] = forms.ChoiceField(
            label="What follows?",
            choices=((ACT, "Something is to be done"), (NONE, "No action is needed")),
            widget=forms.RadioSelect,
            error_messages={"required": "Choose what follows", "invalid_choice": "Choose what follows"},
        )
        self.fields["words"].required = self.fields["due_on"].required = False
        self.fields["why"] = _words("If no action is needed: why not?", "Say why no action is needed", required=False)
        self.fields["for_child"] = _words(
            "What goes back to the child?", "Write what goes back to the child", hint=TO_THE_CHILD
        )
        self.order_fields(
            ["key", "held_on", "with_whom", "decided", "what", "words", "owned_by", "due_on", "why", "for_child"]
        )
        self.initial = {"held_on": today, **self.initial}

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


class ToldForm(KeyedForm):
    """When, how and in which words the child was told."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["told_on"] = DateField(
            label="When was the child told?", what="the day on which the child was told", not_after=today
        )
        self.fields["how"] = _words(
            "How?", "Say how the child was told", hint="For example: face to face, with the card.", wide=False
        )
        self.fields["words"] = _words("What was the child told?", "Write what you told", hint=TO_THE_CHILD)
        self.initial = {"told_on": today, **self.initial}
