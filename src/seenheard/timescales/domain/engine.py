"""From what happened to what is owed: one sweep through a child's life, day by day.

Each day is taken in this order, so that no answer depends on the order of the rows:
what was done meets the clocks that run; what ended lets the others lapse; circumstances change; clocks that were met and
recur begin again from the day they were met; then what began that day starts its clocks, which something else done on
that same day may already meet.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from seenheard.timescales.domain.calendar import Calendar, CalendarEnds, birthday
from seenheard.timescales.domain.clock import Clock
from seenheard.timescales.domain.events import ENDINGS, RANK, Happening, History
from seenheard.timescales.domain.rule import Instead, Rule, Rules, Start, Step, Version
from seenheard.timescales.domain.situation import Situation


def clocks(history: History, rules: Mapping[str, Rule], calendar: Calendar) -> tuple[Clock, ...]:
    """Every clock these rules give this child, by starting day and rule.

    Pure: the same history gives the same clocks in whatever order its happenings come. No clock is left out
    for want of a fact: it then carries `unjudged` with the name of what is missing.
    """
    book = rules if isinstance(rules, Rules) else Rules(rules.values())
    sweep = _Sweep(history, book, calendar)
    ordered = sorted(history.happenings, key=_order)
    for day, happenings in groupby(ordered, key=_day):
        sweep.live(day, list(happenings))
    return sweep.all_clocks()


def _order(event: Happening) -> tuple[date, int, str, str]:
    return (event.on, RANK.get(event.kind, 2), event.kind, event.ref)


def _day(event: Happening) -> date:
    return event.on


class _Running:
    """A clock that has begun and not ended, and its place in the rule's steps.

    It started with `event`; it counts from `began_on`, which may lie earlier (the last visit, say).
    """

    __slots__ = (
        "because", "council_due_on", "due_on", "event", "instead", "local_due_on", "met_in_step", "rule", "began_on",
        "step", "steps", "thread_on", "tie", "to_the_day", "unjudged", "until_seen", "version",
    )  # fmt: skip

    def __init__(self, rule: Rule, event: Happening, began_on: date, tie: Any) -> None:
        self.rule, self.event, self.began_on, self.tie = rule, event, began_on, tie
        self.thread_on = began_on
        self.version: Version | None = None
        self.steps: tuple[Step, ...] = ()
        self.step = self.met_in_step = 0
        self.until_seen = self.to_the_day = False
        self.instead: Instead | None = None
        self.due_on: date | None = None
        self.local_due_on: date | None = None
        self.council_due_on: date | None = None
        self.unjudged: str | None = None
        self.because: dict[str, Any] = {}

    def is_tied_to(self, event: Happening) -> bool:
        """Events of another referral, plan or placement do not concern this clock, when both know theirs."""
        if not self.rule.same or self.tie is None:
            return True
        tie = event.facts.get(self.rule.same)
        return tie is None or tie == self.tie

    def next_step(self, on: date, calendar: Calendar) -> int | None:
        """The step that follows once this clock was met; None if the thread is over."""
        if not self.steps:  # an interval under law that we do not know
            return self.step + self.until_seen if self.rule.recurs else None
        step, met = self.steps[self.step], self.met_in_step + 1
        over = (
            (step.count and met >= step.count)
            or (step.lasting is not None and on >= step.lasting.after(self.thread_on, calendar))
            or (step.until and self.until_seen)
        )
        if over:
            return self.step + 1 if self.step + 1 < len(self.steps) else None
        return self.step if self.rule.recurs else None

    def ended(self, on: date | None, how: str | None, ref: str | None) -> Clock:
        """The clock as it is handed out."""
        return Clock(
            self.rule.id,
            self.version.from_on if self.version else None,
            self.event.on,
            self.event.ref,
            self.due_on,
            self.local_due_on,
            self.council_due_on,
            on,
            how,
            ref,
            self.unjudged,
            self.to_the_day,
            self.because,
        )


class _Sweep:
    """One child's life being read from its first day to its last."""

    def __init__(self, history: History, book: Rules, calendar: Calendar) -> None:
        self.book, self.calendar = book, calendar
        self.local = book.local
        self.unrecorded = history.unrecorded
        self.born_on = history.born_on
        self.now = Situation(history.born_on)
        self.running: dict[str, list[_Running]] = {}
        self.done: list[Clock] = []
        self.seen: dict[str, list[Happening]] = {}

    def live(self, day: date, happenings: list[Happening]) -> None:
        """Take in one day."""
        met: list[tuple[_Running, Happening]] = []
        used: frozenset[int] = frozenset()
        if self.running:
            self._see_until(happenings)
            met = self._meet(happenings)
            used = frozenset(id(event) for _, event in met if event.kind in ENDINGS)
            self._lapse(happenings, met)
        changed = self.now.live(happenings)
        if changed and self.running:
            self._lapse_what_no_longer_applies(day, happenings)
        self._change_step(day, happenings)
        for run, event in met:
            self._begin_again(run, event)
        self._plan(happenings)
        self._start(happenings, used)

    def all_clocks(self) -> tuple[Clock, ...]:
        """What ended and what still runs."""
        open_ones = [run.ended(None, None, None) for runs in self.running.values() for run in runs]
        return tuple(sorted(self.done + open_ones, key=_by_start))

    # -- meeting and lapsing

    def _meet(self, happenings: Iterable[Happening]) -> list[tuple[_Running, Happening]]:
        met = []
        for event in happenings:
            for rule, pattern in self.book.meeting.get(event.kind, ()):
                for run in self._of(rule):
                    if run.is_tied_to(event) and pattern.holds(event.facts):
                        self._meet_one(run, event)
                        met.append((run, event))
        return met

    def _meet_one(self, run: _Running, event: Happening) -> None:
        run.council_due_on = event.facts.get("council_due_on") or run.council_due_on
        self._end(run, event.on, "met", event.ref)

    def _lapse(self, happenings: Iterable[Happening], met: list[tuple[_Running, Happening]]) -> None:
        for event in happenings:
            for rule, pattern in self.book.lapsing.get(event.kind, ()):
                for run in self._of(rule):
                    if run.is_tied_to(event) and pattern.holds(event.facts):
                        self._end(run, event.on, "lapsed", event.ref)
                # What was met on its last day does not begin again.
                met[:] = [
                    (run, by)
                    for run, by in met
                    if run.rule is not rule or not run.is_tied_to(event) or not pattern.holds(event.facts)
                ]

    def _lapse_what_no_longer_applies(self, day: date, happenings: list[Happening]) -> None:
        ref = happenings[0].ref
        for runs in list(self.running.values()):
            for run in tuple(runs):
                if run.rule.applies and self._failing(run.rule, run.began_on) is False:
                    self._end(run, day, "lapsed", ref)

    def _end(self, run: _Running, on: date | None, how: str | None, ref: str | None) -> None:
        self.done.append(run.ended(on, how, ref))
        runs = self.running[run.rule.id]
        runs.remove(run)
        if not runs:
            del self.running[run.rule.id]

    def _of(self, rule: Rule) -> tuple[_Running, ...]:
        runs = self.running.get(rule.id)
        return tuple(runs) if runs else ()

    # -- steps that last until something happens

    def _see_until(self, happenings: Iterable[Happening]) -> None:
        for event in happenings:
            for rule in self.book.until.get(event.kind, ()):
                for run in self._of(rule):
                    run.until_seen |= not run.steps or run.steps[run.step].until == event.kind

    def _change_step(self, day: date, happenings: Iterable[Happening]) -> None:
        """Where a step ends while its clock runs, the next step counts from the same day."""
        for event in happenings:
            for rule in self.book.until.get(event.kind, ()):
                for run in self._of(rule):
                    if run.until_seen and run.step + 1 < len(run.steps):
                        self._end(run, day, "lapsed", event.ref)
                        self._begin(rule, event, run.began_on, run.tie, run.step + 1, run)

    # -- beginning

    def _start(self, happenings: list[Happening], used: frozenset[int]) -> None:
        for event in happenings:
            if event.kind in self.book.watched:
                self.seen.setdefault(event.kind, []).append(event)
        begun = []
        for event in happenings:
            for rule, start in self.book.starting.get(event.kind, ()):
                run = self._start_one(rule, start, event)
                if run is not None:
                    begun.append(run)
        if begun and len(happenings) > 1:
            others = [event for event in happenings if id(event) not in used]
            for run in begun:
                self._meet_on_its_first_day(run, others)

    def _start_one(self, rule: Rule, start: Start, event: Happening) -> _Running | None:
        if not start.pattern.holds(event.facts):
            return None
        tie = event.facts.get(rule.same) if rule.same else None
        if any(tie is None or run.tie is None or run.tie == tie for run in self._of(rule)):
            return None  # one clock at a time for each rule and thread
        if start.unless_seen:
            return None if self._was_seen(start.unless_seen, rule, tie) else self._cannot(rule, start, event, tie)
        began_on = event.on
        if start.counting_from is not None:
            found = start.counting_from.find(self.now)
            if found is None:
                return None
            began_on = found
        return self._begin(rule, event, began_on, tie, 0, None, start)

    def _was_seen(self, kind: str, rule: Rule, tie: Any) -> bool:
        return any(tie is None or seen.facts.get(rule.same) in (None, tie) for seen in self.seen.get(kind, ()))

    def _cannot(self, rule: Rule, start: Start, event: Happening, tie: Any) -> _Running:
        run = _Running(rule, event, event.on, tie)
        run.unjudged, run.version = start.unless_seen, rule.version_on(event.on)
        run.because = {"event": event.kind, "counted_from": None}
        self.running.setdefault(rule.id, []).append(run)
        return run

    def _begin_again(self, run: _Running, event: Happening) -> None:
        step = run.next_step(event.on, self.calendar)
        if step is not None and not any(other.event is event for other in self._of(run.rule)):
            self._begin(run.rule, event, event.on, run.tie, step, run)

    def _begin(
        self,
        rule: Rule,
        event: Happening,
        began_on: date,
        tie: Any,
        step: int,
        before: _Running | None,
        start: Start | None = None,
    ) -> _Running | None:
        missing = self._failing(rule, began_on)
        if missing is False:
            return None
        run = _Running(rule, event, began_on, tie)
        if before is not None:
            run.thread_on = before.thread_on
            run.met_in_step = before.met_in_step + 1 if step == before.step else 0
        run.step, run.unjudged = step, missing or self._unrecorded(rule)
        self._apply_the_law(run, began_on)
        run.because["event"] = event.kind
        if start is not None and start.counting_from is not None:
            run.because["starting_day"] = start.counting_from.name
        if not self._is_past_the_age(run):
            self.running.setdefault(rule.id, []).append(run)
            return run
        return None

    def _failing(self, rule: Rule, began_on: date) -> str | bool | None:
        """False if a condition of the rule does not hold; the missing fact if one cannot be answered; else None."""
        missing = None
        self.now.began_on = began_on
        for condition in rule.applies:
            answer = condition.test(self.now)
            if answer is None:
                missing = condition.missing
            elif not answer:
                return False
        return missing

    def _unrecorded(self, rule: Rule) -> str | None:
        if not self.unrecorded:
            return None
        kinds = self.book.met_kinds[rule.id]
        return min(kinds) if kinds <= self.unrecorded else None

    def _apply_the_law(self, run: _Running, began_on: date) -> None:
        version = run.rule.version_on(began_on)
        if version is None:
            run.unjudged = run.unjudged or "not_in_force"
            run.because = {"counted_from": began_on.isoformat()}
            return
        run.version = version
        if version.unknown:
            run.unjudged = run.unjudged or "law_not_known"
            run.because = {"counted_from": began_on.isoformat()}
            return
        run.instead = self._exception(version)
        run.steps = run.instead.steps if run.instead else version.steps
        run.step = min(run.step, len(run.steps) - 1)
        counted_from = began_on
        if run.instead and run.instead.counting_from:
            counted_from = run.instead.counting_from.find(self.now) or began_on
        self._count(run, counted_from)

    def _exception(self, version: Version) -> Instead | None:
        for instead in version.instead:
            if instead.condition.test(self.now):
                return instead
        return None

    def _count(self, run: _Running, counted_from: date) -> None:
        within, rule = run.steps[run.step].within, run.rule
        run.to_the_day = within.unit == "hours"
        run.because = {
            "step": run.step,
            "unit": within.unit,
            "number": within.number,
            "counted_from": counted_from.isoformat(),
        }
        if run.instead:
            run.because["instead"] = run.instead.condition.name
        try:
            run.due_on = within.after(counted_from, self.calendar)
        except CalendarEnds:
            run.unjudged = run.unjudged or "calendar"
            return
        if run.due_on < run.event.on:
            # A shorter interval that came to apply after its time had run out is due on the day it applied.
            run.due_on, run.because["already_over"] = run.event.on, True
        if within.unit == "working_days":
            skipped = self.calendar.holidays_skipped(counted_from, run.due_on)
            run.because["skipped"] = [day.isoformat() for day in skipped]
        there = rule.version_on(run.due_on)
        if there is not None and there.unknown:
            run.unjudged = run.unjudged or "law_not_known"
        if self.local is not None:
            run.local_due_on = self.local.due_on(rule, counted_from, run.due_on, self.calendar)

    def _is_past_the_age(self, run: _Running) -> bool:
        age = run.rule.until_age
        if age is None:
            return False
        if self.born_on is None:
            run.unjudged = run.unjudged or "born_on"
            return False
        return (run.due_on or run.began_on) >= birthday(self.born_on, age)

    # -- the first day, and the council's own dates

    def _meet_on_its_first_day(self, run: _Running, happenings: list[Happening]) -> None:
        """Something else done on the day a clock began may already meet it; a spell may end on the day it began."""
        for event in happenings:
            if event is run.event or run not in self.running.get(run.rule.id, ()):
                continue
            if event.kind in ENDINGS and not self._ends_this(run, event):
                continue
            if self._matches(self.book.meeting, run, event):
                self._meet_one(run, event)
                self._begin_again(run, event)
            elif event.kind in ENDINGS and self._matches(self.book.lapsing, run, event):
                self._end(run, event.on, "lapsed", event.ref)

    @staticmethod
    def _ends_this(run: _Running, event: Happening) -> bool:
        tie = event.facts.get(ENDINGS[event.kind] or "")
        return tie is not None and tie == run.event.facts.get(ENDINGS[event.kind] or "")

    @staticmethod
    def _matches(index: Mapping[str, tuple], run: _Running, event: Happening) -> bool:
        return run.is_tied_to(event) and any(
            rule is run.rule and pattern.holds(event.facts) for rule, pattern in index.get(event.kind, ())
        )

    def _plan(self, happenings: Iterable[Happening]) -> None:
        for event in happenings:
            for rule, pattern in self.book.planning.get(event.kind, ()):
                for run in self._of(rule):
                    if run.is_tied_to(event) and pattern.holds(event.facts):
                        run.council_due_on = event.facts.get("council_due_on")


def _by_start(clock: Clock) -> tuple[date, str, str]:
    return (clock.started_on, clock.rule, clock.started_ref)
