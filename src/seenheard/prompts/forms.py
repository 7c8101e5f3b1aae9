"""An answer to a prompt, as one button sends it: "12:seen", "12:arranged"."""

from django import forms

from seenheard.prompts.domain.outcomes import OUTCOMES

LONGEST = 18  # digits, within what the database counts
SAID = frozenset({"seen", *OUTCOMES})


class AnswerForm(forms.Form):
    """The number of the prompt and what is said of it."""

    answer = forms.CharField(max_length=40)

    def clean_answer(self) -> tuple[int, str]:
        number, _, said = self.cleaned_data["answer"].partition(":")
        if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST and said in SAID):
            raise forms.ValidationError("This is no answer to a prompt.")
        return int(number), said
