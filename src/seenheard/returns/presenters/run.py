"""One import: its progress, what it would change, what it changed, and how to take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.accounts import queries as accounts
from seenheard.ui import dates
from seenheard.ui.parts import Cell, FileLine, Link, Progress, Row
from seenheard.ui.words import count

from .. import queries
from ..forms import AgreeForm, PlainUndoForm, PlainYesForm
from ..models import Run, State
from .changing import Changing, changing
from .problems import HEAD as PROBLEMS_HEAD
from .problems import QuestionsPage, asked, listed_as, problem_rows, read_as, to_list
from .wording import KINDS, NOT_READ, called, return_called

CHANGES = ("adds", "amends", "corrections", "withdrawn")
HEAD = tuple(
    Cell(words, numeric=bool(n))
    for n, words in enumerate(("Of the record", "New", "Changed", "Corrected", "Withdrawn", "As it was", "Missing"))
)
EXAMPLES_HEAD = ("Of the record", "Would be", "Child’s identifier", "File", Cell("Line", numeric=True))
FIRST_PROBLEMS = 20
DOING = {
    State.RECEIVING: "The files have arrived and wait to be read.",
    State.READING: "The files are being read and checked.",
    State.APPLYING: "The import is being applied.",
    State.UNDOING: "The import is being undone.",
}
HEADINGS = {
    State.ASKING: "There is a question about these files",
    State.PROPOSED: "What would change",
    State.APPLIED: "Applied",
    State.UNDONE: "Undone: everything is as it was before",
    State.REFUSED: "These files cannot be taken in",
    State.ABANDONED: "Left as it was: nothing was changed",
}


@dataclass(frozen=True)
class RunPage:
    """Everything that the page of one import shows; what does not apply to its state is empty."""

    title: str
    heading: str
    caption: str
    back: Link
    says: str
    progress: Progress | None
    facts: tuple[Row, ...]
    files: tuple[FileLine, ...]
    summary: str
    changes: tuple[tuple, ...]
    changing: Changing | None
    examples: tuple[tuple, ...]
    read_as: str
    problems_called: str
    problems: tuple[tuple, ...]
    more_problems: Link | None
    missing: str
    missing_link: Link | None
    asking: QuestionsPage | None
    asking_url: str
    agree: AgreeForm | PlainYesForm | None
    agree_url: str
    read_url: str
    leave_url: str
    undo: Link | None
    mend: Link | None
    children: tuple[int, ...]
    changes_head: tuple = HEAD
    examples_head: tuple = EXAMPLES_HEAD
    problems_head: tuple = PROBLEMS_HEAD


@dataclass(frozen=True)
class UndoPage:
    """The question before an import is taken back."""

    back: Link
    says: str
    sentences: tuple[str, ...]
    form: PlainUndoForm
    title: str = "Undo an import"
    heading: str = "Undo this import?"


def run_page(run: Run, *, viewer, on: date, wanted: str | None = None) -> RunPage:
    """One import as it stands now; `wanted` is the page of what would change."""
    proposed, asking = run.state == State.PROPOSED, run.state == State.ASKING
    would = changing(run, viewer=viewer, on=on, wanted=wanted) if proposed else None
    told = would if would and would.lines else None
    questions = asked(run) if asking else None
    problems = to_list(run)
    shows_changes = run.state in (State.PROPOSED, State.APPLYING, State.APPLIED, State.UNDOING, State.UNDONE)
    return RunPage(
        title="Import",
        heading="These files have not been read" if _waits(run) else HEADINGS.get(run.state, "Import under way"),
        caption=return_called(run.return_name, run.year) if run.read_at else NOT_READ,
        back=Link("Imports", reverse("returns:history")),
        says=run.says,
        progress=Progress(DOING[run.state]) if run.state in DOING and not _waits(run) else None,
        facts=_facts(run),
        files=tuple(_file(file) for file in run.files),
        summary=_summary(run) if shows_changes else "",
        changes=_changes(run) if shows_changes else (),
        changing=told,
        examples=_examples(run) if proposed and not told else (),
        read_as=read_as(run),
        problems_called=listed_as(problems),
        problems=problem_rows(problems[:FIRST_PROBLEMS]),
        more_problems=_link(run, "problems", f"All {len(problems):,} of them")
        if len(problems) > FIRST_PROBLEMS
        else None,
        missing=_missing(run) if proposed else "",
        missing_link=_link(run, "missing", "See the rows") if proposed and run.missing_rows else None,
        asking=questions,
        asking_url=_url(run, "questions"),
        agree=_agree(run) if proposed else None,
        agree_url=_url(run, "agree"),
        read_url=_url(run, "read") if _waits(run) else "",
        leave_url=_url(run, "abandon") if proposed or asking or run.state == State.RECEIVING else "",
        undo=_link(run, "undo", "Undo this import") if run.state == State.APPLIED else None,
        mend=_link(run, "mend", "Open one child’s rows to mend this import")
        if run.read_at and not _let_go(run)
        else None,
        children=told.children if told else questions.children if questions else _children(run) if proposed else (),
    )


def undo_page(run: Run, form: PlainUndoForm, later: int) -> UndoPage:
    """The question before an import is taken back, with what it would mean."""
    written = run.counts.get("written", {})
    sentences = [
        f"It was applied on {dates.moment(run.applied_at)}.",
        f"{count(written.get('inserted', 0), 'row')} that it brought will no longer count. "
        f"{count(written.get('closed', 0), 'row')} that it replaced or withdrew will count again.",
        "Nothing is destroyed: what was known in between can still be shown as at that day.",
    ]
    if later:
        sentences.append(
            f"{count(later, 'later import')} of the same return came after it. Undo those first, or tick the box below."
        )
    return UndoPage(Link("Back to the import", _url(run, "run")), run.says, tuple(sentences), form)


def is_working(run: Run) -> bool:
    """Whether the page should look again by itself."""
    return run.state in (*queries.WORKING, State.RECEIVING) and not _waits(run)


def _waits(run: Run) -> bool:
    """Whether something came between before the files were read: it is for a person to say what next."""
    return run.state == State.RECEIVING and bool(run.says)


def _children(run: Run) -> tuple[int, ...]:
    """The known children whose identifiers the examples name."""
    listed = [one.get("child") for kinds in run.proposal.values() for some in kinds.values() for one in some]
    return tuple({child for child in listed if child is not None})


def _agree(run: Run) -> AgreeForm | PlainYesForm:
    """The yes; it asks about corrections only where there are any."""
    corrected = any(of.get("corrections") for of in run.counts.get("objects", {}).values())
    said = {"token": run.state_token, "take_corrections": run.take_corrections}
    return AgreeForm(initial=said) if corrected else PlainYesForm(initial=said)


def _url(run: Run, page: str) -> str:
    return reverse(f"returns:{page}", args=[run.public_id])


def _link(run: Run, page: str, words: str) -> Link:
    return Link(words, _url(run, page))


def _let_go(run: Run) -> bool:
    return run.state in (State.REFUSED, State.ABANDONED)


def _facts(run: Run) -> tuple[Row, ...]:
    people = accounts.names({run.started_by, run.applied_by, run.undone_by} - {""})

    def act(words: str, by: str, at) -> Row | None:
        return Row(words, f"{dates.moment(at)}, {people.get(by, 'Seen & Heard')}") if at else None

    complete = Row(
        "Complete for its year", "Yes: missing rows are withdrawn" if run.complete_for_year else "No: missing rows stay"
    )
    rows = (
        Row("State", run.get_state_display()),
        act("Begun", run.started_by, run.started_at),
        act("Applied", run.applied_by, run.applied_at),
        act("Undone", run.undone_by, run.undone_at),
        complete,
    )
    return tuple(row for row in rows if row)


def _file(file: dict) -> FileLine:
    table, rows = file.get("table", ""), file.get("rows", 0)
    words = f"{table}: {count(rows, 'row')}" if table else ""
    notes = ("Last year’s file",) if file.get("last_year") else ()
    return FileLine(file["name"], words, notes)


def _summary(run: Run) -> str:
    objects = run.counts.get("objects", {}).values()
    total = {kind: sum(of.get(kind, 0) for of in objects) for kind in CHANGES}
    children = run.counts.get("new_children", 0)
    if not any(total.values()):
        return "Nothing: the record already holds all that these files say."
    said = [f"{number:,} {KINDS[kind].lower()}" for kind, number in total.items() if number]
    new = (
        f" {count(children, 'child', 'children')} would be new to the record."
        if children and not run.applied_at
        else ""
    )
    return f"{_said_of(run)}: {', '.join(said)}.{new}{_whose(run)}"


def _said_of(run: Run) -> str:
    undone = run.state == State.UNDONE
    return (
        "What it had brought counts no longer. Rows of the record, while it stood" if undone else "Rows of the record"
    )


def _whose(run: Run) -> str:
    """Whose duties the import touches."""
    number = run.counts.get("children", 0)
    if not number:
        return ""
    again = ", whose duties are worked out again" if run.state == State.PROPOSED else ""
    return f" They are about {count(number, 'child', 'children')}{again}."


def _changes(run: Run) -> tuple[tuple, ...]:
    def numbers(of: dict) -> list[int]:
        return [of.get(kind, 0) for kind in (*CHANGES, "untouched", "missing")]

    objects = run.counts.get("objects", {})
    return tuple((called(name), *numbers(of)) for name, of in sorted(objects.items(), key=lambda item: called(item[0])))


def _examples(run: Run) -> tuple[tuple, ...]:
    return tuple(
        (called(name), KINDS[kind].lower(), one["local_id"] or "", one["file"], one["line"] or 0)
        for name, kinds in sorted(run.proposal.items(), key=lambda item: called(item[0]))
        for kind, listed in kinds.items()
        for one in listed
    )


def _missing(run: Run) -> str:
    number = sum(of.get("missing", 0) for of in run.counts.get("objects", {}).values())
    if not number:
        return ""
    fate = (
        "They are withdrawn, because you said that these files are complete."
        if run.complete_for_year
        else "They stay as they are."
    )
    are = "is" if number == 1 else "are"
    return f"{count(number, 'row')} that an earlier file of this year had {are} not in these files. {fate}"
