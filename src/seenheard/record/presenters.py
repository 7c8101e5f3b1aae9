"""The pages about closed files, worded beforehand. They show who was named, never what a file holds."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.accounts import queries as accounts
from seenheard.accounts.domain import SYSTEM
from seenheard.ui import dates
from seenheard.ui.paging import Paged, paged
from seenheard.ui.parts import Cell, Link, Row

from . import queries
from .forms import EndForm, NameForm

GONE = "somebody without an account"


@dataclass(frozen=True)
class ClosedFiles:
    """Everybody who was named, the latest first; `public_ids` are the children's, for the trail."""

    table: tuple[tuple[str | Cell, ...], ...]
    paged: Paged
    public_ids: list[str]

    title = heading = "Files closed by adoption"
    head = ("Person", "File", "May open it", "Reason", "Named by")


@dataclass(frozen=True)
class NamePerson:
    """The form with which somebody is named."""

    form: NameForm
    back: Link

    title = heading = "Name a person for a closed file"


@dataclass(frozen=True)
class EndNaming:
    """The form with which a naming ends, and what ends."""

    rows: tuple[Row, ...]
    form: EndForm
    back: Link

    title = heading = "Close the file to this person again"


def closed_files(*, viewer, on: date, asked) -> ClosedFiles:
    page = paged(queries.namings(viewer=viewer), asked.get("page"))
    names = accounts.names([one for naming in page for one in _people(naming)])
    return ClosedFiles(
        table=tuple(_line(naming, names, on) for naming in page),
        paged=page,
        public_ids=sorted({str(naming.child.public_id) for naming in page}),
    )


def name_person(form: NameForm) -> NamePerson:
    return NamePerson(form=form, back=_back())


def end_naming(naming, form: EndForm) -> EndNaming:
    names = accounts.names(_people(naming))
    rows = (
        Row("Person", names.get(naming.person_public_id, GONE)),
        Row("File", _file(naming)),
        Row("May open it", _period(naming)),
        Row("Reason", naming.why),
        Row("Named by", _by(naming, names)),
    )
    return EndNaming(rows=rows, form=form, back=_back())


def _line(naming, names: dict[str, str], on: date) -> tuple[str | Cell, ...]:
    return (
        names.get(naming.person_public_id, GONE),
        _file(naming),
        _standing(naming, names, on),
        naming.why,
        _by(naming, names),
    )


def _standing(naming, names: dict[str, str], on: date) -> Cell:
    if ended := getattr(naming, "ended", None):
        who = names.get(ended.by, GONE)
        return Cell(
            _period(naming), note=f"Ended early on {dates.short(ended.ended_on)} by {who}: {ended.why.rstrip('.')}."
        )
    if naming.until_on and naming.until_on <= on:
        return Cell(_period(naming), note="Over.")
    address = reverse("record:end_naming", args=[naming.child.public_id, naming.person_public_id])
    person = names.get(naming.person_public_id, "")
    return Cell(f"End this early for {person}" if person else "End this early", url=address, note=_period(naming))


def _period(naming) -> str:
    begins = dates.short(naming.from_on)
    return (
        f"From {begins} until {dates.short(naming.until_on)}" if naming.until_on else f"From {begins}, without an end"
    )


def _file(naming) -> str:
    """How the council calls the file; the public id where it has no number."""
    now = getattr(naming.child, "now", None)  # none where every import that told of the child was undone
    return (now and now.local_id) or str(naming.child.public_id)


def _by(naming, names: dict[str, str]) -> str:
    who = "a command on the server" if naming.by == SYSTEM.public_id else names.get(naming.by, GONE)
    return f"{who}, {dates.moment(naming.at)}"


def _people(naming) -> list[str]:
    ended = getattr(naming, "ended", None)
    return [naming.person_public_id, naming.by, *([ended.by] if ended else [])]


def _back() -> Link:
    return Link("Files closed by adoption", reverse("record:closed_files"))
