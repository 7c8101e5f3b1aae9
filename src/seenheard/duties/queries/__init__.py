"""What is owed: to one child, to all children a viewer may see, and where the council reckons otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import F, Min, Q, QuerySet, Sum

from seenheard.duties import rulebook
from seenheard.duties.domain.causes import key_of
from seenheard.duties.domain.past import until_end_of
from seenheard.duties.models import Clock as Stored
from seenheard.duties.models import Comparison
from seenheard.record import queries as record_queries
from seenheard.record.domain.happenings import History
from seenheard.timescales import queries as timescales_queries
from seenheard.timescales.domain import engine
from seenheard.timescales.domain.clock import Clock
from seenheard.timescales.domain.rule import Rule
from seenheard.timescales.domain.standing import is_coming, standing
from seenheard.ui.paging import PER_PAGE, Paged, paged

from . import worst_first
from .lights import Light as Light
from .lights import lights as lights
from .lights import overdue_by_child as overdue_by_child
from .worst_first import Asked, Carried, Counted

LONGEST_PAGE_NUMBER = 6  # digits: no list is longer, and the database counts no further than it can
LOOK_AHEAD, NOT_JUDGED_MOST = worst_first.LOOK_AHEAD, worst_first.NOT_JUDGED_MOST
NATIONAL_MEASURE = "national measure"
EVERYTHING = 1_000_000  # duties: more than any list holds
FEW_CHILDREN = 500  # a worker's or a team's
SEE_MANY = frozenset({"service_manager", "reviewing_officer"})  # so that it need not be asked first


@dataclass(frozen=True, slots=True)
class Owed:
    """One clock of one child, its rule, and how it stands on the day that was asked about."""

    child_id: int
    clock: Clock
    rule: Rule
    standing: str


@dataclass(frozen=True, slots=True)
class OpenDuties:
    """One page of what is due within four weeks or overdue, worst child first, and how many there are in all."""

    paged: Paged
    counted: Counted
    unjudged: Mapping[int, Mapping[str, int]]  # child -> missing fact -> how many duties, for the children of this page
    not_judged: Mapping[str, int]  # missing fact -> how many duties, over all pages, up to NOT_JUDGED_MOST


@dataclass(frozen=True, slots=True)
class Difference:
    """A duty whose date the council has set itself, and set otherwise than we reckon."""

    owed: Owed
    days: int  # the council's date less ours: negative is earlier


@dataclass(frozen=True, slots=True)
class DifferenceCount:
    """For one rule, how often the council's own due date equals ours, is earlier, or is later.

    Or it is only the day the duty was done (`held`), or we have none (`undated`).
    """

    rule: Rule
    same: int
    earlier: int
    later: int
    held: int = 0
    undated: int = 0

    @property
    def unlike(self) -> int:
        """How many stand in the list of differences."""
        return self.earlier + self.later + self.held + self.undated


def _stands(clock: Clock, rule: Rule, on: date) -> str:
    """How a clock stands; up to its day a duty is due, even where no file would tell us that it was done."""
    return standing(clock._replace(unjudged=None) if is_coming(clock, on) else clock, rule, on)


def clocks_of_child(*, viewer, child, on: date) -> tuple[Owed, ...]:
    """Every duty to one child as we know it now, ended ones included, in the order of the days they were due."""
    if not record_queries.sees(viewer=viewer, child=child, on=on):
        return ()
    rows = Stored.objects.filter(child=child, started_on__lte=on)
    return tuple(_owed(rows.order_by(F("act_by_on").asc(nulls_last=True), "rule", "id"), on))


def next_due(*, viewer, on: date, rules: Collection[str]) -> dict[int, date]:
    """By child whom this person may see, the next day from this on by which a duty of one of these rules is due."""
    seen = record_queries.visible_children(viewer=viewer, on=on).values("pk")
    rows = Stored.objects.filter(child__in=seen, rule__in=list(rules), ended_on=None, due_on__gte=on)
    return dict(rows.order_by().values("child_id").annotate(due=Min("due_on")).values_list("child_id", "due"))


def behind(*, on: date, causes: Iterable[tuple[int, str, str]]) -> dict[tuple[int, str, str], Owed]:
    """The duties that prompts are about: by child, rule and key, of prompts that the caller was given for a viewer.

    A duty that has ended meanwhile is left out.
    """
    wanted = {(child_id, rule, key) for child_id, rule, key in causes if rule in rulebook.rules()}
    if not wanted:
        return {}
    children, rules, keys = map(set, zip(*wanted, strict=True))
    rows = worst_first.running(on, children=children, rules=rules, started={key[:10] for key in keys})
    owed = _stood(((child_id, Clock(*clock)) for child_id, *clock in rows), on)
    found = {(one.child_id, one.rule.id, key_of(one.clock)): one for one in owed}
    return {cause: owed for cause, owed in found.items() if cause in wanted}


def done_late(*, on: date, since: date, causes: Iterable[tuple[int, str, str]]) -> dict[tuple[int, str, str], Owed]:
    """As `behind`: those of these duties that were done after their day, from the day `since` on."""
    wanted = {(child_id, rule, key) for child_id, rule, key in causes if rule in rulebook.rules()}
    if not wanted:
        return {}
    children, rules, _ = map(set, zip(*wanted, strict=True))
    ended = Stored.objects.filter(child__in=children, rule__in=rules, ended_on__range=(since, on), ended_how="met")
    owed = _owed(ended.filter(unjudged="", ended_on__gt=F("due_on")), on)
    found = {(one.child_id, one.rule.id, key_of(one.clock)): one for one in owed}
    return {cause: owed for cause, owed in found.items() if cause in wanted}


def duties_as_at(
    *, viewer, on: date, as_at: date, child_ids: Collection[int] | None = None, known_at: datetime | None = None
) -> Iterator[Owed]:
    """The duties to these children, or to all whom the viewer may see on the day `on`, as they stood on `as_at`.

    Reckoned afresh with all we know now or, with `known_at`, with only what we knew at that moment.
    """
    for history in record_queries.histories(child_ids=child_ids, known_at=known_at, viewer=viewer, on=on):
        yield from reckoned(history, as_at)


def reckoned(history: History, as_at: date) -> tuple[Owed, ...]:
    """The duties that follow from one history as at the end of a day, in the order of the days they were due."""
    rules = rulebook.rules()
    clocks = engine.clocks(until_end_of(history, as_at), rules, timescales_queries.calendar())
    ordered = sorted(clocks, key=lambda clock: (_act_by(clock) or date.max, clock.rule))
    return tuple(
        Owed(history.child_id, clock, rules[clock.rule], _stands(clock, rules[clock.rule], as_at))
        for clock in ordered
        if clock.started_on <= as_at
    )


def open_clocks(
    *,
    viewer,
    on: date,
    owners: Collection[str] | None = None,
    areas: Collection[str] | None = None,
    teams: Collection[str] | None = None,
    workers: Collection[str] | None = None,
    page: int | str | None = 1,
    filters: Mapping[str, str] | None = None,
    few: list[int] | None = None,
) -> OpenDuties:
    """What is overdue or due within four weeks for the children a viewer may see; a page of fifty, worst child first.

    `owners` and `areas` limit it to duties of these people and parts of life, `teams` and `workers` (the
    record's keys, "" for no worker) to the children they now have; `filters` is what links to other pages must keep.
    `few`: as `few_children` has just found them. National measures are no one child's duty and are left out.
    The number of queries does not depend on the number of rows.
    """
    asked = _asked(viewer, on, teams=teams, workers=workers, owners=owners, areas=areas, few=few)
    number = _page_number(page)
    found = worst_first.page_of_list(asked, number=number)
    if not found.children and number > 1:  # a page that is no longer there
        number = 1
        found = worst_first.page_of_list(asked, number=number)
    owed = tuple(_owed(worst_first.clocks_of_page(asked, found.children, number=number), on))
    kept = urlencode({name: value for name, value in (filters or {}).items() if value})
    pages = max(1, -(-found.counted.duties // PER_PAGE))
    paged_duties = Paged(owed, number, pages, found.counted.duties, kept)
    return OpenDuties(paged_duties, found.counted, _unjudged({one.child_id for one in owed}, on), found.not_judged)


def all_open_clocks(
    *,
    viewer,
    on: date,
    areas: Collection[str] | None = None,
    rules: Collection[str] | None = None,
    teams: Collection[str] | None = None,
    workers: Collection[str] | None = None,
) -> Iterator[Owed]:
    """What `open_clocks` gives page by page, all of it at once and in the same order: for a file. `rules`: of these."""
    asked = _asked(viewer, on, teams=teams, workers=workers, areas=areas)
    asked = replace(asked, rules=[one for one in asked.rules if rules is None or one in rules])
    found = worst_first.page_of_list(asked, number=1, per_page=EVERYTHING)
    return _owed(worst_first.clocks_of_page(asked, found.children, number=1, per_page=EVERYTHING), on)


def few_children(*, viewer, on: date, teams: Collection[str] | None = None) -> list[int] | None:
    """The children of these teams whom a viewer may see, for a page that asks several times; None where they are many,
    or where the viewer's role says so before they are asked for."""
    many = viewer.role in SEE_MANY and teams is None
    return None if many else _few(_seen(viewer, on, teams=teams))


def _asked(viewer, on: date, *, teams=None, workers=None, owners=None, areas=None, few=None) -> Asked:
    if workers is not None and not workers:  # of no worker: nothing needs to be asked
        return Asked(on, _rules_for(owners, areas), Stored.objects.none(), few=[])
    if workers is None and few is not None:
        return Asked(on, _rules_for(owners, areas), record_queries.lines_among(few), few=few)
    many = viewer.role in SEE_MANY and teams is None and workers is None
    kept = record_queries.kept(viewer=viewer, on=on) if many else None
    seen = _seen(viewer, on, teams=teams, workers=workers, kept=kept)
    hidden = record_queries.hidden_from(viewer=viewer, on=on, kept=kept) if many else None
    few = None if many else _few(seen)
    lines = seen if few is None else record_queries.lines_among(few)
    return Asked(on, _rules_for(owners, areas), lines, few=few, hidden=hidden)


def _few(seen: QuerySet) -> list[int] | None:
    """The children by name of each, where they are few."""
    few = list(seen.order_by().values_list("child_id", flat=True)[: FEW_CHILDREN + 1])
    return few if len(few) <= FEW_CHILDREN else None


def _children(seen: QuerySet) -> list[int] | QuerySet:
    few = _few(seen)
    return seen.order_by().values("pk") if few is None else few


def _page_number(asked: int | str | None) -> int:
    words = str(asked or "")
    return max(1, int(words)) if words.isdecimal() and len(words) <= LONGEST_PAGE_NUMBER else 1


def by_worker(
    *, viewer, on: date, teams: Collection[str] | None = None, few: list[int] | None = None
) -> tuple[Carried, ...]:
    """What each worker carries among the children a viewer may see: the heaviest overdue load first, fifty at most.

    `few`: as `few_children` has just found them.
    """
    return worst_first.carried(_asked(viewer, on, teams=teams, few=few))


def late_by_rule(*, viewer, on: date, teams: Collection[str] | None = None) -> tuple[tuple[Rule, int], ...]:
    """How many duties of each rule are overdue among the children a viewer may see: the most first."""
    late = worst_first.late(_asked(viewer, on, teams=teams))
    rules = rulebook.rules()
    return tuple((rules[rule], many) for rule, many in late.items() if rule in rules)


def differences(
    *,
    viewer,
    on: date,
    rule: str | None = None,
    page: int | str | None = 1,
    counts: Collection[DifferenceCount] | None = None,
) -> Paged:
    """Page by page, each `Difference` between the council's own due date and ours; the newest first.

    `counts` are those of `difference_counts`, by a caller that has them: they are not counted again.
    """
    counts = difference_counts(viewer=viewer, on=on) if counts is None else counts
    total = sum(one.unlike for one in counts if rule in (None, one.rule.id))
    rows = _seen_by(viewer, on).filter(_council_differs(), rule__in=[rule] if rule else list(rulebook.rules()))
    listed = paged(rows.order_by("-council_due_on", "id"), page, filters={"rule": rule or ""}, total=total)
    return listed.holding(tuple(_difference(one) for one in _owed(listed, on)))


def _difference(owed: Owed) -> Difference:
    council, ours = owed.clock.council_due_on, owed.clock.due_on
    return Difference(owed, (council - ours).days if council and ours else 0)


def difference_counts(*, viewer, on: date) -> tuple[DifferenceCount, ...]:
    """For each rule with dates of the council's own: how many equal ours, are earlier, are later. No child is named."""
    if viewer.role == "analyst":  # who sees no child may still count them, but for closed files and restricted children
        left_out = record_queries.not_counted_for(viewer=viewer, on=on)
        rows = Comparison.objects.exclude(child_id__in=left_out.values("child_id"))
    else:
        rows = Comparison.objects.filter(child_id__in=_children(_seen(viewer, on)))
    sums = rows.values_list("rule").annotate(Sum("same"), Sum("earlier"), Sum("later"), Sum("held"), Sum("undated"))
    rules = rulebook.rules()
    return tuple(DifferenceCount(rules[rule], *many) for rule, *many in sums.order_by("rule") if rule in rules)


def _seen_by(viewer, on: date) -> QuerySet[Stored]:
    return Stored.objects.filter(child_id__in=_children(_seen(viewer, on)))


def _seen(viewer, on: date, *, teams=None, workers=None, kept=None) -> QuerySet:
    """The record's lines of the children this viewer may see, of these teams and workers."""
    lines = record_queries.children_now(viewer=viewer, on=on, kept=kept)
    if teams is not None:
        lines = lines.filter(team_ref__in=teams)
    if workers is None:
        return lines
    nobody = Q(worker_ref__isnull=True) if "" in workers else Q()
    return lines.filter(Q(worker_ref__in=workers) | nobody)


def _rules_for(owners: Collection[str] | None, areas: Collection[str] | None) -> list[str]:
    return [
        rule.id
        for rule in rulebook.rules().values()
        if rule.klass != NATIONAL_MEASURE
        and (owners is None or rule.owner in owners)
        and (areas is None or rule.area in areas)
    ]


def _unjudged(child_ids: Collection[int], on: date) -> dict[int, Counter]:
    """For each child what cannot be judged, whoever's duty it is."""
    if not child_ids:
        return {}
    asked = Asked(on, _rules_for(None, None), Stored.objects.none(), few=list(child_ids))
    return worst_first.counted_by_child(worst_first.unjudged(asked))


def _council_differs() -> Q:
    return Q(council_due_on__isnull=False) & ~Q(council_due_on=F("due_on"))


def _owed(rows: Iterable[Stored], on: date) -> Iterator[Owed]:
    return _stood(((row.child_id, _clock(row)) for row in rows), on)


def _stood(clocks: Iterable[tuple[int, Clock]], on: date) -> Iterator[Owed]:
    rules = rulebook.rules()
    for child_id, clock in clocks:
        # A rule that has left the register has clocks until they are made again; nothing can be said of them.
        if rule := rules.get(clock.rule):
            yield Owed(child_id, clock, rule, _stands(clock, rule, on))


def _clock(row: Stored) -> Clock:
    return Clock(
        rule=row.rule,
        version=row.version_on,
        started_on=row.started_on,
        started_ref=row.started_ref,
        due_on=row.due_on,
        local_due_on=row.local_due_on,
        council_due_on=row.council_due_on,
        ended_on=row.ended_on,
        ended_how=row.ended_how or None,
        ended_ref=row.ended_ref or None,
        unjudged=row.unjudged or None,
        to_the_day=row.to_the_day,
        because=row.because,
    )


def _act_by(clock: Clock) -> date | None:
    return min((day for day in (clock.due_on, clock.local_due_on) if day), default=None)
