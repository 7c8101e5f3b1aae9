"""What worries somebody, what is to be done about it, and what is booked: for one child, each with who and by when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from seenheard.accounts import queries as accounts
from seenheard.desk.forms.to_do import BOOKABLE
from seenheard.desk.presenters.duties import NAME_NOT_RECORDED
from seenheard.record import queries as record_queries
from seenheard.timescales.domain.events import VISITS
from seenheard.ui.dates import from_today, long, short
from seenheard.ui.forms import Form
from seenheard.ui.parts import Link, Row

BOOKED, CANNOT_BE_MET, SOMETHING = "booked", "cannot be met", "Something booked"
TWICE = "This is booked more than once: take back what does not hold."
SOMEBODY = "somebody who has left"
OF_A_VISIT = VISITS | {"adviser_visit_made", "private_fostering_visit_made"}


@dataclass(frozen=True)
class Worry:
    """Something that was raised, and what became of it."""

    words: str
    raised: str
    answered: bool
    answer: Link | None
    said: str


@dataclass(frozen=True)
class ToDo:
    """Something to be done, or done."""

    words: str
    when: str
    who: str
    late: bool
    outcome: str
    url: Link | None


@dataclass(frozen=True)
class Booked:
    """Something that stands in the diary, or cannot."""

    words: str
    when: str
    why: str
    cancel: Link


@dataclass(frozen=True)
class ToDoPage:
    """The page."""

    title: str
    heading: str
    caption: str
    back: Link
    worries: tuple[Worry, ...]
    open: tuple[ToDo, ...]
    done: tuple[ToDo, ...]
    booked: tuple[Booked, ...]
    add: Link
    book: Link
    explain: Link


@dataclass(frozen=True)
class FormPage:
    """A page with one form about a child."""

    title: str
    heading: str
    caption: str
    back: Link
    rows: tuple[Row, ...]
    form: Form
    button: str
    instead: Link | None


def to_do(*, viewer, child, on: date) -> ToDoPage:
    """The page for one child."""
    actions = record_queries.actions(viewer=viewer, child=child, on=on)
    names = accounts.names(row.owned_by for row in actions)
    lines = [_to_do(child, row, names, on) for row in actions]
    return ToDoPage(
        title="Worries, actions and bookings",
        heading="Worries, actions and bookings",
        caption=child.now.name or NAME_NOT_RECORDED,
        back=Link("Back to the child", reverse("desk:child", args=[child.public_id])),
        worries=worries_of(viewer=viewer, child=child, on=on),
        open=tuple(line for line, row in zip(lines, actions, strict=True) if not row.done_on),
        done=tuple(line for line, row in zip(lines, actions, strict=True) if row.done_on),
        booked=_all_booked(child, record_queries.bookings_to_settle(viewer=viewer, child=child, on=on), on),
        add=Link("Add an action", reverse("desk:add_action", args=[child.public_id])),
        book=Link("Book something", reverse("desk:book", args=[child.public_id])),
        explain=cannot_be_done(child),
    )


def worries_of(*, viewer, child, on: date) -> tuple[Worry, ...]:
    """Everything that was raised of the child: what nobody has answered first."""
    issues = record_queries.issues(viewer=viewer, child=child, on=on)
    by = {one.key: one.by for one in record_queries.following(viewer=viewer, child=child, on=on).raised}
    names = accounts.names(by.values())
    ordered = sorted(issues, key=lambda one: one.answered)
    return tuple(_worry(child, one, names.get(by.get(one.key, ""), SOMEBODY)) for one in ordered)


def _worry(child, one: record_queries.IssueOf, who: str) -> Worry:
    answer = Link("Decide what follows", reverse("desk:answer", args=[child.public_id, one.key]))
    none = f"No action is needed: {one.no_action_why}" if one.no_action_why else "An action follows from it."
    return Worry(
        words=one.words,
        raised=f"Raised on {short(one.raised_on)} by {who}.",
        answered=one.answered,
        answer=None if one.answered else answer,
        said=none if one.answered else "Nobody has decided yet what follows.",
    )


def _to_do(child, row: Any, names: Mapping[str, str], on: date) -> ToDo:
    done, who = row.done_on, names.get(row.owned_by, SOMEBODY)
    when = f"Done on {short(done)}" if done else f"By {long(row.due_on)}, {from_today(row.due_on, on)}"
    return ToDo(
        words=row.words,
        when=when,
        who=f"{who} answers for it.",
        late=not done and row.due_on < on,
        outcome=row.outcome or "",
        url=None if done else Link("Finish or change it", reverse("desk:action", args=[child.public_id, row.row_key])),
    )


def _all_booked(child, rows: Sequence[Any], on: date) -> tuple[Booked, ...]:
    """Each booking; of those that stand more than once, each says so: one may have been forgotten."""
    times = Counter(row.kind for row in rows if row.state == BOOKED)
    return tuple(_booked(child, row, on, again=row.state == BOOKED and times[row.kind] > 1) for row in rows)


def _booked(child, row: Any, on: date, *, again: bool) -> Booked:
    cannot = row.state == CANNOT_BE_MET
    day = f"{long(row.planned_on)}, {from_today(row.planned_on, on)}"
    booked = (
        f"Was booked for {day}: record what happened, or take it back" if row.planned_on < on else f"Booked for {day}"
    )
    return Booked(
        words=BOOKABLE.get(row.kind, SOMETHING),
        when=f"Cannot be done by {day}" if cannot else booked,
        why=row.why or (TWICE if again else ""),
        cancel=Link("Take it back", reverse("desk:cancel_booking", args=[child.public_id, row.row_key])),
    )


def which(row: Any) -> Row:
    """Of several that stand, the one that is meant: what it is for, and its day."""
    cannot = "Cannot be done by" if row.state == CANNOT_BE_MET else "For"
    return Row("What is booked", BOOKABLE.get(row.kind, SOMETHING), f"{cannot} {long(row.planned_on)}.")


def booking_note(kinds: Iterable[str], bookings: Iterable[Any]) -> str:
    """What stands in the diary for a duty that such happenings would meet: "Booked for 7 April 2026." """
    kinds = frozenset(kinds)
    wanted = kinds | ({"visit"} if kinds & OF_A_VISIT else frozenset())
    rows = [row for row in bookings if row.kind in wanted]
    for row in rows:
        if row.state == BOOKED:
            return f"Booked for {short(row.planned_on)}."
    return next((f"Said ahead that it cannot be met: {row.why}" for row in rows), "")


def form_page(
    *,
    child,
    heading: str,
    form: Form,
    button: str,
    rows: tuple[Row, ...] = (),
    back: Link | None = None,
    instead: Link | None = None,
) -> FormPage:
    """One form about a child. `instead`: where to go who wants to say something else."""
    to_do = Link("Back to worries, actions and bookings", reverse("desk:to_do", args=[child.public_id]))
    return FormPage(
        title=heading,
        heading=heading,
        caption=child.now.name or NAME_NOT_RECORDED,
        back=back or to_do,
        rows=rows,
        form=form,
        button=button,
        instead=instead,
    )


def cannot_be_done(child) -> Link:
    """Where somebody says that a duty cannot be done in time, or is late, and why."""
    return Link("It cannot be done in time, or is late: say why", reverse("desk:explain", args=[child.public_id]))


def owners(*, viewer, now: str = "", child=None, kept_from: str = "") -> tuple[tuple[str, str], ...]:
    """Who may own an action: oneself first, then those one works with, and whoever owns it `now`. Nobody new from whom
    the `child` keeps what it is about (`kept_from`, as the action has it)."""
    people = accounts.works_with(viewer)
    told = record_queries.who_may_know(people, child, kept_from.split()) if kept_from else people
    others = {str(one.public_id): one.name for one in told}
    if now and now != str(viewer.public_id):
        others = {now: accounts.names([now]).get(now, SOMEBODY)} | others
    return ((str(viewer.public_id), f"{viewer.name} (you)"), *others.items())
