"""Recording a visit: what is known is filled in with its source, and only the rest is asked."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from seenheard.accounts import queries as accounts
from seenheard.desk.forms.visiting import PartForm, WholeForm
from seenheard.desk.labels import label, source_words
from seenheard.desk.presenters.duties import NAME_NOT_RECORDED, age_words, by_which_day
from seenheard.desk.presenters.to_do import SOMEBODY, Worry, worries_of
from seenheard.duties import queries as duties_queries
from seenheard.duties.domain.causes import act_by_on
from seenheard.record import queries as record_queries
from seenheard.record.permissions import can_record
from seenheard.timescales.domain.events import VISITS
from seenheard.ui.dates import clock_time, long, short
from seenheard.ui.parts import Link, Row
from seenheard.ui.words import capital, count, join_and

BEFORE = "home before"
LEFT_OUT = (
    "A child of this visit is no longer among those you see. What you wrote of that child is kept, and is "
    "neither shown nor sent. If the visit has to be recorded, ask your manager who may."
)
NOBODY_LEFT = (
    "You see no child of this visit any more, so it cannot be sent. What you wrote is kept, and is not shown. If the "
    "visit has to be recorded, ask your manager who may. If not, throw it away below: it is then gone, and nothing is "
    "recorded."
)
MOVED_LATELY = timedelta(days=60)
ELSEWHERE = (
    ("school", "At school or nursery"),
    ("out", "Out somewhere"),
    ("office", "At our office"),
    ("other", "Elsewhere"),
)


@dataclass(frozen=True)
class KnownOf:
    """What need not be asked of one child. `place`: where among the draft's children it stands."""

    place: int
    child: Any
    name: str
    facts: tuple[Row, ...]
    left_home_on: date | None


@dataclass(frozen=True)
class PartOfPage:
    """One child's part of the form."""

    name: str
    known: tuple[Row, ...]
    form: PartForm
    place: int | None  # by which the child can be left out again; None where it is the only one


@dataclass(frozen=True)
class Also:
    """A brother or sister who may have been visited too."""

    public_id: str
    words: str


@dataclass(frozen=True)
class VisitPage:
    """The page of the form."""

    title: str
    heading: str
    caption: str
    back: Link
    left_out: str
    problems: tuple[tuple[str, str], ...]
    form: WholeForm
    version: int
    page: str
    parts: tuple[PartOfPage, ...]
    also: tuple[Also, ...]
    keep: str
    saved: str
    public_ids: tuple[str, ...]


@dataclass(frozen=True)
class LeavingOutPage:
    """The question before a child is left out of whom something is filled in; `filled`: which questions."""

    title: str
    heading: str
    back: Link
    filled: tuple[str, ...]
    sure: str
    button: str
    public_ids: tuple[str, ...]


@dataclass(frozen=True)
class DonePage:
    """The page after: what was recorded, what it raised, and when the next visit is due."""

    title: str
    heading: str
    caption: str
    back: Link
    children: tuple[DoneOf, ...]
    public_ids: tuple[str, ...]


@dataclass(frozen=True)
class DoneOf:
    """One child after the visit."""

    name: str
    url: str
    worries: tuple[Worry, ...]
    next_visit: str
    book: Link


def known_of(*, viewer, children: Mapping[int, Any], on: date) -> tuple[KnownOf, ...]:
    """Each child, by its place in the draft: age, where it lives and since when, how to talk."""
    found = record_queries.at_hand(viewer=viewer, children=list(children.values()), on=on)
    return tuple(_known(place, of, on) for place, of in zip(children, found, strict=True))


def _known(place: int, of: record_queries.AtHand, on: date) -> KnownOf:
    lives = [of.area or "", label("PLACE", of.place_code) if of.place_code else ""]
    since = f"since {short(of.placed_since_on)}" if of.placed_since_on else ""
    home = ", ".join(filter(None, (*lives, since)))
    told = join_and(source_words(source) for source in of.sources)
    facts = (
        Row("Age", capital(age_words(of, on))),
        *((Row("Must not know the address", capital(of.address_protected)),) if of.address_protected else ()),
        *((Row("Lives", home, f"From {told}."),) if home else ()),
        *((Row("Language", of.language),) if of.language else ()),
        *((Row("Interpreter", "Needed"),) if of.interpreter else ()),
    )
    return KnownOf(
        place=place,
        child=of.child,
        name=of.child.now.name or NAME_NOT_RECORDED,
        facts=facts,
        left_home_on=of.left_on if of.left_on and of.left_on > on - MOVED_LATELY else None,
    )


def others_of(*, viewer, known: Sequence[KnownOf], on: date) -> tuple[record_queries.Sibling, ...]:
    """Brothers and sisters of the first child who are not part of the visit yet."""
    if not known:
        return ()
    here = {one.child.public_id for one in known}
    found = record_queries.brothers_and_sisters(viewer=viewer, child=known[0].child, on=on)
    return tuple(one for one in found if one.public_id not in here)


def places(known: Sequence[KnownOf], *, also: str | None = None) -> tuple[tuple[str, str], ...]:
    """Where a visit may have been; where a child lived before only if it moved lately, or if it stands so (`also`)."""
    moved = [one.left_home_on for one in known if one.left_home_on]
    before: tuple[tuple[str, str], ...] = ()
    if moved:
        before = ((BEFORE, f"Where they lived until {short(max(moved))}"),)
    elif also == BEFORE:
        before = ((BEFORE, place_words(BEFORE)),)
    return (("home", "Where the child lives"), *before, *ELSEWHERE)


def who_went(*, viewer, children: Iterable[Any], now: str = "") -> tuple[tuple[str, str], ...]:
    """Who may have made the visit: oneself first, then the people of one's own teams and of those that have the
    children; and whoever is recorded as having gone (`now`)."""
    me = str(viewer.public_id)
    teams = {*viewer.team_refs, *(child.now.team_ref for child in children if child.now.team_ref)}
    others = {str(one.public_id): one.name for one in accounts.active_people_of_teams(teams) if can_record(one)}
    if now and now not in others:
        others[now] = accounts.names([now]).get(now, SOMEBODY)
    return ((me, f"{viewer.name} (you)"), *((who, name) for who, name in others.items() if who != me))


def place_words(place: str | None) -> str:
    """Where a visit was, in words."""
    words = {"home": "Where the child lived", BEFORE: "Where the child lived before", **dict(ELSEWHERE)}
    return words.get(place or "", "")


def visit(
    *, draft, known: Sequence[KnownOf], others, whole: WholeForm, parts: Sequence[PartForm], left_out: int
) -> VisitPage:
    """The form, as far as it is filled in. `left_out`: how many of its children this person no longer sees."""
    said = list(zip(known, parts, strict=True))
    problems = [*whole.problems] if whole.is_bound else []
    for _, part in said:
        problems += part.problems if part.is_bound else ()
    public_ids = [*(one.child.public_id for one in known), *(one.public_id for one in others)]
    first = reverse("desk:child", args=[known[0].child.public_id]) if known else reverse("desk:my_work")
    return VisitPage(
        title="Record a visit",
        heading="Record a visit",
        caption=join_and(one.name for one in known),
        back=Link("Back to the child" if known else "Back to my work", first),
        left_out=(LEFT_OUT if known else NOBODY_LEFT) if left_out else "",
        problems=tuple(problems),
        form=whole,
        version=draft.version,
        page=str(uuid.uuid4()),
        parts=tuple(PartOfPage(of.name, of.facts, part, of.place if len(known) > 1 else None) for of, part in said),
        also=tuple(Also(str(one.public_id), f"{one.name or NAME_NOT_RECORDED} ({one.why})") for one in others),
        keep=reverse("desk:visit_keep", args=[draft.public_id]),
        saved=f"Kept on the server at {clock_time(draft.saved_at)}.",
        public_ids=tuple(map(str, public_ids)),
    )


def leaving_out(draft, known: Sequence[KnownOf], place: int, filled: tuple[str, ...]) -> LeavingOutPage:
    """Which answers go with the child at this place."""
    of = next(one for one in known if one.place == place)
    return LeavingOutPage(
        title="Leave a child out of this visit",
        heading=f"Leave {of.name} out of this visit?",
        back=Link("Back to the visit", reverse("desk:visit", args=[draft.public_id])),
        filled=filled,
        sure=f"out-{place}-sure",
        button=f"Leave {of.name} out, and what is filled in",
        public_ids=(str(of.child.public_id),),
    )


def done(*, viewer, children: Sequence, on: date) -> DonePage:
    """What follows from the visit, child by child."""
    return DonePage(
        title="Visit recorded",
        heading="The visit is recorded",
        caption=long(on),
        back=Link("Back to my work", reverse("desk:my_work")),
        children=tuple(_done(viewer, child, on) for child in children),
        public_ids=tuple(str(child.public_id) for child in children),
    )


def _done(viewer, child, on: date) -> DoneOf:
    owed = duties_queries.clocks_of_child(viewer=viewer, child=child, on=on)
    coming = [
        one.clock for one in owed if not one.clock.ended_on and VISITS & _meets(one.rule) and act_by_on(one.clock)
    ]
    soonest = min(coming, key=lambda clock: act_by_on(clock) or date.max, default=None)
    raised = [one for one in worries_of(viewer=viewer, child=child, on=on) if not one.answered]
    return DoneOf(
        name=child.now.name or NAME_NOT_RECORDED,
        url=reverse("desk:child", args=[child.public_id]),
        worries=tuple(raised),
        next_visit=f"The next visit is due by {by_which_day(soonest, long)}." if soonest else "",
        book=Link("Book the next visit", reverse("desk:book", args=[child.public_id])),
    )


def _meets(rule) -> frozenset[str]:
    return frozenset(pattern.kind for pattern in rule.met_when)


def words_after(number: int) -> str:
    """What the message says."""
    return f"The visit to {count(number, 'child', 'children')} is recorded."
