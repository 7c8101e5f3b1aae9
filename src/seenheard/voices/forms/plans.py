"""How somebody judges the care plan."""

from django import forms

from seenheard.ui.forms import KeyedForm

from ..domain.answers import COLOURS, Colour
from ..domain.replies import LONGEST
from ..queries import Scheme


class PlanForm(KeyedForm):
    """A colour of the scheme, and reasons."""

    reasons = forms.CharField(
        label="Your reasons",
        help_text="What makes you say so. Everybody who works with the child reads it.",
        widget=forms.Textarea,
        max_length=LONGEST,
        error_messages={"required": "Give your reasons", "max_length": f"Write {LONGEST:,} letters or fewer"},
    )

    def __init__(self, *args, scheme: Scheme, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        choices = tuple((one.word, f"{one.word.capitalize()}: {scheme.meanings[one]}") for one in reversed(Colour))
        colour = forms.ChoiceField(
            label="How is the plan?",
            choices=choices,
            widget=forms.RadioSelect,
            error_messages={"required": "Choose how the plan is", "invalid_choice": "Choose one from the list"},
        )
        self.fields = {"colour": colour, **self.fields}

    @property
    def colour(self) -> Colour:
        """The colour that was chosen."""
        return COLOURS[self.cleaned_data["colour"]]
