"""CR6 and CR7 for prompts: answered at once by many it is answered once; handed over by two at once, opened once.

Real threads, each with its own connection, really committing. Nothing is lost, nobody waits for ever.
"""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from seenheard.prompts import operations
from seenheard.prompts.domain.causes import Cause
from seenheard.prompts.models import Message, Prompt, Step
from seenheard.trail.models import Entry
from tests import cast
from tests.pages.desk.conftest import looked_after

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 3, 31)
THREADS = 20


def at_once(*calls):
    """Run all calls at the same moment; the faults they ended with."""
    together, faults = Barrier(len(calls)), []

    def run(call):
        try:
            together.wait()
            call()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


@pytest.fixture
def child(db):
    for who in ("maya", "tom", "sara"):
        cast.person(who)
    return looked_after()


def cause_of(child, **changes):
    return Cause(child.pk, "LV-04", "", "team manager", DAY - timedelta(days=7), DAY, **changes)


def give(child, *causes, at):
    return operations.causes_of_child(child_id=child.pk, giver="duties", causes=causes, at=at)


def test_seen_twenty_times_at_once_is_seen_once(child, at):
    give(child, cause_of(child), at=at)
    prompt, maya = Prompt.objects.get(), cast.maya()
    assert at_once(*[lambda: operations.see(prompt_id=prompt.pk, by=maya, at=at)] * THREADS) == []
    assert Step.objects.filter(what="seen").count() == 1
    assert Entry.objects.filter(what="saw_prompt").count() == 1


def test_two_who_answer_differently_at_once_are_both_kept(child, at):
    give(child, cause_of(child), at=at)
    prompt, maya, tom = Prompt.objects.get(), cast.maya(), cast.tom()
    calls = [
        lambda: operations.act(prompt_id=prompt.pk, outcome="mine", by=maya, at=at),
        lambda: operations.act(prompt_id=prompt.pk, outcome="arranged", by=tom, at=at),
    ]
    assert at_once(*calls) == []
    kept = list(Step.objects.order_by("id").values_list("outcome", flat=True))
    prompt.refresh_from_db()
    assert sorted(kept) == ["arranged", "mine"]
    assert prompt.outcome == kept[-1]


def test_handed_over_by_many_at_once_it_opens_once_and_closes_once(child, at):
    assert at_once(*[lambda: give(child, cause_of(child), at=at)] * THREADS) == []
    assert Prompt.objects.count() == 1
    assert at_once(*[lambda: give(child, at=at)] * THREADS) == []
    assert at_once(*[lambda: give(child, cause_of(child), at=at)] * THREADS) == []
    assert list(Step.objects.order_by("id").values_list("what", flat=True)) == ["closed", "reopened"]


def test_answered_while_its_cause_goes_nothing_is_lost(child, at):
    maya = cast.maya()
    for _ in range(10):
        give(child, cause_of(child), at=at)
        prompt = Prompt.objects.get()
        assert (
            at_once(
                lambda: give(child, at=at),
                lambda prompt=prompt: operations.act(prompt_id=prompt.pk, outcome="done", by=maya, at=at),
            )
            == []
        )
        prompt.refresh_from_db()
        assert prompt.gone_at is not None
    what = list(Step.objects.order_by("id").values_list("what", flat=True))
    assert what.count("closed") == 10 and what.count("reopened") == 9


def test_what_may_not_wait_is_handed_on_once_by_ten_jobs_at_once(child, at):
    give(child, cause_of(child, at_once=True), at=at)
    assert at_once(*[lambda: operations.hand_on(at=at)] * 10) == []
    assert Step.objects.filter(what="handed_on").count() == Message.objects.count() == 1


def test_without_its_lock_this_check_turns_red(child, at, monkeypatch):
    monkeypatch.setattr(operations.giving, "_wait_for", lambda giver: None)
    faults = []
    for number in range(5):
        key = str(number)
        cause = Cause(child.pk, "LR-01", key, "team manager", DAY, DAY)
        faults += at_once(*[lambda cause=cause: give(child, cause, at=at)] * 8)
        give(child, at=at)
    assert faults
