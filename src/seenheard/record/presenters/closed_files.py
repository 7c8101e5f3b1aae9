"""The pages about closed files, worded beforehand. They show who was named, never what a file holds."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.ui import dates
from seenheard.ui.paging import Paged, paged
from seenheard.ui.parts import Cell, Link, Row

from .. import queries
from ..forms.closed_files import EndForm, NameForm
from .people import GONE, by_whom, file_of, names_of
from .whose import whose_number


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
    """The form with which somebody is named; once a number was given, whose file it is and who opens it now."""

    form: NameForm
    back: Link
    rows: tuple[Row, ...] = ()

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
    names = names_of(one for naming in page for one in _people(naming))
    return ClosedFiles(
        table=tuple(_line(naming, names, on) for naming in page),
        paged=page,
        public_ids=sorted({str(naming.child.public_id) for naming in page}),
    )


def name_person(form: NameForm, *, viewer, on: date) -> NamePerson:
    if not form.found:
        return NamePerson(form=form, back=_back())
    now = [one.person_public_id for one in queries.namings_not_over(child=form.found, on=on)]
    named = tuple(sorted(names_of(now).values())) or "Nobody"
    rows = (*whose_number(form.found, viewer=viewer, on=on), Row("May open it now, or from a later day", named))
    return NamePerson(form=form, back=_back(), rows=rows)


def end_naming(naming, form: EndForm) -> EndNaming:
    names = names_of(_people(naming))
    rows = (
        Row("Person", names.get(naming.person_public_id, GONE)),
        Row("File", file_of(naming.child)),
        Row("May open it", _period(naming)),
        Row("Reason", naming.why),
        Row("Named by", by_whom(naming, names)),
    )
    return EndNaming(rows=rows, form=form, back=_back())


def _line(naming, names: dict[str, str], on: date) -> tuple[str | Cell, ...]:
    return (
        names.get(naming.person_public_id, GONE),
        file_of(naming.child),
        _standing(naming, names, on),
        naming.why,
        by_whom(naming, names),
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


def _people(naming) -> list[str]:
    ended = getattr(naming, "ended", None)
    return [naming.person_public_id, naming.by, *([ended.by] if ended else [])]


def _back() -> Link:
    return Link("Files closed by adoption", reverse("record:closed_files"))
