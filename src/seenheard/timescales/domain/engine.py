"""From what happened to what is owed: one sweep through a child's life, day by day.

Each day is taken in this order, so that no answer depends on the order of the rows:
what was done meets the clocks that run; what ended lets the others lapse; circumstances change; clocks that were met
and recur begin again from the day they were met; then what began that day starts its clocks, which something else done
on that same day may already meet.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from seenheard.timescales.domain.calendar import Calendar, birthday
from seenheard.timescales.domain.clock import Clock
from seenheard.timescales.domain.events import ENDINGS, RANK, Happening, History
from seenheard.timescales.domain.rule import Pattern, Rule, Rules, Start
from seenheard.timescales.domain.running import Running
from seenheard.timescales.domain.situation import Situation


def clocks(history: History, rules: Mapping[str, Rule], calendar: Calendar) -> tuple[Clock, ...]:
    """Every clock these rules give this child, by starting day and rule.

    Pure: the same history gives the same clocks in whatever order its happenings come. No clock is left out
    for want of a fact: it then carries `unjudged` with the name of what is missing. But a rule that only what is
    recorded here could meet counts from the day from which that is recorded, and nothing where it never is.
    """
    sweep = Sweep(history, rules, calendar)
    sweep.live_all(history.happenings)
    return sweep.all_clocks()


def _order(event: Happening) -> tuple[date, int, str, str]:
    return (event.on, RANK.get(event.kind, 2), event.kind, event.ref)


def _day(event: Happening) -> date:
    return event.on


class Sweep:
    """One child's life being read from its first day to its last, or on from a day (see `keeping`)."""

    def __init__(self, history: History, rules: Mapping[str, Rule], calendar: Calendar) -> None:
        book = rules if isinstance(rules, Rules) else Rules(rules.values())
        book = book.that_speak(history.unrecorded)
        terms = book.local.terms if book.local is not None else None
        self.book, self.calendar = book, calendar.with_terms(terms) if terms is not None else calendar
        self.unrecorded = history.unrecorded
        self.born_on = history.born_on
        self.died_on: date | None = getattr(history, "died_on", None)
        self.known_from: Mapping[str, date] = getattr(history, "known_from", {})
        self.now = Situation(history.born_on, history.expected_on, self.known_from.get("care_review_held"))
        self.running: dict[str, list[Running]] = {}
        self.done: list[Clock] = []
        self.seen: dict[str, list[Happening]] = {}
        self.early: dict[str, Happening] = {}
        self.recorded: dict[str, date] = {}
        self.answers: dict[str, bool | None] = {}  # of conditions, while neither circumstances nor day change
        self.outgrown = self._birthdays()

    def _birthdays(self) -> list[tuple[date, Rule]]:
        """The rules that end on a birthday, the latest first: what is reached is taken off the end."""
        if self.born_on is None:
            return []
        days = [(birthday(self.born_on, age), rule) for rule, age in self.book.outgrown]
        return sorted(days, key=_earlier, reverse=True)

    def live_all(self, happenings: Iterable[Happening]) -> None:
        """Take in these, day by day; none of a day that was taken in before."""
        for day, of_day in groupby(sorted(happenings, key=_order), key=_day):
            self.live(day, list(of_day))

    def live(self, day: date, happenings: list[Happening]) -> None:
        """Take in one day. After a child's death nothing is owed, and nothing begins."""
        if self.died_on is not None and day > self.died_on:
            return
        self.outgrow(day)
        if all(event.kind in self.book.quiet for event in happenings):
            self._live_quietly(happenings)
            return
        met: list[tuple[Running, Happening]] = []
        used: frozenset[int] = frozenset()
        if self.running:
            self._see_until(happenings)
            met = self._meet(happenings)
            self._doubt(happenings)
            used = frozenset(id(event) for _, event in met if event.kind in ENDINGS)
            self._lapse(happenings, met)
        self._remember_what_came_first(happenings, met)
        change = self.now.live(happenings)
        self.answers.clear()
        if change is not None and self.running:
            self._lapse_what_no_longer_applies(change)
        if self.running:
            self._change_step(day, happenings)
        for run, event in met:
            self._begin_again(run, event)
        self._start(happenings, used)
        self._plan(happenings)

    def _live_quietly(self, happenings: list[Happening]) -> None:
        """Most days hold visits, and ask for nothing more."""
        met = self._meet(happenings) if self.running else ()
        self.now.live(happenings)
        self.answers.clear()
        for run, event in met:
            self._begin_again(run, event)
        self._start(happenings, frozenset())

    def all_clocks(self) -> tuple[Clock, ...]:
        """What ended and what still runs; what a birthday will end ends on it."""
        self.outgrow(self.died_on or date.max)
        how = "lapsed" if self.died_on is not None else None
        for run in [run for runs in self.running.values() for run in runs]:
            self._hand_out(run, self.died_on, how, None)
        return tuple(sorted(self.done, key=_by_start))

    # -- meeting and lapsing

    def _meet(self, happenings: Iterable[Happening]) -> list[tuple[Running, Happening]]:
        met = []
        for event in happenings:
            for rule, pattern in self.book.meeting.get(event.kind, ()):
                for run in tuple(self.running.get(rule.id, ())):
                    if run.concerns(event, pattern) and not run.is_too_soon(event.on):
                        self._meet_one(run, event, pattern)
                        met.append((run, event))
        return met

    def _remember_what_came_first(self, happenings: Iterable[Happening], met: list[tuple[Running, Happening]]) -> None:
        """What meets a rule that may be met beforehand, and met no clock, is kept for the next."""
        for event in happenings:
            for rule, pattern in self.book.early.get(event.kind, ()):
                if pattern.holds(event.facts) and not any(run.rule is rule and by is event for run, by in met):
                    self.early[rule.id] = event

    def _came_first(self, run: Running) -> bool:
        early = self.early.get(run.rule.id)
        if early is None or not run.may_have_come_first(early):
            return False
        del self.early[run.rule.id]
        run.met_beforehand_by(early)
        self._end(run, run.started_on, "met", early.ref)
        return True

    def _meet_one(self, run: Running, event: Happening, pattern: Pattern) -> None:
        run.met_by(event, pattern, self.known_from.get(event.kind, date.min))
        self._end(run, event.on, "met", event.ref)

    def _doubt(self, happenings: Iterable[Happening]) -> None:
        """It happened some day, says a happening without one: whether in time, nobody can say."""
        for event in happenings:
            for rule, pattern in self.book.doubting.get(event.kind, ()):
                for run in self._of(rule):
                    if run.concerns(event, pattern):
                        run.cannot_be_judged(min(self.book.met_kinds[rule.id]))

    def _lapse(self, happenings: Iterable[Happening], met: list[tuple[Running, Happening]]) -> None:
        for event in happenings:
            for rule, pattern in self.book.lapsing.get(event.kind, ()):
                for run in self._of(rule):
                    if run.concerns(event, pattern):
                        self._end(run, event.on, "lapsed", event.ref)
                # What was met on its last day does not begin again.
                met[:] = [(run, by) for run, by in met if run.rule is not rule or not run.concerns(event, pattern)]

    def _lapse_what_no_longer_applies(self, change: Happening) -> None:
        for run in [run for runs in self.running.values() for run in runs]:
            if run.rule.applies and not self._applies(run.rule, run.began_on)[0]:
                self._end(run, change.on, "lapsed", change.ref)

    def _hand_out(self, run: Running, on: date | None, how: str | None, ref: str | None) -> None:
        """What was over before the day on which it would have started never ran."""
        if on is None or on >= run.started_on:
            self.done.append(run.ended(on, how, ref))

    def _end(self, run: Running, on: date | None, how: str | None, ref: str | None) -> None:
        self._hand_out(run, on, how, ref)
        runs = self.running[run.rule.id]
        runs.remove(run)
        if not runs:
            del self.running[run.rule.id]

    def outgrow(self, day: date) -> None:
        """Nothing is owed under a rule from the birthday on which it ends."""
        while self.outgrown and self.outgrown[-1][0] <= day:
            too_old_on, rule = self.outgrown.pop()
            for run in self._of(rule):
                self._end(run, too_old_on, "lapsed", None)

    def _of(self, rule: Rule) -> tuple[Running, ...]:
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
            kinds = frozenset(event.kind for event in others)
            for run in begun:
                if not kinds.isdisjoint(self.book.same_day_kinds[run.rule.id]):
                    self._meet_on_its_first_day(run, others)

    def _start_one(self, rule: Rule, start: Start, event: Happening) -> Running | None:
        if not (start.pattern.is_plain or start.pattern.holds(event.facts)):
            return None
        tie = event.facts.get(rule.same) if rule.same else None
        for run in self.running.get(rule.id, ()):
            if tie is None or run.tie is None or run.tie == tie:
                return None  # one clock at a time for each rule and thread
        if start.unless_seen:
            return None if self._was_seen(start.unless_seen, rule, tie) else self._cannot(rule, start, event, tie)
        if start.before_records and event.on >= self._recorded_from(rule):
            return None
        began_on = event.on
        if start.counting_from is not None:
            found = start.counting_from.find(self.now)
            if found is None:
                lacks = start.counting_from.missing == "born_on" and self.born_on is None
                return self._cannot(rule, start, event, tie) if lacks else None
            began_on = found
        return self._begin(rule, event, began_on, tie, 0, None, start)

    def _was_seen(self, kind: str, rule: Rule, tie: Any) -> bool:
        return any(tie is None or seen.facts.get(rule.same) in (None, tie) for seen in self.seen.get(kind, ()))

    def _cannot(self, rule: Rule, start: Start, event: Happening, tie: Any) -> Running | None:
        if not self._applies(rule, event.on)[0]:
            return None
        if rule.id in self.book.only_here and self._recorded_from(rule) > event.on:
            return None
        run = Running(rule, event, event.on, tie)
        lacks = start.counting_from.missing if start.counting_from is not None else ""
        run.unjudged, run.version = start.missing or start.unless_seen or lacks, rule.version_on(event.on)
        run.because = {"event": event.kind, "counted_from": None}
        self.running.setdefault(rule.id, []).append(run)
        return run

    def _begin_again(self, run: Running, event: Happening) -> None:
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
        before: Running | None,
        start: Start | None = None,
    ) -> Running | None:
        recorded_from = self._recorded_from(rule) if rule.id in self.book.only_here else date.min
        is_older = began_on < recorded_from
        if is_older and rule.recurs:
            began_on = recorded_from
        applies, missing = self._applies(rule, began_on)
        if not applies:
            return None
        run = Running(rule, event, began_on, tie)
        if before is not None:
            run.thread_on = before.thread_on
            run.met_in_step = before.met_in_step + 1 if step == before.step else 0
        run.step, run.unjudged = step, missing or self._unrecorded(rule)
        run.follow_the_law(self.now, self.calendar, self.book.local)
        if start is not None and start.counting_from is not None:
            run.because["starting_day"] = start.counting_from.name
            if start.begins_then:
                run.started_on = max(run.started_on, began_on)
        if is_older and not run.is_asked_though_older(recorded_from):
            return None
        if not is_older and run.due_on is not None and run.due_on < recorded_from:
            return None  # counted back from a day to come: what was due before it was recorded here is not asked either
        if rule.until_age is not None and self._is_past_the_age(run, rule.until_age):
            return None
        self.running.setdefault(rule.id, []).append(run)
        return None if before is None and self._came_first(run) else run

    def _recorded_from(self, rule: Rule) -> date:
        """The first day from which it is recorded here what would meet this rule."""
        if rule.id not in self.recorded:
            kinds = self.book.met_kinds[rule.id] - self.unrecorded
            self.recorded[rule.id] = min((self.known_from.get(kind, date.min) for kind in kinds), default=date.min)
        return self.recorded[rule.id]

    def _applies(self, rule: Rule, began_on: date) -> tuple[bool, str | None]:
        """Whether every condition of the rule holds, and the fact that is missing where one cannot be answered."""
        missing = None
        answers = self.answers
        if self.now.began_on != began_on:
            self.now.began_on = began_on
            answers.clear()
        for condition in rule.applies:
            name = condition.name
            if name not in answers:
                answers[name] = condition.test(self.now)
            answer = answers[name]
            if answer is None:
                missing = condition.missing
            elif not answer:
                return False, None
        return True, missing

    def _unrecorded(self, rule: Rule) -> str | None:
        if not self.unrecorded:
            return None
        kinds = self.book.met_kinds[rule.id]
        return min(kinds) if kinds <= self.unrecorded else None

    def _is_past_the_age(self, run: Running, age: int) -> bool:
        if self.born_on is None:
            run.cannot_be_judged("born_on")
            return False
        return (run.due_on or run.began_on) >= birthday(self.born_on, age)

    # -- the first day, and the council's own dates

    def _meet_on_its_first_day(self, run: Running, happenings: list[Happening]) -> None:
        """Something else done on the day a clock began may already meet it; a spell may end on the day it began."""
        for event in happenings:
            if event is run.event or run not in self.running.get(run.rule.id, ()):
                continue
            if event.kind in ENDINGS and not self._ends_this(run, event):
                continue
            if (pattern := self._match(self.book.meeting, run, event)) is not None:
                if run.is_too_soon(event.on):
                    continue
                self._meet_one(run, event, pattern)
                self._begin_again(run, event)
            elif event.kind in ENDINGS and self._match(self.book.lapsing, run, event) is not None:
                self._end(run, event.on, "lapsed", event.ref)
        for event in happenings:
            if run in self.running.get(run.rule.id, ()) and self._lapses_on_its_first_day(run, event):
                self._end(run, event.on, "lapsed", event.ref)

    def _lapses_on_its_first_day(self, run: Running, event: Happening) -> bool:
        pattern = self._match(self.book.lapsing, run, event)
        return pattern is not None and pattern.same_day

    @staticmethod
    def _ends_this(run: Running, event: Happening) -> bool:
        tie = event.facts.get(ENDINGS[event.kind] or "")
        return tie is not None and tie == run.event.facts.get(ENDINGS[event.kind] or "")

    @staticmethod
    def _match(index: Mapping[str, tuple], run: Running, event: Happening) -> Pattern | None:
        """The rule's pattern that this event fits, of those in `index`."""
        patterns = (pattern for rule, pattern in index.get(event.kind, ()) if rule is run.rule)
        return next((pattern for pattern in patterns if run.concerns(event, pattern)), None)

    def _plan(self, happenings: Iterable[Happening]) -> None:
        for event in happenings:
            for rule, pattern in self.book.planning.get(event.kind, ()):
                for run in self._of(rule):
                    if run.concerns(event, pattern):
                        run.council_due_on = event.facts.get("council_due_on")


def _earlier(outgrown: tuple[date, Rule]) -> date:
    return outgrown[0]


def _by_start(clock: Clock) -> tuple[date, str, str]:
    return (clock.started_on, clock.rule, clock.started_ref)
