from datetime import date

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from seenheard.ui.forms import DateField, FilesField, Form, kind_of, month_number
from seenheard.ui.gallery import ExampleForm


class VisitForm(Form):
    visited_on = DateField(what="the date of the visit", label="When?", not_after=date(2026, 3, 31))


class UploadForm(Form):
    files = FilesField(what="the files of the return", label="Files")


def visit(day, month, year):
    return VisitForm({"visited_on_day": day, "visited_on_month": month, "visited_on_year": year})


@pytest.mark.parametrize(
    ("field", "missing"),
    [
        (lambda: forms.CharField(label="Name"), "required"),
        (lambda: forms.IntegerField(label="Number", required=False), "invalid"),
        (lambda: forms.EmailField(label="E-mail", error_messages={"required": "Enter it"}), "invalid"),
        (lambda: forms.ChoiceField(label="Team", required=False), "invalid_choice"),
        (lambda: forms.CharField(label="Name", required=False, max_length=9), "max_length"),
    ],
)
def test_a_form_that_would_answer_in_djangos_words_does_not_load(field, missing):
    with pytest.raises(TypeError, match=missing):
        type("Wordless", (Form,), {"it": field()})


def test_a_form_with_its_own_words_loads():
    made = type("Worded", (Form,), {"it": forms.CharField(label="Name", error_messages={"required": "Enter a name"})})
    assert made({}).errors == {"it": ["Enter a name"]}


def test_a_field_without_a_label_does_not_load():
    with pytest.raises(TypeError, match="label"):
        type("Unlabelled", (Form,), {"it": forms.CharField(required=False)})


def test_three_boxes_make_a_date():
    form = visit("27", "3", "2026")
    assert form.is_valid()
    assert form.cleaned_data == {"visited_on": date(2026, 3, 27)}


@pytest.mark.parametrize("words", ["March", "mar", "MARCH", "03", "3"])
def test_a_month_may_be_written_as_a_name(words):
    assert month_number(words) == 3


@pytest.mark.parametrize("words", ["ma", "Ju", "Smarch", "x", "-1"])
def test_a_month_is_never_guessed(words):
    with pytest.raises(ValueError, match="not a month"):
        month_number(words)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("", "", ""), "Enter the date of the visit"),
        (("27", "", "2026"), "The date of the visit must include a month"),
        (("", "", "2026"), "The date of the visit must include a day and month"),
        (("31", "2", "2026"), "The date of the visit must be a real date"),
        (("27", "13", "2026"), "The date of the visit must be a real date"),
        (("x", "3", "2026"), "The date of the visit must be a real date"),
        (("27", "3", "26"), "The date of the visit must have a year of four digits"),
        (("1", "4", "2026"), "The date of the visit must be 31 March 2026 or earlier"),
    ],
)
def test_a_wrong_date_says_what_to_do_about_it(typed, said):
    assert visit(*typed).errors == {"visited_on": [said]}


def test_what_was_typed_comes_back_right_or_wrong():
    (field,) = visit("31", "2", "2026").shown
    assert [box.value for box in field.boxes] == ["31", "2", "2026"]
    assert field.first_id == "id_visited_on_day"
    assert field.described_by == "id_visited_on-error"


def test_a_date_already_known_fills_the_boxes():
    (field,) = VisitForm(initial={"visited_on": date(2026, 3, 27)}).shown
    assert [box.value for box in field.boxes] == ["27", "3", "2026"]


def test_several_files_arrive_as_a_list():
    sent = [SimpleUploadedFile(name, b"CHILD\n1\n") for name in ("a.csv", "b.csv")]
    form = UploadForm({}, MultiValueDict({"files": sent}))
    assert form.is_valid()
    assert [file.name for file in form.cleaned_data["files"]] == ["a.csv", "b.csv"]


def test_one_empty_file_among_several_is_told():
    sent = [SimpleUploadedFile("a.csv", b"CHILD\n"), SimpleUploadedFile("b.csv", b"")]
    form = UploadForm({}, MultiValueDict({"files": sent}))
    assert form.errors["files"] == [
        "One of the files is empty. Save it again from where it came from, then choose it here"
    ]


def test_no_file_is_told():
    assert UploadForm({}, MultiValueDict()).errors["files"] == ["Choose the files of the return"]


def test_problems_lead_to_their_fields():
    problems = dict(ExampleForm({}).problems)
    assert problems["Say whether the child was seen"] == "id_seen_0"
    assert problems["Choose a team"] == "id_team"
    assert problems["Say that you have read it"] == "id_sure"


def test_a_password_is_never_sent_back():
    class SignIn(Form):
        password = forms.CharField(
            label="Password", widget=forms.PasswordInput, error_messages={"required": "Enter your password"}
        )

    (field,) = SignIn({"password": "a secret of Maya's"}).shown
    assert (field.kind, field.value) == ("password", "")


def test_a_widget_without_a_drawing_is_refused():
    with pytest.raises(TypeError, match="SelectDateWidget"):
        kind_of(forms.SelectDateWidget())
