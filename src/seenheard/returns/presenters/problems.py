"""What is wrong with files, and where; the rows that are missing; the questions; one child's rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from seenheard.ui.paging import Paged, paged
from seenheard.ui.parts import Cell, Link, Row

from ..forms import MendForm, QuestionsForm
from ..models import Run
from ..operations.mending import RowOfChild
from .wording import LEVELS, called, return_called

YEAR_READ = "year_read"
HEAD = ("What is wrong", "What to do", "File", "Line", "Column", Cell("Rows", numeric=True))
WHY_THE_YEAR = (
    "The year says with which earlier files these are compared: "
    "a row that those of the same year had and these have not is shown to you as missing."
)
MISSING_HEAD = ("Of the record", "Child’s identifier", "Key of the row")


@dataclass(frozen=True)
class ListPage:
    """A long list about one import."""

    title: str
    heading: str
    caption: str
    back: Link
    lead: str
    head: tuple
    rows: tuple[tuple, ...]
    paged: Paged
    empty: str
    children: tuple[int, ...] = ()


@dataclass(frozen=True)
class QuestionsPage:
    """What only a person can say."""

    caption: str
    back: Link
    form: QuestionsForm
    left: str
    why: str
    children: tuple[int, ...]
    title: str = "Questions about these files"
    heading: str = "Questions about these files"
    lead: str = "Nothing is guessed. What you say is remembered, so that the same doubt is not put to you again."


@dataclass(frozen=True)
class MendPage:
    """One child's rows of one import, after a reason has been given."""

    caption: str
    back: Link
    form: MendForm
    rows: tuple[tuple[str, tuple[Row, ...]], ...]
    empty: str
    title: str = "One child’s rows"
    heading: str = "One child’s rows of this import"
    lead: str = (
        "You may open one child’s rows to mend an import. Who opened them, when and why is written in the trail."
    )


def read_as(run: Run) -> str:
    """Of which year the files were read to be: what they are, and nothing that is wrong with them."""
    return " ".join(problem["says"] for problem in run.problems if problem["code"] == YEAR_READ)


def to_list(run: Run) -> list[dict]:
    """What is wrong with the files, and what else is to be known of them."""
    return [problem for problem in run.problems if problem["code"] != YEAR_READ]


def listed_as(problems: Sequence[dict]) -> str:
    """The heading: it speaks of problems only where there is one."""
    wrong = any(problem["level"] != "note" for problem in problems)
    return "Problems in these files" if wrong else "For you to know about these files"


def problem_rows(problems: Sequence[dict]) -> tuple[tuple, ...]:
    """Problems as lines of a table: worst first, never with a child's value."""
    return tuple(
        (
            Cell(problem["says"], note=LEVELS.get(problem["level"], "")),
            problem["do"],
            problem["file"],
            _lines(problem),
            problem["column"],
            problem["count"],
        )
        for problem in problems
    )


def problems_page(run: Run, wanted: str | None) -> ListPage:
    """Every problem of one import."""
    listed = to_list(run)
    page = paged(listed, wanted)
    return _list(
        run,
        page,
        listed_as(listed),
        "Mend these in your own system where you can, and load the files again.",
        HEAD,
        problem_rows(page.items),
        "Nothing was found to be wrong with these files.",
    )


def missing_page(run: Run, wanted: str | None) -> ListPage:
    """Rows that an earlier file of the year had and this one has not."""
    page = paged(run.missing_rows, wanted)
    fate = "They will be withdrawn if you say yes." if run.complete_for_year else "They stay as they are."
    return _list(
        run,
        page,
        "Rows that are no longer in the files",
        f"An earlier file of this year had these rows. {fate}",
        MISSING_HEAD,
        tuple((called(row["object"]), row["local_id"] or "", row["key"]) for row in page.items),
        "No row is missing.",
        tuple({row["child"] for row in page.items if row.get("child") is not None}),
    )


def asked(run: Run) -> QuestionsPage:
    """The questions still open, not yet answered."""
    return questions_page(run, QuestionsForm(questions=run.questions, answered=run.answers))


def questions_page(run: Run, form: QuestionsForm) -> QuestionsPage:
    """The questions still open, so many at a time."""
    more = form.open_questions - len(form.fields)
    left = f"{more} more after these." if more > 0 else ""
    here = [question for question in run.questions if question["key"] in form.fields]
    children = tuple({child for question in here for child in question.get("children", ())})
    why = WHY_THE_YEAR if any(question["kind"] == "year" for question in here) else ""
    return QuestionsPage(_caption(run), _back(run), form, left, why, children)


def mend_page(run: Run, form: MendForm, rows: Sequence[RowOfChild] | None) -> MendPage:
    """The form that asks why, and what it opened."""
    shown = tuple(
        (
            f"{called(row.object)}: {row.file}, line {row.line}",
            tuple(Row(_field(name), value) for name, value in row.values),
        )
        for row in rows or ()
    )
    empty = "These files have no row about a child with that identifier." if rows is not None and not rows else ""
    return MendPage(_caption(run), _back(run), form, shown, empty)


def _list(
    run: Run, page: Paged, heading: str, lead: str, head: tuple, rows: tuple, empty: str, children: tuple[int, ...] = ()
) -> ListPage:
    return ListPage(heading, heading, _caption(run), _back(run), lead, head, rows, page, empty, children)


def _caption(run: Run) -> str:
    return return_called(run.return_name, run.year)


def _back(run: Run) -> Link:
    return Link("Back to the import", reverse("returns:run", args=[run.public_id]))


def _field(name: str) -> str:
    return name.replace("_on", " on").replace("_", " ").capitalize()


def _lines(problem: dict) -> str:
    lines = problem.get("lines") or ([problem["line"]] if problem["line"] else [])
    if not lines:
        return ""
    more = problem["count"] - len(lines)
    said = ", ".join(map(str, lines[:5]))
    return f"{said} …" if more > 0 or len(lines) > 5 else said
