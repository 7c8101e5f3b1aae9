"""One clock as one line of text, exactly as PostgreSQL's COPY reads and writes it.

Rebuilding compares what should be stored with what is stored. Both sides are lines, so equality is one
comparison of text for each clock, nothing is parsed, and a stored clock that anyone has touched differs.
"""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from seenheard.timescales.domain.clock import Clock

COLUMNS = (
    "child_id",
    "rule",
    "version_on",
    "started_on",
    "started_ref",
    "due_on",
    "local_due_on",
    "council_due_on",
    "ended_on",
    "ended_how",
    "ended_ref",
    "unjudged",
    "to_the_day",
    "because",
)

_ESCAPES = str.maketrans({"\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v"})
_PLAIN = frozenset({float, bool})
_quoted = json.encoder.encode_basestring  # a text as JSON, as the encoder itself writes it
_encode = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode


def line(child_id: int, clock: Clock) -> str:
    """The clock as a line in the order of `COLUMNS`, without its line end."""
    return "\t".join(
        (
            str(child_id),
            _text(clock.rule),
            _day(clock.version),
            _day(clock.started_on),
            _text(clock.started_ref),
            _day(clock.due_on),
            _day(clock.local_due_on),
            _day(clock.council_due_on),
            _day(clock.ended_on),
            _text(clock.ended_how),
            _text(clock.ended_ref),
            _text(clock.unjudged),
            "t" if clock.to_the_day else "f",
            _json(clock.because).replace("\\", "\\\\"),  # JSON holds no other sign to escape
        )
    )


def _day(day: date | None) -> str:
    return "\\N" if day is None else day.isoformat()


def _text(words: str | None) -> str:
    if not words:
        return ""
    return words if words.isprintable() and "\\" not in words else words.translate(_ESCAPES)


def _json(value: Any) -> str:
    """The value as jsonb gives it back, its keys in that order: shorter first, then by bytes."""
    if type(value) is str:
        return _quoted(value)
    if value is None:
        return "null"
    if isinstance(value, dict):
        return f"{{{', '.join([told + _json(value[key]) for key, told in _order(tuple(value))])}}}"
    if type(value) is int:
        return str(value)
    return _encode(value) if type(value) in _PLAIN else f"[{', '.join(map(_json, value))}]"


@lru_cache(maxsize=1024)
def _order(keys: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Keys, each with what it begins with, in jsonb's order."""
    ordered = sorted(keys, key=lambda key: (len(key.encode()), key.encode()))
    return tuple((key, f"{_quoted(key)}: ") for key in ordered)
