"""Recording a visit: what is known is filled in with its source, and only the rest is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from seenheard.desk.forms.visiting import PartForm, WholeForm
from seenheard.desk.labels import label, source_words
from seenheard.desk.presenters.duties import NAME_NOT_RECORDED, age_words
from seenheard.desk.presenters.to_do import Worry, worries_of
from seenheard.duties import queries as duties_queries
from seenheard.record import queries as record_queries
from seenheard.timescales.domain.events import VISITS
from seenheard.ui.dates import clock_time, long, short
from seenheard.ui.parts import Link, Row
from seenheard.ui.words import capital, count, join_and

BEFORE = "home before"
MOVED_LATELY = timedelta(days=60)
ELSEWHERE = (
    ("school", "At school or nursery"),
    ("out", "Out somewhere"),
    ("office", "At our office"),
    ("other", "Elsewhere"),
)


@dataclass(frozen=True)
class KnownOf:
    """What need not be asked of one child."""

    child: object
    name: str
    facts: tuple[Row, ...]
    left_home_on: date | None
    others: tuple[record_queries.Sibling, ...]


@dataclass(frozen=True)
class PartOfPage:
    """One child's part of the form."""

    name: str
    known: tuple[Row, ...]
    form: PartForm


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
    problems: tuple[tuple[str, str], ...]
    form: WholeForm
    parts: tuple[PartOfPage, ...]
    also: tuple[Also, ...]
    keep: str
    saved: str
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


def known_of(*, viewer, child, on: date) -> KnownOf:
    """The child, where it lives and since when, and the brothers and sisters whom this viewer sees."""
    whole = record_queries.whole_child(viewer=viewer, child=child, on=on)
    life = record_queries.life(viewer=viewer, child=child, on=on)
    left = [one.on for one in life.history.happenings if one.kind == "placement_ended" and one.on <= on]
    latest = max(left, default=None)
    status = whole.status
    lives = [whole.area or "", label("PLACE", status.place_code) if status.place_code else ""]
    since = f"since {short(status.placed_since_on)}" if status.placed_since_on else ""
    home = ", ".join(filter(None, (*lives, since)))
    facts = (
        Row("Age", capital(age_words(whole, on))),
        *((Row("Lives", home, f"From {_sources(whole)}."),) if home else ()),
        *((Row("Language", whole.language),) if whole.language else ()),
        *((Row("Interpreter", "Needed"),) if whole.interpreter else ()),
    )
    return KnownOf(
        child=child,
        name=whole.name or NAME_NOT_RECORDED,
        facts=facts,
        left_home_on=latest if latest and latest > on - MOVED_LATELY else None,
        others=whole.siblings,
    )


def _sources(whole) -> str:
    return join_and(source_words(source) for source in whole.sources)


def places(known: Sequence[KnownOf], *, also: str | None = None) -> tuple[tuple[str, str], ...]:
    """Where a visit may have been; where a child lived before only if it moved lately, or if it stands so (`also`)."""
    moved = [one.left_home_on for one in known if one.left_home_on]
    before: tuple[tuple[str, str], ...] = ()
    if moved:
        before = ((BEFORE, f"Where they lived until {short(max(moved))}"),)
    elif also == BEFORE:
        before = ((BEFORE, place_words(BEFORE)),)
    return (("home", "Where the child lives"), *before, *ELSEWHERE)


def place_words(place: str | None) -> str:
    """Where a visit was, in words."""
    words = {"home": "Where the child lived", BEFORE: "Where the child lived before", **dict(ELSEWHERE)}
    return words.get(place or "", "")


def visit(*, draft, known: Sequence[KnownOf], whole: WholeForm, parts: Sequence[PartForm], on: date) -> VisitPage:
    """The form, as far as it is filled in."""
    here = {str(one.child.public_id) for one in known}
    also = {str(one.public_id): one for each in known for one in each.others if str(one.public_id) not in here}
    said = [(of, part) for of, part in zip(known, parts, strict=True)]
    several = len(known) > 1
    problems = [*whole.problems] if whole.is_bound else []
    for of, part in said:
        if part.is_bound:
            problems += [(f"{of.name}: {text}" if several else text, where) for text, where in part.problems]
    return VisitPage(
        title="Record a visit",
        heading="Record a visit",
        caption=join_and(one.name for one in known),
        back=Link("Back to the child", reverse("desk:child", args=[known[0].child.public_id])),
        problems=tuple(problems),
        form=whole,
        parts=tuple(PartOfPage(of.name, of.facts, part) for of, part in said),
        also=tuple(Also(key, f"{one.name or NAME_NOT_RECORDED} ({one.why})") for key, one in also.items()),
        keep=reverse("desk:visit_keep", args=[draft.public_id]),
        saved=f"Kept on the server at {clock_time(draft.saved_at)}.",
        public_ids=(*here, *also),
    )


def done(*, viewer, children: Sequence, key: str, on: date) -> DonePage:
    """What follows from the visit, child by child."""
    return DonePage(
        title="Visit recorded",
        heading="The visit is recorded",
        caption=long(on),
        back=Link("Back to my work", reverse("desk:my_work")),
        children=tuple(_done(viewer, child, key, on) for child in children),
        public_ids=tuple(str(child.public_id) for child in children),
    )


def _done(viewer, child, key: str, on: date) -> DoneOf:
    owed = duties_queries.clocks_of_child(viewer=viewer, child=child, on=on)
    coming = [_act_by(one.clock) for one in owed if not one.clock.ended_on and VISITS & _meets(one.rule)]
    soonest = min(filter(None, coming), default=None)
    raised = [one for one in worries_of(viewer=viewer, child=child, on=on) if not one.answered]
    return DoneOf(
        name=child.now.name or NAME_NOT_RECORDED,
        url=reverse("desk:child", args=[child.public_id]),
        worries=tuple(raised),
        next_visit=f"The next visit is due by {long(soonest)}." if soonest else "",
        book=Link("Book the next visit", reverse("desk:book", args=[child.public_id])),
    )


def _act_by(clock) -> date | None:
    return min((day for day in (clock.due_on, clock.local_due_on) if day), default=None)


def _meets(rule) -> frozenset[str]:
    return frozenset(pattern.kind for pattern in rule.met_when)


def words_after(number: int) -> str:
    """What the message says."""
    return f"The visit to {count(number, 'child', 'children')} is recorded."
