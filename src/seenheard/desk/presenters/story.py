"""The story so far: everything the record holds that happened to a child, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from seenheard.accounts import queries as accounts
from seenheard.desk import words
from seenheard.desk.labels import labels_for, source_words
from seenheard.desk.presenters import following
from seenheard.desk.presenters.duties import NAME_NOT_RECORDED
from seenheard.desk.presenters.late import recorded_late
from seenheard.desk.presenters.to_do import OF_A_VISIT
from seenheard.record import queries as record_queries
from seenheard.record.domain.accounts import Says, Told
from seenheard.record.domain.happenings import Happening
from seenheard.ui.dates import long, short
from seenheard.ui.paging import PER_PAGE, Paged, paged
from seenheard.ui.parts import Filter, Link, Moment
from seenheard.ui.words import capital, count, join_and

NOTHING_SAID: Mapping[str, str] = MappingProxyType({})
FirstRecorded = Mapping[tuple[str, str], tuple[str, datetime]]
NOT_RECORDED: FirstRecorded = MappingProxyType({})
One = Told | following.Told
TYPED = "typed"
NOT_SAID_HOW = "a detail"
ORDERS = (("", "Newest first"), ("oldest", "Oldest first"))
GROUPS = (*words.GROUPS, following.GROUP)
WHOLE_MOST = 1_000  # a page for paper: far longer than most stories, and still quick to make
TOO_LONG = f"One page holds at most {WHOLE_MOST:,} things. Print each page, or choose a shorter time."


@dataclass(frozen=True)
class Story:
    """The page."""

    title: str
    heading: str
    caption: str
    back: Link
    summary: str
    filters: tuple[Filter, ...]
    problem: str
    moments: tuple[Moment, ...]
    paged: Paged
    other_length: Link | None
    too_long: str
    empty: str


def story(*, viewer, child, on: date, asked) -> Story:
    """All that happened up to today, filtered as asked: fifty moments to a page, or for paper all on one."""
    asked_for = _Asked.read(asked)
    visits = record_queries.visits(viewer=viewer, child=child, on=on)
    found = record_queries.following(viewer=viewer, child=child, on=on)
    steps = following.told(found, accounts.names(found.people))
    told = record_queries.story(viewer=viewer, child=child, on=on)
    happened = [one for one in in_order(told, steps) if _day_of(one) <= on]
    chosen = [one for one in happened if asked_for.wants(one)]
    ordered = chosen if asked_for.order else chosen[::-1]
    listed = paged(ordered, asked.get("page"), filters=asked_for.kept(), per_page=asked_for.per_page)
    first = record_queries.first_recorded(viewer=viewer, child=child, on=on)
    return Story(
        title="The story so far",
        heading="The story so far",
        caption=child.now.name or NAME_NOT_RECORDED,
        back=Link("Back to the child", reverse("desk:child", args=[child.public_id])),
        summary=_summary(happened, chosen),
        filters=asked_for.filters(),
        problem=asked_for.problem,
        moments=_worded(listed, words_of_visits(visits), first),
        paged=listed,
        other_length=_other_length(asked_for, len(chosen)),
        too_long=TOO_LONG if asked_for.whole and listed.pages > 1 else "",
        empty="Nothing that was recorded fits." if happened else "Nothing is recorded for this child yet.",
    )


def _other_length(asked_for: _Asked, number: int) -> Link | None:
    """From pages of fifty to the whole for paper, and back, with the same filters; none where one page holds all."""
    if number <= PER_PAGE:
        return None
    text = f"{PER_PAGE} to a page" if asked_for.whole else "Whole story on one page, to print"
    other = replace(asked_for, whole=not asked_for.whole).kept()
    return Link(text, f"?{urlencode({name: value for name, value in other.items() if value})}")


def words_of_visits(rows: Iterable[Any]) -> dict[str, str]:
    """What the child said at each visit that was recorded here, by the visit's key."""
    return {row.row_key: f"“{row.said}”" for row in rows if row.said}


def in_order(told: Iterable[Told], steps: Iterable[following.Told]) -> list[One]:
    """What happened and what was worried about and done, earliest first; on one day what happened comes first."""
    return sorted((*told, *steps), key=_day_of)


def _day_of(one: One) -> date:
    return one.on if isinstance(one, following.Told) else one.happening.on


def _worded(told: Iterable[One], said: Mapping[str, str], first: FirstRecorded) -> tuple[Moment, ...]:
    told = tuple(told)
    happened = (one.happening for one in told if isinstance(one, Told))
    workers = {one.facts.get(fact) for one in happened for fact in ("worker", "officer")} - {None}
    label = labels_for(worker_names=record_queries.worker_names(refs=workers) if workers else {})
    return tuple(one.moment if isinstance(one, following.Told) else moment(one, label, said, first) for one in told)


def moment(
    told: Told, label: words.Label, said: Mapping[str, str] = NOTHING_SAID, first: FirstRecorded = NOT_RECORDED
) -> Moment:
    """One happening in words, with where it is known from and what other sources say of it.

    `said`: the child's own words at visits, by the visit's key. `first`: what was recorded here, and when.
    """
    happening = told.happening
    kind, facts = happening.kind, happening.facts
    sources = join_and(source_words(source) for source in happening.sources)
    return Moment(
        when=long(happening.on),
        what=words.sentence(kind, facts, label) + ("" if told.stands else f", says {sources}"),
        words=" ".join(filter(None, (words.more(kind, facts, label), _said_at(kind, facts, said)))),
        known_from=" ".join(filter(None, (f"From {sources}{_row(told)}.", _late(happening, first)))),
        kind=words.group(kind),
        differs=" ".join(filter(None, (_differs(told), _otherwise(told, label)))),
    )


def _late(happening: Happening, first: FirstRecorded) -> str:
    name, _, key = happening.ref.split("/", 2)
    _, at = first.get((name, key), ("", None)) if TYPED in happening.sources else ("", None)
    return recorded_late(happening.on, at)


def _said_at(kind: str, facts: Mapping[str, Any], said: Mapping[str, str]) -> str:
    return said.get(str(facts.get("visit")), "") if kind in OF_A_VISIT else ""


def _otherwise(told: Told, label: words.Label) -> str:
    """Facts of which another source says something else than was recorded here; both stand."""
    happening = told.happening
    by_source: dict[str, dict[str, Any]] = {}
    for source, fact, value in happening.otherwise:
        by_source.setdefault(source, {})[fact] = value
    parts = []
    for source, said in by_source.items():
        theirs = words.more(happening.kind, {**happening.facts, **said}, label) or NOT_SAID_HOW
        parts.append(f"{capital(source_words(source))} says otherwise: {theirs}")
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts)


def _differs(told: Told) -> str:
    """What the other sources say instead; neither is put right here, and duties are reckoned from the one believed."""
    others = "; ".join(f"{source_words(one.source)} {_says(one)}" for one in told.beside)
    said = [f"The sources differ: {others}."] if others else []
    if not told.stands:
        alone = "" if others else "No other source says so. "
        said.append(f"{alone}The duties are not reckoned from this.")
    return " ".join(said)


def _says(one: Says) -> str:
    return f"says {short(one.on)}" if one.on else "gives no end"


def _row(told: Told) -> str:
    """Which line of which file, for those who may follow a fact to its row."""
    return f", {told.file} line {told.line}" if told.file else ""


def _summary(happened, chosen) -> str:
    if not happened:
        return ""
    first = f"The first was on {short(_day_of(happened[0]))}."
    if len(chosen) == len(happened):
        return f"{capital(count(len(happened), 'thing'))} recorded. {first}"
    return f"{len(chosen):,} of {count(len(happened), 'thing')} recorded. {first}"


@dataclass(frozen=True)
class _Asked:
    """What the address asks for: a group of kinds, a period, an order, the whole; nonsense is said and left out."""

    kind: str
    from_on: date | None
    until_on: date | None
    order: str
    whole: bool
    problem: str

    @classmethod
    def read(cls, asked) -> _Asked:
        kind = asked.get("kind", "")
        dates, wrong = {}, []
        for name, label in (("from", "From"), ("to", "To")):
            dates[name], problem = _day(asked.get(name, ""), label)
            wrong += [problem] if problem else []
        order = "oldest" if asked.get("order") == "oldest" else ""
        known, whole = kind if kind in GROUPS else "", asked.get("whole") == "yes"
        return cls(known, dates["from"], dates["to"], order, whole, " ".join(wrong))

    @property
    def per_page(self) -> int:
        return WHOLE_MOST if self.whole else PER_PAGE

    def wants(self, one: One) -> bool:
        group = one.moment.kind if isinstance(one, following.Told) else words.group(one.happening.kind)
        return (
            (not self.kind or group == self.kind)
            and (self.from_on is None or _day_of(one) >= self.from_on)
            and (self.until_on is None or _day_of(one) <= self.until_on)
        )

    def kept(self) -> dict[str, str]:
        period = {"from": _iso(self.from_on), "to": _iso(self.until_on)}
        return {"kind": self.kind, **period, "order": self.order, "whole": "yes" if self.whole else ""}

    def filters(self) -> tuple[Filter, ...]:
        groups = (("", "Everything"), *((group, group) for group in GROUPS))
        return (
            Filter("kind", "About", self.kind, groups),
            Filter("from", "From", _iso(self.from_on), kind="date"),
            Filter("to", "To", _iso(self.until_on), kind="date"),
            Filter("order", "Order", self.order, ORDERS),
        )


def _day(typed: str, label: str) -> tuple[date | None, str]:
    if not typed:
        return None, ""
    try:
        return date.fromisoformat(typed), ""
    except ValueError:
        return None, f"“{label}” must be a real date, such as 2026-03-31; it was left out."


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
