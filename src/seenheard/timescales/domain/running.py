"""A clock while it runs: which step of its rule it is in, what the law in force asks, and when that is due."""

from datetime import date, timedelta
from typing import Any

from seenheard.timescales.domain.calendar import Calendar, CalendarEnds, add_months
from seenheard.timescales.domain.clock import Clock
from seenheard.timescales.domain.events import Happening
from seenheard.timescales.domain.hours import hour_of, hours_after
from seenheard.timescales.domain.interval import Interval
from seenheard.timescales.domain.local import LocalLayer
from seenheard.timescales.domain.rule import Instead, Pattern, Rule, Step, Version
from seenheard.timescales.domain.situation import Situation
from seenheard.timescales.domain.terms import TermsEnd

BEFORE_RECORDS = "before_records"
LONG_BEFORE = timedelta(weeks=12)  # a plan made longer ago was made for something else


class Running:
    """A clock that has begun and not ended, and its place in the rule's steps.

    `event` gave rise to it, mostly on the day it started; it counts from `began_on`, which may lie earlier (the last
    visit, say). `started_on` lies later where the law asks for nothing before an age.
    """

    __slots__ = (
        "because",
        "began_on",
        "council_due_on",
        "due_on",
        "event",
        "instead",
        "local_due_on",
        "met_in_step",
        "opens_on",
        "rule",
        "started_on",
        "step",
        "steps",
        "thread_on",
        "tie",
        "to_the_day",
        "unjudged",
        "until_seen",
        "version",
    )  # fmt: skip

    def __init__(self, rule: Rule, event: Happening, began_on: date, tie: Any) -> None:
        self.rule, self.event, self.began_on, self.tie = rule, event, began_on, tie
        self.thread_on = began_on
        self.started_on: date = event.on
        self.version: Version | None = None
        self.steps: tuple[Step, ...] = ()
        self.step = self.met_in_step = 0
        self.until_seen = self.to_the_day = False
        self.instead: Instead | None = None
        self.due_on: date | None = None
        self.local_due_on: date | None = None
        self.council_due_on: date | None = None
        self.opens_on: date | None = None
        self.unjudged: str | None = None
        self.because: dict[str, Any] = {}

    def concerns(self, event: Happening, pattern: Pattern) -> bool:
        """Whether an event of this pattern concerns this clock. Events of another referral, plan or placement do not,
        when both know theirs."""
        tie = event.facts.get(self.rule.same) if self.tie is not None else None
        if tie is not None:
            if tie != self.tie:
                return False
        elif self._is_of_another_referral(event):
            return False
        if pattern.tells_of_a_year and self._began_within_the_year_of(event):
            return False
        return pattern.is_plain or pattern.holds(event.facts)

    def is_too_soon(self, on: date) -> bool:
        """Whether what is done on this day comes before anything can meet this clock."""
        return self.opens_on is not None and on < self.opens_on

    def may_have_come_first(self, event: Happening) -> bool:
        """Whether what was done before this clock began was done for it: not long ago, and for nothing else."""
        tie = event.facts.get(self.rule.same) if self.rule.same else None
        ours = tie is None or self.tie is None or tie == self.tie
        return ours and self.event.on - event.on <= LONG_BEFORE

    def met_beforehand_by(self, event: Happening) -> None:
        """Take what was done before this clock began: it is met as it begins, whenever that was recorded."""
        self.unjudged = None if self.unjudged == BEFORE_RECORDS else self.unjudged
        if event.on < self.started_on:
            self.because["came_first"] = event.on.isoformat()

    def _is_of_another_referral(self, event: Happening) -> bool:
        """Two referrals may be open at once: the end of one is not the end of the other."""
        theirs, ours = event.facts.get("referral"), self.event.facts.get("referral")
        return theirs is not None and ours is not None and theirs != ours

    def met_by(self, event: Happening, pattern: Pattern, known_from: date) -> None:
        """Take what meets this clock. If that looks late, only what is known of every day before it makes it so.

        `known_from`: the first day from which the files hold happenings of this kind at all.
        """
        self.council_due_on = event.facts.get("council_due_on") or self.council_due_on
        if self.to_the_day and self.due_on == event.on:
            self._compare_hours(event)
        if self.due_on is None or event.on <= self.due_on:
            self.unjudged = None if self.unjudged == BEFORE_RECORDS else self.unjudged
            return
        if pattern.tells_of_a_year and add_months(event.on, -12) < self.due_on:
            self.cannot_be_judged("day_in_the_year")
        elif self.rule.only_latest_known:
            self.cannot_be_judged("only_latest")
        elif self.due_on < known_from:
            self.cannot_be_judged("before_the_files")

    def _compare_hours(self, event: Happening) -> None:
        """On the day on which the hours run out it is the hour that counts, where both are recorded."""
        due_hour, hour = self.because.get("due_hour"), hour_of(event.facts.get("hour"))
        if due_hour is not None and hour is not None:
            self.to_the_day = False
            if hour > due_hour:
                self.because["late"] = True

    def _began_within_the_year_of(self, event: Happening) -> bool:
        """A yearly answer adds nothing where the year holds a day of its own: the clock that began on it goes on."""
        if self.event.kind not in {pattern.kind for pattern in self.rule.met_when}:
            return False
        return self.began_on > add_months(event.facts.get("year_ends_on") or event.on, -12)

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
            self.started_on,
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

    def follow_the_law(self, now: Situation, calendar: Calendar, local: LocalLayer | None) -> None:
        """Find the version in force, its exception if one applies, and the day this is due; say what is not known."""
        self.version = self.rule.version_on(self.began_on)
        if self.version is None:
            self.cannot_be_judged("not_in_force")
        elif self.version.unknown:
            self.cannot_be_judged("law_not_known")
        else:
            if self.version.instead:
                self.instead = next((i for i in self.version.instead if i.condition.test(now)), None)
            self.steps = self.instead.steps if self.instead else self.version.steps
            self.step = min(self.step, len(self.steps) - 1)
            counted_from = self._first_day(now)
            if self.instead is not None and self.instead.begins_then:
                self.started_on = max(self.started_on, counted_from)
            self._count(counted_from, calendar, local)
            return
        self.because = {"event": self.event.kind, "counted_from": self.began_on.isoformat()}

    def is_asked_though_older(self, recorded_from: date) -> bool:
        """It began before the first day from which such things are recorded here.

        What recurs is counted from that day. What was due before it is not asked; what was due later may have been
        done before, so that nobody can say that it is late.
        """
        if self.rule.recurs:
            self.because["recorded_from"] = True
            return True
        self.cannot_be_judged(BEFORE_RECORDS)
        return self.due_on is not None and self.due_on >= recorded_from

    def cannot_be_judged(self, why: str) -> None:
        """Name what is missing; the first thing named stays."""
        self.unjudged = self.unjudged or why

    def _first_day(self, now: Situation) -> date:
        if self.instead is None or self.instead.counting_from is None:
            return self.thread_on if self.steps[self.step].from_start else self.began_on
        return self.instead.counting_from.find(now) or self.began_on

    def _count(self, counted_from: date, calendar: Calendar, local: LocalLayer | None) -> None:
        within, no_sooner = self.steps[self.step].within, self.steps[self.step].no_sooner
        self.to_the_day = within.unit == "hours"
        self.because = {
            "event": self.event.kind,
            "step": self.step,
            "unit": within.unit,
            "number": within.number,
            "counted_from": counted_from.isoformat(),
        }
        if self.instead:
            self.because["instead"] = self.instead.condition.name
        if within.back:
            self.because["back"] = True
        try:
            due_on = (self._hours_out(within, counted_from) if self.to_the_day else None) or within.after(
                counted_from, calendar
            )
            self.opens_on = no_sooner.after(counted_from, calendar) if no_sooner is not None else None
        except TermsEnd:
            self.cannot_be_judged("school_terms")
            return
        except CalendarEnds:
            self.cannot_be_judged("calendar")
            return
        if within.unit == "working_days":
            first, last = sorted((counted_from, due_on))
            self.because["skipped"] = [day.isoformat() for day in calendar.holidays_skipped(first, last)]
        if local is not None:
            self.local_due_on = local.due_on(self.rule, counted_from, due_on)
        self.due_on = due_on
        self._start_no_earlier_than_the_event()
        if self.version is not None and self.version.until_on is not None:
            there = self.rule.version_on(self.due_on)
            if there is not None and there.unknown:
                self.cannot_be_judged("law_not_known")

    def _hours_out(self, within: Interval, counted_from: date) -> date | None:
        """The day on which hours run out, and in `because` the time of day, where the hour of the start is recorded."""
        if counted_from != self.event.on:
            return None
        hour = hour_of(self.event.facts.get("hour"))
        if hour is None:
            return None
        due_on, self.because["due_hour"] = hours_after(counted_from, hour, within.number)
        self.because["hour"] = hour
        return due_on

    def _start_no_earlier_than_the_event(self) -> None:
        """A shorter interval that came to apply after its time had run out is due on the day it came to apply."""
        started_on = self.event.on
        if self.due_on is not None and self.due_on < started_on:
            self.due_on, self.because["already_over"] = started_on, True
        if self.local_due_on is not None and self.local_due_on < started_on:
            self.local_due_on = started_on
