"""What somebody says who knows a child or the family, and what a manager says who ends it."""

from django import forms

from seenheard.ui.forms import Form

from ..domain.conflicts import KINDS
from .fields import why_field


class DeclareForm(Form):
    """How the person knows the child or the family; no more words are needed."""

    kind = forms.ChoiceField(
        label="How do you know the child or the family?",
        choices=tuple(KINDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you know them", "invalid_choice": "Choose one from the list"},
    )
    words = forms.CharField(
        label="Anything your manager should know (you can leave this empty)",
        help_text="Without names. Your manager and the guardian of records read it.",
        widget=forms.Textarea,
        required=False,
        max_length=500,
        error_messages={"max_length": "Write 500 letters or fewer"},
    )


class EndConflictForm(Form):
    """Why a declared conflict no longer stands."""

    why = why_field("Why does it no longer stand?", "Say why the conflict no longer stands")
