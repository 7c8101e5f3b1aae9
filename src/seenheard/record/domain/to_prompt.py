"""What of the things people typed needs somebody: worries without an answer, actions by their day, missed bookings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from .happenings import Happening, History
from .typed import COUNTS, OTHERWISE, stands

READS = ("issue", "child_action", "booking")
ANSWER_WITHIN = timedelta(days=2)  # ours: no law says how soon a worry has to have an answer
SOON = timedelta(days=7)
VISIT_KINDS = frozenset({OTHERWISE, *(counts.kind for counts in COUNTS)})


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: a name for its kind, its key, whose it is, from when and by when.

    `owner`: "social worker", or "person:" and the public id of somebody who took it on. `kept_from`: of worker and
    manager those who are not to know of it, as words.
    """

    cause: str
    key: str
    owner: str
    opens_on: date
    act_by_on: date
    kept_from: str = ""


def waiting(
    history: History, facts: Mapping[str, Sequence[Any]], before: Mapping[str, date] = MappingProxyType({})
) -> Iterator[Waiting]:
    """Everything of one child that waits for somebody; `facts` are the rows of READS.

    `before`: where the history begins later than the life, the day on which each kind last happened before that.
    """
    last_on = {**before, **latest(history.happenings)}
    actions = stands(facts.get("child_action", ()))
    answered = {row.arising_from for row in actions}
    for row in stands(facts.get("issue", ())):
        if not row.no_action_why and f"issue/{row.row_key}" not in answered:
            yield Waiting(
                "issue_unanswered", row.row_key, "social worker", row.raised_on, row.raised_on + ANSWER_WITHIN
            )
    for row in actions:
        if row.done_on is None:
            owner, soon = f"person:{row.owned_by}", row.due_on - SOON
            yield Waiting("action_due", row.row_key, owner, soon, row.due_on, row.kept_from or "")
    booked = [row for row in stands(facts.get("booking", ())) if row.state == "booked"]
    for row in booked:
        if not _happened(row, last_on) and not _booked_again(row, booked):
            after = row.planned_on + timedelta(days=1)
            yield Waiting("booking_missed", row.row_key, "social worker", after, after)


def _booked_again(row: Any, booked: Sequence[Any]) -> bool:
    """Whether another day was found since: then that one counts."""
    return any(one.kind == row.kind and one.id > row.id and one.planned_on > row.planned_on for one in booked)


def latest(happenings: Iterable[Happening]) -> dict[str, date]:
    """The day on which each kind last happened; `happenings` in order of days."""
    return {one.kind: one.on for one in happenings}


def _happened(row: Any, last_on: Mapping[str, date]) -> bool:
    """Whether what was booked took place: on its day or later, or earlier but after the day on which it was booked."""
    kinds = VISIT_KINDS if row.kind == "visit" else {row.kind}
    return any(
        last_on[kind] >= row.planned_on or (row.booked_on is not None and last_on[kind] > row.booked_on)
        for kind in kinds & last_on.keys()
    )
