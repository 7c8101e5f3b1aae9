"""Looks that stand out: found in what the trail keeps, listed for the guardian of records, unjudged first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, Count, Exists, Max, Min, OuterRef, Q, QuerySet, Value, When

from seenheard.accounts import queries as accounts
from seenheard.trail import queries as trail

from ..domain import looks as domain
from ..domain.looks import Look
from ..models import Child, Involved, Judgement, Noticed, Opening, PersonName
from ..permissions import NoSuchChild, can_review, check_can_review

JUDGED, UNJUDGED = "judged", "unjudged"


@dataclass(frozen=True, slots=True)
class Seen:
    """One look that stands out, and why; a sweep is of no one child."""

    look: Look
    reason: str
    child_id: int | None = None
    children: int | None = None


@dataclass(frozen=True, slots=True)
class LooksOfDay:
    """One person's looks at one child on one day, for the guardian: why they stand out, and how they are judged."""

    noticed: tuple[Noticed, ...]
    written: tuple[trail.Written, ...]  # the trail's own rows


# --- found ---------------------------------------------------------------------------------------------------------


def standing_out(looks: Sequence[Look]) -> Iterator[Seen]:
    """Which of these looks stand out, a reason each. Of every person and child: no page shows this as it is."""
    looks = [look for look in looks if _is_uuid(look.person) and _is_uuid(look.child)]
    if not looks:
        return
    children = dict(Child.objects.filter(public_id__in={look.child for look in looks}).values_list("public_id", "pk"))
    known = _Known(looks, {str(public_id): pk for public_id, pk in children.items()})
    for look in looks:
        for reason in known.reasons(look):
            yield Seen(look, reason, known.children.get(look.child))
    yield from _sweeps(looks)


class _Known:
    """What has to be known of the people and children of some looks, asked for once."""

    def __init__(self, looks: Collection[Look], children: Mapping[str, int]) -> None:
        self.children = children
        self.people = accounts.people_by_public_id({look.person for look in looks})
        self.surnames = _surnames(children.values())
        self.involved = _involved(children.values())
        self.opened = _opened(looks)
        self._lent: dict[tuple[str, date], tuple] = {}

    def reasons(self, look: Look) -> Iterator[str]:
        person, child = self.people.get(look.person), self.children.get(look.child)
        if domain.is_night(look.at):
            yield domain.NIGHT
        if person is None or child is None:
            return
        if domain.surname(person.name) in self.surnames.get(child, ()):
            yield domain.SURNAME
        if not self._is_opened(look) and not self._is_allocated(person, child, look):
            yield domain.UNALLOCATED

    def _is_opened(self, look: Look) -> bool:
        return any(
            from_at <= look.at < until_at for from_at, until_at in self.opened.get((look.person, look.child), ())
        )

    def _is_allocated(self, person, child: int, look: Look) -> bool:
        on = look.at.astimezone(domain.LONDON).date()
        refs: set[str] = set()
        for one in (person, *self._away(person, on)):
            refs |= {str(one.public_id), *one.worker_refs, *one.team_refs}
        return any(
            ref in refs and (from_on is None or from_on <= on) and (until_on is None or until_on > on)
            for ref, from_on, until_on in self.involved.get(child, ())
        )

    def _away(self, person, on: date) -> tuple:
        key = (str(person.public_id), on)
        if key not in self._lent:
            self._lent[key] = accounts.covered_by(viewer=person, on=on)
        return self._lent[key]


def _surnames(child_ids: Collection[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    names = PersonName.objects.filter(child__in=child_ids, known_until=None, surname__isnull=False)
    for child_id, name in names.values_list("child_id", "surname"):
        found[child_id].add(domain.plain(name or ""))
    return found


def _involved(child_ids: Collection[int]) -> dict[int, list[tuple]]:
    found: dict[int, list[tuple]] = defaultdict(list)
    rows = Involved.objects.filter(child__in=child_ids)
    for child_id, worker, team, *days in rows.values_list(
        "child_id", "professional_ref", "team_ref", "from_on", "until_on"
    ):
        found[child_id] += [(ref, *days) for ref in (worker, team) if ref]
    return found


def _opened(looks: Collection[Look]) -> dict[tuple[str, str], list[tuple[datetime, datetime]]]:
    found: dict[tuple[str, str], list[tuple[datetime, datetime]]] = defaultdict(list)
    opened = Opening.objects.filter(
        person_public_id__in={look.person for look in looks}, child__public_id__in={look.child for look in looks}
    )
    for person, child, *moments in opened.values_list("person_public_id", "child__public_id", "at", "until_at"):
        found[person, str(child)].append((moments[0], moments[1]))
    return found


def _sweeps(looks: Collection[Look]) -> Iterator[Seen]:
    """Of every person among the looks, also with those just before them: a sweep may have begun in an earlier batch."""
    spans: dict[str, tuple[datetime, datetime]] = {}
    for look in looks:
        first, last = spans.get(look.person, (look.at, look.at))
        spans[look.person] = (min(first, look.at), max(last, look.at))
    for person, (first, last) in spans.items():
        rows = trail.written_by(person, since=first - domain.SWEEP_TIME, until=last)
        own = [Look(person, row.children[0], row.at) for row in rows if domain.is_look(row.what, row.children)]
        for look, many in domain.sweeps(own):
            yield Seen(look, domain.SWEEP, None, many)


def _is_uuid(words: str) -> bool:
    try:
        UUID(words)
    except ValueError:
        return False
    return True


# --- listed --------------------------------------------------------------------------------------------------------


def looks_standing_out(*, viewer, standing: str = "", reason: str = "", person: str = "") -> QuerySet[Noticed, Any]:
    """One line for each person, child and day with looks that stand out: unjudged first, broken glass before others.

    Each line is a mapping: person_public_id, child (id or None), looked_on, first, reasons, children, key (of one of
    its rows), unjudged and asked (how many). `standing`: JUDGED or UNJUDGED; `person` a public id.
    """
    check_can_review(viewer)
    final = Judgement.objects.filter(noticed=OuterRef("pk")).exclude(verdict=domain.ASKED)
    asked = Judgement.objects.filter(noticed=OuterRef("pk"), verdict=domain.ASKED)
    rows = Noticed.objects.annotate(done=Exists(final), was_asked=Exists(asked))
    if person:
        rows = rows.filter(person_public_id=person)
    lines = rows.values("person_public_id", "child", "looked_on").annotate(
        first=Min("first_at"),
        reasons=ArrayAgg("reason", distinct=True),
        children=Max("children"),
        key=Min("pk"),
        unjudged=Count("pk", filter=Q(done=False)),
        asked=Count("pk", filter=Q(done=False, was_asked=True)),
        glass=Count("pk", filter=Q(done=False, reason=domain.GLASS)),
    )
    if reason:
        lines = lines.filter(reasons__contains=[reason])  # type: ignore[misc]  # the stubs take an aggregate for text
    if standing:
        lines = lines.filter(unjudged__gt=0) if standing == UNJUDGED else lines.filter(unjudged=0)
    first = Case(When(glass__gt=0, then=Value(0)), When(unjudged__gt=0, then=Value(1)), default=Value(2))
    return lines.order_by(first, "-first", "-key")


def look_to_judge(*, viewer, key: int) -> LooksOfDay:
    """What one line of the list is made of, and the trail's own rows of that day; NoSuchChild for anybody else."""
    if not can_review(viewer):
        raise NoSuchChild
    one = Noticed.objects.select_related("child__now").filter(pk=key).first()
    if one is None:
        raise NoSuchChild
    return LooksOfDay(noticed=tuple(same_look(one)), written=tuple(_written(one)))


def same_look(noticed: Noticed) -> QuerySet[Noticed]:
    """Every reason for which that person's looks at that child on that day stand out, the earliest first."""
    same = Noticed.objects.filter(
        person_public_id=noticed.person_public_id, child=noticed.child, looked_on=noticed.looked_on
    )
    return same.select_related("child__now", "opening").prefetch_related("judgements").order_by("first_at", "pk")


def files_of(*, viewer, child_ids: Collection[int]) -> dict[int, Child]:
    """The children of the lines of a list, for the guardian, who is told their number and nothing else."""
    check_can_review(viewer)
    return {child.pk: child for child in Child.objects.filter(pk__in=child_ids).select_related("now")}


def _written(noticed: Noticed) -> list[trail.Written]:
    since = datetime.combine(noticed.looked_on, datetime.min.time(), domain.LONDON)
    until = datetime.combine(noticed.looked_on, datetime.max.time(), domain.LONDON)
    rows = trail.written_by(noticed.person_public_id, since=since, until=until)
    if noticed.child is None:
        return [row for row in rows if domain.is_look(row.what, row.children)]
    public_id = str(noticed.child.public_id)
    return [row for row in rows if row.children[:1] == (public_id,)]
