"""Logging: one line a message, to standard error, with references and counts and never a child's value.

Exceptions keep their class and the place they were raised; their messages are dropped, because a message may
quote a value ("duplicate key (upn)=(…)").
"""

import logging
import traceback
from typing import Any

SETTINGS: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "seenheard.config.logs.WithoutValues", "fmt": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "seenheard": {"level": "INFO"},
        # Django's own line about a failed request quotes the address and the exception's message.
        "django.request": {"level": "CRITICAL"},
        "django.db.backends": {"level": "CRITICAL"},
        "django.security": {"level": "CRITICAL"},
        "procrastinate": {"level": "WARNING"},
    },
}


def where(error: BaseException) -> str:
    """`ClassName at file.py:12`, the innermost frame in our own code if there is one."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/seenheard/" in frame.filename] or frames
    place = f"{ours[-1].filename.rsplit('/seenheard/', 1)[-1]}:{ours[-1].lineno}" if ours else "an unknown place"
    return f"{type(error).__name__} at {place}"


class WithoutValues(logging.Formatter):
    """Writes an exception as its class and place; no message, no source line, no local values."""

    def formatException(self, ei) -> str:  # noqa: N802 - the name is logging's
        return where(ei[1]) if ei[1] else ""

    def formatStack(self, stack_info: str) -> str:  # noqa: N802
        return ""
