"""Whatever happens, in whatever order we learn it: the clocks kept are the clocks that would be made again."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seenheard.accounts.domain import SYSTEM
from seenheard.duties import operations, rulebook
from seenheard.duties.domain.lines import line
from seenheard.duties.models import Clock
from seenheard.record import operations as record_operations
from seenheard.record import queries as record_queries
from seenheard.record.operations import carrying
from seenheard.timescales import queries as timescales_queries
from seenheard.timescales.domain import engine
from tests.factories import record as made

pytestmark = pytest.mark.django_db

days = st.integers(0, 1500).map(lambda number: date(2022, 1, 1) + timedelta(days=number))


def spell(draw, begin="from_on", end="until_on"):
    began = draw(days)
    length = draw(st.none() | st.integers(0, 500))
    return {begin: began, end: None if length is None else began + timedelta(days=length)}


@st.composite
def facts(draw):
    """One fact of a few kinds that start, meet and end duties, from either of two sources."""
    name = draw(st.sampled_from(["cla_episode", "cla_placement", "cla_review", "cla_visit", "legal_status", "cp_plan"]))
    source = draw(st.sampled_from(["ssd", "ssda903"]))
    match name:
        case "cla_episode":
            fields = spell(draw) | {"legal_code": draw(st.sampled_from(["C2", "V2", None])), "place_code": "U6"}
        case "cla_placement":
            fields = spell(draw) | {"place_code": draw(st.sampled_from(["U1", "U4", "P1", None]))}
        case "cla_review":
            fields = {"held_on": draw(st.none() | days), "due_on": draw(st.none() | days)}
        case "cla_visit":
            fields = {"visited_on": draw(days), "seen": draw(st.sampled_from([True, False, None]))}
        case "legal_status":
            fields = spell(draw) | {"code": draw(st.sampled_from(["C2", "L1", "V2"]))}
        case "cp_plan":
            fields = spell(draw) | {"plan_ref": "P1"}
    return name, source, fields


steps = st.lists(st.tuples(facts(), st.booleans()), min_size=1, max_size=8)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(life=steps)
def test_clocks_taken_change_by_change_are_the_clocks_made_afresh(life, at):
    child = made.make_child(born_on=date(2012, 5, 4))
    for (name, source, fields), take_now in life:
        made.add(name, child, source=source, **fields)
        if take_now:
            operations.take_changes(by=SYSTEM, at=at)
    operations.take_changes(by=SYSTEM, at=at)
    assert kept(child) == afresh(child)
    again = operations.rebuild(by=SYSTEM, at=at, child_ids=[child.pk])
    assert (again.written, again.removed) == (0, 0)


@settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(life=steps)
def test_what_is_learned_of_one_child_leaves_no_other_child_with_clocks_of_yesterday(life, at):
    """A first table of a source, a later or earlier reach of it, or its undoing: silence about others is read anew."""
    bystander, child = (made.make_child(born_on=date(2012, 5, 4)) for _ in range(2))
    made.add("cla_episode", bystander, from_on=date(2024, 1, 8), legal_code="C2", place_code="U6")
    for number, ((name, source, fields), _) in enumerate(life):
        made.add(name, child, source=source, run_id=f"life-{child.pk}-{number}", **fields)
        operations.take_changes(by=SYSTEM, at=at)
        assert kept(bystander) == afresh(bystander)
    record_operations.undo(run_id=f"life-{child.pk}-{len(life) - 1}", by=SYSTEM, at=at)
    operations.take_changes(by=SYSTEM, at=at)
    assert kept(bystander) == afresh(bystander)


def test_forgetting_whom_silence_concerns_turns_this_check_red(at, monkeypatch):
    bystander, child = (made.make_child(born_on=date(2012, 5, 4)) for _ in range(2))
    made.add("cla_episode", bystander, from_on=date(2024, 1, 8), legal_code="C2", place_code="U6")
    operations.take_changes(by=SYSTEM, at=at)
    monkeypatch.setattr(carrying, "_children_of", lambda sources: [])
    made.add("cla_review", child, held_on=date(2026, 2, 2))
    operations.take_changes(by=SYSTEM, at=at)
    assert kept(bystander) != afresh(bystander)


def test_a_clock_that_somebody_altered_is_found_and_mended(at):
    child = made.make_child(born_on=date(2012, 5, 4))
    made.add("cla_episode", child, from_on=date(2026, 3, 2), legal_code="C2")
    operations.take_changes(by=SYSTEM, at=at)
    assert Clock.objects.filter(child=child).update(started_ref="altered") > 0
    assert kept(child) != afresh(child)
    mended = operations.rebuild(by=SYSTEM, at=at, child_ids=[child.pk])
    assert mended.written == mended.removed > 0
    assert kept(child) == afresh(child)


def afresh(child) -> set[str]:
    """What the rules make of the record now, with nothing stored between."""
    rules, calendar = rulebook.rules(), timescales_queries.calendar()
    histories = record_queries.histories(child_ids=[child.pk], viewer=SYSTEM)
    return {line(child.pk, clock) for one in histories for clock in engine.clocks(one, rules, calendar)}


def kept(child) -> set[str]:
    return {stored for stored, _ in operations.stored_lines([child.pk])}
