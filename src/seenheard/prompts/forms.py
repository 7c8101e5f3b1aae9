"""An answer to prompts: which were ticked, and what is said of them."""

from django import forms

from seenheard.prompts.domain.outcomes import OUTCOMES
from seenheard.prompts.domain.ticked import numbers_of

SEEN = "seen"


class AnswerForm(forms.Form):
    """One answer, of the prompts that were ticked."""

    answer = forms.ChoiceField(choices=[(one, one) for one in (SEEN, *OUTCOMES)])

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        try:
            return cleaned | {"prompts": numbers_of(self.data.getlist("prompt"))}
        except ValueError as why:
            raise forms.ValidationError(str(why)) from None
