"""A list added up from tallies is the list that reading every clock would give: whoever asks, for any day."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seenheard.accounts.domain import SYSTEM
from seenheard.duties import operations, queries, rulebook
from seenheard.duties.domain import tallies
from seenheard.duties.models import Clock, Tally
from seenheard.record import queries as record_queries
from seenheard.timescales.domain.standing import is_coming, is_open
from seenheard.ui.paging import PER_PAGE
from tests.factories import record as made

from .test_stored_clocks_are_rebuilt_clocks import facts

pytestmark = pytest.mark.django_db
WORKERS, TEAMS = ("P0001", "P0002"), ("T01", "T02")
OWNERS = sorted({rule.owner for rule in rulebook.rules().values()})
AREAS = sorted({rule.area for rule in rulebook.rules().values()})

lives = st.tuples(st.sampled_from(WORKERS), st.sampled_from(TEAMS), st.lists(facts(), min_size=1, max_size=5))
looks = st.fixed_dictionaries(
    {"on": st.integers(-60, 1700).map(lambda number: date(2022, 1, 1) + timedelta(days=number))},
    optional={
        "owners": st.lists(st.sampled_from(OWNERS), min_size=1, max_size=2, unique=True),
        "areas": st.lists(st.sampled_from(AREAS), min_size=1, max_size=2, unique=True),
        "workers": st.sampled_from([WORKERS, WORKERS[:1], ()]),
        "teams": st.sampled_from([TEAMS, TEAMS[1:], ()]),
    },
)
# Saved nowhere: who covers for whom is asked by key.
manager = get_user_model()(pk=1, email="manager@example.org", role="service_manager", team_refs=[], worker_refs=[])


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    children=st.lists(lives, min_size=1, max_size=4), asked=st.lists(looks, min_size=1, max_size=6), few=st.booleans()
)
def test_a_list_is_what_the_clocks_say(children, asked, few, at, monkeypatch):
    monkeypatch.setattr(queries, "FEW_CHILDREN", 500 if few else 0)
    monkeypatch.setattr(queries, "SEE_MANY", frozenset())
    for life in children:
        make(*life)
    made.loads("ssd", ["cla_review"])
    operations.take_changes(by=SYSTEM, at=at)
    for look in asked:
        assert listed(**look) == naive(**look)


def make(worker, team, life) -> None:
    child = made.make_child(born_on=date(2012, 5, 4))
    since = date(2021, 1, 4)
    made.add("involvement", child, professional_ref=worker, role="CW", team_ref=team, from_on=since)
    for name, source, fields in life:
        made.add(name, child, source=source, **fields)


def listed(**asked):
    """The whole list, page after page, with the counts that each of its pages tells."""
    first = queries.open_clocks(viewer=manager, **asked)
    pages = [first, *(queries.open_clocks(viewer=manager, page=n, **asked) for n in range(2, first.paged.pages + 1))]
    assert all(page.counted == first.counted and len(page.paged) <= PER_PAGE for page in pages)
    rows = [(one.child_id, one.clock.rule, one.clock.due_on) for page in pages for one in page.paged]
    counted = first.counted
    carried = queries.by_worker(viewer=manager, on=asked["on"])
    return (
        rows,
        (counted.duties, counted.children, counted.overdue),
        first.not_judged,
        {one.ref: (one.children, one.overdue, one.coming) for one in carried},
    )


def naive(*, on, owners=None, areas=None, workers=None, teams=None):
    """The same, by reading every clock of every child and asking what is said of one clock alone."""
    rules = rulebook.rules()
    now = {line.child_id: line for line in record_queries.children_now(viewer=manager, on=on)}
    in_list, everybody, not_judged = [], [], Counter()
    for row in Clock.objects.order_by("act_by_on", "rule", "id"):
        clock, rule, child = queries._clock(row), rules[row.rule], now[row.child_id]
        if rule.klass == queries.NATIONAL_MEASURE or not is_open(clock, on):
            continue
        wanted = (
            (owners is None or rule.owner in owners)
            and (areas is None or rule.area in areas)
            and (workers is None or child.worker_ref in workers)
            and (teams is None or child.team_ref in teams)
        )
        if clock.unjudged and not is_coming(clock, on):
            not_judged[clock.unjudged] += wanted
        elif row.act_by_on <= on + queries.LOOK_AHEAD:
            everybody.append(row)
            in_list += [row] if wanted else []
    worst: dict[int, date] = {}
    for row in in_list:
        worst.setdefault(row.child_id, row.act_by_on)
    in_list.sort(key=lambda row: (worst[row.child_id], row.child_id))
    return (
        [(row.child_id, row.rule, row.due_on) for row in in_list],
        (len(in_list), len(worst), sum(is_overdue(row, on) for row in in_list)),
        +not_judged,
        carried(everybody, now, on),
    )


def carried(rows, now, on):
    loads: dict = {}
    for row in rows:
        loads.setdefault(now[row.child_id].worker_ref, []).append(row)
    return {
        ref: (len({row.child_id for row in load}), late := sum(is_overdue(row, on) for row in load), len(load) - late)
        for ref, load in loads.items()
    }


def is_overdue(row, on) -> bool:
    return row.due_on is not None and row.due_on < on


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(children=st.lists(lives, min_size=1, max_size=4))
def test_the_councils_dates_are_counted_and_listed_as_the_clocks_have_them(children, at, on):
    for life in children:
        make(*life)
    operations.take_changes(by=SYSTEM, at=at)
    compared = [queries._clock(row) for row in Clock.objects.exclude(council_due_on=None)]
    by_rule: dict[str, Counter] = {}
    for clock in compared:
        by_rule.setdefault(clock.rule, Counter())[how(clock)] += 1
    counts = queries.difference_counts(viewer=manager, on=on)
    assert {one.rule.id: numbers(one) for one in counts} == {rule: dict(found) for rule, found in by_rule.items()}
    unlike = [clock for clock in compared if clock.council_due_on != clock.due_on]
    assert queries.differences(viewer=manager, on=on).total == len(unlike)
    for rule in by_rule:
        listed = queries.differences(viewer=manager, on=on, rule=rule, counts=counts)
        assert listed.total == sum(clock.rule == rule for clock in unlike)
        assert len(listed) == min(listed.total, PER_PAGE)


def how(clock) -> str:
    if clock.ended_how == "met" and clock.ended_on == clock.council_due_on != clock.due_on:
        return "held"
    if clock.due_on is None:
        return "undated"
    days = (clock.council_due_on - clock.due_on).days
    return "later" if days > 0 else "earlier" if days else "same"


def numbers(one) -> dict[str, int]:
    return {name: number for name in ("same", "earlier", "later", "held", "undated") if (number := getattr(one, name))}


def test_a_tally_that_forgets_when_it_ends_turns_this_check_red(at, monkeypatch):
    monkeypatch.setattr(tallies, "DAY", timedelta(days=2))
    life = [("cla_episode", "ssd", {"from_on": date(2024, 1, 8), "legal_code": "C2", "place_code": "U6"})]
    make(WORKERS[0], TEAMS[0], life)
    made.loads("ssd", ["cla_review"])
    operations.take_changes(by=SYSTEM, at=at)
    span = Tally.objects.exclude(missing="").earliest("from_on")
    day = span.from_on - timedelta(days=1)
    assert listed(on=day) != naive(on=day)
