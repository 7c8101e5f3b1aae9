"""How every step of an import is held: claimed, locked, done in one transaction, or set back with a sentence."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction

from ..models import Run

logger = logging.getLogger(__name__)


class NotNow(Exception):
    """The import is not at the point where this can be done. Its text is the sentence for the person."""


class ProposedAnew(NotNow):
    """The record changed since the person read the proposal: there is a new one to read."""


def claim(run: Run, *, before: Collection[str], working: str) -> None:
    """Say that the work has begun, so that pages can show it and the next start can tell of a crash."""
    Run.objects.filter(pk=run.pk, state__in=before).update(state=working, says="")


@contextmanager
def step(run: Run, *, allowed: Collection[str], done: Collection[str] = ()) -> Iterator[Run]:
    """One transaction with the run's row locked; whoever asks twice waits here and finds it done."""
    with transaction.atomic():
        locked = Run.objects.select_for_update().get(pk=run.pk)
        locked.in_hand, locked.prepared = run.in_hand, run.prepared
        if locked.state not in (*allowed, *done):
            raise NotNow(f"This import is “{locked.get_state_display().lower()}”: that cannot be done now.")
        yield locked


def one_at_a_time() -> None:
    """Imports are applied and undone one after the other: in this transaction no other can be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('seenheard imports'))")


@contextmanager
def set_back(run: Run, *, working: str, to: str, says: str) -> Iterator[None]:
    """If the work fails, the run goes back to where it stood, and says so; the failure goes on to the caller."""
    try:
        yield
    except ProposedAnew:
        raise
    except BaseException as error:
        sentence = str(error) if isinstance(error, expected()) else says
        _set_back(run, working, to, sentence)
        raise


def expected() -> tuple[type[BaseException], ...]:
    """Failures whose text is written for a person."""
    from seenheard.accounts.permissions import NotAllowed
    from seenheard.record.domain.changes import BuiltUpon, NotTaken

    from .keeping import NotKept

    return (NotNow, NotKept, NotAllowed, BuiltUpon, NotTaken)


def _set_back(run: Run, working: str, to: str, says: str) -> None:
    try:
        with transaction.atomic():
            Run.objects.filter(pk=run.pk, state=working).update(state=to, says=says)
    except DatabaseError:
        # The database is what failed: the next start, or the next try, finds the run as it is and goes on from there.
        logger.warning("An import could not be set back to %s.", to)
