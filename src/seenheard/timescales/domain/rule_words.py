"""A rule's own parts in plain words: what starts it, what meets it, how long, and its examples worked out."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from seenheard.timescales.domain.calendar import Calendar
from seenheard.timescales.domain.clock import Clock
from seenheard.timescales.domain.engine import clocks
from seenheard.timescales.domain.events import Event
from seenheard.timescales.domain.rule import Example, Instead, Pattern, Rule, Rules, Start, Step, Version
from seenheard.timescales.domain.standing import standing
from seenheard.timescales.domain.words import because, short_date

# The few facts and codes that read badly with their underscores taken out.
_VALUES = {
    "L1": "L1 (police protection)",
    "C1": "C1 (interim care order)",
    "C2": "C2 (care order)",
    "E1": "E1 (placement order)",
    "P1": "P1 (with parents)",
    "LTFOST18": "LTFOST18 (long-term fostering until 18)",
    "RETURNFAM": "RETURNFAM (return to the family)",
}
READINGS = {
    "read": "The text of the law was read",
    "restated": "Read in documents that restate it, not in the text itself",
    "recalled": "Recalled: the text was not reached, so confirm it before relying on it",
}


class ExampleLine(NamedTuple):
    """One clock of an example, worked out by the engine."""

    due: str
    outcome: str
    sentence: str


def kind_words(kind: str) -> str:
    """ "care review held" """
    words = kind.replace("_", " ").replace("section 47", "section 47 enquiry").replace("sdq", "SDQ")
    return words[:1].upper() + words[1:]


def pattern_words(pattern: Pattern) -> str:
    """ "Care visit made, unless seen is no" """
    parts = [kind_words(pattern.kind)]
    parts += [f"where {_fact(name)} is {_value(value)}" for name, value in pattern.where]
    parts += [f"unless {_fact(name)} is {_value(value)}" for name, value in pattern.unless]
    parts += [f"where {_fact(name)} is recorded" for name in pattern.known]
    return ", ".join(parts)


def start_words(start: Start) -> str:
    """What starts a clock, and from which day it counts."""
    words = pattern_words(start.pattern)
    if start.counting_from:
        return f"{words}: counted from {start.counting_from.words}"
    if start.unless_seen:
        return f"{words}, with no {kind_words(start.unless_seen).lower()} on record: then it cannot be judged"
    return words


def step_words(step: Step) -> str:
    """ "Within 1 week, until care review held" """
    words = f"Within {step.within.words}"
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
    lengths = [step.within.words for step in rule.latest.steps]
    return "Within " + ", then within ".join(lengths)


def period_words(version: Version) -> str:
    """ "From 1 April 2011 to 23 April 2020" """
    since = f"From {short_date(version.from_on)}"
    if version.until_on is None:
        return since
    last_day = date.fromordinal(version.until_on.toordinal() - 1)
    return f"{since} to {short_date(last_day)}"


def event_words(event: Event) -> str:
    """ "5 January 2026: Placement started (place P1 (with parents))" """
    return f"{short_date(event.on)}: {kind_words(event.kind)}{_facts_words(event.facts)}"


def example_lines(rule: Rule, example: Example, calendar: Calendar) -> tuple[ExampleLine, ...]:
    """What the engine makes of an example: the same clocks that its test compares."""
    found = clocks(example.life, Rules([rule]), calendar)
    return tuple(_line(clock, rule, example.on) for clock in found)


def _line(clock: Clock, rule: Rule, on: date | None) -> ExampleLine:
    due = short_date(clock.due_on) if clock.due_on else "No day can be given"
    outcome = "Running"
    if clock.ended_on:
        outcome = f"{(clock.ended_how or '').capitalize()} on {short_date(clock.ended_on)}"
    if on is not None:
        outcome = f"{standing(clock, rule, on).capitalize()}, as at {short_date(on)}"
    return ExampleLine(due, outcome, because(clock, rule))


def _facts_words(facts: Mapping[str, Any]) -> str:
    told = [f"{_fact(name)} {_value(value)}" for name, value in facts.items()]
    return f" ({', '.join(told)})" if told else ""


def _fact(name: str) -> str:
    return name.replace("_", " ").removesuffix(" on")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(_value(one) for one in value) or "none"
    return _VALUES.get(value, str(value))
