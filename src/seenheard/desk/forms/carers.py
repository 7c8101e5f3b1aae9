"""Who looks after a child and may answer: inviting a named person, and ending their part."""

from django import forms

from seenheard.ui.forms import Form
from seenheard.voices.operations.households import FAMILY, HOME, LONGEST_NAME, LONGEST_REASON


class InviteForm(Form):
    """A name, an address of their own, and what kind of home it is."""

    name = forms.CharField(
        label="Name",
        max_length=LONGEST_NAME,
        error_messages={"required": "Enter the person’s name", "max_length": f"Enter {LONGEST_NAME} letters or fewer"},
    )
    email = forms.EmailField(
        label="E-mail address",
        help_text="One that they alone read: the link to sign in is sent there.",
        error_messages={
            "required": "Enter an e-mail address",
            "invalid": "Enter an e-mail address in the right form, like name@example.org",
            "max_length": "Enter a shorter e-mail address",
        },
    )
    kind = forms.ChoiceField(
        label="Where does the child live?",
        choices=((FAMILY, "In a carer’s household"), (HOME, "In a children’s home, with named staff")),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where the child lives", "invalid_choice": "Choose one from the list"},
    )

    def __init__(self, *args, asks_kind: bool, **kwargs) -> None:
        """`asks_kind`: nobody is invited to this placement yet."""
        super().__init__(*args, **kwargs)
        if not asks_kind:
            del self.fields["kind"]


class EndForm(Form):
    """Why somebody does not answer for the child any more."""

    reason = forms.CharField(
        label="Why does this person not answer for the child any more?",
        help_text="The child’s placement goes on: with its end everybody’s right ends by itself.",
        max_length=LONGEST_REASON,
        error_messages={"required": "Say why", "max_length": f"Enter {LONGEST_REASON} letters or fewer"},
    )
