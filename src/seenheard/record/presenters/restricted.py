"""The pages about restricted children. They show who is named, never what a file holds."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.ui import dates
from seenheard.ui.paging import Paged, paged
from seenheard.ui.parts import Cell, Link, Row
from seenheard.ui.words import join_and

from .. import queries
from ..forms.restricted import EndRestrictionForm, RestrictForm
from .people import GONE, by_whom, file_of, names_of
from .whose import whose_number

SHOWN = 8  # letters of the reference, as the message to whoever is shut out gives it


@dataclass(frozen=True)
class Restricted:
    """Every restriction, the latest first; `public_ids` are the children's, for the trail."""

    table: tuple[tuple[str | Cell, ...], ...]
    paged: Paged
    public_ids: list[str]

    title = heading = "Restricted children"
    head = ("File", "Who sees it", "Restricted", "Reason", "By", "Reference")


@dataclass(frozen=True)
class Restrict:
    """The form with which a child is restricted; once a number was given, whose it is and who is shut out."""

    form: RestrictForm
    back: Link
    rows: tuple[Row, ...] = ()
    shut_out: str = ""

    title = heading = "Restrict a child to named people"


@dataclass(frozen=True)
class EndRestriction:
    """The form with which a restriction ends, and what ends."""

    rows: tuple[Row, ...]
    form: EndRestrictionForm
    back: Link

    title = heading = "End the restriction"


def restricted(*, viewer, on: date, asked) -> Restricted:
    page = paged(queries.restrictions(viewer=viewer), asked.get("page"))
    names = names_of(one for restriction in page for one in _people(restriction))
    return Restricted(
        table=tuple(_line(restriction, names, on) for restriction in page),
        paged=page,
        public_ids=sorted({str(restriction.child.public_id) for restriction in page}),
    )


def restrict(form: RestrictForm, *, viewer, on: date) -> Restrict:
    if not form.found:
        return Restrict(form=form, back=_back())
    rows = whose_number(form.found, viewer=viewer, on=on)
    return Restrict(form=form, back=_back(), rows=rows, shut_out=_shut_out(form.shut_out))


def _shut_out(people) -> str:
    """Who works with the child and is about to see it no more, in words."""
    if not people:
        return "Whoever is not named, and sees the child now, will not see the child any more."
    names = join_and(f"{one.name} ({one.get_role_display().lower()})" for one in people)
    one = len(people) == 1
    return (
        f"{names} {'works' if one else 'work'} with this child or {'is' if one else 'are'} named now, and will not see "
        f"the child any more. To let them go on, tick {'the name' if one else 'their names'} below. "
        "Nor will anybody else who is not named. Of those who work with the child or are named now, who loses sight of "
        "it is told so by e-mail, with a reference and whom to ask; the message names no child. Others are not told."
    )


def end_restriction(restriction, form: EndRestrictionForm) -> EndRestriction:
    names = names_of(_people(restriction))
    rows = (
        Row("File", file_of(restriction.child)),
        Row("Who sees it", _named(restriction, names)),
        Row("Restricted", _period(restriction)),
        Row("Reason", restriction.why),
        Row("By", by_whom(restriction, names)),
    )
    return EndRestriction(rows=rows, form=form, back=_back())


def _line(restriction, names: dict[str, str], on: date) -> tuple[str | Cell, ...]:
    return (
        file_of(restriction.child),
        _named(restriction, names),
        _standing(restriction, names, on),
        restriction.why,
        by_whom(restriction, names),
        str(restriction.public_id)[:SHOWN],
    )


def _standing(restriction, names: dict[str, str], on: date) -> Cell:
    if ended := getattr(restriction, "ended", None):
        who, day = names.get(ended.by, GONE), dates.short(ended.ended_on)
        return Cell(_period(restriction), note=f"Ended early on {day} by {who}: {ended.why.rstrip('.')}.")
    if restriction.until_on and restriction.until_on <= on:
        return Cell(_period(restriction), note="Over.")
    address = reverse("record:end_restriction", args=[restriction.public_id])
    return Cell(f"End the restriction of {file_of(restriction.child)}", url=address, note=_period(restriction))


def _period(restriction) -> str:
    begins = dates.short(restriction.from_on)
    if restriction.until_on is None:
        return f"From {begins}, until somebody ends it"
    return f"From {begins} until {dates.short(restriction.until_on)}"


def _named(restriction, names: dict[str, str]) -> str:
    return join_and(sorted(names.get(one, GONE) for one in restriction.people))


def _people(restriction) -> list[str]:
    ended = getattr(restriction, "ended", None)
    return [*restriction.people, restriction.by, *([ended.by] if ended else [])]


def _back() -> Link:
    return Link("Restricted children", reverse("record:restricted"))
