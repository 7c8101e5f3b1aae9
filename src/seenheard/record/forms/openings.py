"""What somebody says to open one child's record beyond their own work: whom they look for, and why."""

from django import forms

from seenheard.ui.forms import Form

from ..domain.openings import REASONS
from .fields import LONGEST, why_field


class OpenForm(Form):
    """Whom one looks for, the reason and the words for it. `kind` says which reasons there are."""

    words = forms.CharField(
        label="The child’s name, or the council’s own number",
        help_text="It is not kept. With a name you choose among those who bear it.",
        max_length=LONGEST,
        error_messages={
            "required": "Enter the child’s name or number",
            "max_length": f"Enter {LONGEST} letters or fewer",
        },
    )
    because = forms.ChoiceField(
        label="Why do you need to open the record?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why you need to open it", "invalid_choice": "Choose one from the list"},
    )
    why = why_field("In your own words", "Say in your own words why you need to open it")

    def __init__(self, *args, kind: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].choices = tuple(REASONS[kind].items())  # type: ignore[attr-defined]
