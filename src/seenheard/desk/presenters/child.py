"""The child's page: who, what is owed, where, with whom, and the latest of the story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.desk.labels import label, source_words
from seenheard.desk.presenters import story as story_presenter
from seenheard.desk.presenters.duties import NAME_NOT_RECORDED, age_words, child_line
from seenheard.desk.presenters.owed import OwedToChild, owed_to_child
from seenheard.record import queries as record_queries
from seenheard.ui.dates import age, short
from seenheard.ui.parts import Cell, ChildLine, Link, Moment, Row
from seenheard.ui.words import capital, count, join_and

LATEST = 8  # of the story
NOT_RECORDED = "not recorded"


@dataclass(frozen=True)
class First:
    """Something to know before anything else on the page."""

    heading: str
    text: str


@dataclass(frozen=True)
class ChildPage:
    """The page."""

    title: str
    heading: str
    caption: str
    back: Link
    lead: str
    first: tuple[First, ...]
    owed: OwedToChild
    due_dates: Link
    who: tuple[Row, ...]
    differs_head: tuple[str, ...]
    differs: tuple[tuple[str, ...], ...]
    siblings: tuple[ChildLine, ...]
    siblings_said: str
    home: tuple[Row, ...]
    address: Link | None
    status: tuple[Row, ...]
    people_head: tuple[str, ...]
    people: tuple[tuple[str | Cell, ...], ...]
    latest: tuple[Moment, ...]
    story: Link
    sources: str


def child(*, viewer, child, on: date, asked) -> ChildPage:
    """Everything about one child that this viewer may see, as the record stands on the day."""
    whole = record_queries.whole_child(viewer=viewer, child=child, on=on)
    happened = story_presenter.happenings(viewer=viewer, child=child, on=on)
    latest = happened[: -LATEST - 1 : -1]
    return ChildPage(
        title="A child",
        heading=whole.name or NAME_NOT_RECORDED,
        caption=capital(age_words(whole, on)),
        back=Link("Back to my work", reverse("desk:my_work")),
        lead=_lead(whole, on),
        first=tuple(_first(whole)),
        owed=owed_to_child(viewer=viewer, child=child, on=on, asked=asked),
        due_dates=Link("See them side by side", reverse("desk:due_dates")),
        who=_who(whole, on),
        differs_head=("What", "Source", "It says"),
        differs=tuple((field, capital(source_words(source)), value) for field, source, value in whole.differs),
        siblings=tuple(child_line(one, on) for one in whole.siblings),
        siblings_said=_siblings_said(whole),
        home=_home(whole),
        address=_address_press(whole, child),
        status=_status(whole, on),
        people_head=("Name", "Role", "Team", "Since"),
        people=tuple(_person(one) for one in whole.people),
        latest=tuple(story_presenter.moments(latest, child=child, viewer=viewer, on=on)),
        story=Link(_story_words(len(happened)), reverse("desk:story", args=[child.public_id])),
        sources=_sources(whole),
    )


def _lead(whole, on: date) -> str:
    """Why we know the child, in one sentence."""
    since = (
        ("looked after", whole.looked_after_since_on),
        ("on a child protection plan", whole.protection_plan_since_on),
        ("in need", whole.in_need_since_on),
    )
    said = [f"{words} since {short(day)}" for words, day in since if day]
    said += ["a care leaver"] if whole.care_leaver else []
    return f"{capital(join_and(said))}." if said else "Not open to us now, as far as is recorded."


def _first(whole):
    if whole.protected_address:
        yield First("Who must not know where the child lives", f"{capital(whole.protected_address)}.")
    if whole.missing_since_on:
        yield First("Missing", f"Missing since {short(whole.missing_since_on)}, and no return is recorded.")
    if whole.died_on:
        yield First("This child has died", f"On {short(whole.died_on)}.")


def _who(whole, on: date) -> tuple[Row, ...]:
    return (
        Row("Name used", whole.name_used or NOT_RECORDED),
        Row("Full name", whole.full_name or NOT_RECORDED),
        _birth(whole, on),
        Row("Sex", _coded("SEX", whole.sex)),
        Row("Gender", whole.gender or NOT_RECORDED),
        Row("Ethnicity", _coded("ETHNIC", whole.ethnicity)),
        Row("Language", whole.language or NOT_RECORDED),
        Row("Interpreter", {True: "Needed", False: "Not needed"}.get(whole.interpreter, NOT_RECORDED)),
        Row("Communication", whole.communication or NOT_RECORDED),
        Row("Nationality", whole.nationality or NOT_RECORDED),
        Row("Disability", tuple(_coded("DISABILITY", code) for code in whole.disabilities) or NOT_RECORDED),
        Row("Immigration status", whole.immigration or NOT_RECORDED),
        Row("Numbers", tuple(f"{_NUMBERS.get(kind, kind)}: {value}" for kind, value in whole.identifiers)),
    )


_NUMBERS = {
    "la_child_id": "The council’s own",
    "upn": "Unique pupil number",
    "former_upn": "Former unique pupil number",
    "legacy_id": "In the system before",
    "single_unique_id": "Single unique identifier",
}


def _birth(whole, on: date) -> Row:
    if whole.born_on:
        note = "This date is an estimate." if whole.born_estimated else ""
        return Row("Born", f"{short(whole.born_on)}, {age(whole.born_on, on)} old", note)
    if whole.expected_on:
        return Row("Born", f"Not yet born: expected {short(whole.expected_on)}")
    return Row("Born", NOT_RECORDED)


def _siblings_said(whole) -> str:
    if not whole.siblings and not whole.siblings_hidden:
        return "No brother or sister is recorded."
    if whole.siblings_hidden:
        return f"{capital(count(whole.siblings_hidden, 'more'))} whose file you may not open."
    return ""


def _home(whole) -> tuple[Row, ...]:
    placed = _coded("PLACE", whole.place_code) if whole.place_code else "At home, or not recorded"
    return (
        Row("Area", whole.area or NOT_RECORDED, "The first part of the postcode."),
        Row("Placement", placed),
        Row("Provider", _coded("PLACE_PROVIDER", whole.provider_code)),
        Row("There since", short(whole.placed_since_on)),
    )


def _address_press(whole, child) -> Link | None:
    if not whole.has_address:
        return None
    return Link("Show the full address", reverse("desk:address", args=[child.public_id]))


def _status(whole, on: date) -> tuple[Row, ...]:
    return (
        Row("Legal status", _coded("LS", whole.legal_code), _since(whole.legal_since_on)),
        Row("Looked after", _since(whole.looked_after_since_on) or "No"),
        Row("Child protection plan", _since(whole.protection_plan_since_on) or "No"),
        Row("Child in need", _since(whole.in_need_since_on) or "No"),
        Row("Care leaver", "Yes" if whole.care_leaver else "No"),
    )


def _since(day: date | None) -> str:
    return f"Since {short(day)}" if day else ""


def _person(one) -> tuple[str | Cell, ...]:
    name = one.name or "Name not recorded"
    return (
        name,
        capital(label("ROLE", one.role)) if one.role else NOT_RECORDED,
        one.team_name or "",
        short(one.from_on),
    )


def _coded(code_list: str, code: str | None) -> str:
    return capital(label(code_list, code)) if code else NOT_RECORDED


def _story_words(number: int) -> str:
    return f"Read the whole story: {count(number, 'thing')} recorded" if number else "Open the story"


def _sources(whole) -> str:
    return (
        f"This page is drawn from {join_and(source_words(source) for source in whole.sources)}."
        if whole.sources
        else ""
    )


@dataclass(frozen=True)
class AddressPage:
    """The page that one press opens."""

    title: str
    heading: str
    caption: str
    back: Link
    protected: str
    rows: tuple[Row, ...]
    said: str


def address(*, viewer, child, on: date) -> AddressPage:
    """The full address the child lives at now."""
    found = record_queries.address_of(viewer=viewer, child=child, on=on)
    whole = record_queries.children_now(viewer=viewer, on=on, child_ids=[child.pk]).get()
    return AddressPage(
        title="An address",
        heading="Where the child lives",
        caption=whole.name or NAME_NOT_RECORDED,
        back=Link("Back to the child", reverse("desk:child", args=[child.public_id])),
        protected=f"{capital(found.protected)}." if found and found.protected else "",
        rows=_address_rows(found) if found else (),
        said="That you have read this address is written down. It is shown once: to see it again, press again.",
    )


def _address_rows(found) -> tuple[Row, ...]:
    return (
        Row("Address", found.lines or NOT_RECORDED),
        Row("Postcode", found.postcode or NOT_RECORDED),
        Row("Since", short(found.from_on)),
    )
