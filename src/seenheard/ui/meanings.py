"""Words that may mean several things: whoever typed them is shown what they would mean, and presses once more.

A page that names somebody must not act on the beginning of a name: the wrong person may be the only one whose name
begins so. What is surely meant goes; anything else is offered as radio buttons, one chosen already where it is the only
one, and the form is sent again.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from django import forms

from seenheard.ui.forms import Form

OTHERWISE = "If it is nobody here, change what you typed above."


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that words may mean: a key that the form sends back, words that tell it from others, and the thing."""

    key: str
    words: str
    thing: Any


@dataclass(frozen=True, slots=True)
class Meanings:
    """What words may mean, one thing or more; `sure` where it is one and the words are the whole of its name."""

    each: tuple[Meaning, ...]
    sure: bool = False


class AsksAgain(Form):
    """A form in which words may have to be asked about. A choice belongs to its words: of others it is asked anew."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._asked: dict[str, tuple[str, str, Meanings]] = {}

    def meant(self, field: str, words: str, found: Meanings) -> Any:
        """What these words of a field mean: surely, or as chosen by now. None while it is asked; `clean` does that."""
        if found.sure:
            return found.each[0].thing
        name = _name(field, words)
        self._asked[name] = (field, words, found)
        chosen = self.data.get(name)
        return next((one.thing for one in found.each if one.key == chosen), None)

    def clean(self) -> dict[str, Any]:
        """Ask: a question that was answered stays with its answer, should anything else of the form be wrong."""
        said = super().clean()
        last: dict[str, str] = {}
        for name, (field, words, found) in self._asked.items():
            self._put_after(last.get(field, field), name, _choice(words, found))
            last[field] = name
            if self.data.get(name) not in {one.key for one in found.each}:
                self._ask(name, words, found)
        return said

    def _put_after(self, field: str, name: str, choice: forms.Field) -> None:
        order = [one for one in self.fields if one != name]
        order.insert(order.index(field) + 1, name)
        self.fields[name] = choice
        self.order_fields(order)

    def _ask(self, name: str, words: str, found: Meanings) -> None:
        if len(found.each) > 1:
            self.add_error(name, f"Choose whom you mean by “{words}”")
            return
        self.send_back(name, found.each[0].key)
        self.add_error(name, f"Check whom you mean by “{words}”, then press the button again")

    def send_back(self, name: str, value: str) -> None:
        """Draw the form again as if this had been filled in, beside what was."""
        filled: Any = self.data
        filled = filled.copy()  # what a request brought cannot be changed
        filled[name] = value
        self.data = filled


def _name(field: str, words: str) -> str:
    return f"{field}_{hashlib.sha256(words.casefold().encode()).hexdigest()[:8]}"


def _choice(words: str, found: Meanings) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=f"Whom do you mean by “{words}”?",
        help_text=OTHERWISE,
        choices=[(one.key, one.words) for one in found.each],
        widget=forms.RadioSelect,
        required=False,
    )
