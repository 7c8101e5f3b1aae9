"""The jobs that run behind the pages: one line of work each, safe to run twice, given ids only.

A job that its worker did not live to finish is put back in the queue (`requeue`), at the worker's start and every
minute; that it may therefore run twice is why each must bear it.
"""

import functools
import logging
from collections.abc import Callable
from datetime import datetime, time

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from seenheard.accounts import queries as accounts
from seenheard.accounts.domain import SYSTEM
from seenheard.config import clock
from seenheard.config.connections import give_up_what_is_broken
from seenheard.config.logs import where
from seenheard.config.models import Installation
from seenheard.duties import operations as duties
from seenheard.duties import queries as duties_queries
from seenheard.lib.jobs import defer
from seenheard.lib.sight import look_as_system
from seenheard.prompts import operations as prompts
from seenheard.record import operations as record
from seenheard.record import queries as record_queries
from seenheard.returns import operations as returns
from seenheard.trail import operations as trail
from seenheard.voices import operations as voices

log = logging.getLogger("seenheard.jobs")

SILENT_FOR = 30  # seconds without a sign of life after which a worker counts as gone


class JobFailed(Exception):
    """A job failed; which and where is in the log, and no value is in either."""


def job(name: str) -> Callable:
    """Register a function as the job `name`: it looks as the system, and a failure is told without values."""

    def register(function: Callable) -> Callable:
        @functools.wraps(function)
        def run(**ids):
            give_up_what_is_broken()
            try:
                look_as_system()
                function(**ids)
            except Exception as error:
                log.error("the job %s failed: %s", name, where(error))
                raise JobFailed(name) from None
            finally:
                give_up_what_is_broken()

        app.task(name=name)(run)
        return function

    return register


def person(public_id: str):
    """The person who asked for a job, or the system."""
    return SYSTEM if public_id == SYSTEM.public_id else get_user_model().objects.get(public_id=public_id)


@job("returns.carry_on")
def carry_on(*, run: str, by: str) -> None:
    """Do what comes next for an import: read, propose, apply or undo; then count again for the children it touched."""
    returns.carry_on(run_id=run, by=person(by), at=clock.now())
    duties.take_changes(by=SYSTEM, at=clock.now())


@job("duties.take_changes")
def take_changes() -> None:
    """Count again for every child whose record has changed."""
    duties.take_changes(by=SYSTEM, at=clock.now())


@job("trail.seal")
def seal() -> None:
    """Link what was written in the trail since the last time."""
    trail.seal(at=clock.now())


@job("record.notice_looks")
def notice_looks() -> None:
    """Look through what the trail has gained, for looks that the guardian of records should judge."""
    record.notice_looks()


@job("record.tell_guardians")
def tell_guardians(*, opening: str) -> None:
    """Say to every guardian of records that a record was opened by break-glass: a reference, and nothing else.

    The row on their page was there before this job was; where no message can be sent, it is still there, the message
    is tried again, and the administrator sees that it did not go.
    """
    now = clock.now()
    people = [str(guardian.public_id) for guardian in accounts.guardians()]
    prompts.tell_of_opening(people=people, opening=opening, at=now)
    prompts.send_waiting(at=now)


@job("record.tell_shut_out")
def tell_shut_out(*, person: str, restriction: str) -> None:
    """Say to somebody who worked with a child that named people alone see it now: a reference, and nothing else.

    Nothing where the restriction is over by now, or they were let in since.
    """
    now = clock.now()
    if not record_queries.is_shut_out(person=person, restriction=restriction, on=clock.today(now)):
        return
    prompts.tell_of_restriction(person=person, restriction=restriction, at=now)
    prompts.send_waiting(at=now)


@job("accounts.send_set_up_link")
def send_set_up_link(*, person: str, asked: str) -> None:
    """Send somebody their own set-up link, so that no administrator holds it; nothing where no mail goes from here."""
    if accounts.links_are_sent(demo=clock.is_demo()):
        now = clock.now()
        prompts.tell_of_link(person=person, asked=asked, at=now)
        prompts.send_waiting(at=now)


@job("prompts.digest")
def digest() -> None:
    """From the hour on, the digests of the day. Asked often, made once for each person."""
    now = clock.now()
    if now.astimezone(clock.LONDON).hour >= settings.DIGEST_HOUR:
        prompts.make_digests(on=clock.today(now), at=now)


@job("prompts.tell")
def tell() -> None:
    """Hand on what may not wait and nobody has taken, alarms first, and send every message that waits."""
    voices.hand_on_alarms(at=clock.now())
    prompts.hand_on(at=clock.now())
    prompts.send_waiting(at=clock.now())


def after_a_crash() -> None:
    """At the worker's start: say which imports the last end of the system interrupted. Nothing of them is half done."""
    for sentence in returns.after_a_crash(at=clock.now()):
        log.warning(sentence)


@job("voices.follow_actions")
def follow_actions() -> None:
    """Ask again about what was agreed in talks: an action that is done is no answer to a red or amber any more."""
    voices.follow_actions(at=clock.now())


REVIEWS = ("LR-01", "LR-02", "LR-03")  # the rules that say by when a looked-after child's review is due


@job("voices.open_rounds")
def open_rounds() -> None:
    """Open the rounds whose day has come: before each child's next review, or because it is time. Asked once a day."""
    now = clock.now()
    reviews = duties_queries.next_due(viewer=SYSTEM, on=clock.today(now), rules=REVIEWS)
    voices.open_rounds(reviews=reviews, by=SYSTEM, at=now)
    defer("voices.tell_carers")


@job("voices.tell_carers")
def tell_carers() -> None:
    """Tell carers that a round asks them, and remind them once. Asked once a day, after rounds have opened: at night,
    and so the messages wait for the hour of the digests."""
    now = clock.now()
    morning = datetime.combine(clock.today(now), time(settings.DIGEST_HOUR), clock.LONDON)
    voices.tell_carers(send_from=morning, at=now)


@job("voices.forget")
def forget() -> None:
    """Take away wrong codes, sittings and drafts of which the time was over a day ago. Asked once a day."""
    voices.forget(at=clock.now())


@job("config.change_day")
def change_day() -> None:
    """Once a day in London: who is whose today, how old, looked after or not. Asked every hour, done once."""
    today = clock.today(clock.now())
    with transaction.atomic():
        here, _ = Installation.objects.select_for_update().get_or_create(id=1)
        if here.day_taken_on == today:
            return
        record.refresh_now(on=today)
        defer("voices.follow_actions")
        defer("voices.open_rounds")
        defer("voices.forget")
        here.day_taken_on = today
        here.save(update_fields=["day_taken_on"])


def workers_own_app():
    """The same jobs on a connection of the worker's own.

    A job that puts off another job goes on doing so on Django's connection, in its own transaction.
    """
    return app.with_connector(app.connector.get_worker_connector())


async def requeue(working) -> int:
    """Put back the jobs of workers that are gone; how many there were. `working` is the worker's own app."""
    jobs = list(await working.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_FOR))
    for one in jobs:
        try:
            await working.job_manager.retry_job(one)
        except UniqueViolation:  # the same job waits already: one of the two is enough
            await working.job_manager.finish_job(one, status=Status.ABORTED, delete_job=True)
    return len(jobs)
