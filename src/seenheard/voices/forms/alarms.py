"""What was done about something said about safety."""

from __future__ import annotations

from django import forms

from seenheard.ui.forms import KeepsWords

LONGEST = 5_000


class DoneForm(KeepsWords):
    """What was done: words are needed, and the alarm stands until they are there."""

    words = forms.CharField(
        label="What was done?",
        help_text="Who saw or spoke with the child, when, and how the child is safe now.",
        max_length=LONGEST,
        widget=forms.Textarea,
        error_messages={"required": "Say what was done", "max_length": f"Enter {LONGEST:,} letters or fewer"},
    )
