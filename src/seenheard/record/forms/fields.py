"""Fields that several of these forms have: a reason, and people by name."""

from django import forms

from seenheard.trail.domain.reasons import SHORTEST_TO_SEE, in_letters

LONGEST = 200


def why_field(label: str, empty: str) -> forms.CharField:
    """A reason that is long enough for who sees what. `empty` is what to do, for its messages."""
    return forms.CharField(
        label=label,
        help_text=f"{SHORTEST_TO_SEE} letters or more, without the child’s name. It is kept in the trail.",
        widget=forms.Textarea,
        min_length=SHORTEST_TO_SEE,
        max_length=500,
        error_messages={
            "required": empty,
            "min_length": in_letters(empty, SHORTEST_TO_SEE),
            "max_length": f"{empty}, in 500 letters or fewer",
        },
    )


def person_field(label: str, empty: str) -> forms.CharField:
    """Somebody who has an account here."""
    return forms.CharField(
        label=label,
        help_text="Their name, or the address with which they sign in here.",
        max_length=LONGEST,
        error_messages={"required": empty, "max_length": f"The name must be {LONGEST} letters or fewer"},
    )
