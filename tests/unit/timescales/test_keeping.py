"""Clocks from a kept state on are those of the whole life, wherever the life is cut."""

import json
from datetime import date, timedelta

import pytest

from seenheard.timescales import queries
from seenheard.timescales.domain import keeping
from seenheard.timescales.domain.engine import clocks
from tests.properties.timescales.life import life

LOCAL = queries.rules_with_local("fenmarsh")
CALENDAR = queries.example_calendar()


def cut(child, since):
    """The clocks of the whole life, and those that are made from its state as the day began."""
    whole, state = keeping.clocks_and_state(child, LOCAL, CALENDAR, since)
    state = json.loads(json.dumps(state))
    later = child._replace(happenings=tuple(one for one in child.happenings if one.on >= since))
    return whole, keeping.clocks_since(state, later, LOCAL, CALENDAR, since), state


def open_at(found, since):
    return [clock for clock in found if clock.ended_on is None or clock.ended_on >= since]


@pytest.mark.parametrize("seed", range(150))
def test_a_life_cut_anywhere_goes_on_as_it_would_have(seed):
    child = life(seed, 40)
    days = sorted({one.on for one in child.happenings})
    for since in (*days[:: max(1, len(days) // 8)], days[-1] + timedelta(days=900)):
        whole, later, _ = cut(child, since)
        assert whole == clocks(child, LOCAL, CALENDAR)
        assert list(later) == open_at(whole, since)


def test_the_state_says_which_clocks_run():
    child = life(11, 40)
    since = max(one.on for one in child.happenings)
    whole, _, state = cut(child, since)
    ran = {(c.rule, c.started_on) for c in open_at(whole, since) if c.started_on < since}
    assert ran
    assert ran <= set(keeping.running_in(state))


@pytest.mark.parametrize("part", ["running", "seen", "early", "now"])
def test_forgetting_any_part_of_the_state_turns_this_check_red(part):
    def differs(child, since):
        whole, state = keeping.clocks_and_state(child, LOCAL, CALENDAR, since)
        forgotten = state | {part: [] if part == "running" else {}}
        later = child._replace(happenings=tuple(one for one in child.happenings if one.on >= since))
        return list(keeping.clocks_since(forgotten, later, LOCAL, CALENDAR, since)) != open_at(whole, since)

    children = (life(seed, 40) for seed in range(100))
    assert any(differs(child, day) for child in children for day in sorted({one.on for one in child.happenings})[::4])


def test_days_tuples_and_sets_come_back_as_they_were():
    values = {"on": date(2026, 3, 31), "codes": ("A", None), "plans": {None, "P1"}, "more": [(date(2026, 1, 1), "x")]}
    assert keeping._value(json.loads(json.dumps(keeping._plain(values)))) == values
