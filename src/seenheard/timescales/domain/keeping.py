"""A life taken in up to a day, kept as plain values, and the clocks from that day on without the days before.

A sweep depends on what came before only by its state: what is so for the child, which clocks run, and what some rules
remember. Of a clock that ended before the day nothing more is needed: it stays as it is while nothing before the day
changes. Whoever keeps a state sees to that, and drops it where the rules, the calendar or this code change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from seenheard.timescales.domain.engine import Sweep
from seenheard.timescales.domain.events import Event
from seenheard.timescales.domain.rule import Rule
from seenheard.timescales.domain.running import Running
from seenheard.timescales.domain.situation import Situation

if TYPE_CHECKING:
    from seenheard.timescales.domain.calendar import Calendar
    from seenheard.timescales.domain.clock import Clock
    from seenheard.timescales.domain.events import Happening, History

State = dict[str, Any]  # fit for JSON

DAY = timedelta(days=1)
LOOKED_UP = frozenset({"rule", "event", "began_on", "tie", "version", "steps", "instead"})  # named in `_run_of`
AS_THEY_ARE = tuple(name for name in Running.__slots__ if name not in LOOKED_UP)


def clocks_and_state(
    history: History, rules: Mapping[str, Rule], calendar: Calendar, since: date
) -> tuple[tuple[Clock, ...], State]:
    """Every clock of the whole history, and its state as the day `since` began. Of a life that has not ended."""
    sweep = Sweep(history, rules, calendar)
    sweep.live_all(one for one in history.happenings if one.on < since)
    sweep.outgrow(since - DAY)
    state = _state_of(sweep)
    sweep.live_all(one for one in history.happenings if one.on >= since)
    return sweep.all_clocks(), state


def clocks_since(
    state: State, later: History, rules: Mapping[str, Rule], calendar: Calendar, since: date
) -> tuple[Clock, ...]:
    """The clocks that had not ended as the day `since` began. `later`: the same history without the days before."""
    sweep = Sweep(later, rules, calendar)
    sweep.outgrow(since - DAY)
    _take_up(sweep, state, rules)
    sweep.live_all(later.happenings)
    return sweep.all_clocks()


def running_in(state: State) -> list[tuple[str, date]]:
    """The rule and the first day of every clock that ran when the state was kept."""
    return [(run["rule"], _value(run["is"].get("started_on", run["event"][1]))) for run in state["running"]]


def _state_of(sweep: Sweep) -> State:
    now = sweep.now
    fresh = Situation(now.born_on, now.expected_on, now.reviews_known_from)
    return {
        "now": _unlike(fresh, now, Situation.__slots__),
        "running": [_run_of(run) for runs in sweep.running.values() for run in runs],
        "seen": {kind: [_event_of(one) for one in found] for kind, found in sweep.seen.items()},
        "early": {rule: _event_of(one) for rule, one in sweep.early.items()},
    }


def _take_up(sweep: Sweep, state: State, rules: Mapping[str, Rule]) -> None:
    for name, kept in state["now"].items():
        setattr(sweep.now, name, _value(kept))
    for kept in state["running"]:
        run = _run(kept, rules)
        sweep.running.setdefault(run.rule.id, []).append(run)
    sweep.seen = {kind: [_event(one) for one in found] for kind, found in state["seen"].items()}
    sweep.early = {rule: _event(one) for rule, one in state["early"].items()}


def _run_of(run: Running) -> State:
    version = run.version
    return {
        "rule": run.rule.id,
        "event": _event_of(run.event),
        "began_on": _plain(run.began_on),
        "tie": _plain(run.tie),
        "version": run.rule.versions.index(version) if version else None,
        "instead": version.instead.index(run.instead) if version and run.instead else None,
        "has_steps": bool(run.steps),
        "is": _unlike(Running(run.rule, run.event, run.began_on, run.tie), run, AS_THEY_ARE),
    }


def _unlike(fresh: Any, one: Any, names: Iterable[str]) -> State:
    """What of one is not as it is made."""
    return {name: _plain(value) for name in names if (value := getattr(one, name)) != getattr(fresh, name)}


def _run(kept: State, rules: Mapping[str, Rule]) -> Running:
    rule = rules[kept["rule"]]
    run = Running(rule, _event(kept["event"]), _value(kept["began_on"]), _value(kept["tie"]))
    for name, inner in kept["is"].items():
        setattr(run, name, _value(inner))
    if kept["version"] is not None:
        run.version = rule.versions[kept["version"]]
        run.instead = None if kept["instead"] is None else run.version.instead[kept["instead"]]
        if kept["has_steps"]:
            run.steps = run.instead.steps if run.instead is not None else run.version.steps
    return run


def _event_of(event: Happening) -> list[Any]:
    return [event.kind, _plain(event.on), _plain(dict(event.facts)), event.ref]


def _event(kept: list[Any]) -> Event:
    kind, on, facts, ref = kept
    return Event(kind, _value(on), _value(facts), ref)


# JSON has neither days nor tuples nor sets, and only words for keys: what it lacks is written as {its name: …}.


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, dict):
        return {"pairs": [[name, _plain(inner)] for name, inner in value.items()]}
    if isinstance(value, set):
        return {"set": _each(sorted(value, key=str))}
    if isinstance(value, tuple):
        return {"tuple": _each(value)}
    return _each(value) if isinstance(value, list) else value


def _each(values: Iterable[Any]) -> list[Any]:
    return [_plain(value) for value in values]


def _value(kept: Any) -> Any:
    if isinstance(kept, list):
        return [_value(one) for one in kept]
    if not isinstance(kept, dict):
        return kept
    ((name, inner),) = kept.items()
    return date.fromisoformat(inner) if name == "day" else MADE[name](_value(inner))


MADE = {"pairs": dict, "set": set, "tuple": tuple}
