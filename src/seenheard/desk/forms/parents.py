"""What a worker says first of a parent whose words they write down: who it was, and how it was said."""

from __future__ import annotations

from django import forms

from seenheard.desk.forms.voices import WholeForm
from seenheard.voices.domain.parents import HOW, LONGEST_NAME, NO_HOW, NO_NAME, NO_RELATION, RELATIONS, Spoken


def _radios(label: str, values: tuple[str, ...], say: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=tuple((one, one[0].upper() + one[1:]) for one in values),
        widget=forms.RadioSelect,
        error_messages={"required": say, "invalid_choice": say},
    )


def _name(label: str, hint: str = "", *, required: bool) -> forms.CharField:
    messages = {"required": NO_NAME, "max_length": f"Enter {LONGEST_NAME} letters or fewer"}
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=LONGEST_NAME, error_messages=messages
    )


class SpokenForm(WholeForm):
    """Who spoke and how, with what is asked once; the fields of `who` stand first on the page."""

    spoken_by = _name("The parent’s name", required=True)
    relation = _radios("Who are they to the child?", RELATIONS, NO_RELATION)
    how = _radios("How did they say it?", HOW, NO_HOW)
    helper = _name(
        "Interpreter or advocate, if there was one", "Their name. Leave it empty if nobody helped.", required=False
    )

    @property
    def spoken(self) -> Spoken:
        """Who it was."""
        said = self.cleaned_data
        return Spoken(said["spoken_by"], said["relation"], said["how"], said["helper"])


WHO = ("spoken_by", "relation", "how", "helper")
