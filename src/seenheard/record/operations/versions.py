"""Writing what people type: one open row a key, each correction a new row with a reason. Only the operations use it."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zlib import crc32

from django.db import transaction

from seenheard.accounts.permissions import NotAllowed
from seenheard.trail import operations as trail
from seenheard.trail.domain.reasons import in_letters, is_too_short

from ..domain.days import day_of
from ..domain.typed import SOURCE, TYPED, VERSION
from ..models import Booking, Child, ChildAction, Event, Issue, Visit
from ..permissions import check_can_record
from ..queries.seeing import find
from .now import follow_typed
from .rows import mark_changed
from .telling_addresses import KEPT_WORDS, check_words

MODELS: Mapping[str, Any] = {
    "event": Event,
    "visit": Visit,
    "issue": Issue,
    "child_action": ChildAction,
    "booking": Booking,
}
# Worked out at the moment of writing: the same form sent later is the same all the same.
WORKED_OUT = frozenset({"written_on", "qualified", "booked_on"})


class NotThere(Exception):
    """There is no such typed fact, or it has been taken back."""


class ChangedMeanwhile(NotAllowed):
    """Somebody else has written a newer version since this one was opened; nothing was written over it."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody has changed this since you opened it, and nothing of theirs was overwritten. What stands now is "
            "shown here; what you wrote is still in the form."
        )


class RecordedAlready(NotAllowed):
    """This form has made something already, and now says something else; nothing was changed by it."""

    def __init__(self, taken_back: bool) -> None:
        what = (
            "What this form recorded has been taken back since. To record it anew, open the form again."
            if taken_back
            else "This form was recorded already, and said something else then. That stands, and nothing was changed: "
            "correct it under “Recorded here”, or open the form again to record another."
        )
        super().__init__(what)


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save came to: the key of the fact, and whether this save wrote it; the same form again writes nothing."""

    key: str
    written: bool


@transaction.atomic
def write_first(
    name: str,
    *,
    child: Child,
    key: str,
    values: Mapping[str, Any],
    what: str,
    by,
    at: datetime,
    why: str = "",
    counts: dict[str, Any] | None = None,
    keep_words: str = "",
) -> Saved:
    """The first version under this key; nothing where the same form made it already. `counts`: for the trail.

    `keep_words`: why words are kept that may tell a protected address. Raises NotAllowed (among it RecordedAlready:
    the same form with other words; TellsAddress), NoSuchChild.
    """
    _lock(child, by, at)
    if there := list(MODELS[name].objects.filter(source=SOURCE, row_key=key).order_by("id")):
        _same_again(there, child, values)
        return Saved(key, written=False)
    if check_words(child, values, why, keep_because=keep_words, on=day_of(at)):
        why, counts = f"{why} {KEPT_WORDS}{keep_words.strip()}".strip(), {**(counts or {}), "kept_words": True}
    _insert(name, child, key, values, by, at, why=why)
    _write_down(name, child, key, what, by, at, why, counts)
    _follow(name, child, values, at)
    return Saved(key, written=True)


@transaction.atomic
def write_next(
    name: str,
    *,
    child: Child,
    key: str,
    changes: Mapping[str, Any],
    why: str,
    what: str,
    by,
    at: datetime,
    withdrawn: bool = False,
    reason_needed: bool = True,
    based_on: int | None = None,
    counts: dict[str, Any] | None = None,
    keep_words: str = "",
) -> Saved:
    """A new version that changes these fields; nothing where nothing changes.

    `based_on`: the id of the version that the person had before them. `keep_words`: as with the first. Raises
    NotAllowed (not for this viewer, no reason; ChangedMeanwhile, TellsAddress), NoSuchChild, NotThere.
    """
    _lock(child, by, at)
    why = why.strip()
    if reason_needed and is_too_short(why):
        raise NotAllowed(f"{in_letters('Say why you correct this')}.")
    row = open_version(name, child=child, key=key)
    if based_on is not None and based_on != row.pk:
        raise ChangedMeanwhile
    before = {field: getattr(row, field) for field in TYPED[name] if field not in VERSION}
    after = before | dict(changes)
    if after == before and not withdrawn:
        return Saved(key, written=False)
    if check_words(child, changes, why, keep_because=keep_words, on=day_of(at)):
        why, counts = f"{why} {KEPT_WORDS}{keep_words.strip()}".strip(), {**(counts or {}), "kept_words": True}
    row.known_until, row.closed_run_id = at, _run_id()
    row.save(update_fields=["known_until", "closed_run_id"])
    _insert(name, child, key, after, by, at, why=why, withdrawn=withdrawn)
    _write_down(name, child, key, what, by, at, why, counts)
    _follow(name, child, after, at)
    return Saved(key, written=True)


def _same_again(there: list[Any], child: Child, values: Mapping[str, Any]) -> None:
    """Nothing, or RecordedAlready."""
    if there[-1].withdrawn:
        raise RecordedAlready(taken_back=True)
    said = {field: value for field, value in values.items() if field not in WORKED_OUT}
    if not any(row.child_id == child.pk and all(getattr(row, f) == v for f, v in said.items()) for row in there):
        raise RecordedAlready(taken_back=False)


def open_version(name: str, *, child: Child, key: str) -> Any:
    """The version that stands. Raises NotThere."""
    rows = MODELS[name].objects.filter(child=child, source=SOURCE, row_key=key, known_until__isnull=True)
    row = rows.exclude(withdrawn=True).first()
    if row is None:
        raise NotThere
    return row


def check_may_write(child: Child, by, at: datetime) -> None:
    """Nothing, or NotAllowed, or NoSuchChild: may this person write to this child's record today?"""
    check_can_record(by)
    find(viewer=by, child=child, on=day_of(at))
    if child.opened:
        raise NotAllowed("This record is open to you for reading only. Tell the child’s worker what you know.")


def _lock(child: Child, by, at: datetime) -> None:
    """Somebody who may write does. Two writers to one child take turns from here."""
    check_may_write(child, by, at)
    Child.objects.select_for_update(no_key=True).get(pk=child.pk)


def _insert(
    name: str, child: Child, key: str, values: Mapping[str, Any], by, at: datetime, *, why: str, withdrawn: bool = False
) -> None:
    MODELS[name].objects.create(
        child=child,
        source=SOURCE,
        row_key=key,
        row_hash=crc32(json.dumps(values, sort_keys=True, default=str).encode()),
        known_from=at,
        run_id=_run_id(),
        recorded_by=str(by.public_id),
        version_why=why or None,
        withdrawn=withdrawn or None,
        **values,
    )


def _write_down(
    name: str, child: Child, key: str, what: str, by, at: datetime, why: str, counts: dict[str, Any] | None
) -> None:
    mark_changed([child.pk], run_id=f"{SOURCE}:{key}"[:200], at=at)
    about = f"{name}/{key}"
    trail.write(what=what, by=by, at=at, children=[str(child.public_id)], about=about, why=why, counts=counts)


def _follow(name: str, child: Child, values: Mapping[str, Any], at: datetime) -> None:
    """Who is looked after, and who sees whom, follows what was typed at once."""
    if name == "event":
        follow_typed(child=child, kind=values["kind"], on=day_of(at))


def _run_id() -> str:
    return f"{SOURCE}:{uuid.uuid4()}"
