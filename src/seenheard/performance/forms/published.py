"""What is asked of whoever publishes: which quarter; and why a report is withdrawn."""

from django import forms

from seenheard.trail.domain.reasons import SHORTEST_TO_SEE, in_letters
from seenheard.ui.forms import Form

from ..operations.publishing import LONGEST


class WithdrawForm(Form):
    """Why a report is withdrawn. Partners and scrutiny read the reason."""

    why = forms.CharField(
        label="Why it is withdrawn",
        help_text="Everybody who reads published reports reads this. Name no child.",
        widget=forms.Textarea,
        max_length=LONGEST,
        min_length=SHORTEST_TO_SEE,
        error_messages={
            "required": in_letters("Say why", SHORTEST_TO_SEE),
            "min_length": in_letters("Say why", SHORTEST_TO_SEE),
            "max_length": f"Write {LONGEST:,} letters or fewer",
        },
    )
