"""Words looked for in what was said of one child, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.accounts import queries as accounts
from seenheard.desk.forms.voices import FindSaidForm
from seenheard.desk.presenters.duties import NAME_NOT_RECORDED
from seenheard.ui.dates import short
from seenheard.ui.parts import Link
from seenheard.ui.words import capital, count
from seenheard.voices import queries
from seenheard.voices.queries import Found

from .voice_columns import FREE, OBSERVED, name

MOST = 100
LEAD = "This looks through the child’s rounds: answers, and what people added, as far as you may read them."
NOTHING = "These words stand in nothing that you may read here."


@dataclass(frozen=True)
class Place:
    """Where the words stand."""

    what: str
    words: str
    who: str
    observed: str
    link: Link


@dataclass(frozen=True)
class FindPage:
    """The page."""

    title: str
    heading: str
    caption: str
    back: Link
    lead: str
    form: FindSaidForm
    button: str
    says: str
    places: tuple[Place, ...]


def find(*, viewer, child, form: FindSaidForm, on: date) -> FindPage:
    """The form, and once it is filled in what was found, the latest first."""
    asked = form.is_bound and form.is_valid()
    words = form.cleaned_data["words"] if asked else ""
    found = queries.find_said(viewer=viewer, child=child, words=words, on=on) if asked else ()
    people = accounts.names({one.said_by for one in found} - {"child"})
    names = FREE | {one.key: one.name for one in queries.categories(on=on)} if found else FREE
    return FindPage(
        title="Find words in what people said",
        heading="Find words in what people said",
        caption=child.now.name or NAME_NOT_RECORDED,
        back=Link("Back to what people say", reverse("desk:voices", args=[child.public_id])),
        lead=LEAD,
        form=form,
        button="Find",
        says=_says(len(found)) if asked else "",
        places=tuple(_place(one, people, names) for one in found[:MOST]),
    )


def _says(number: int) -> str:
    if not number:
        return NOTHING
    more = f" The latest {MOST} are shown: look for more words to find fewer." if number > MOST else ""
    return f"Found in {count(number, 'place')}.{more}"


def _place(one: Found, people: Mapping[str, str], names: Mapping[str, str]) -> Place:
    return Place(
        what=names.get(one.what, capital(one.what)),
        words=one.words,
        who=f"{name(one.said_by, people)}, {short(one.said_on)}",
        observed=OBSERVED if one.observed else "",
        link=Link(f"The round of {short(one.now.opened_on)}", reverse("desk:round", args=[one.now.public_id])),
    )
