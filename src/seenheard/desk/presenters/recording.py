"""Recording that something happened: which kind, then one short form that asks nothing that is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.desk.forms.recording import EventForm, Known
from seenheard.desk.labels import source_words
from seenheard.desk.permissions import can_see_a_team
from seenheard.desk.presenters.allocating import from_lists, may_say
from seenheard.desk.presenters.duties import NAME_NOT_RECORDED
from seenheard.duties import queries as duties_queries
from seenheard.duties.domain.causes import act_by_on
from seenheard.duties.queries import LOOK_AHEAD
from seenheard.record import queries as record_queries
from seenheard.record.domain.happenings import Happening
from seenheard.timescales.domain.event_words import GROUPS, asked, beginnings, kind_words
from seenheard.timescales.domain.events import ENDINGS, KINDS, ONLY_IN_FILES, VISITS, WHICH
from seenheard.timescales.domain.standing import is_open
from seenheard.ui.dates import short
from seenheard.ui.parts import Link, Row
from seenheard.ui.words import join_and

# Told by a visit or by the day it was written up.
NOT_HERE = VISITS | ONLY_IN_FILES | {"visit_written_up", "address_protection_confirmed", "address_protection_ended"}
# Kinds with a page of their own.
OWN_PAGE = {"address_protected": "desk:protect_address"}
PRESSING_MOST = 6
KEPT = "Your name and the time are kept with it. If a file tells of the same, both are kept as one."
SAID = {
    "worker_allocated": "Whoever you choose, and everybody in the team, sees the child’s record from that day. ",
    "reviewing_officer_named": "What a reviewing officer has to do for this child is then on their list alone. ",
    "worker_left": "Whoever left no longer sees the child’s record, unless their team has the child. ",
}
OFFERED = {group: tuple(kind for kind in kinds if kind not in NOT_HERE) for group, kinds in GROUPS.items()}


@dataclass(frozen=True)
class Group:
    """A heading and the kinds under it."""

    name: str
    kinds: tuple[Link, ...]


@dataclass(frozen=True)
class Choose:
    """The page on which one says what happened."""

    title: str
    heading: str
    caption: str
    back: Link
    visit: Link
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class EventPage:
    """The page of the form."""

    title: str
    heading: str
    caption: str
    back: Link
    known: tuple[Row, ...]
    form: EventForm
    button: str
    said: str
    links: tuple[Link, ...] = ()


def choose(*, viewer, child, on: date) -> Choose:
    """What would meet a duty that presses now, then every kind, under the headings of a child's life."""
    pressing = _pressing(viewer, child, on)
    first = (Group("What is owed now", tuple(_link(child, kind) for kind in pressing)),) if pressing else ()
    return Choose(
        title="Record something",
        heading="What happened?",
        caption=child.now.name or NAME_NOT_RECORDED,
        back=Link("Back to the child", reverse("desk:child", args=[child.public_id])),
        visit=Link("A visit", reverse("desk:visit_start", args=[child.public_id])),
        groups=(
            *first,
            *_offered(viewer, child),
        ),
    )


def _offered(viewer, child):
    for name, kinds in OFFERED.items():
        if links := tuple(_link(child, kind) for kind in kinds if may_say(viewer, kind)):
            yield Group(name, links)


def _pressing(viewer, child, on: date) -> tuple[str, ...]:
    """The kinds that would meet a duty that is late or due within four weeks, the most pressing first."""
    owed = duties_queries.clocks_of_child(viewer=viewer, child=child, on=on)
    pressing = [one for one in owed if is_open(one.clock, on) and (act_by_on(one.clock) or date.max) <= on + LOOK_AHEAD]
    kinds = [pattern.kind for one in pressing for pattern in one.rule.met_when if is_offered(pattern.kind, viewer)]
    return tuple(dict.fromkeys(kinds))[:PRESSING_MOST]


def _link(child, kind: str) -> Link:
    if kind in OWN_PAGE:
        return Link(kind_words(kind), reverse(OWN_PAGE[kind], args=[child.public_id]))
    return Link(kind_words(kind), reverse("desk:record_event", args=[child.public_id, kind]))


def is_offered(kind: str, viewer) -> bool:
    """Whether this person records this kind here."""
    return kind not in OWN_PAGE and any(kind in kinds for kinds in OFFERED.values()) and may_say(viewer, kind)


def event(*, viewer, child, kind: str, form: EventForm, known: Mapping[str, tuple[Known, ...]]) -> EventPage:
    """The form for one kind."""
    return EventPage(
        title="Record something",
        heading=kind_words(kind),
        caption=child.now.name or NAME_NOT_RECORDED,
        back=Link("Back to what happened", reverse("desk:record", args=[child.public_id])),
        known=tuple(_known(kind, known)),
        form=form,
        button="Record it all the same" if form.strange else "Record it",
        said=SAID.get(kind, "") + KEPT,
        links=_links(viewer, kind),
    )


def _links(viewer, kind: str) -> tuple[Link, ...]:
    """What belongs in a supervision, for whoever answers for the work of others."""
    if kind != "supervision_held" or not can_see_a_team(viewer):
        return ()
    return (Link("For supervision: differences that form a pattern", reverse("desk:team_patterns")),)


def _known(kind: str, known: Mapping[str, tuple[Known, ...]]):
    for fact, choices in known.items():
        if len(choices) == 1 and kind not in WHICH.get(fact, (kind,)):
            yield Row(asked(kind, fact).removeprefix("Which ").removesuffix("?").capitalize(), choices[0].words)


def known_of(*, viewer, child, kind: str, on: date) -> dict[str, tuple[Known, ...]]:
    """Which plan, placement, referral … the kind may be about: those not ended, the latest first. And the people and
    teams to choose from, where it is about one."""
    listed = from_lists(viewer=viewer, child=child, kind=kind, on=on)
    facts = [fact for fact in WHICH if fact in KINDS[kind]]
    if not facts:
        return listed
    happened = record_queries.life(viewer=viewer, child=child, on=on).history.happenings
    return listed | {fact: _choices(fact, kind, happened, on) for fact in facts}


def _choices(fact: str, kind: str, happened: tuple[Happening, ...], on: date) -> tuple[Known, ...]:
    begun = [one for one in happened if one.kind in beginnings(fact, kind) and one.facts.get(fact) and one.on <= on]
    ended = {one.facts.get(fact) for one in happened if ENDINGS.get(one.kind) == fact and one.on <= on}
    current = [one for one in begun if one.facts[fact] not in ended] or begun
    listed = {str(one.facts[fact]): _words(one) for one in reversed(current)}
    return tuple(Known(value, words) for value, words in listed.items())


def _words(one: Happening) -> str:
    return f"{kind_words(one.kind)}, {short(one.on)} (from {join_and(map(source_words, one.sources))})"
