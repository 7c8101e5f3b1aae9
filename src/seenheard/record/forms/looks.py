"""What the guardian of records says of a look."""

from django import forms

from seenheard.ui.forms import Form

from ..domain.looks import VERDICTS
from .fields import why_field


class JudgeForm(Form):
    """In order, not in order, or asked; with words."""

    verdict = forms.ChoiceField(
        label="What did you find?",
        choices=tuple(VERDICTS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you found", "invalid_choice": "Choose one from the list"},
    )
    words = why_field("In your words", "Say in your words what you found")
