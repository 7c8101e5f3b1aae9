"""Every example in a rule file is a test. The same examples stand on the rule's page."""

from dataclasses import replace
from datetime import date

import pytest

from seenheard.timescales import queries
from seenheard.timescales.domain.engine import clocks
from seenheard.timescales.domain.rule import Example, Expected, Rule, Rules
from seenheard.timescales.domain.standing import standing
from seenheard.timescales.domain.words import because

CASES = [
    pytest.param(rule, example, id=f"{rule.id}: {example.name}")
    for rule in queries.rules().values()
    for example in rule.examples
]


def shown(clock, rule: Rule, example: Example) -> dict:
    """What an example may say of a clock."""
    return {
        "due": clock.due_on,
        "started": clock.started_on,
        "ended": clock.ended_on,
        "how": clock.ended_how,
        "standing": standing(clock, rule, example.on) if example.on else None,
        "local_due": clock.local_due_on,
        "council_due": clock.council_due_on,
        "unjudged": clock.unjudged,
        "sentence": because(clock, rule),
        "instead": clock.because.get("instead"),
        "to_the_day": clock.to_the_day,
    }


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_the_example_holds(rule, example):
    found = clocks(example.life, Rules([rule]), queries.example_calendar())
    got = [shown(clock, rule, example) for clock in found]
    assert len(got) == len(example.expect), got
    for clock, expected in zip(got, example.expect, strict=True):
        wanted = dict(expected.fields)
        assert {name: clock[name] for name in wanted} == wanted


@pytest.mark.parametrize(
    "fault", [{"due": date(1999, 1, 1)}, {"how": "met"}, {"standing": "met"}, {"sentence": "Soon."}]
)
def test_a_wrong_example_would_be_noticed(fault):
    """The planted fault: whatever an example says wrongly, its test must not pass."""
    rule = queries.rules()["LR-01"]
    example = rule.examples[0]
    wrong = replace(example, expect=(Expected(tuple(fault.items())),))
    with pytest.raises(AssertionError):
        test_the_example_holds(rule, wrong)


def test_an_example_that_forgets_a_clock_would_be_noticed():
    rule = queries.rules()["LR-01"]
    with pytest.raises(AssertionError):
        test_the_example_holds(rule, replace(rule.examples[0], expect=()))
