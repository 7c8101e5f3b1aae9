"""What a worker says before a child is let in, and what somebody saw of a child who cannot answer."""

from __future__ import annotations

from typing import Any

from django import forms

from seenheard.ui.forms import KeyedForm
from seenheard.ui.named_people import NamedPeople

from ..domain.doors import CODE, HELPER_ROLES, LINK
from ..domain.replies import LONGEST
from ..domain.wordings import OLDER, YOUNGER

KINDS = ((CODE, "A code, to type in on a phone or tablet that is here"), (LINK, "A link, to open on the child’s own"))
FORMS = ((OLDER, "For 11 to 17: words"), (YOUNGER, "For 5 to 10: faces and words"))


def _one_of(label: str, choices: tuple[tuple[str, str], ...], say: str, *, radios: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect if radios else forms.Select,
        error_messages={"required": say, "invalid_choice": say},
    )


class Beside(NamedPeople):
    """Who helps the child, by name and role (CORE-13)."""

    whom, such_as = "Who sits beside the child, or helps? Their name", "An interpreter, an advocate, a carer."
    roles = HELPER_ROLES


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
