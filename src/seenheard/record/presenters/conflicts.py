"""The pages about declared conflicts. Of a child they show the council's own number, to who sees the child."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.ui import dates
from seenheard.ui.paging import Paged, paged
from seenheard.ui.parts import Cell, Link, Row

from .. import permissions, queries
from ..domain.conflicts import KINDS
from ..forms.conflicts import DeclareForm, EndConflictForm
from .people import GONE, file_of, names_of

NOT_SHOWN = "A child whom you do not see"


@dataclass(frozen=True)
class Conflicts:
    """Every conflict this viewer is told of; `public_ids` are those of the children whose number is shown."""

    table: tuple[tuple[str | Cell, ...], ...]
    paged: Paged
    public_ids: list[str]

    title = heading = "Conflicts declared"
    head = ("Person", "File", "Declared", "What they said")


@dataclass(frozen=True)
class Declare:
    """The form with which somebody declares."""

    form: DeclareForm
    back: Link

    title = heading = "I know this child or family"


@dataclass(frozen=True)
class EndConflict:
    """The form with which a conflict ends, and what ends."""

    rows: tuple[Row, ...]
    form: EndConflictForm
    back: Link

    title = heading = "End a declared conflict"


def conflicts(*, viewer, on: date, asked) -> Conflicts:
    page = paged(queries.conflicts(viewer=viewer), asked.get("page"))
    shown = _shown(viewer, on, [conflict.child_id for conflict in page])
    names = names_of(one for conflict in page for one in _people(conflict))
    return Conflicts(
        table=tuple(_line(conflict, names, shown, viewer) for conflict in page),
        paged=page,
        public_ids=sorted({str(one.child.public_id) for one in page if one.child_id in shown}),
    )


def declare(form: DeclareForm) -> Declare:
    return Declare(form=form, back=Link("Back to my work", reverse("desk:start")))


def end_conflict(conflict, form: EndConflictForm, *, viewer, on: date) -> EndConflict:
    names = names_of(_people(conflict))
    rows = (
        Row("Person", names.get(conflict.person_public_id, GONE)),
        Row("File", _file(conflict, _shown(viewer, on, [conflict.child_id]))),
        Row("Declared", dates.moment(conflict.at)),
        Row("What they said", _said(conflict)),
    )
    return EndConflict(rows=rows, form=form, back=Link("Conflicts declared", reverse("record:conflicts")))


def _shown(viewer, on: date, child_ids: list[int]) -> set[int]:
    """Of which of these children the number may be told: those the viewer sees, and for the guardian all."""
    if permissions.can_review(viewer):
        return set(child_ids)
    return {line.pk for line in queries.children_now(viewer=viewer, on=on, child_ids=child_ids)}


def _line(conflict, names: dict[str, str], shown: set[int], viewer) -> tuple[str | Cell, ...]:
    who = names.get(conflict.person_public_id, GONE)
    return (who, _file(conflict, shown), _standing(conflict, names, who, viewer), _said(conflict))


def _standing(conflict, names: dict[str, str], who: str, viewer) -> Cell:
    declared = dates.moment(conflict.at)
    if ended := getattr(conflict, "ended", None):
        by, day = names.get(ended.by, GONE), dates.short(ended.ended_on)
        return Cell(declared, note=f"Ended on {day} by {by}: {ended.why.rstrip('.')}.")
    if not permissions.can_end_conflict(viewer, conflict.person_public_id):
        return Cell(declared)
    return Cell(f"End this for {who}", url=reverse("record:end_conflict", args=[conflict.public_id]), note=declared)


def _file(conflict, shown: set[int]) -> str:
    return file_of(conflict.child) if conflict.child_id in shown else NOT_SHOWN


def _said(conflict) -> str:
    return ". ".join(filter(None, (KINDS[conflict.kind], conflict.why)))


def _people(conflict) -> list[str]:
    ended = getattr(conflict, "ended", None)
    return [conflict.person_public_id, *([ended.by] if ended else [])]
