"""A rule's own parts in plain words: what starts it, what meets it, how long, and its examples worked out."""

from datetime import date
from typing import NamedTuple

from seenheard.timescales.domain.calendar import Calendar
from seenheard.timescales.domain.clock import Clock
from seenheard.timescales.domain.engine import clocks
from seenheard.timescales.domain.event_words import kind_words, pattern_words
from seenheard.timescales.domain.rule import Example, Instead, Rule, Rules, Start, Step, Version
from seenheard.timescales.domain.standing import standing
from seenheard.timescales.domain.words import because, named_holidays, short_date

READINGS = {
    "read": "The text of the law was read",
    "restated": "Read in documents that restate it, not in the text itself",
    "recalled": "Recalled: the text was not reached, so confirm it before relying on it",
}


_BY_TERM = {
    "terms": "By the end of the next school term",
    "cut_offs": "By the authority's own last day in the next school term",
}


ONLY_HERE_WORDS = (
    "No return carries this, so it counts from the first day from which the authority records it here. What was due "
    "before that day is not asked; where it is not recorded, nothing is counted."
)


class ExampleLine(NamedTuple):
    """One clock of an example, worked out by the engine."""

    due: str
    outcome: str
    standing: str
    as_at: str
    sentence: str
    not_counted: tuple[str, ...]


def start_words(start: Start) -> str:
    """What starts a clock, and from which day it counts."""
    words = pattern_words(start.pattern)
    if start.before_records:
        return f"{words}, before such things were recorded here: counted from the first day from which they are"
    if start.counting_from:
        return f"{words}: counted from {start.counting_from.words}"
    if start.unless_seen:
        return f"{words}, with no {kind_words(start.unless_seen).lower()} on record: then it cannot be judged"
    return words


def step_words(step: Step) -> str:
    """ "Within 1 week, until care review held" """
    words = _asks(step)
    if step.no_sooner:
        words += f", no sooner than {step.no_sooner.words}"
    if step.from_start:
        words += ", counted from the start"
    if step.count:
        words += ", once" if step.count == 1 else f", {step.count} times"
    if step.lasting:
        words += f", for {step.lasting.words}"
    if step.until:
        words += f", until: {kind_words(step.until).lower()}"
    return f"{words} ({step.cite})" if step.cite else words


def steps_words(version: Version | Instead) -> tuple[str, ...]:
    """Every step, in order."""
    return tuple(step_words(step) for step in version.steps)


def asks_words(rule: Rule) -> str:
    """What the rule asks, as short as can be: "Within 1 week, then within 6 weeks"."""
    first, *later = (_asks(step) for step in rule.latest.steps)
    return ", then ".join([first, *(words[:1].lower() + words[1:] for words in later)])


def _asks(step: Step) -> str:
    """ "Within 1 week", "At least 5 working days before", "By the end of the next school term" """
    if step.within.unit in _BY_TERM:
        return _BY_TERM[step.within.unit]
    return f"At least {step.within.words} before" if step.within.back else f"Within {step.within.words}"


def counted_from_words(rule: Rule) -> str:
    """From which days it counts: "Counted from: placement started; or the last visit in this placement." """
    starts = [_counted_from(start) for start in rule.starts_when if not start.unless_seen]
    starts += [instead.counting_from.words for instead in rule.latest.instead if instead.counting_from]
    again = "; and again from the day it was met" if rule.recurs else ""
    return f"Counted from: {'; or '.join(dict.fromkeys(starts))}{again}."


def _counted_from(start: Start) -> str:
    if start.counting_from:
        return start.counting_from.words
    words = pattern_words(start.pattern)
    if start.before_records:
        return f"the first day from which this is recorded here, where that is later than {_low(words)}"
    return _low(words)


def _low(words: str) -> str:
    return words[:1].lower() + words[1:]


def period_words(version: Version) -> str:
    """ "From 1 April 2011 to 23 April 2020" """
    since = f"From {short_date(version.from_on)}"
    if version.until_on is None:
        return since
    last_day = date.fromordinal(version.until_on.toordinal() - 1)
    return f"{since} to {short_date(last_day)}"


def example_lines(rule: Rule, example: Example, calendar: Calendar) -> tuple[ExampleLine, ...]:
    """What the engine makes of an example: the same clocks that its test compares."""
    found = clocks(example.life, Rules([rule]), calendar)
    return tuple(_line(clock, rule, example.on, calendar) for clock in found)


def _line(clock: Clock, rule: Rule, on: date | None, calendar: Calendar) -> ExampleLine:
    """As at the example's day; where it names none, the day the clock ended, or the day a running one began."""
    day = on or clock.ended_on or clock.started_on
    due = short_date(clock.due_on) if clock.due_on else "No day can be given"
    ended = f"{(clock.ended_how or '').capitalize()} on {short_date(clock.ended_on)}" if clock.ended_on else "Running"
    return ExampleLine(
        due=due,
        outcome=ended,
        standing=standing(clock, rule, day),
        as_at=f"as at {short_date(day)}",
        sentence=because(clock, rule),
        not_counted=named_holidays(clock.because.get("skipped", ()), calendar.holidays),
    )
