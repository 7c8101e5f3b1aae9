"""What a service manager fills in to name somebody for a closed file, or to end it: parsed, nothing saved."""

from typing import Any

from django import forms

from seenheard.accounts import queries as accounts
from seenheard.accounts.permissions import NotAllowed
from seenheard.ui.forms import DateField, Form

from .. import permissions, queries
from .checking import ChecksTheChild
from .fields import LONGEST, person_field, why_field


class NameForm(ChecksTheChild):
    """Which closed file, who, until when and why. `cleaned_data` holds the child and the person themselves."""

    child = forms.CharField(
        label="The council’s own number for the child",
        help_text="As in the files. Where several closed files have this number, the public id of the one you mean.",
        max_length=LONGEST,
        error_messages={
            "required": "Enter the council’s own number for the child",
            "max_length": f"The number must be {LONGEST} letters or fewer",
        },
    )
    person = person_field("Who is to open it", "Enter the person’s name")
    until_on = DateField(
        label="Closed to them again from",
        what="the day from which the file is closed to them again",
        help_text="They can open it from today until the day before. For example 30 6 2026.",
    )
    why = why_field("Why do they need to open it?", "Say why this person needs to open the file")

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if self.found:
            self.ask_about_the_child()
        return said

    def clean_child(self):
        try:
            child = queries.closed_file(viewer=self.viewer, called=self.cleaned_data["child"])
        except queries.SeveralClosedFiles as sentence:
            self.told_of = sentence.public_ids
            raise forms.ValidationError(str(sentence), "several") from None
        except permissions.NoSuchChild:
            raise forms.ValidationError("No file that adoption has closed has this number or id", "none") from None
        return self.find(child)

    def clean_person(self):
        words = self.cleaned_data["person"]
        try:
            person = self.meant("person", words, accounts.people_called(words))
        except accounts.NotOnePerson as sentence:
            raise forms.ValidationError(str(sentence), "not_one") from None
        if person is None:
            return None
        try:
            permissions.check_can_name_for_closed_file(self.viewer, person.public_id)
            permissions.check_can_be_named_for_closed_file(person)
        except NotAllowed as sentence:
            raise forms.ValidationError(str(sentence), "not_allowed") from None
        return person


class EndForm(Form):
    """Why the file is closed to somebody again before the day given."""

    why = why_field("Why is it closed to them again?", "Say why the file is closed to this person again")
