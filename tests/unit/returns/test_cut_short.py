"""Imports whose job was cut short, or met a record that had moved on: each stands where it can be gone on with."""

import pytest
from django.db import connection

from seenheard.accounts.domain import SYSTEM
from seenheard.returns import operations
from seenheard.returns.models import Run, State
from tests.factories.returns import imported, moment, proposed, read_run
from tests.unit.returns.test_import_operations import REVIEW, upload

pytestmark = pytest.mark.django_db


def test_after_a_crash_runs_go_back_to_where_they_stood_and_say_so():
    cut = {state: read_run(upload()) for state in ("reading", "applying", "undoing")}
    for state, run in cut.items():
        Run.objects.filter(pk=run.pk).update(
            state=state, read_at=None if state == "reading" else run.read_at, applied_at=moment(), applied_by="x"
        )
    sentences = operations.after_a_crash(at=moment())
    assert len(sentences) == 3 and all("stopped while" in sentence for sentence in sentences)
    found = {state: Run.objects.get(pk=run.pk).state for state, run in cut.items()}
    assert found == {"reading": "receiving", "applying": "proposed", "undoing": "applied"}
    assert operations.after_a_crash(at=moment()) == []


def test_a_yes_that_waits_for_its_worker_is_no_crash():
    run = proposed(upload())
    operations.agree(run=run, token=run.state_token, by=SYSTEM, at=moment())
    assert operations.after_a_crash(at=moment()) == []
    assert operations.carry_on(run_id=str(run.public_id), by=SYSTEM, at=moment()).state == State.APPLIED


def test_a_yes_whose_job_was_begun_and_cut_short_is():
    run = proposed(upload())
    operations.agree(run=run, token=run.state_token, by=SYSTEM, at=moment())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    assert len(operations.after_a_crash(at=moment())) == 1
    run.refresh_from_db()
    assert run.state == State.PROPOSED


def test_a_run_cut_short_while_it_was_read_is_read_again_by_itself(monkeypatch):
    queued = []
    monkeypatch.setattr("seenheard.lib.jobs.defer", lambda name, **ids: queued.append((name, ids["run"])))
    cut, between = read_run(upload()), read_run(upload())
    Run.objects.filter(pk=cut.pk).update(read_at=None)
    operations.after_a_crash(at=moment())
    assert sorted(queued) == sorted(("returns.carry_on", str(run.public_id)) for run in (cut, between))
    assert operations.carry_on(run_id=str(between.public_id), by=SYSTEM, at=moment()).state == State.PROPOSED


def test_a_job_that_meets_a_changed_record_leaves_its_sentence_on_the_run():
    run = proposed(upload(REVIEW | {"REVIEW_CODE": "PN7"}))
    Run.objects.filter(pk=run.pk).update(state=State.APPLYING)
    imported(upload())
    after = operations.carry_on(run_id=str(run.public_id), by=SYSTEM, at=moment())
    assert after.state == State.PROPOSED and "read the new proposal" in after.says
