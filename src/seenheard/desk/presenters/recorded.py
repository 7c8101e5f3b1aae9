"""What was recorded here of a child: every event and visit as it stands, to be corrected or taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from seenheard.accounts import queries as accounts
from seenheard.desk.presenters.duties import NAME_NOT_RECORDED
from seenheard.desk.presenters.late import recorded_late
from seenheard.desk.presenters.to_do import SOMEBODY, worries_of
from seenheard.desk.presenters.visiting import place_words
from seenheard.duties.queries.explained import said_of_child
from seenheard.record import queries as record_queries
from seenheard.record.domain.days import day_of
from seenheard.record.domain.protecting import NAMED, PROTECTING
from seenheard.record.queries import staff
from seenheard.timescales import queries as timescales_queries
from seenheard.timescales.domain.event_words import asked, kind_words
from seenheard.timescales.domain.events import CHOICES, KINDS
from seenheard.ui.dates import long
from seenheard.ui.forms import Form
from seenheard.ui.parts import Link, Row
from seenheard.ui.words import capital

UNREGISTERED = "No social work registration of the visitor was on record on that day."


@dataclass(frozen=True)
class Recorded:
    """One thing that was recorded here, in full."""

    what: str
    when: str
    rows: tuple[Row, ...]
    who: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class RecordedPage:
    """The page."""

    title: str
    heading: str
    caption: str
    back: Link
    lead: str
    recorded: tuple[Recorded, ...]
    taken_back: tuple[Link, ...]


@dataclass(frozen=True)
class CorrectPage:
    """The page with the form as it was sent, to be put right."""

    title: str
    heading: str
    caption: str
    back: Link
    problems: tuple[tuple[str, str], ...]
    now: tuple[Row, ...]
    forms: tuple[Form, ...]
    button: str


def recorded(*, viewer, child, on: date) -> RecordedPage:
    """Everything that people recorded here of one child, newest first; what was taken back by name."""
    visits = record_queries.visits(viewer=viewer, child=child, on=on)
    events = record_queries.events(viewer=viewer, child=child, on=on)
    first = record_queries.first_recorded(viewer=viewer, child=child, on=on)
    versions = record_queries.versions(viewer=viewer, child=child, on=on)
    names = accounts.names(
        {*(row.recorded_by for row in visits), *(one.recorded_by for one in events)}
        | {row.made_by for row in visits}
        | {who for who, _ in first.values()}
    )
    changed = {one: _versions_link(child, one) for one, rows in versions.items() if len(rows) > 1}
    dated = [(row.visited_on, _visit(child, row, _Who(names, first), changed)) for row in visits]
    dated += [(one.on, _event(child, one, _Who(names, first), changed)) for one in events]
    dated += _worries(viewer, child, changed, on)
    dated += _reasons(viewer, child, on)
    return RecordedPage(
        title="Recorded here",
        heading="Recorded here",
        caption=child.now.name or NAME_NOT_RECORDED,
        back=Link("Back to the child", reverse("desk:child", args=[child.public_id])),
        lead="What files tell is not shown on this page: it is in the story so far.",
        recorded=tuple(one for _, one in sorted(dated, key=lambda pair: pair[0], reverse=True)),
        taken_back=tuple(_taken_back(child, one, rows[-1]) for one, rows in versions.items() if rows[-1].withdrawn),
    )


def visit_now(row: Any, names: Mapping[str, str] | None = None) -> tuple[Row, ...]:
    """A visit as it stands, line by line."""
    if names is None:
        names = accounts.names([row.made_by])
    said = (
        ("Day", long(row.visited_on)),
        ("Who went", names.get(row.made_by, SOMEBODY)),
        ("Seen", _yes_no(row.seen, row.why_not_seen)),
        ("Seen alone", _yes_no(row.seen_alone, row.why_not_alone)),
        ("Where", place_words(row.place)),
        ("Bedroom seen", _yes_no(row.bedroom_seen, None)),
        ("What the child said", row.said),
        ("What was noticed", row.noticed),
        ("Who went too", row.made_with),
        ("Kept although it is strange, because", row.kept_why),
    )
    return tuple(Row(key, value) for key, value in said if value)


def _worries(viewer, child, changed: Mapping, on: date) -> list[tuple[date, Recorded]]:
    """What worries somebody: what was raised, and what followed; it is answered on the page of worries."""
    issues = record_queries.issues(viewer=viewer, child=child, on=on)
    said = worries_of(viewer=viewer, child=child, on=on)
    words = {one.key: worry for one, worry in zip(sorted(issues, key=lambda one: one.answered), said, strict=True)}
    to_do = Link("Worries, actions and bookings", reverse("desk:to_do", args=[child.public_id]))
    return [
        (
            one.raised_on,
            Recorded(
                what="Worry",
                when=long(one.raised_on),
                rows=(Row("What worries", one.words), Row("What follows", words[one.key].said)),
                who=words[one.key].raised,
                links=_also(changed, "issue", one.key, words[one.key].answer or to_do),
            ),
        )
        for one in issues
    ]


def _reasons(viewer, child, on: date) -> list[tuple[date, Recorded]]:
    """Why duties are late, each reason that was ever said: a later one takes its place beside the duty, not here."""
    rules = timescales_queries.rules()
    return [
        (
            day_of(said.at),
            Recorded(
                what="Why something is late, or cannot be done in time",
                when=long(day_of(said.at)),
                rows=(
                    Row("Duty", rules[rule].title if rule in rules else rule),
                    Row("Which began on", long(date.fromisoformat(key[: len("2026-03-31")]))),
                    Row("Why", said.why),
                ),
                who=f"Said by {said.name or SOMEBODY}.",
                links=(),
            ),
        )
        for rule, key, said in said_of_child(viewer=viewer, child=child, on=on)
    ]


def _versions_link(child, one: tuple[str, str]) -> Link:
    return Link("What was changed", reverse("desk:recorded_versions", args=[child.public_id, *one]))


def _also(changed: Mapping[tuple[str, str], Link], name: str, key: str, *links: Link) -> tuple[Link, ...]:
    """These links, and the one to earlier versions where there are any."""
    return (*links, changed[name, key]) if (name, key) in changed else links


def _taken_back(child, one: tuple[str, str], row: Any) -> Link:
    """What does not stand any more, by what it was: its page says who took it back and why."""
    name, _ = one
    days = {"event": "happened_on", "visit": "visited_on", "issue": "raised_on"}
    what = kind_words(row.kind) if name == "event" else "Visit" if name == "visit" else "Worry"
    return Link(f"{long(getattr(row, days[name]))}: {what}", _versions_link(child, one).url)


def _visit(child, row: Any, who: _Who, changed: Mapping) -> Recorded:
    return Recorded(
        what="Visit",
        when=long(row.visited_on),
        rows=visit_now(row, who.names)[1:],
        who=who.said(("visit", row.row_key), row.recorded_by, row.version_why, row.visited_on)
        + (f" {UNREGISTERED}" if row.qualified is False else ""),
        links=_also(
            changed,
            "visit",
            row.row_key,
            Link("Correct it", reverse("desk:correct_visit", args=[child.public_id, row.row_key])),
            Link("Take it back", reverse("desk:withdraw", args=[child.public_id, "visit", row.row_key])),
        ),
    )


def event_now(one: record_queries.Typed) -> tuple[Row, ...]:
    """An event as it stands, line by line."""
    facts = [(fact, value) for fact, value in one.facts.items() if fact in KINDS[one.kind] and fact != NAMED]
    people = _people_in(facts)
    rows = tuple(
        Row(asked(one.kind, fact).removesuffix("?"), people.get(value) or _value(fact, value)) for fact, value in facts
    )
    hour = (Row("Time", one.hour),) if one.hour else ()
    return (Row("Day", long(one.on)), *hour, *rows)


def _people_in(facts: list[tuple[str, Any]]) -> dict[str, str]:
    """The names of the workers and teams that an event is about, by the keys it has for them."""
    workers = {value for fact, value in facts if fact == "worker"}
    teams = {value for fact, value in facts if fact == "team"}
    officers = accounts.names(value for fact, value in facts if fact == "officer")
    return officers | (record_queries.worker_names(refs=workers) if workers else {}) | (staff.teams() if teams else {})


def _event(child, one: record_queries.Typed, who: _Who, changed: Mapping) -> Recorded:
    return Recorded(
        what=kind_words(one.kind),
        when=long(one.on),
        rows=event_now(one)[1:],
        who=who.said(("event", one.key), one.recorded_by, one.why, one.on),
        links=_also(
            changed,
            "event",
            one.key,
            *_acts(child, one),
        ),
    )


def _acts(child, one: record_queries.Typed) -> tuple[Link, ...]:
    """What can be done about an event. That an address is protected is corrected and ended on the child's page."""
    if one.kind in PROTECTING:
        return (Link("See where the child lives", reverse("desk:child", args=[child.public_id]) + "#home"),)
    at = [child.public_id, one.key]
    return (
        Link("Correct it", reverse("desk:correct_event", args=at)),
        Link("Take it back", reverse("desk:withdraw", args=[child.public_id, "event", one.key])),
    )


@dataclass(frozen=True)
class _Who:
    """Names by public id, and who recorded each thing first, and when."""

    names: Mapping[str, str]
    first: Mapping[tuple[str, str], tuple[str, datetime]]

    def said(self, key: tuple[str, str], by: str, why: str | None, happened_on: date) -> str:
        """Who recorded it, and whether long after; who corrected it and why, or why something strange was kept."""
        first, at = self.first.get(key, (by, None))
        said = [f"Recorded by {self.names.get(first, SOMEBODY)}.", recorded_late(happened_on, at)]
        if why:
            said.append(f"Corrected by {self.names.get(by, SOMEBODY)}: {why}" if first != by else f"{why.rstrip('.')}.")
        return " ".join(filter(None, said))


def _yes_no(value: bool | None, why: str | None) -> str:
    if value is None:
        return ""
    return "Yes" if value else f"No: {why}" if why else "No"


def _value(fact: str, value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return long(value)
    return CHOICES.get(fact, {}).get(str(value)) or capital(str(value))


def standing(*, viewer, child, name: str, key: str, on: date) -> tuple[tuple[Row, ...], int] | None:
    """One visit or event as it stands, line by line, and its version; None where there is none."""
    if name == "visit":
        visits = record_queries.visits(viewer=viewer, child=child, on=on)
        return next(((visit_now(row), row.id) for row in visits if row.row_key == key), None)
    events = record_queries.events(viewer=viewer, child=child, on=on)
    found = next((one for one in events if one.key == key), None)
    return ((Row("What", kind_words(found.kind)), *event_now(found)), found.version) if found else None


def correct(*, child, heading: str, forms: tuple[Form, ...], now: tuple[Row, ...]) -> CorrectPage:
    """The form again, filled with what stands, and why it is put right.

    `now`: what stands, beside what was typed into the form; somebody may have corrected it meanwhile.
    """
    return CorrectPage(
        title="Correct what was recorded",
        heading=heading,
        caption=child.now.name or NAME_NOT_RECORDED,
        back=Link("Back to what was recorded here", reverse("desk:recorded", args=[child.public_id])),
        problems=tuple(problem for form in forms if form.is_bound for problem in form.problems),
        now=now if any(form.is_bound for form in forms) else (),
        forms=forms,
        button="Keep the correction",
    )
