"""Jobs: found by name, safe to run twice, silent about values, and never lost with their worker."""

import asyncio
import logging
from datetime import timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from seenheard.config import clock, jobs
from seenheard.config.models import Installation
from seenheard.lib.jobs import defer

CANARY = "Zebedee-Quillfeather"


@pytest.mark.parametrize("name", ["returns.carry_on", "duties.take_changes", "trail.seal", "config.change_day"])
def test_every_job_is_known_by_its_name(name):
    app.perform_import_paths()
    assert name in app.tasks


@pytest.mark.django_db
def test_the_day_changes_once_a_day(stopped_clock, monkeypatch):
    days = []
    monkeypatch.setattr(jobs.record, "refresh_now", lambda on: days.append(on))
    for later in (0, 1, 2, 30, 31):
        monkeypatch.setattr(clock, "now", lambda later=later: stopped_clock + timedelta(hours=later))
        jobs.change_day()
    assert [day.isoformat() for day in days] == ["2026-03-31", "2026-04-01"]
    assert Installation.objects.get().day_taken_on.isoformat() == "2026-04-01"


@pytest.mark.django_db
def test_a_change_of_day_that_fails_is_tried_again(stopped_clock, monkeypatch):
    monkeypatch.setattr(jobs.record, "refresh_now", lambda on: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        jobs.change_day()
    assert not Installation.objects.filter(day_taken_on__isnull=False).exists()


@pytest.mark.django_db
def test_an_import_goes_on_and_then_its_childrens_duties(stopped_clock, monkeypatch):
    done = []
    monkeypatch.setattr(jobs.returns, "carry_on", lambda run_id, by, at: done.append((run_id, by.public_id, at)))
    monkeypatch.setattr(jobs.duties, "take_changes", lambda by, at: done.append(("duties", by.public_id, at)))
    jobs.carry_on(run="4f1c", by="system")
    assert done == [("4f1c", "system", stopped_clock), ("duties", "system", stopped_clock)]


@pytest.mark.django_db
def test_a_failing_job_tells_its_name_and_place_and_no_value(monkeypatch, caplog):
    def fail(run_id, by, at):
        raise ValueError(CANARY)

    monkeypatch.setattr(jobs.returns, "carry_on", fail)
    monkeypatch.setattr(jobs, "give_up_what_is_broken", lambda: None)  # the test's own connection must stay
    app.perform_import_paths()
    with caplog.at_level(logging.ERROR), pytest.raises(jobs.JobFailed) as failure:
        app.tasks["returns.carry_on"].func(run="4f1c", by="system")
    assert "returns.carry_on" in str(failure.value) and CANARY not in str(failure.value)
    assert failure.value.__suppress_context__
    assert "ValueError at" in caplog.text and CANARY not in caplog.text


@pytest.mark.django_db
def test_a_job_looks_as_the_system():
    jobs.look_as_system()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('seenheard.viewer')")
        assert cursor.fetchone() == ("system",)


def in_hand(seconds_silent: int) -> int:
    """A job that a worker took and did not finish; that worker gave its last sign so many seconds ago."""
    defer("trail.seal")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s)) RETURNING id",
            [seconds_silent],
        )
        worker = cursor.fetchone()[0]
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s RETURNING id", [worker])
        return cursor.fetchone()[0]


def requeue() -> int:
    async def once():
        working = jobs.workers_own_app()
        async with working.open_async():
            return await jobs.requeue(working)

    return asyncio.run(once())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("seconds_silent", "status"), [(120, "todo"), (1, "doing")])
def test_a_job_whose_worker_is_gone_waits_again_and_one_in_work_is_left(seconds_silent, status):
    job = in_hand(seconds_silent)
    assert requeue() == (1 if status == "todo" else 0)
    assert ProcrastinateJob.objects.get(id=job).status == status


@pytest.mark.django_db(transaction=True)
def test_a_lost_job_whose_twin_waits_already_is_not_queued_twice():
    in_hand(120)
    defer("trail.seal")
    assert requeue() == 1
    assert list(ProcrastinateJob.objects.values_list("status", flat=True)) == ["todo"]
