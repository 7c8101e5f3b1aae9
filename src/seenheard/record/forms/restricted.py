"""What a service manager fills in to restrict a child to named people, or to end it."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms

from seenheard.accounts import queries as accounts
from seenheard.accounts.permissions import NotAllowed
from seenheard.ui.forms import DateField, Form

from .. import permissions, queries
from .checking import ChecksTheChild
from .fields import LONGEST, why_field

MOST_PEOPLE = 50


class RestrictForm(ChecksTheChild):
    """Which child, who still sees them, until when and why. `cleaned_data` holds the child and the people themselves.

    Whoever works with the child and is named in no line is offered to be ticked; `shut_out` are those who were not.
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
        help_text="Their names, or the addresses with which they sign in here, one on each line. Nobody else will: "
        "write down everybody who has to work with the child, and yourself if you need to.",
        widget=forms.Textarea,
        max_length=MOST_PEOPLE * LONGEST,
        error_messages={
            "required": "Enter the name of at least one person who still sees the child",
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

    def __init__(self, *args, **kwargs) -> None:
        self.shut_out: tuple = ()
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if self.found:
            said["people"] = self._with_whom_is_ticked(said.get("people") or [])
        return said

    def _with_whom_is_ticked(self, named: list) -> list:
        """Those named and those ticked; what the page has to show before anything is done follows from them."""
        near = [one for one in queries.near(viewer=self.viewer, child=self.found, on=self.on) if one not in named]
        if near:
            self._offer(near)
        chosen = forms.CheckboxSelectMultiple().value_from_datadict(self.data, self.files, "also") or []
        ticked = [one for one in near if str(one.public_id) in chosen]
        self.shut_out = tuple(one for one in near if one not in ticked)
        self.ask_about_the_child(str(one.public_id) for one in near)
        return [*named, *ticked]

    def _offer(self, near: list) -> None:
        order = list(self.fields)
        order.insert(order.index("until_on"), "also")
        self.fields["also"] = forms.MultipleChoiceField(
            label="Who works with the child and is not named above",
            help_text="They will not see the child, unless you tick their name.",
            choices=[(str(one.public_id), f"{one.name}, {one.get_role_display().lower()}") for one in near],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        self.order_fields(order)

    def clean_child(self):
        try:
            child = queries.child_to_restrict(viewer=self.viewer, called=self.cleaned_data["child"])
        except permissions.NoSuchChild:
            raise forms.ValidationError("No child whose file is open has this number or id alone", "none") from None
        return self.find(child)

    def clean_people(self):
        called = list(dict.fromkeys(_called(self.cleaned_data["people"])))
        if len(called) > MOST_PEOPLE:
            raise forms.ValidationError(f"Name {MOST_PEOPLE} people or fewer", "too_many")
        wrong: list[str] = []
        found = {person.pk: person for person in (self._person(words, wrong) for words in called) if person}
        if wrong:
            raise forms.ValidationError([forms.ValidationError(sentence, "not_one") for sentence in wrong])
        return list(found.values())

    def _person(self, words: str, wrong: list[str]):
        """Somebody who can be named; else None: it is asked who is meant, or `wrong` says why not."""
        try:
            person = self.meant("people", words, accounts.people_called(words))
            if person:
                permissions.check_can_be_named_for_closed_file(person)
        except accounts.NotOnePerson as sentence:
            wrong.append(f"{sentence}.")
        except NotAllowed as sentence:
            wrong.append(f"{words}: {sentence}")
        else:
            return person
        return None


def _called(lines: str) -> Iterator[str]:
    """What was typed, person by person: a line, or what commas part; addresses may stand beside each other."""
    for words in re.split(r"[,;\n\r]+", lines):
        yield from words.split() if "@" in words else filter(None, [words.strip()])


class EndRestrictionForm(Form):
    """Why a restriction ends."""

    why = why_field("Why does it end?", "Say why the restriction ends")
