"""How far a day is, in words."""

from datetime import date

import pytest

from seenheard.desk.presenters.due_dates import _row_of_child
from seenheard.desk.presenters.duties import duty, unjudged_line, when
from seenheard.duties import rulebook
from seenheard.duties.queries import Owed
from seenheard.timescales.domain.clock import Clock
from seenheard.timescales.domain.standing import standing

ON = date(2026, 3, 31)


def owed(**changes) -> Owed:
    clock = Clock(
        rule="LR-01",
        version=date(2011, 4, 1),
        started_on=date(2026, 3, 2),
        started_ref="",
        due_on=date(2026, 3, 30),
        local_due_on=None,
        council_due_on=None,
        ended_on=None,
        ended_how=None,
        ended_ref=None,
        unjudged=None,
        to_the_day=False,
        because={"step": 0, "unit": "working_days", "number": 20, "counted_from": "2026-03-02"},
    )._replace(**changes)
    rule = rulebook.rules()["LR-01"]
    return Owed(1, clock, rule, standing(clock, rule, ON))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "1 day late"),
        ({"due_on": ON}, "due today"),
        ({"due_on": date(2026, 4, 1)}, "due tomorrow"),
        ({"due_on": date(2026, 4, 10)}, "due in 10 days"),
        ({"ended_on": date(2026, 3, 20), "ended_how": "met"}, "done 20 March 2026"),
        ({"ended_on": ON, "ended_how": "met"}, "done 31 March 2026, 1 day late"),
        ({"ended_on": ON, "ended_how": "met", "unjudged": "born_on"}, "done 31 March 2026"),
        (
            {"ended_on": ON, "ended_how": "lapsed"},
            "was due 30 March 2026, never recorded as done; no longer runs since 31 March 2026",
        ),
        ({"ended_on": date(2026, 3, 30), "ended_how": "lapsed"}, "no longer runs since 30 March 2026"),
        ({"ended_on": ON, "ended_how": "lapsed", "unjudged": "care_visit_made"}, "no longer runs since 31 March 2026"),
        ({"ended_on": date(2062, 3, 3), "ended_how": "met"}, "1 day late"),
        ({"unjudged": "born_on"}, ""),
    ],
)
def test_how_far_a_day_is(changes, words):
    assert when(owed(**changes), ON) == words


def test_another_readers_duty_says_whose_it_is():
    assert "For the reviewing officer." in duty(owed(), ON, reader="social worker").notes
    assert "For the reviewing officer." not in duty(owed(), ON, reader="reviewing officer").notes


def test_a_day_off_names_the_working_day_before_it():
    notes = duty(owed(due_on=date(2026, 4, 5)), ON).notes
    assert "5 April 2026 is not a working day: the last one before it is Thursday 2 April 2026." in notes
    assert not duty(owed(due_on=date(2026, 4, 2)), ON).notes


def test_our_own_tighter_day_stands_beside_the_laws():
    notes = duty(owed(due_on=date(2026, 4, 2), local_due_on=date(2026, 3, 27)), ON).notes
    assert notes == ("Our own standard is tighter: Friday 27 March 2026. That day has passed; the law's has not.",)


def test_our_own_day_off_names_the_working_day_before_it():
    notes = duty(owed(due_on=date(2026, 4, 30), local_due_on=date(2026, 4, 5)), ON).notes
    assert notes == (
        "Our own standard is tighter: Sunday 5 April 2026, not a working day: "
        "the last one before it is Thursday 2 April 2026.",
    )


def test_what_cannot_be_judged_is_one_sentence():
    assert unjudged_line({"care_visit_made": 2, "dental_check_held": 1}) == (
        "3 duties cannot be judged: no file tells us of visits while looked after or dental checks."
    )


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (date(2026, 4, 10), "Once that day has passed nobody can say: no file we hold about this child says when"),
        (date(2026, 3, 30), "We cannot judge this: no file we hold about this child says when"),
    ],
)
def test_beside_the_councils_own_date_a_day_to_come_is_due_too(due_on, words):
    row = _row_of_child(owed(due_on=due_on, council_due_on=ON, unjudged="care_review_held"), ON)
    assert words in row[2].note
    assert row[2].note.startswith("Due Friday 10 April 2026") == (due_on > ON)
