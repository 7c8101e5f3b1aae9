"""Forms that speak for themselves: every field brings its own words for what can go wrong with it.

Django's "This field is required." tells nobody what to do, so a form class whose fields would show one of
Django's own messages does not even load. A form also knows how it is drawn (`shown`, `problems`), so that
the template only lays it out.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.forms import DeclarativeFieldsMetaclass

from seenheard.ui.dates import MONTHS, short
from seenheard.ui.words import capital

OPEN_AGAIN = "Open the form again"
UNREADABLE = "Remove the characters that cannot be read"


class DemandsOwnWords(DeclarativeFieldsMetaclass):
    """Refuses a form class with a field that would answer in Django's words."""

    def __new__(mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> type:
        made = super().__new__(mcs, name, bases, attrs)
        for field_name, field in made.base_fields.items():
            field.error_messages.setdefault("null_characters_not_allowed", UNREADABLE)
            if missing := messages_not_ours(field):
                raise TypeError(f"{name}.{field_name} needs its own error_messages for: {', '.join(missing)}")
            if not field.label:
                raise TypeError(f"{name}.{field_name} needs a label")
        return made


def messages_not_ours(field: forms.Field) -> list[str]:
    """The keys of a field's messages, its validators' included, that are still Django's and could be shown."""
    theirs: dict[str, str] = {}
    for kind in reversed(type(field).__mro__):
        if kind.__module__.startswith("django."):
            theirs |= getattr(kind, "default_error_messages", {})
    possible = {key for key in theirs if key != "required" or field.required}
    unsaid = {key for key in possible if field.error_messages.get(key) == theirs[key]}
    # A validator's message is replaced by the field's message of the same code, if it has one.
    codes = {validator.code for validator in field.validators if hasattr(validator, "code")}
    return sorted(unsaid | {code for code in codes if code not in field.error_messages})


class DateBoxes(forms.MultiWidget):
    """Day, month and year, each in its own box; no date picker, no guessing which comes first."""

    def __init__(self) -> None:
        super().__init__({part: forms.TextInput() for part in ("day", "month", "year")})

    def decompress(self, value: date | None) -> list[str]:
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]


class DateField(forms.Field):
    """A date in three boxes. `what` finishes its messages: "Enter the date of the visit"."""

    widget = DateBoxes

    def __init__(self, *, what: str, not_after: date | None = None, **kwargs: Any) -> None:
        self.what, self.not_after = what, not_after
        super().__init__(error_messages={"required": f"Enter {what}"}, **kwargs)

    def to_python(self, value: list[str] | None) -> date | None:
        parts = [(part or "").strip() for part in value or []]
        if not any(parts):
            return None
        missing = [name for name, part in zip(("day", "month", "year"), parts, strict=True) if not part]
        if missing:
            raise ValidationError(f"{capital(self.what)} must include a {' and '.join(missing)}", "part_missing")
        return self._real(parts)

    def _real(self, parts: list[str]) -> date:
        day, month, year = parts
        if not (year.isdigit() and len(year) == 4):
            raise ValidationError(f"{capital(self.what)} must have a year of four digits", "year")
        try:
            return date(int(year), month_number(month), int(day))
        except ValueError:
            raise ValidationError(f"{capital(self.what)} must be a real date", "not_real") from None

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and self.not_after and value > self.not_after:
            raise ValidationError(f"{capital(self.what)} must be {short(self.not_after)} or earlier", "too_late")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return DateBoxes().decompress(initial) != list(data or ["", "", ""])


def month_number(words: str) -> int:
    """4 for "4", "04", "Apr" or "April"; ValueError otherwise."""
    if words.isdigit():
        return int(words)
    found = [n for n, name in enumerate(MONTHS, 1) if len(words) > 2 and name.lower().startswith(words.lower())]
    if len(found) != 1:
        raise ValueError("not a month")
    return found[0]


class ManyFilesInput(forms.FileInput):
    """A file box that takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files; gives a list. `what` finishes the messages: "Choose the files of the return"."""

    widget = ManyFilesInput

    def __init__(self, *, what: str, **kwargs: Any) -> None:
        messages = {
            "required": f"Choose {what}",
            "invalid": f"Choose {what} again: they did not arrive",
            "missing": f"Choose {what}",
            "empty": "One of the files is empty. Save it again from where it came from, then choose it here",
            "max_length": "One of the file names is too long. Shorten it, then choose it here",
            "contradiction": f"Choose {what}",
        }
        super().__init__(error_messages=messages, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list) else [data] if data else []
        if not files:
            super().clean(None, initial)
        return [super(FilesField, self).clean(one, initial) for one in files]


@dataclass(frozen=True)
class Choice:
    """One radio button, checkbox or option."""

    id: str
    value: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class Box:
    """One of the three boxes of a date."""

    id: str
    name: str
    label: str
    value: str


@dataclass(frozen=True)
class Shown:
    """A field as the template draws it. `kind` is text, password, textarea, select, radios, checkboxes, …"""

    kind: str
    id: str
    name: str
    label: str
    hint: str
    error: str
    value: str
    autocomplete: str
    choices: tuple[Choice, ...]
    boxes: tuple[Box, ...]
    turn: str = ""  # where it is asked for with one answer to "what" alone: the place of that answer, "0" or "1"

    @property
    def described_by(self) -> str:
        """The ids of the hint and the error, for a screen reader."""
        ids = [f"{self.id}-hint" if self.hint else "", f"{self.id}-error" if self.error else ""]
        return " ".join(filter(None, ids))

    @property
    def first_id(self) -> str:
        """Where a link in the error summary leads: the first box or choice, else the field itself."""
        inner = [*self.boxes, *self.choices]
        return inner[0].id if inner and self.kind in ("date", "radios", "checkboxes", "checkbox") else self.id


class Form(forms.Form, metaclass=DemandsOwnWords):
    """The form that every room's forms start from."""

    use_required_attribute = False
    # Fields that are asked for with one answer to the radios called "what", and that answer: the style sheet shows them
    # with it alone, and what stands in the others is no error.
    only_with: Mapping[str, str] = {}

    @property
    def shown(self) -> tuple[Shown, ...]:
        """Every field in order, ready to draw."""
        return tuple(shown_field(bound, self._turn(bound.name)) for bound in self)

    def _turn(self, name: str) -> str:
        if name not in self.only_with:
            return ""
        answers = [value for value, _ in self.fields["what"].choices]
        return str(answers.index(self.only_with[name]))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for name, answer in self.only_with.items():
            if said.get("what") and said["what"] != answer:
                self.errors.pop(name, None)
        return said

    @property
    def problems(self) -> tuple[tuple[str, str], ...]:
        """What is wrong: each sentence with the id of the field it is about ("" for the whole form)."""
        whole = tuple((str(message), "") for message in self.non_field_errors())
        return whole + tuple((field.error, field.first_id) for field in self.shown if field.error)

    @property
    def has_files(self) -> bool:
        """Whether the form must be sent as multipart."""
        return self.is_multipart()


def shown_field(bound: forms.BoundField, turn: str = "") -> Shown:
    """Draw one bound field into words, ids and values."""
    kind, value = kind_of(bound.field.widget), bound.value()
    return Shown(
        kind=kind,
        id=bound.id_for_label.removesuffix("_0") if kind != "date" else f"id_{bound.html_name}",
        name=bound.html_name,
        label=str(bound.label),
        hint=str(bound.help_text),
        error=" ".join(bound.errors),
        value=str(value) if value is not None and kind in CARRY_VALUE else "",
        autocomplete=bound.field.widget.attrs.get("autocomplete", ""),
        choices=choices_of(bound, kind, value),
        boxes=boxes_of(bound, value) if kind == "date" else (),
        turn=turn,
    )


# A password or a file is never sent back to the page.
CARRY_VALUE = ("text", "email", "textarea", "select", "hidden")

KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (DateBoxes, "date"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.Select, "select"),
    (forms.CheckboxInput, "checkbox"),
    (ManyFilesInput, "files"),
    (forms.FileInput, "file"),
    (forms.Textarea, "textarea"),
    (forms.HiddenInput, "hidden"),
    (forms.PasswordInput, "password"),
    (forms.EmailInput, "email"),
    (forms.TextInput, "text"),
)


def kind_of(widget: forms.Widget) -> str:
    """The name by which the template draws a widget; TypeError for one it has no drawing for."""
    for widget_class, kind in KINDS:
        if isinstance(widget, widget_class):
            return kind
    raise TypeError(f"no way to draw {type(widget).__name__}")


def choices_of(bound: forms.BoundField, kind: str, value: Any) -> tuple[Choice, ...]:
    """The choices of a field that has some; a single checkbox is one choice with the label's words."""
    if kind == "checkbox":
        return (Choice(bound.id_for_label, "on", str(bound.label), bool(value)),)
    if kind not in ("radios", "checkboxes", "select"):
        return ()
    chosen = {str(v) for v in (value if isinstance(value, list | tuple) else [value])}
    return tuple(
        Choice(f"id_{bound.html_name}_{n}", str(key), str(words), str(key) in chosen)
        for n, (key, words) in enumerate(bound.field.choices)
    )


def boxes_of(bound: forms.BoundField, value: Any) -> tuple[Box, ...]:
    """The three boxes of a date, holding what was typed, right or wrong."""
    values = value if isinstance(value, list) else bound.field.widget.decompress(value)
    name = bound.html_name
    return tuple(
        Box(f"id_{name}_{part}", f"{name}_{part}", part.capitalize(), typed or "")
        for part, typed in zip(("day", "month", "year"), values, strict=True)
    )


class KeepsWords(Form):
    """A form whose words many people read: refused where they tell what must not be told, or kept with a reason.

    `keep_words` is asked only once words were refused that may mean something else: the refusal says so (`perhaps`).
    """

    keep_words = forms.CharField(
        label="Why can these words stay?",
        help_text="Only where they mean something else than the address. What you say is kept with them.",
        required=False,
        max_length=300,
        widget=forms.HiddenInput,
        error_messages={"max_length": "Enter 300 letters or fewer"},
    )

    def refuse(self, sentence: Exception) -> None:
        """Say why nothing was kept; where a reason would keep the words, ask for it, last of all."""
        if not getattr(sentence, "perhaps", False):
            self.add_error(None, str(sentence))
            return
        field = self.fields.pop("keep_words")
        field.widget = forms.TextInput()
        self.fields["keep_words"] = field
        self.add_error("keep_words", str(sentence))


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
