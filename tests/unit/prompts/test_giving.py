"""Handing over causes: what opens, what closes by itself, what comes back as the same prompt, what is kept of it."""

from datetime import date, timedelta

import pytest
from django.db import Error, connection, transaction

from seenheard.accounts.domain import SYSTEM
from seenheard.prompts import operations, queries
from seenheard.prompts.domain.causes import Cause
from seenheard.prompts.models import Prompt, Step
from seenheard.record.domain.days import day_of
from tests import cast
from tests.factories import record as made

pytestmark = pytest.mark.django_db

OPENS, BY = date(2026, 3, 20), date(2026, 4, 3)


@pytest.fixture
def child():
    return made.make_child(born_on=date(2012, 5, 4))


def cause(child, name="LV-04", key="2026-03-06 V1", **changes):
    fields = {"owner": "social worker", "opens_on": OPENS, "act_by_on": BY} | changes
    return Cause(child_id=child.pk, cause=name, key=key, **fields)


def give(child, *causes, at, giver="duties"):
    return operations.causes_of_child(child_id=child.pk, giver=giver, causes=causes, at=at)


def steps(prompt):
    return list(prompt.steps.order_by("id").values_list("what", flat=True))


def test_a_cause_opens_one_prompt_however_often_it_is_handed_over(child, at):
    assert give(child, cause(child), at=at).opened == 1
    again = give(child, cause(child), at=at + timedelta(days=1))
    assert (again.kept, again.opened, again.changed) == (1, 0, 0)
    prompt = Prompt.objects.get()
    assert (prompt.opens_on, prompt.act_by_on, prompt.given_at, prompt.gone_at) == (OPENS, BY, at, None)
    assert steps(prompt) == []


def test_two_givers_at_once_are_as_one_after_the_other(child, at):
    give(child, cause(child), at=at)
    told = {"duties": [cause(child)], "record": [cause(child, "no_worker", "")]}
    done = operations.causes_of_givers(child_ids=[child.pk], told=told, at=at)
    assert (done.kept, done.opened, done.closed) == (1, 1, 0)
    done = operations.causes_of_givers(child_ids=[child.pk], told={"record": [], "duties": told["duties"]}, at=at)
    assert (done.kept, done.opened, done.closed) == (1, 0, 1)
    assert give(child, cause(child), at=at).kept == 1, "what one giver says leaves the other's as it is"


def test_it_closes_by_itself_when_its_cause_is_gone_and_stays_in_history(child, at):
    give(child, cause(child), at=at)
    assert give(child, at=at + timedelta(hours=1)).closed == 1
    prompt = Prompt.objects.get()
    assert prompt.gone_at == at + timedelta(hours=1)
    closed = prompt.steps.get()
    assert (closed.what, closed.by, closed.opened_on, closed.act_by_on) == ("closed", "system", OPENS, BY)


def test_the_cause_come_back_opens_the_same_prompt_with_its_whole_history(child, at):
    give(child, cause(child), at=at)
    first = Prompt.objects.get().pk
    give(child, at=at)
    assert give(child, cause(child, act_by_on=BY + timedelta(days=1)), at=at).reopened == 1
    prompt = Prompt.objects.get()
    assert (prompt.pk, prompt.gone_at, prompt.act_by_on) == (first, None, BY + timedelta(days=1))
    assert steps(prompt) == ["closed", "reopened"]


def test_what_nobody_could_have_seen_leaves_nothing_behind(child, at):
    give(child, cause(child, opens_on=date(2026, 4, 1)), at=at)
    assert give(child, at=at).closed == 1
    assert not Prompt.objects.exists()
    assert not Step.objects.exists()


def test_a_day_that_moves_moves_the_prompt(child, at):
    give(child, cause(child), at=at)
    assert give(child, cause(child, act_by_on=date(2026, 4, 1), owner="team manager"), at=at).changed == 1
    prompt = Prompt.objects.get()
    assert (prompt.act_by_on, prompt.owner) == (date(2026, 4, 1), "team manager")


def test_of_two_that_are_the_same_the_sooner_counts(child, at):
    give(child, cause(child), cause(child, act_by_on=date(2026, 3, 30)), at=at)
    assert Prompt.objects.get().act_by_on == date(2026, 3, 30)


def test_one_giver_leaves_the_causes_of_the_other_alone(child, at):
    give(child, cause(child), at=at)
    give(child, cause(child, "issue_unanswered", "I7"), at=at, giver="record")
    give(child, at=at)
    assert [one.cause for one in Prompt.objects.filter(gone_at=None)] == ["issue_unanswered"]


def test_other_children_are_left_alone(child, at):
    other = made.make_child()
    for one in (child, other):
        give(one, cause(one), at=at)
    give(child, at=at)
    assert [one.child_id for one in Prompt.objects.filter(gone_at=None)] == [other.pk]


def test_keys_and_facts_come_back_as_they_were_given_whatever_is_in_them(child, at):
    odd = cause(child, "action_due", "tab\there \\ line\nend “quoted” é", facts={"longer": 1, "b": "a\\b"})
    give(child, odd, at=at)
    assert give(child, odd, at=at).kept == 1
    prompt = Prompt.objects.get()
    assert (prompt.key, prompt.facts) == (odd.key, odd.facts)


def test_a_cause_of_a_child_not_looked_at_is_refused(child, at):
    other = made.make_child()
    with pytest.raises(ValueError, match="not looked at"):
        give(child, cause(other), at=at)
    with pytest.raises(ValueError, match="hands over"):
        give(child, cause(child), at=at, giver="nobody")
    assert not Prompt.objects.exists()


def test_refused_by_the_database_nothing_is_left(child, at):
    with pytest.raises(Error), transaction.atomic():
        give(child, cause(child), cause(child, "LR-01", owner="somebody " * 9), at=at)
    assert not Prompt.objects.exists()


def test_what_would_be_over_before_it_opens_is_no_cause(child, at):
    assert give(child, cause(child, until_on=OPENS), at=at).opened == 0


@pytest.mark.parametrize("table", ["prompts_step", "prompts_toldnext"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET at = at", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_history_is_only_added_to(child, at, table, statement):
    give(child, cause(child), at=at)
    give(child, at=at)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "INSERT INTO prompts_toldnext (person, place, from_on, by, at) VALUES ('x', 1, '2026-01-01', 'y', now())"
        )
        with pytest.raises(Error, match="only added"), transaction.atomic():
            cursor.execute(statement.format(table))


def test_what_another_source_tells_now_is_the_same_prompt_with_its_history(child, at):
    give(child, cause(child, key="2026-03-06 event/typed/V1"), at=at)
    prompt = Prompt.objects.get()
    operations.act(prompt_id=prompt.pk, outcome="mine", by=cast.sara(), at=at)
    given = give(child, cause(child, key="2026-03-06 cla_visit/ssd/1"), at=at)
    assert (given.changed, given.opened, given.closed) == (1, 0, 0)
    same = Prompt.objects.get()
    assert (same.pk, same.key, same.outcome) == (prompt.pk, "2026-03-06 cla_visit/ssd/1", "mine")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2026-03-06 V1", "2026-03-07 V1"),  # another day
        ("2026-03-06", "2026-03-06 V1"),  # nothing that was told
        ("one", "two"),  # what a person typed has its own name
    ],
)
def test_what_is_another_thing_is_another_prompt(child, at, before, after):
    give(child, cause(child, key=before), at=at)
    assert give(child, cause(child, key=after), at=at).opened == 1


def test_of_two_of_a_day_the_one_that_stays_is_not_taken_for_the_one_that_goes(child, at):
    two = [cause(child, key="2026-03-06 A"), cause(child, key="2026-03-06 B")]
    give(child, *two, at=at)
    kept = Prompt.objects.get(key="2026-03-06 B").pk
    give(child, cause(child, key="2026-03-06 C"), two[1], at=at)
    assert Prompt.objects.get(key="2026-03-06 B").pk == kept
    assert Prompt.objects.filter(gone_at=None).count() == Prompt.objects.count() == 2


def test_what_was_said_ahead_of_why_stands_when_it_opens_and_outlasts_its_cause(child, at):
    later = cause(child, opens_on=date(2026, 4, 20), act_by_on=date(2026, 5, 1))
    give(child, later, at=at)
    said = {"child_id": child.pk, "cause": later.cause, "key": later.key, "by": cast.maya(), "at": at}
    assert operations.cannot_be_done(**said) and not operations.cannot_be_done(**said)
    prompt = Prompt.objects.get()
    assert (prompt.outcome, prompt.acted_by, prompt.seen_by) == ("cannot", str(cast.maya().public_id), "")
    assert give(child, later, at=at).kept == 1 and Prompt.objects.get().outcome == "cannot"
    give(child, at=at)
    assert steps(Prompt.objects.get()) == ["acted", "closed"]


def test_a_prompt_that_comes_back_counts_again_from_then_and_moves_no_past_day(child, at):
    """Each time that it stood is counted in its own time, also where it has gone a second time since."""

    def counted(since, as_at):
        told = queries.raised(viewer=SYSTEM, child_ids=[child.pk], since=since, as_at=as_at)
        return [(one.opened_on, one.gone_on) for one in told]

    first, back = day_of(at), day_of(at) + timedelta(days=60)
    give(child, cause(child), at=at)
    give(child, at=at + timedelta(days=9))
    past = OPENS - timedelta(days=1), first + timedelta(days=10)
    before = [(OPENS, first + timedelta(days=9))]
    assert counted(*past) == before
    give(child, cause(child), at=at + timedelta(days=60))
    assert counted(*past) == before
    assert counted(past[1], back) == [(back, None)]
    give(child, at=at + timedelta(days=65))
    assert counted(*past) == before
    assert counted(past[1], back) == [(back, None)]
    assert counted(past[1], back + timedelta(days=9)) == [(back, back + timedelta(days=5))]
