"""Making the k-th call fail: statements, COPY, commits, and what the store of files does."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest import mock

import psycopg
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

SAID = "planted fault"


class Faults:
    """Counts calls; once armed, the k-th fails, alone or with all that follow."""

    def __init__(self) -> None:
        self.calls, self.fail_at, self.for_ever, self.kind = 0, None, False, None
        self.landed: list[str] = []

    def arm(self, fail_at: int | None, *, for_ever: bool = False, kind: type[BaseException] | None = None) -> None:
        """Start counting again; `kind` is raised in place of what such a call would raise."""
        self.calls, self.fail_at, self.for_ever, self.kind, self.landed = 0, fail_at, for_ever, kind, []

    def disarm(self) -> None:
        self.fail_at = None

    def called(self, what: str, error: type[BaseException]) -> None:
        self.calls += 1
        if self.fail_at is not None and (self.calls == self.fail_at or (self.for_ever and self.calls > self.fail_at)):
            self.landed.append(what)
            raise (self.kind or error)(SAID)


@contextmanager
def planted(faults: Faults):
    """Every call below passes by `faults` first."""
    with ExitStack() as stack:
        for owner, name, error in (
            (CursorWrapper, "execute", OperationalError),
            (CursorWrapper, "executemany", OperationalError),
            (psycopg.Cursor, "copy", psycopg.OperationalError),
            (BaseDatabaseWrapper, "_commit", OperationalError),
            (Path, "read_bytes", OSError),
            (Path, "unlink", OSError),
            (os, "fdopen", OSError),
        ):
            stack.enter_context(mock.patch.object(owner, name, _passing(faults, name, error, getattr(owner, name))))
        yield faults


def _passing(faults: Faults, name: str, error: type[BaseException], real):
    def call(*args, **kwargs):
        faults.called(name, error)
        return real(*args, **kwargs)

    return call
