"""A child called by a number: one wrong digit is another child, so the page shows which one before anything is done."""

from collections.abc import Iterable
from typing import Any

from django import forms

from seenheard.ui.meanings import AsksAgain

CHECK = "Check that this is the child you mean, then press the button again"


class ChecksTheChild(AsksAgain):
    """A form that goes with a second press, once its page has shown the child and whatever else belongs to it.

    `found` is the child that the number is of; `told_of` are the public ids of the children whose number was asked for:
    the page tells that they are there.
    """

    shown_before = forms.CharField(
        label="What the page showed",
        widget=forms.HiddenInput,
        required=False,
        error_messages={"null_characters_not_allowed": CHECK},
    )

    def __init__(self, *args, viewer, on, **kwargs) -> None:
        self.viewer, self.on = viewer, on
        self.found: Any = None
        self.told_of: list[str] = []
        super().__init__(*args, **kwargs)

    def find(self, child) -> Any:
        """The child that the number is of, from here on."""
        self.found, self.told_of = child, [str(child.public_id)]
        return child

    def ask_about_the_child(self, besides: Iterable[str] = ()) -> None:
        """Ask for a second press unless the page before showed this child, and all that is besides to be known."""
        shows = [str(self.found.public_id), *sorted(besides)]
        before = str(self.data.get("shown_before", "")).split()
        if before[:1] != shows[:1] or not set(shows) <= set(before):
            self.add_error("child", CHECK)
        self.send_back("shown_before", " ".join(shows))
