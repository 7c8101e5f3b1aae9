"""Recording that something happened to a child: typed here, believed before what files say, never instead of it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from seenheard.accounts.permissions import NotAllowed
from seenheard.trail import operations as trail

from ..domain.contradictions import of_day
from ..domain.days import day_of
from ..domain.happenings import KINDS
from ..domain.protecting import PROTECTING
from ..domain.typed import KEPT_HERE, SOURCE
from ..models import Child, Issue
from ..permissions import check_can_say_what_is_recorded_here
from ..queries.around import around
from .allocating import as_on_the_staff_list, check_allocation, told_in_the_trail
from .contradicting import refuse
from .protecting import said_of_address
from .rows import mark_changed
from .versions import Saved, check_may_write, open_version, write_first, write_next


def record_event(
    *,
    child: Child,
    kind: str,
    on: date,
    key: str,
    by,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    hour: str = "",
    kept_why: str = "",
    keep_words: str = "",
) -> Saved:
    """One happening of this kind on this day. `key` names the form: sent twice, it makes one.

    `facts` are JSON values, days as "2026-03-31"; `hour` is London time, "14:30". Raises NotAllowed (among it
    Contradicted, unless `kept_why` says why something strange is so, and TellsAddress, unless `keep_words` says why
    words that may tell an address can stay), NoSuchChild.
    """
    _check_kind(kind)
    refuse(of_day(on, around(child), today=day_of(at), what="what happened"), kept_why)
    if kind in PROTECTING:
        return said_of_address(
            child=child, kind=kind, on=on, facts=facts or {}, key=key, keep_words=keep_words, by=by, at=at
        )
    said = as_on_the_staff_list(kind, facts or {})
    check_may_write(child, by, at)
    check_allocation(kind=kind, facts=said, child=child, by=by, on=day_of(at))
    values = {"kind": kind, "happened_on": on, "hour": hour or None, "facts": said}
    return write_first(
        "event",
        child=child,
        key=key,
        values=values,
        what="recorded_event",
        by=by,
        at=at,
        why=kept_why,
        counts=told_in_the_trail(kind, said),
        keep_words=keep_words,
    )


def correct_event(
    *,
    child: Child,
    key: str,
    why: str,
    by,
    at: datetime,
    based_on: int | None = None,
    on: date,
    facts: Mapping[str, Any],
    hour: str = "",
    kept_why: str = "",
    keep_words: str = "",
) -> Saved:
    """A new version, with why. Raises NotAllowed (among it Contradicted), NoSuchChild, NotThere."""
    refuse(of_day(on, around(child), today=day_of(at), what="what happened"), kept_why)
    check_may_write(child, by, at)
    stands = open_version("event", child=child, key=key)
    _check_not_of_an_address(stands.kind)
    said = as_on_the_staff_list(stands.kind, facts)
    for one in (stands.facts, said):
        check_allocation(kind=stands.kind, facts=one, child=child, by=by, on=day_of(at))
    return write_next(
        "event",
        child=child,
        key=key,
        changes={"happened_on": on, "hour": hour or None, "facts": said},
        why=why,
        what="corrected_event",
        by=by,
        at=at,
        based_on=based_on,
        counts=told_in_the_trail(stands.kind, said),
        keep_words=keep_words,
    )


@transaction.atomic
def withdraw(
    *,
    name: str,
    child: Child,
    key: str,
    why: str,
    by,
    at: datetime,
    based_on: int | None = None,
    keep_words: str = "",
) -> Saved:
    """Take back something typed, with why; it stays to be seen. What a visit had raised goes with it.

    Raises NotAllowed (among it ChangedMeanwhile), NoSuchChild, NotThere.
    """
    said = {"child": child, "changes": {}, "why": why, "by": by, "at": at, "withdrawn": True, "keep_words": keep_words}
    counts = _taken_back(child, key, by, at) if name == "event" else None
    saved = write_next(name, key=key, what=f"withdrew_{name}", based_on=based_on, counts=counts, **said)
    raised = Issue.objects.filter(child=child, source=SOURCE, known_until=None, arising_from=f"{name}/{key}")
    for issue in raised.exclude(withdrawn=True):
        write_next("issue", key=issue.row_key, what="withdrew_issue", **said)
    return saved


def _taken_back(child: Child, key: str, by, at: datetime) -> dict[str, Any] | None:
    """What the trail says of it; NotAllowed where somebody would get a child by it who may not."""
    check_may_write(child, by, at)
    stands = open_version("event", child=child, key=key)
    _check_not_of_an_address(stands.kind)
    check_allocation(kind=stands.kind, facts=stands.facts, child=child, by=by, on=day_of(at))
    return told_in_the_trail(stands.kind, stands.facts)


def _check_not_of_an_address(kind: str) -> None:
    """That an address is protected is corrected and ended by acts of its own; taken back, it would end by the way."""
    if kind in PROTECTING:
        raise NotAllowed("Who must not know the address is corrected, or ended with a reason, on the child’s page.")


def _check_kind(kind: str) -> None:
    if kind not in KINDS:
        raise NotAllowed("Nothing of this kind can be recorded.")


@transaction.atomic
def keep_here(*, kinds: Collection[str], from_on: date, by, at: datetime) -> None:
    """Say that this council records such things here, from a day on: from then, silence means that they did not happen.

    Said again for a kind, the newer word counts. Raises NotAllowed.
    """
    check_can_say_what_is_recorded_here(by)
    for kind in kinds:
        _check_kind(kind)
    run_id = f"{SOURCE}:kept-here:{at.isoformat()}"
    names = [KEPT_HERE + kind for kind in kinds]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE record_loadedtable SET known_until = %s, closed_run_id = %s"
            " WHERE source = %s AND name = ANY(%s) AND known_until IS NULL",
            [at, run_id, SOURCE, names],
        )
        cursor.execute(
            "INSERT INTO record_loadedtable (source, name, covers_from, run_id, known_from)"
            " SELECT %s, name, %s, %s, %s FROM unnest(%s::text[]) AS kept (name)",
            [SOURCE, from_on, run_id, at, names],
        )
    mark_changed(list(Child.objects.values_list("pk", flat=True)), run_id=run_id, at=at)
    trail.write(what="said_what_is_recorded_here", by=by, at=at, counts={"kinds": sorted(kinds), "from": str(from_on)})
