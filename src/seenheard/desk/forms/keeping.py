"""Forms whose words many people read: refused where they tell a protected address, or kept with a reason."""

from __future__ import annotations

from django import forms

from seenheard.accounts.permissions import NotAllowed
from seenheard.record.operations import TellsAddress
from seenheard.ui.forms import Form

LONGEST = 300


class KeepsWords(Form):
    """`keep_words` is asked only once words were refused that may mean something else."""

    keep_words = forms.CharField(
        label="Why can these words stay?",
        help_text="Only where they mean something else than the address. What you say is kept with them.",
        required=False,
        max_length=LONGEST,
        widget=forms.HiddenInput,
        error_messages={"max_length": f"Enter {LONGEST} letters or fewer"},
    )

    def refuse(self, sentence: NotAllowed) -> None:
        """Say why nothing was kept; where a reason would keep the words, ask for it, last of all."""
        if not (isinstance(sentence, TellsAddress) and sentence.perhaps):
            self.add_error(None, str(sentence))
            return
        field = self.fields.pop("keep_words")
        field.widget = forms.TextInput()
        self.fields["keep_words"] = field
        self.add_error("keep_words", str(sentence))
