"""Requests in tests talk to the database as the role that serves; what is around them, as its owner.

So row-level security holds every page that any test asks for, and set-up and looking up need not mind it. What is
said here is said past Django: it is not of what a page asks.
"""

from django.core.signals import request_finished, request_started
from django.db import connection
from psycopg.pq import TransactionStatus

from seenheard.config.grants import web_role
from seenheard.lib.sight import EVERYTHING

AS_SERVED = f"SET ROLE \"{web_role()}\"; SELECT set_config('seenheard.viewer', '', false)"
AS_OWNER = (
    f"RESET ROLE; SELECT set_config('seenheard.viewer', '{EVERYTHING}', false),"
    f" set_config('seenheard.viewer', '{EVERYTHING}', true)"
)

held = True  # a test that plants a fault in the first line, to see its check turn red, sets the second aside


def as_the_web_role() -> None:
    """From now on, in this process: each request as the role that serves, at first with nobody looking."""
    request_started.connect(_begins, dispatch_uid="as served")
    request_finished.connect(_ends, dispatch_uid="as served")


def _begins(**_) -> None:
    try:
        connection.ensure_connection()
    except RuntimeError:  # a test that may not ask the database
        return
    if held:
        _say(AS_SERVED)


def _ends(**_) -> None:
    if connection.connection is not None and not connection.connection.closed:
        _say(AS_OWNER)


def _say(statements: str) -> None:
    if connection.connection.info.transaction_status != TransactionStatus.INERROR:
        connection.connection.execute(statements)
