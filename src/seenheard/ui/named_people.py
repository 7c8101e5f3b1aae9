"""Boxes for a few people, each by name and role."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from .forms import Form

PLACES = (1, 2)  # people who can be named
LONGEST_NAME = 100
NAMED = tuple(f"{what}_{number}" for number in PLACES for what in ("name", "role"))  # the fields


class NamedPeople(Form):
    """Who helps, by name and role: last on the form, and nobody is fine. `roles`: as what they may help."""

    whom = such_as = ""
    roles: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_who_helps()

    def ask_who_helps(self) -> None:
        """Put the boxes for those who help after all that is there."""
        for number in PLACES:
            for name in (f"name_{number}", f"role_{number}"):
                self.fields.pop(name, None)
            self.fields[f"name_{number}"] = forms.CharField(
                label=self.whom if number == 1 else "And who else?",
                help_text=f"{self.such_as} Leave it empty if nobody does." if number == 1 else "",
                required=False,
                max_length=LONGEST_NAME,
                error_messages={"max_length": f"Enter {LONGEST_NAME} letters or fewer"},
            )
            self.fields[f"role_{number}"] = forms.ChoiceField(
                label="As what?",
                choices=(("", "Choose"), *((role, role.capitalize()) for role in self.roles)),
                required=False,
                error_messages={"invalid_choice": "Choose from the list"},
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for number in PLACES:
            if said.get(f"name_{number}") and not said.get(f"role_{number}"):
                self.add_error(f"role_{number}", "Say as what they help")
        return said

    @property
    def helpers(self) -> Iterator[Mapping[str, str]]:
        """Those who were named."""
        said = self.cleaned_data
        return ({"name": said[f"name_{n}"], "role": said[f"role_{n}"]} for n in PLACES if said.get(f"name_{n}"))
