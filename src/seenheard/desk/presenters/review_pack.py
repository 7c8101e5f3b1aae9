"""The review pack: all that a review of one child needs, since the last one, as one reader may read it.

One paper (`ui.papers`), laid out as page, PDF or DOCX. Rounds stand in it once their columns are open for everybody:
what a manager alone has read by then is not for a paper that is handed round.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from seenheard.accounts import queries as accounts
from seenheard.desk.labels import labels_for
from seenheard.desk.presenters import pack_record, pack_voices, parents, review_report
from seenheard.desk.presenters.duties import NAME_NOT_RECORDED, age_words
from seenheard.desk.presenters.going import going_well
from seenheard.desk.presenters.story import words_of_visits
from seenheard.duties import queries as duties_queries
from seenheard.duties.queries import Owed
from seenheard.record import queries as record_queries
from seenheard.record.domain.accounts import Told
from seenheard.record.domain.spellings import Telling
from seenheard.record.queries import Following
from seenheard.ui.dates import long, moment, span
from seenheard.ui.papers import Paper, Part, Words
from seenheard.ui.papers.paper import QUIET, SAID, STRONG
from seenheard.ui.parts import Link
from seenheard.ui.words import capital, count
from seenheard.voices import queries as voices
from seenheard.voices.queries import RoundNow

FILE = "review-pack"
REVIEWS = frozenset({"care_review_held", "protection_review_held"})
TITLE = "Review pack"
FOR_WHOM = (
    "For those who work with the child, and not to be handed to carers or family: what they may see, a child says."
)
ONLY_TODAY = (
    "As at today. A pack as at an earlier day cannot be made: what people said, and what came of it, is read as it "
    "stands now. Keep the file that was printed for a review."
)
LEFT_OUT = "What was written here may tell a protected address, and is not on this paper. Read it where it was said."


@dataclass(frozen=True)
class PackPage:
    """The page: the paper, and its files."""

    title: str
    heading: str
    caption: str
    back: Link
    files: tuple[Link, ...]
    only_today: str
    record_report: Link | None
    paper: Paper
    shown: str


def page(*, viewer, child, on: date, at: datetime) -> PackPage:
    """The pack on a screen."""
    made, report = _paper_and_report(viewer, child, on, at)
    files = (("pdf", "Print it: PDF"), ("docx", "Work on it: DOCX"))
    return PackPage(
        title=TITLE,
        heading=TITLE,
        caption=_caption(child, on),
        back=Link("Back to the child", reverse("desk:child", args=[child.public_id])),
        files=tuple(Link(text, reverse("desk:review_pack_file", args=[child.public_id, kind])) for kind, text in files),
        only_today=ONLY_TODAY,
        record_report=review_report.to_record(report, child, on),
        paper=made,
        shown=made.foot,
    )


def paper(*, viewer, child, on: date, at: datetime) -> Paper:
    """The pack as this person may read it on this day. Raises NoSuchChild."""
    return _paper_and_report(viewer, child, on, at)[0]


def _paper_and_report(viewer, child, on: date, at: datetime) -> tuple[Paper, Owed | None]:
    told = record_queries.story(viewer=viewer, child=child, on=on)
    since = last_review(told, on)
    lately = [one for one in told if one.happening.on <= on and (since is None or one.happening.on >= since)]
    found = record_queries.following(viewer=viewer, child=child, on=on)
    came = [one for one in voices.said_and_done(viewer=viewer, child=child, on=on) if one.opened]
    plan = voices.plan_of(viewer=viewer, child=child, on=on)
    rounds = voices.rounds_of(viewer=viewer, child=child, on=on)
    said = _said(viewer, child, on, since, rounds, people_of(found, came, plan))
    label = labels_for(worker_names=record_queries.worker_names(refs=_workers(lately)))
    visits = record_queries.visits(viewer=viewer, child=child, on=on)
    owed = duties_queries.clocks_of_child(viewer=viewer, child=child, on=on)
    report = review_report.latest(owed, since)
    parts = (
        _well(said, found, lately, on),
        *pack_voices.side_by_side(said),
        pack_voices.own_words(said),
        pack_voices.anything_else(said),
        Part("What has changed", 2),
        pack_voices.over_time(said, since),
        pack_record.what_happened(lately, label),
        pack_record.visits(lately, label, words_of_visits(visits)),
        *pack_voices.came_of_it(came, said, since),
        pack_record.worries_and_actions(found, said.people, since, on),
        *pack_record.duties(owed, since, on),
        pack_voices.plan_judged(plan, said.people),
    )
    made = Paper(
        title=TITLE,
        heading=TITLE,
        lead=tuple(_lead(child, on, since, said, rounds, report)),
        parts=parts,
        foot=f"Review pack. Made for {viewer.name} on {moment(at)}. Confidential.",
    )
    return _without_addresses(made, viewer, child, on), report


def last_review(told: Iterable[Told], on: date) -> date | None:
    """The day of the last review held before this day; None where none is recorded."""
    held = [one.happening.on for one in told if one.stands and one.happening.kind in REVIEWS and one.happening.on < on]
    return max(held, default=None)


def in_the_pack(rounds: Sequence[RoundNow], opened: Collection[int], since: date | None) -> tuple[RoundNow, ...]:
    """The rounds that are open to read and had not ended when the last review was held; else the latest one open."""
    there = [one for one in rounds if one.id in opened]
    lately = [one for one in there if since is None or (one.ended_on or one.closes_on) > since]
    return tuple(lately or there[:1])


def _said(viewer, child, on: date, since: date | None, rounds, people: set[str]) -> pack_voices.Said:
    over_time = voices.over_time(viewer=viewer, child=child, on=on)
    chosen = in_the_pack(rounds, {one.now.id for one in over_time if one.opened}, since)
    seen = voices.columns_of_rounds(viewer=viewer, child=child, rounds=chosen, on=on)
    named = accounts.names(people - {"", "child"})
    for now in chosen:
        said_by = {one.said_by for one in (*pack_voices.answers_of(seen[now.id]), *seen[now.id].words)}
        named |= parents.names(viewer=viewer, now=now, said_by=said_by - {"child"})
    names = {one.key: one for one in voices.categories(on=on)}
    comes_back = voices.pattern_now(viewer=viewer, child=child, on=on)
    return pack_voices.Said(
        rounds=tuple((now, seen[now.id]) for now in chosen),
        over_time=over_time,
        names=names,
        people=named,
        pattern=comes_back.in_words({key: one.name for key, one in names.items()}),
    )


def people_of(found: Following, came, plan) -> set[str]:
    """Everybody whose name the pack needs."""
    raters = {one.by for one in plan.latest.values()}
    talked = {who for one in came for who in (one.by, one.action.owned_by if one.action else "")}
    return found.people | raters | talked


def _workers(told: Iterable[Told]) -> set[str]:
    facts = [one.happening.facts.get(fact) for one in told for fact in ("worker", "officer")]
    return {fact for fact in facts if fact}


def _caption(child, on: date) -> str:
    return f"{child.now.name or NAME_NOT_RECORDED}, {age_words(child.now, on)}"


def _lead(child, on: date, since: date | None, said: pack_voices.Said, rounds: Sequence[RoundNow], report: Owed | None):
    yield Words(_caption(child, on), STRONG)
    if since:
        yield Words(f"Since the review of {long(since)}, {span((on - since).days)} ago.")
    else:
        yield Words("No review held before today is recorded, so this pack tells from the beginning.")
    if ahead := review_report.sentence(report, on):
        yield Words(ahead)
    yield Words(FOR_WHOM, STRONG)
    if number := said.kept_from_somebody:
        are = "is" if number == 1 else "are"
        kept = (
            f"{capital(count(number, 'answer'))} here {are} not for everybody who works with the child. Each is marked."
        )
        yield Words(kept, STRONG)
    shut = {one.now.id for one in said.over_time if not one.opened}
    if any(one.id in shut for one in rounds):
        yield Words("A round is open in which people still answer. What is said in it is not in this pack.")
    yield Words("Whatever you may not read is not in this pack, and nothing tells whether there is more.", QUIET)


def _well(said: pack_voices.Said, found: Following, life: Iterable[Told], on: date) -> Part:
    """What goes well stands first, as on the child's page."""
    opened = [one for one in said.over_time if one.opened]
    well = going_well(opened, found, on, life=life, most=None, names=said.names)
    under = [Words(one.words, SAID) for one in well.best]
    under += [Words(one) for one in (*well.achieved, *well.green)]
    under += [Words(f"Asked for: {one.asked} {one.became}") for one in well.done]
    return Part("What goes well", 2, tuple(under) or (Words(well.empty),))


def _without_addresses(made: Any, viewer, child, on: date) -> Any:
    """The paper, but that words which tell a protected address give way to a sentence: whoever wrote them, and when."""
    tells = record_queries.telling(viewer=viewer, child=child, on=on)

    def left(part: Any) -> Any:
        if isinstance(part, Words):
            limit = Telling.PERHAPS if part.kind == SAID else Telling.SURELY  # nobody was asked what a child meant
            return Words(LEFT_OUT, QUIET) if tells(part.text) >= limit else part
        if isinstance(part, tuple):
            return tuple(map(left, part))
        if is_dataclass(part) and not isinstance(part, type):
            return replace(part, **{field.name: left(getattr(part, field.name)) for field in fields(part)})
        return part

    return left(made)
