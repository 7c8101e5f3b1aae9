"""Putting off a job: with the change it belongs to, once, and ids only."""

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from seenheard.lib import jobs

pytestmark = pytest.mark.django_db


def waiting():
    return list(ProcrastinateJob.objects.values_list("task_name", "args"))


def test_a_job_is_queued_with_its_ids():
    jobs.defer("apply_run", run="4f1c")
    assert waiting() == [("apply_run", {"run": "4f1c"})]


def test_a_job_goes_when_its_change_is_rolled_back():
    with pytest.raises(RuntimeError), transaction.atomic():
        jobs.defer("apply_run", run="4f1c")
        raise RuntimeError
    assert waiting() == []


def test_the_same_job_waits_once_and_the_transaction_goes_on():
    for run in ("4f1c", "4f1c", "77aa"):
        jobs.defer("apply_run", run=run)
    assert sorted(args["run"] for _, args in waiting()) == ["4f1c", "77aa"]


@pytest.mark.parametrize("value", [{"forename": "Amy"}, ["x"], None, 1.5, "a" * 65])
def test_what_is_not_an_id_is_refused(value):
    with pytest.raises(TypeError, match="takes ids only"):
        jobs.defer("apply_run", run=value)
    assert waiting() == []
