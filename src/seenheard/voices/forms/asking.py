"""What is asked: the forms with which a service manager adds a category, changes it, words it, or ends it."""

from collections.abc import Sequence

from django import forms

from seenheard.ui.forms import Form

from ..domain.wordings import AUDIENCES, CARER, OLDER, WORKER, YOUNGER

LONGEST_NAME, LONGEST_WORDS, LONGEST_WHY, LONGEST_REVIEWER = 60, 300, 500, 120
TO = {
    WORKER: "To the social worker",
    CARER: "To the carer",
    OLDER: "To young people, 11 to 17",
    YOUNGER: "To children, 5 to 10",
}
HINTS = {
    WORKER: "What the worker rates: “Physical health needs are known and met.”",
    CARER: "In a carer’s words: “They get the checks and the treatment they need.”",
    OLDER: "A sentence they could say themselves, in short words: “I feel well, and I get help when I don’t.”",
    YOUNGER: "A sentence a child of five can say: “My body feels well.”",
}


def _name(**more) -> forms.CharField:
    too_long = f"The name must be {LONGEST_NAME} letters or fewer"
    messages = {"required": "Give the category a name", "max_length": too_long}
    return forms.CharField(label="Name", max_length=LONGEST_NAME, error_messages=messages, **more)


def _words(audience: str) -> forms.CharField:
    whose = f"{TO[audience][:1].lower()}{TO[audience][1:]}"
    return forms.CharField(
        label=TO[audience],
        help_text=HINTS[audience],
        max_length=LONGEST_WORDS,
        widget=forms.Textarea,
        error_messages={
            "required": f"Write the words {whose}",
            "max_length": f"The words {whose} must be {LONGEST_WORDS} letters or fewer",
        },
    )


def _why(label: str, empty: str) -> forms.CharField:
    messages = {"required": empty, "max_length": f"The reason must be {LONGEST_WHY} letters or fewer"}
    return forms.CharField(label=label, max_length=LONGEST_WHY, widget=forms.Textarea, error_messages=messages)


class PackForm(Form):
    """One press: there is nothing to fill in."""


class AgainForm(Form):
    """One press: there is nothing to fill in."""


class AddForm(Form):
    """A category of the council's own, with its words for everybody who is asked."""

    name = _name(help_text="What it is called beside the answers, in a word or two.")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for number, audience in enumerate(AUDIENCES):
            self.fields[f"words_{number}"] = _words(audience)

    @property
    def words(self) -> dict[str, str]:
        """What was written, by audience."""
        return {audience: self.cleaned_data[f"words_{number}"] for number, audience in enumerate(AUDIENCES)}


class ChangeForm(Form):
    """Another name, or another place among what is asked."""

    name = _name()
    place = forms.TypedChoiceField(
        label="Where it stands",
        coerce=int,
        error_messages={"required": "Choose where it stands", "invalid_choice": "Choose where it stands"},
    )

    def __init__(self, *args, places: Sequence[tuple[int, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places  # type: ignore[attr-defined]


class DutiesForm(Form):
    """The duties that stand beside the voices, by the ids of their rules."""

    rules = forms.MultipleChoiceField(
        label="Duties that stand beside what people say",
        help_text="Nobody rates a duty: it is counted. Tick none where no duty belongs to this part of life.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "The register has no such rule: choose among those below",
            "invalid_list": "Choose among the rules below",
        },
    )

    def __init__(self, *args, rules: Sequence[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rules"].choices = rules  # type: ignore[attr-defined]


class RetireForm(Form):
    """Why it is not asked any more."""

    why = _why("Why is it not asked any more?", "Say why this category is not asked any more")


class MergeForm(Form):
    """Which one is asked in its place, and why."""

    into = forms.ChoiceField(
        label="Which one is asked in its place?",
        error_messages={"required": "Choose one", "invalid_choice": "Choose one that is asked"},
    )
    why = _why("Why do these two become one?", "Say why these two become one")

    def __init__(self, *args, others: Sequence[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [("", "Choose one"), *others]  # type: ignore[attr-defined]


class WordsForm(Form):
    """The council's own words, and who has read them over."""

    words = forms.CharField(
        label="The words",
        help_text="One short sentence that somebody answers from good to bad.",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea,
        error_messages={
            "required": "Write the words",
            "max_length": f"The words must be {LONGEST_WORDS} letters or fewer",
        },
    )
    reviewed_by = forms.CharField(
        label="Who has read exactly these words over?",
        help_text="A name, and what they are: “Nia Prys, translator”. Leave it empty while nobody has.",
        required=False,
        max_length=LONGEST_REVIEWER,
        error_messages={"max_length": f"The name must be {LONGEST_REVIEWER} letters or fewer"},
    )
