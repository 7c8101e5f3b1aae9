"""The components page: every component once, with invented content. Tests render it, look at it and run axe on it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms

from seenheard.ui import standings
from seenheard.ui.forms import DateField, FilesField, Form
from seenheard.ui.paging import Paged, paged
from seenheard.ui.parts import Cell, ChildLine, Difference, Duty, FileLine, Filter, Link, Moment, Progress, Row

AMY = ChildLine(
    "Amy Fairhurst", "#amy", ("aged 7", "Team East", "looked after since 30 March 2026"), ("Address protected",)
)
RULE = Link("Regulation 33(1)", "#law")

DUTIES = (
    Duty(
        what="Visit",
        standing="overdue",
        when="3 days overdue",
        why="Was due Saturday 28 March 2026: 6 weeks after the last visit on 14 February.",
        child=AMY,
        url="#visit",
        law=Link("Regulation 28(2)(b)", "/rules/"),
        notes=("The council’s own date was 31 March.",),
    ),
    Duty(
        what="Review",
        standing="due soon",
        when="due in 9 days",
        why="Due Thursday 9 April 2026: 20 working days after 10 March. Two bank holidays are not counted.",
        child=AMY,
        url="#review",
        law=RULE,
    ),
    Duty("Health assessment", "running", "due in 61 days", "Due Sunday 31 May 2026: 12 months after the last one."),
    Duty("Visit on placement", "to the day", "due today", "Within one week of the placement on 24 March 2026."),
    Duty("Personal adviser", "cannot be judged", "no date", "When the plan was made is not recorded."),
    Duty("Initial conference", "met late", "2 working days late", "Due 2 March 2026, held 4 March."),
    Duty("Assessment", "met", "on day 38 of 45", "Due 1 April 2026, finished 23 March."),
    Duty("Child in need visit", "lapsed", "ended 1 March 2026", "The plan ended before the visit was due."),
)

STORY = (
    Moment(
        "30 March 2026",
        "Became looked after",
        "Interim care order. Placed with a foster carer in FN4.",
        "From SSD and SSDA903",
        "Care",
    ),
    Moment("24 March 2026", "Visited, seen alone", "", "From SSD", "Visits"),
    Moment("2 March 2026", "Protection plan started", "Category: neglect.", "From SSD", "Safety"),
)

FILES = (
    FileLine("episodes.csv", "121 rows, 24 kB"),
    FileLine("header.csv", "93 rows, 11 kB", ("2 rows need an answer.",)),
    FileLine("reviews.xlsx", "not read", ("This is a spreadsheet. Save it as CSV and choose it again.",), bad=True),
)

CHANGES = (
    Difference("Placed until", None, "12 March 2026"),
    Difference("Type of placement", "U1 Foster placement with relative", "U4 Foster placement, long term"),
    Difference("Reason for change", "CHILD", None),
)


class ExampleForm(Form):
    """One field of every kind."""

    visited_on = DateField(
        what="the date of the visit", label="When was the visit?", help_text="For example, 27 3 2026"
    )
    seen = forms.ChoiceField(
        label="Was the child seen?",
        choices=[("alone", "Yes, alone"), ("seen", "Yes, with others"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the child was seen", "invalid_choice": "Choose one of the answers"},
    )
    present = forms.MultipleChoiceField(
        label="Who else was there?",
        help_text="Choose all that apply",
        choices=[("carer", "Carer"), ("parent", "Parent"), ("teacher", "Teacher")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Choose from the list", "invalid_list": "Choose from the list"},
    )
    team = forms.ChoiceField(
        label="Team",
        choices=[("", "Choose a team"), ("east", "Team East"), ("west", "Team West")],
        error_messages={"required": "Choose a team", "invalid_choice": "Choose a team from the list"},
    )
    email = forms.EmailField(
        label="Your e-mail address",
        error_messages={
            "required": "Enter your e-mail address",
            "invalid": "Enter an e-mail address like name@example.gov.uk",
            "max_length": "An e-mail address has at most 320 characters",
        },
    )
    words = forms.CharField(label="In your own words", widget=forms.Textarea, required=False)
    uploads = FilesField(
        what="the files of the return", label="Files", help_text="CSV files, or one zip file that holds them"
    )
    sure = forms.BooleanField(
        label="I have read what would change", error_messages={"required": "Say that you have read it"}
    )


@dataclass(frozen=True)
class Gallery:
    """The components page."""

    title: str
    heading: str
    caption: str
    as_at: str
    back: Link
    tags: tuple[str, ...]
    standings: tuple[str, ...]
    duties: tuple[Duty, ...]
    child: ChildLine
    story: tuple[Moment, ...]
    facts: tuple[Row, ...]
    head: tuple[str | Cell, ...]
    rows: tuple[tuple[str | int | Cell, ...], ...]
    numbers: Paged[int]
    filters: tuple[Filter, ...]
    progress: Progress
    files: tuple[FileLine, ...]
    differences: tuple[Difference, ...]
    example: str
    form: Form


def page(asked: Mapping[str, str]) -> Gallery:
    """The page; `?wrong=1` shows the form with its errors."""
    wrong = {"visited_on_day": "31", "visited_on_month": "2", "visited_on_year": "2026", "email": "maya"}
    return Gallery(
        title="Components",
        heading="Components",
        caption="For people who write pages",
        as_at="Everything on this page is invented.",
        back=Link("Back", "/"),
        tags=("grey", "blue", "green", "amber", "red", "purple", "teal", "olive"),
        standings=tuple(standings.LOOKS),
        duties=DUTIES,
        child=AMY,
        story=STORY,
        facts=(
            Row("Name used", "Amy", "Also recorded: Amelia (SSDA903)"),
            Row("Born", "4 May 2018, aged 7"),
            Row("Living in", "FN4", "Since 30 March 2026", (Link("Show the address", "#address"),)),
            Row("People", ("Maya Ali, social worker", "Ines Roe, reviewing officer")),
            Row("Language", "not recorded"),
        ),
        head=("Table", Cell("Rows", numeric=True), "State", "Last read"),
        rows=(
            (Cell("episodes", "#episodes"), 121, "Read", "31 March 2026"),
            (Cell("reviews", "#reviews", note="2 need an answer"), 1204, "Read", "31 March 2026"),
            ("missing", 0, Cell("", standing="cannot be judged"), "not recorded"),
        ),
        numbers=paged(range(1234), asked.get("page", "7"), filters={"team": "east"}),
        filters=(
            Filter("team", "Team", "east", (("", "All teams"), ("east", "Team East"))),
            Filter("from", "From", "2026-03-01", kind="date"),
            Filter("name", "Name or number"),
        ),
        progress=Progress("Reading episodes.csv", 61_000, 109_597),
        files=FILES,
        differences=CHANGES,
        example="became_looked_after   2026-03-30\ndue                   2026-04-29   20 working days",
        form=ExampleForm(wrong if asked.get("wrong") else None),
    )
