"""The story so far: everything the record holds that happened to a child, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.desk import words
from seenheard.desk.labels import labels_for, source_words
from seenheard.record import queries as record_queries
from seenheard.ui.dates import long, short
from seenheard.ui.paging import Paged, paged
from seenheard.ui.parts import Filter, Link, Moment
from seenheard.ui.words import capital, count, join_and

ORDERS = (("", "Newest first"), ("oldest", "Oldest first"))


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
    empty: str


def story(*, viewer, child, name: str, on: date, asked) -> Story:
    """All that happened up to today, filtered as asked, fifty moments to a page."""
    asked_for = _Asked.read(asked)
    happened = happenings(viewer=viewer, child=child, on=on)
    chosen = [one for one in happened if asked_for.wants(one)]
    listed = paged(chosen if asked_for.order else chosen[::-1], asked.get("page"), filters=asked_for.kept())
    return Story(
        title="The story so far",
        heading="The story so far",
        caption=name,
        back=Link("Back to the child", reverse("desk:child", args=[child.public_id])),
        summary=_summary(happened, chosen),
        filters=asked_for.filters(),
        problem=asked_for.problem,
        moments=tuple(moments(listed, child=child, viewer=viewer, on=on)),
        paged=listed,
        empty="Nothing that was recorded fits." if happened else "Nothing is recorded for this child yet.",
    )


def happenings(*, viewer, child, on: date) -> list:
    """What has happened to the child up to the end of `on`, oldest first; what is only planned is left out."""
    histories = record_queries.histories(child_ids=[child.pk], viewer=viewer)
    return [one for history in histories for one in history.happenings if one.on <= on]


def moments(happened: Iterable, *, child, viewer, on: date) -> Iterable[Moment]:
    """Each happening in words, with where it is known from."""
    happened = tuple(happened)
    workers = {one.facts.get("worker") for one in happened} - {None}
    label = labels_for(worker_names=record_queries.worker_names(refs=workers) if workers else {})
    for one in happened:
        yield Moment(
            when=long(one.on),
            what=words.sentence(one.kind, one.facts, label),
            words=words.more(one.kind, one.facts, label),
            known_from=f"From {join_and(source_words(source) for source in one.sources)}",
            kind=words.group(one.kind),
        )


def _summary(happened, chosen) -> str:
    if not happened:
        return ""
    first = f"The first was on {short(happened[0].on)}."
    if len(chosen) == len(happened):
        return f"{capital(count(len(happened), 'thing'))} recorded. {first}"
    return f"{len(chosen):,} of {count(len(happened), 'thing')} recorded. {first}"


@dataclass(frozen=True)
class _Asked:
    """What the address asks for: a group of kinds, a period, an order; nonsense is said and left out."""

    kind: str
    from_on: date | None
    until_on: date | None
    order: str
    problem: str

    @classmethod
    def read(cls, asked) -> _Asked:
        kind = asked.get("kind", "")
        dates, wrong = {}, []
        for name, label in (("from", "From"), ("to", "To")):
            dates[name], problem = _day(asked.get(name, ""), label)
            wrong += [problem] if problem else []
        order = "oldest" if asked.get("order") == "oldest" else ""
        return cls(kind if kind in words.GROUPS else "", dates["from"], dates["to"], order, " ".join(wrong))

    def wants(self, one) -> bool:
        return (
            (not self.kind or words.group(one.kind) == self.kind)
            and (self.from_on is None or one.on >= self.from_on)
            and (self.until_on is None or one.on <= self.until_on)
        )

    def kept(self) -> dict[str, str]:
        return {"kind": self.kind, "from": _iso(self.from_on), "to": _iso(self.until_on), "order": self.order}

    def filters(self) -> tuple[Filter, ...]:
        groups = (("", "Everything"), *((group, group) for group in words.GROUPS))
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
