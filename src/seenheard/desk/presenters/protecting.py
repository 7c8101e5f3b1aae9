"""Who must not know where a child lives: on the child's page, and the pages that say, correct and end it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from seenheard.desk.presenters.duties import NAME_NOT_RECORDED
from seenheard.desk.presenters.to_do import SOMEBODY
from seenheard.timescales.domain.events import CHOICES
from seenheard.ui.dates import short
from seenheard.ui.forms import Form
from seenheard.ui.parts import Link, Row
from seenheard.ui.words import capital

WHO_MAY = (
    "Whose work lets them see this child may open the address (the child’s workers and their team, managers, the "
    "reviewing officer), and whoever has opened the record on duty or in an emergency; nobody else."
)
AMONG_US = (
    "If somebody among them must not know it either, ask a service manager to restrict the child to named people."
)
FIRST = "Who must not know where the child lives"
HELD = (
    "Where the child lives has changed since this was said, and it protects on. "
    "Does it hold for the new address? If it does not, end it."
)


@dataclass(frozen=True)
class Protected:
    """One thing that was said, with what can be done about it. `holds`: where to say that it holds after a move."""

    text: str
    asked: str
    holds: Link | None
    links: tuple[Link, ...]


@dataclass(frozen=True)
class ProtectPage:
    """The page of one of the forms."""

    title: str
    heading: str
    caption: str
    back: Link
    lead: str
    rows: tuple[Row, ...]
    form: Form
    button: str
    said: str


def told(child, whole, *, names: Mapping[str, str], unanswered: frozenset[str], records: bool) -> tuple[Protected, ...]:
    """What was said here of who must not know the address."""
    return tuple(_told(child, one, names, one.key in unanswered, records) for one in whole.protections)


def _told(child, one, names: Mapping[str, str], is_open: bool, records: bool) -> Protected:
    at = [child.public_id, one.key]
    links = (
        Link("Correct it", reverse("desk:correct_protection", args=at)),
        Link("End it", reverse("desk:end_protection", args=at)),
    )
    return Protected(
        text=f"{words(one)} Recorded by {names.get(one.recorded_by, SOMEBODY)}.",
        asked=HELD if is_open else "",
        holds=Link("It holds for the new address too", reverse("desk:protection_holds", args=at))
        if is_open and records
        else None,
        links=links if records else (),
    )


def press(child, whole) -> Link:
    """Where to say it, or to say it of others too."""
    text = "Somebody else must not know it either" if whole.protections else "Somebody must not know this address"
    return Link(text, reverse("desk:protect_address", args=[child.public_id]))


def words(one) -> str:
    """ "Her father, and his family (the family's home). Since 3 March 2026." """
    return f"{capital(one.who).rstrip('.')}{_which(one)}. Since {short(one.from_on)}."


def _which(one) -> str:
    which = CHOICES["which_address"].get(one.which, "")
    return f" ({which[:1].lower()}{which[1:]})" if which else ""


def first(whole, unanswered: frozenset[str]) -> str:
    """What stands first on the child's page: who must not know, never the address; empty where nobody said so."""
    return " ".join(_first(whole, unanswered))


def _first(whole, unanswered: frozenset[str]) -> Iterator[str]:
    yield from map(words, whole.protections)
    yield from (f"{capital(said)}." for said in whole.protected_by_files)
    if unanswered:
        yield "The child has moved since this was said: see below, under “Where the child lives”."


def also_there(siblings: Sequence[Any]) -> tuple[tuple[str, str], ...]:
    """Brothers and sisters who live there, as the form offers them."""
    return tuple((str(one.public_id), f"{one.name or NAME_NOT_RECORDED} ({one.why})") for one in siblings)


def protect(*, child, form: Form) -> ProtectPage:
    """Saying it."""
    return _page(child, "Somebody must not know this address", form, "Protect the address", lead=PROTECTS)


def correct(*, child, one, form: Form) -> ProtectPage:
    """Putting right what was said."""
    rows = (Row("It says now", words(one), one.why),)
    heading = "Correct who must not know the address"
    return _page(child, heading, form, "Keep the correction", rows=rows, lead="It protects on, whatever you correct.")


def end(*, child, one, form: Form) -> ProtectPage:
    """Ending it."""
    rows = (Row("Who must not know it", words(one), one.why),)
    return _page(child, "End the protection of the address", form, "End the protection", rows=rows, lead=ENDS)


PROTECTS = (
    "Protected from the moment you keep this until somebody ends it: no file, no move and no day ends it. Words that "
    "tell the address are then kept nowhere that many people read."
)
ENDS = (
    "From the moment you press, nothing here keeps these people from learning the address. If it holds for other "
    "people, correct it instead; if for one address only, say that first, and then end this."
)


def _page(child, heading: str, form: Form, button: str, *, lead: str, rows: tuple[Row, ...] = ()) -> ProtectPage:
    return ProtectPage(
        title="A protected address",
        heading=heading,
        caption=child.now.name or NAME_NOT_RECORDED,
        back=Link("Back to the child", reverse("desk:child", args=[child.public_id])),
        lead=lead,
        rows=rows,
        form=form,
        button=button,
        said=f"{WHO_MAY} {AMONG_US}",
    )
