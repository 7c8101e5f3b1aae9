"""A form that makes one thing, however often it is sent."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from seenheard.ui.forms import KeepsWords

OPEN_AGAIN = "Open the form again"


class KeyedForm(KeepsWords):
    """`key` names what the form makes: sent twenty times, it makes one."""

    key = forms.CharField(
        label="Form",
        widget=forms.HiddenInput,
        required=False,
        max_length=40,
        error_messages={"max_length": OPEN_AGAIN},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", str(uuid.uuid4()))

    def clean_key(self) -> str:
        try:
            return str(uuid.UUID(self.cleaned_data["key"]))
        except ValueError:
            return str(uuid.uuid4())
