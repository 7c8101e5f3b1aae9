"""The form in which a child's door is written or read over in another language: a box for each English sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from django import forms

from seenheard.ui.forms import Form

from ..domain.door_words import LONGEST
from .asking import LONGEST_REVIEWER, WordsForm

SHORT = 40  # letters of English that fit on one line; a box of one line reads from left to right alone


class DoorWordsForm(Form):
    """A box for each English sentence, and who has read them all over."""

    def __init__(self, *args: Any, texts: Iterable[str], direction: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._texts = {_name(text): text for text in texts}
        for name, text in self._texts.items():
            in_a_line = direction == "ltr" and len(text) <= SHORT
            self.fields[name] = forms.CharField(
                label=text,
                required=False,
                max_length=LONGEST,
                widget=forms.TextInput if in_a_line else forms.Textarea,
                error_messages={"max_length": f"Write {LONGEST} letters or fewer"},
            )
        self.fields["reviewed_by"] = forms.CharField(
            label="Who has read exactly these words over?",
            help_text=WordsForm.base_fields["reviewed_by"].help_text,
            required=False,
            max_length=LONGEST_REVIEWER,
            error_messages={"max_length": f"The name must be {LONGEST_REVIEWER} letters or fewer"},
        )

    @staticmethod
    def holding(words: Mapping[str, str], reviewed_by: str) -> dict[str, str]:
        """What stands in the boxes at first."""
        return {_name(text): said for text, said in words.items()} | {"reviewed_by": reviewed_by}

    @property
    def words(self) -> dict[str, str]:
        """What was written, by the English sentence."""
        return {text: self.cleaned_data[name] for name, text in self._texts.items()}


def _name(text: str) -> str:
    """By its words, not its place: a form that was open while the sentences changed mixes nothing up."""
    return f"w{sha256(text.encode()).hexdigest()[:12]}"
