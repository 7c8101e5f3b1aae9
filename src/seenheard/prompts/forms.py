"""An answer to prompts: which were ticked, and what is said of them."""

from django import forms

from seenheard.prompts.domain.outcomes import OUTCOMES

LONGEST, MOST = 18, 50  # digits, within what the database counts; prompts, as many as a page has
SEEN = "seen"


class AnswerForm(forms.Form):
    """One answer, of the prompts that were ticked."""

    answer = forms.ChoiceField(choices=[(one, one) for one in (SEEN, *OUTCOMES)])

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        ticked = self.data.getlist("prompt")
        if len(ticked) > MOST or not all(map(_is_number, ticked)):
            raise forms.ValidationError("This is no answer to a prompt.")
        return cleaned | {"prompts": sorted({int(number) for number in ticked})}


def _is_number(told: str) -> bool:
    return told.isascii() and told.isdecimal() and len(told) <= LONGEST
