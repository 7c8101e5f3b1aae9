"""The pages on which one record is opened for a time: on duty, or by break-glass."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.ui import dates
from seenheard.ui.parts import Link
from seenheard.ui.words import capital

from ..domain.openings import BREAK_GLASS, DUTY, MOST_FOUND
from ..forms.openings import OpenForm


@dataclass(frozen=True)
class Found:
    """One child to choose: enough to tell them from another of the same name."""

    public_id: str
    name: str
    words: str


@dataclass(frozen=True)
class Kept:
    """What was said already and goes with the choice."""

    name: str
    value: str


@dataclass(frozen=True)
class Standing:
    """A record that is open to this person already, and until when."""

    record: Link
    until: str


@dataclass(frozen=True)
class OpenRecord:
    """The form, and after it the children among whom one chooses."""

    title: str
    lead: tuple[str, ...]
    form: OpenForm
    find: str
    button: str
    back: Link | None
    standing: tuple[Standing, ...] = ()
    found: tuple[Found, ...] = ()
    kept: tuple[Kept, ...] = ()
    more: str = ""

    @property
    def heading(self) -> str:
        return self.title


WORDS = {
    DUTY: {
        "title": "Open a record on duty",
        "lead": (
            "On duty you may open the record of any child, with a reason. It stays open to you for two hours, for "
            "reading. The guardian of records sees every record that was opened so.",
        ),
        "find": "Find the child",
        "button": "Open the record",
        "back": None,
    },
    BREAK_GLASS: {
        "title": "Open a record in an emergency",
        "lead": (
            "This is for a child whom your own work does not let you see, when somebody has to know now. The record of "
            "this one child opens to you for 60 minutes, for reading.",
            "The guardian of records is told at once, and will judge it afterwards.",
        ),
        "find": "Find the child",
        "button": "Break the glass",
        "back": Link("Back to my work", "/"),
    },
}


def open_record(form: OpenForm, kind: str, lines: Sequence = (), *, standing: Sequence = (), on: date) -> OpenRecord:
    """The page; with `lines`, the children who were found; with `standing`, the records that are open already."""
    kept = tuple(Kept(name, form.data.get(name, "")) for name in ("words", "because", "why")) if lines else ()
    return OpenRecord(
        **WORDS[kind],
        form=form,
        standing=tuple(_standing(one) for one in standing),
        found=tuple(_found(line, on) for line in lines),
        kept=kept,
        more="Only the first are shown. Say more of the name." if len(lines) >= MOST_FOUND else "",
    )


def _standing(one) -> Standing:
    address = reverse("desk:child", args=[one.public_id])
    return Standing(
        Link(one.name or "Name not recorded", address), f"Open to you until {dates.clock_time(one.until_at)}."
    )


def _found(line, on: date) -> Found:
    born = f"born {dates.short(line.born_on)}" if line.born_on else "date of birth not recorded"
    known = ", ".join(filter(None, (born, line.team_name, f"number {line.local_id}" if line.local_id else "")))
    return Found(str(line.child.public_id), line.name or "Name not recorded", f"{capital(known)}.")


def address_of(child) -> str:
    """Where the record is, once it is open."""
    return reverse("desk:child", args=[child.public_id])
