"""What a service manager fills in to restrict a child to named people, or to end it."""

from django import forms

from seenheard.accounts import queries as accounts
from seenheard.accounts.permissions import NotAllowed
from seenheard.ui.forms import DateField, Form
from seenheard.ui.words import join_and

from .. import permissions, queries
from .fields import LONGEST, why_field

MOST_PEOPLE = 50


class RestrictForm(Form):
    """Which child, who still sees them, until when and why. `cleaned_data` holds the child and the people themselves.

    `told_of` are the public ids of the children whose number was asked for: the page tells that they are there.
    """

    child = forms.CharField(
        label="The council’s own number for the child",
        help_text="As in the files. Where several children have this number, the public id of the one you mean.",
        max_length=LONGEST,
        error_messages={
            "required": "Enter the council’s own number for the child",
            "max_length": f"The number must be {LONGEST} letters or fewer",
        },
    )
    people = forms.CharField(
        label="Who still sees the child",
        help_text="The addresses with which they sign in here, one on each line. Nobody else will: write down "
        "everybody who has to work with the child, and yourself if you need to.",
        widget=forms.Textarea,
        max_length=MOST_PEOPLE * LONGEST,
        error_messages={
            "required": "Enter the address of at least one person who still sees the child",
            "max_length": f"Name {MOST_PEOPLE} people or fewer",
        },
    )
    until_on = DateField(
        label="Restricted until",
        what="the day from which the restriction is over",
        help_text="Leave this empty to restrict the child until somebody ends it. For example 30 6 2026.",
        required=False,
    )
    why = why_field("Why is the child restricted?", "Say why the child is restricted")

    def __init__(self, *args, viewer, **kwargs) -> None:
        self.viewer = viewer
        self.told_of: list[str] = []
        super().__init__(*args, **kwargs)

    def clean_child(self):
        try:
            child = queries.child_to_restrict(viewer=self.viewer, called=self.cleaned_data["child"])
        except permissions.NoSuchChild:
            raise forms.ValidationError("No child whose file is open has this number or id alone", "none") from None
        self.told_of = [str(child.public_id)]
        return child

    def clean_people(self):
        addresses = list(dict.fromkeys(self.cleaned_data["people"].replace(",", " ").replace(";", " ").split()))
        if len(addresses) > MOST_PEOPLE:
            raise forms.ValidationError(f"Name {MOST_PEOPLE} people or fewer", "too_many")
        found = {address: accounts.person_with_email(address) for address in addresses}
        if unknown := [address for address, person in found.items() if person is None]:
            raise forms.ValidationError(f"Nobody signs in with {join_and(unknown, 'or')}", "nobody")
        for address, person in found.items():
            self._check(address, person)
        return [person for person in found.values() if person]

    def _check(self, address: str, person) -> None:
        try:
            permissions.check_can_be_named_for_closed_file(person)
        except NotAllowed as sentence:
            raise forms.ValidationError(f"{address}: {sentence}", "not_allowed") from None


class EndRestrictionForm(Form):
    """Why a restriction ends."""

    why = why_field("Why does it end?", "Say why the restriction ends")
