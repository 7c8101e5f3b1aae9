"""What must be so for every child and every date."""

import random
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from seenheard.timescales import queries
from seenheard.timescales.domain.calendar import add_months
from seenheard.timescales.domain.engine import clocks
from seenheard.timescales.domain.events import ONLY_HERE
from seenheard.timescales.domain.hours import LONDON, hours_after
from seenheard.timescales.domain.rule import Rules
from seenheard.timescales.domain.standing import is_open
from seenheard.timescales.domain.terms import TermsEnd
from tests.properties.timescales.life import life

CALENDAR = queries.example_calendar()
RULES = queries.rules()
LOCAL = queries.rules_with_local("fenmarsh")
days = st.dates(date(2012, 1, 1), date(2027, 12, 31))
lives = st.builds(life, st.integers(0, 10**6), st.integers(1, 40))
many = settings(max_examples=150, deadline=None)


@given(days, st.integers(1, 60))
def test_one_working_day_more_is_later(start_on, number):
    assert CALENDAR.add_working_days(start_on, number) < CALENDAR.add_working_days(start_on, number + 1)


@given(days, st.integers(1, 60))
def test_a_later_start_is_never_due_earlier(start_on, number):
    following = start_on + timedelta(days=1)
    assert CALENDAR.add_working_days(start_on, number) <= CALENDAR.add_working_days(following, number)


@given(days, st.integers(1, 60))
def test_as_many_working_days_lie_between_as_were_added(start_on, number):
    due_on = CALENDAR.add_working_days(start_on, number)
    between = (start_on + timedelta(days=n) for n in range(1, (due_on - start_on).days + 1))
    assert sum(CALENDAR.is_working_day(day) for day in between) == number
    assert CALENDAR.is_working_day(due_on)


@given(st.dates(date(2012, 6, 1), date(2027, 12, 31)), st.integers(1, 60))
def test_counting_back_undoes_counting_on(day, number):
    before = CALENDAR.working_days_before(day, number)
    between = (before + timedelta(days=n) for n in range((day - before).days))
    assert sum(CALENDAR.is_working_day(one) for one in between) == number
    assert CALENDAR.is_working_day(before)
    if CALENDAR.is_working_day(day):
        assert CALENDAR.add_working_days(before, number) == day


@given(days, st.times(), st.integers(1, 200))
def test_hours_are_hours_whatever_the_clocks_do(on, time, number):
    hour = time.strftime("%H:%M")
    started_at = datetime.combine(on, clock_time.fromisoformat(hour), tzinfo=LONDON)
    ends_on, ends = hours_after(on, hour, number)
    ends_at = started_at.astimezone(UTC) + timedelta(hours=number)
    assert ends_at.astimezone(LONDON).strftime("%Y-%m-%d %H:%M") == f"{ends_on} {ends}"


@given(days)
def test_the_next_term_begins_after_the_day_and_none_lies_between(day):
    terms = queries.school_terms()["fenmarsh"]
    try:
        term = terms.following(day, 1)
    except TermsEnd:
        assert day < terms.terms[0].first_on or day >= terms.terms[-1].first_on
    else:
        assert term.first_on > day
        assert not any(day < other.first_on < term.first_on for other in terms.terms)


@given(days, st.integers(1, 60))
def test_months_never_reach_into_the_month_after(start_on, number):
    due_on = add_months(start_on, number)
    assert (due_on.year * 12 + due_on.month) - (start_on.year * 12 + start_on.month) == number
    assert due_on.day <= start_on.day


@many
@given(lives)
def test_nothing_is_due_before_it_began_and_nothing_ends_before_it_began(child):
    for clock in clocks(child, LOCAL, CALENDAR):
        assert clock.due_on is None or clock.due_on >= clock.started_on
        assert clock.local_due_on is None or clock.local_due_on >= clock.started_on
        assert clock.ended_on is None or clock.ended_on >= clock.started_on


@many
@given(lives, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(child, chance):
    shuffled = list(child.happenings)
    chance.shuffle(shuffled)
    assert clocks(child._replace(happenings=tuple(shuffled)), RULES, CALENDAR) == clocks(child, RULES, CALENDAR)


@many
@given(lives)
def test_the_same_life_gives_the_same_clocks(child):
    assert clocks(child, RULES, CALENDAR) == clocks(child, RULES, CALENDAR)


@many
@given(lives)
def test_a_local_day_is_never_later_and_moves_nothing_else(child):
    plain, with_local = clocks(child, RULES, CALENDAR), clocks(child, LOCAL, CALENDAR)
    assert [clock._replace(local_due_on=None) for clock in with_local] == list(plain)
    for clock in with_local:
        assert clock.local_due_on is None or clock.local_due_on <= clock.due_on


@many
@given(lives)
def test_a_clock_can_be_told_from_every_other_of_its_child(child):
    found = clocks(child, RULES, CALENDAR)
    keys = {(clock.rule, clock.version, clock.started_on, clock.started_ref) for clock in found}
    assert len(keys) == len(found)


@many
@given(lives)
def test_nothing_is_late_for_a_day_before_it_was_recorded_here(child):
    """Whoever begins to record core groups on a day owes none for the years before it."""
    began_on = min(child.known_from.values(), default=date.min)
    for clock in clocks(child, RULES, CALENDAR):
        if clock.rule in RULES.only_here and clock.unjudged is None and clock.due_on < began_on:
            assert clock.ended_on is not None and clock.ended_on <= clock.due_on, clock


@many
@given(lives)
def test_what_nobody_records_here_is_not_asked(child):
    nowhere = child._replace(unrecorded=ONLY_HERE, known_from={})
    assert not {clock.rule for clock in clocks(nowhere, RULES, CALENDAR)} & RULES.only_here


@many
@given(lives)
def test_a_rule_that_has_no_threads_runs_one_clock_at_a_time(child):
    for rule in RULES.values():
        if not rule.same:
            found = sorted(clocks(child, Rules([rule]), CALENDAR), key=lambda c: (c.started_on, c.ended_on or date.max))
            for earlier, later in pairwise(found):
                assert earlier.ended_on is not None and earlier.ended_on <= later.started_on


@many
@given(lives)
def test_one_visiting_rule_at_most_holds_on_any_day(child):
    """Regulation 28(2) to (5): paragraphs (3) to (5) replace paragraph (2); its parts follow one another."""
    book = Rules([rule for name, rule in RULES.items() if name.startswith("LV-")])
    found = clocks(child, book, CALENDAR)
    for day in {clock.started_on for clock in found} | {c.ended_on for c in found if c.ended_on}:
        assert len({clock.rule for clock in found if is_open(clock, day)}) <= 1, day


@many
@given(lives)
def test_what_happens_later_does_not_change_what_was_due(child):
    """As known on a day: the clocks that had begun by then are due when they are due, whatever came after."""
    events = sorted(child.happenings, key=lambda event: event.on)
    cut = events[len(events) // 2].on if events else date.max
    known = child._replace(happenings=tuple(event for event in events if event.on <= cut))
    begun = (clock for clock in clocks(known, RULES, CALENDAR) if clock.started_on <= cut)
    then = {(c.rule, c.started_on, c.started_ref): c.due_on for c in begun}
    now = {(c.rule, c.started_on, c.started_ref): c.due_on for c in clocks(child, RULES, CALENDAR)}
    assert then.items() <= now.items()


def test_the_made_up_lives_reach_every_rule():
    """Properties that never meet a rule prove nothing about it."""
    reached = {clock.rule for seed in range(600) for clock in clocks(life(seed, 40), RULES, CALENDAR)}
    assert set(RULES) - reached <= {"AD-01", "FD-09"}


def test_the_law_against_loosening_would_notice_a_looser_layer():
    """The planted fault: a layer made past its own check."""
    from dataclasses import replace

    from seenheard.timescales.domain.interval import Interval

    layer = queries.local_layer("fenmarsh")
    loose = replace(
        layer,
        standards={name: replace(one, within=Interval(90, "days")) for name, one in layer.standards.items()},
    )
    chance = random.Random(1)
    days_lost = 0
    for _ in range(200):
        start_on = date(2025, 1, 1) + timedelta(days=chance.randrange(300))
        law = start_on + timedelta(weeks=6)
        # Even then the day kept is the law's: the layer is asked for the earlier of the two.
        assert loose.due_on(RULES["LV-03"], start_on, law) == law
        days_lost += (layer.due_on(RULES["LV-03"], start_on, law) - law).days
    assert days_lost < 0
