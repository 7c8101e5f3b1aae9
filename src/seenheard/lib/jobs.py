"""Put off a job: queued in the caller's transaction, so a job never outlives a change that was rolled back."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Status

ID_TYPES = (str, int)
LONGEST_ID = 64


def defer(name: str, **ids: str | int) -> None:
    """Queue the job called `name` (its function lives in config/jobs.py).

    Arguments are ids only, never a value about a child: the queue is not a place where those are kept.
    A job that is already waiting with the same ids is not queued twice.
    """
    for key, value in ids.items():
        if not isinstance(value, ID_TYPES) or len(str(value)) > LONGEST_ID:
            raise TypeError(f"The job {name} takes ids only; its argument {key} is not one.")
    already = ":".join([name, *(f"{key}={ids[key]}" for key in sorted(ids))])
    try:
        with transaction.atomic():  # a savepoint: a refused twin must not spoil the caller's transaction
            app.configure_task(name, queueing_lock=already).defer(**ids)
    except AlreadyEnqueued:
        return


def waits(name: str, **ids: str | int) -> bool:
    """Whether a job of this name with these ids is queued and nobody has begun it."""
    from procrastinate.contrib.django.models import ProcrastinateJob  # needs the apps to be ready

    return ProcrastinateJob.objects.filter(task_name=name, status=Status.TODO.value, args__contains=ids).exists()
