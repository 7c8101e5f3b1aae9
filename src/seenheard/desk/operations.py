"""Recording from a page: the record keeps it, and the child's clocks follow at once, in one transaction.

So whoever records a visit finds the line gone from their list when the page comes back.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from seenheard.duties import operations as duties
from seenheard.record import operations as record


@transaction.atomic
def for_child(act: Callable[..., record.Saved], *, child, at: datetime, **said: Any) -> record.Saved:
    """Do one of the record's acts for one child, and bring the clocks up to it. Raises what the act raises."""
    saved = act(child=child, at=at, **said)
    if saved.written:
        duties.follow(child_ids=[child.pk], at=at)
    return saved


@transaction.atomic
def explain_delays(*, child, owed: Iterable[tuple[str, str]], at: datetime, **said: Any) -> None:
    """Say of these duties, by rule and key, why they are late or cannot be done in time: of all or of none."""
    for rule, key in owed:
        duties.explain_delay(child=child, rule=rule, key=key, at=at, **said)


@transaction.atomic
def protect_address(*, children, at: datetime, **said: Any) -> tuple[record.Saved, ...]:
    """Say of these children who must not know where they live; what is counted of them follows at once."""
    saved = record.protect_address(children=children, at=at, **said)
    if any(one.written for one in saved):
        duties.follow(child_ids=[child.pk for child in children], at=at)
    return saved


@transaction.atomic
def record_visit(*, parts, at: datetime, **said: Any) -> tuple[record.Saved, ...]:
    """Record a visit to one child or several, and bring the clocks of each up to it. Raises as the record does."""
    saved = record.record_visit(parts=parts, at=at, **said)
    if any(one.written for one in saved):
        duties.follow(child_ids=[part.child.pk for part in parts], at=at)
    return saved
