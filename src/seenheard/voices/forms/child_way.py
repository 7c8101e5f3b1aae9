"""What a worker says before a child is let in, and what somebody saw of a child who cannot answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from seenheard.ui.forms import Form, KeyedForm

from ..domain.doors import CODE, HELPER_ROLES, LINK
from ..domain.replies import LONGEST
from ..domain.wordings import OLDER, YOUNGER

KINDS = ((CODE, "A code, to type in on a phone or tablet that is here"), (LINK, "A link, to open on the child’s own"))
FORMS = ((OLDER, "For 11 to 17: words"), (YOUNGER, "For 5 to 10: faces and words"))
BESIDE = (1, 2)  # people who can be named beside the child
LONGEST_NAME = 100


def _one_of(label: str, choices: tuple[tuple[str, str], ...], say: str, *, radios: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect if radios else forms.Select,
        error_messages={"required": say, "invalid_choice": say},
    )


class Beside(Form):
    """Who helps, by name and role (CORE-13): last on the form, and nobody is fine."""

    whom, such_as = "Who sits beside the child, or helps? Their name", "An interpreter, an advocate, a carer."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_who_helps()

    def ask_who_helps(self) -> None:
        """Put the boxes for those who help after all that is there."""
        for number in BESIDE:
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
                choices=(("", "Choose"), *((role, role.capitalize()) for role in HELPER_ROLES)),
                required=False,
                error_messages={"invalid_choice": "Choose from the list"},
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for number in BESIDE:
            if said.get(f"name_{number}") and not said.get(f"role_{number}"):
                self.add_error(f"role_{number}", "Say as what they help")
        return said

    @property
    def helpers(self) -> Iterator[Mapping[str, str]]:
        """Those who were named."""
        said = self.cleaned_data
        return ({"name": said[f"name_{n}"], "role": said[f"role_{n}"]} for n in BESIDE if said.get(f"name_{n}"))


class WayForm(Beside):
    """A code or a link, which form, in which language, and who sits beside the child."""

    def __init__(self, *args: Any, languages: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = _one_of("How does the child get in?", KINDS, "Choose a code or a link")
        self.fields["form"] = _one_of("Which form?", FORMS, "Choose one of the two forms")
        self.fields["language"] = _one_of("In which language?", languages, "Choose a language", radios=False)
        self.ask_who_helps()
        self.initial = {"kind": CODE, "language": "en", **self.initial}


class SawForm(Beside, KeyedForm):
    """What somebody saw, and who helped to see or to understand it."""

    whom, such_as = (
        "Who helped you to see or understand it? Their name",
        "An interpreter, somebody who signs, a teacher.",
    )

    words = forms.CharField(
        label="What did you see?",
        help_text="What the child did, showed or signed, and when. Say what you saw, and apart from it what you think.",
        widget=forms.Textarea,
        max_length=LONGEST,
        error_messages={"required": "Write what you saw", "max_length": f"Write {LONGEST:,} letters or fewer"},
    )
